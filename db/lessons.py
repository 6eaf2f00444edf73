"""What did the bot not know, what was it taught since, and which questions must it go on understanding?"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.lesson_models import CheckQuestion, Lesson, Missed
from db.models import Plan, now
from db.plan_codes import EVERY, apart

MISSED_KEPT = timedelta(days=90)
"""As people are told."""
MOST_A_DAY = 500
"""Messages that are kept: who floods the bot with nonsense fills no disk."""
LONGEST = 120
"""Characters. What is longer is a story, which may say more of its teller than is to be kept."""
_CODE = re.compile("[A-Za-z0-9_-]{32}")
SHOWN = 2000
"""Messages that are grouped at once."""


def miss(session: Session, text: str, channel: str) -> None:
    """Keep a message that was not understood; `text` is masked already. An invitation's code that was sent to the wrong
    place may still be good, and teaches nothing."""
    if not text or len(text) > LONGEST or _CODE.fullmatch(text):
        return
    today = select(func.count()).where(Missed.seen_at > now() - timedelta(days=1))
    if (session.scalar(today) or 0) < MOST_A_DAY:
        session.add(Missed(text=text, channel=channel))


def missed(session: Session) -> Sequence[Missed]:
    """What was not understood lately, the newest first."""
    since = now() - MISSED_KEPT
    return session.scalars(select(Missed).where(Missed.seen_at > since).order_by(Missed.id.desc()).limit(SHOWN)).all()


def settle(session: Session, ids: Iterable[int]) -> None:
    """These need no work any more."""
    session.execute(delete(Missed).where(Missed.id.in_(list(ids))))


def published(session: Session, kind: str = "") -> Sequence[Lesson]:
    """What counts now, oldest first."""
    of_kind = [Lesson.kind == kind] if kind else []
    return session.scalars(select(Lesson).where(Lesson.undone_at.is_(None), *of_kind).order_by(Lesson.id)).all()


def history(session: Session) -> Sequence[Lesson]:
    """Everything that was ever published, the newest first."""
    return session.scalars(select(Lesson).order_by(Lesson.id.desc()).limit(200)).all()


def publish(session: Session, lesson: Lesson) -> None:
    """It counts from the next message on, in every process: each looks at the plan's version."""
    lesson.version = _next_version(session, lesson.code)
    session.add(lesson)


def undo(session: Session, id_: int) -> Lesson | None:
    """It does not count any more; None where it did not."""
    lesson = session.get(Lesson, id_, with_for_update=True)
    if lesson is None or lesson.undone_at is not None:
        return None
    lesson.undone_at = now()
    _next_version(session, lesson.code)
    return lesson


def checks(session: Session) -> dict[str, frozenset[str]]:
    """Questions that were corrected, and what each is about."""
    rows = session.execute(select(CheckQuestion.text, CheckQuestion.codes).order_by(CheckQuestion.id))
    return {text: frozenset(json.loads(codes)) for text, codes in rows}


def add_check(session: Session, text: str, codes: Sequence[str]) -> None:
    """One more, in the place of what was known of the same words."""
    session.execute(delete(CheckQuestion).where(CheckQuestion.text == text))
    session.add(CheckQuestion(text=text, codes=json.dumps(list(codes), ensure_ascii=False)))


def _next_version(session: Session, code: str | None) -> int:
    """Of the plan that the thing is of: the default one, that whose name stands before the code, or all of them."""
    name, _ = apart(code or "")
    raised = update(Plan).values(version=Plan.version + 1).returning(Plan.version)
    if name != EVERY:
        raised = raised.where(Plan.name == name if name else Plan.is_default)
    return max(session.scalars(raised), default=0)
