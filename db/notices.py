"""What must people hear about their cases, and did they?"""

import json
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, Notice, Person
from db.models import now
from db.statements import run

PUSHED_WITHIN = timedelta(days=30)
"""What nobody could be told for so long is no news any more: it waits until the person writes."""
_UNTOLD = (
    select(Notice)
    .join(Person)
    .where(Person.key == bindparam("key"), Notice.posted_at.is_(None))
    .order_by(Notice.id)
    .with_for_update(skip_locked=True, of=Notice)
)

_ANY_UNTOLD = select(Notice.id).join(Person).where(Person.key == bindparam("key"), Notice.posted_at.is_(None)).limit(1)

REFUSED = "refused"
"""In the place of a call's key: the platform will not take it, so it is not pushed again."""


def add(session: Session, case: Feedback, text: str, suggestions: Sequence[tuple[str, str]] = ()) -> Notice | None:
    """Something to tell the person of the case, with the labels and actions of its buttons.

    None where the case is of nobody any more.
    """
    if case.person_id is None:
        return None
    told = json.dumps(list(suggestions), ensure_ascii=False)
    notice = Notice(person_id=case.person_id, feedback_id=case.id, text=text, suggestions=told)
    session.add(notice)
    session.flush()
    return notice


def hand_over(session: Session, case: Feedback) -> None:
    """What is still to be told of the case is for the person who has it now."""
    untold = update(Notice).where(Notice.feedback_id == case.id, Notice.posted_at.is_(None))
    session.execute(untold.values(person_id=case.person_id))


def is_untold(session: Session, case: Feedback, text: str) -> bool:
    """Whether the same is to be told of the case already."""
    same = select(Notice.id).where(Notice.feedback_id == case.id, Notice.text == text, Notice.posted_at.is_(None))
    return session.scalar(same.limit(1)) is not None


def waits(session: Session, key: str) -> bool:
    """Whether the person of this key has not heard something yet."""
    return run(session, _ANY_UNTOLD, {"key": key}).first() is not None


def take(session: Session, key: str) -> list[Notice]:
    """What the person of this key has not heard yet, oldest first; from now on it counts as told."""
    if not waits(session, key):
        return []  # nearly always; a statement for columns alone costs a fraction of one for rows
    notices = list(session.scalars(_UNTOLD, {"key": key}))
    mark_told(notices)
    return notices


def mark_told(notices: Sequence[Notice], call_key: str = "") -> None:
    """They went into an answer, or into the outbox with the call of this key."""
    for notice in notices:
        notice.posted_at, notice.call_key = now(), call_key


def take_back(session: Session, call_key: str, *, push_again: bool) -> bool:
    """The call of this key will not be made: its notices wait for the person's next message, or a better time to push.
    False for other calls."""
    waiting = update(Notice).where(Notice.call_key == call_key)
    waiting = waiting.values(posted_at=None, call_key="" if push_again else REFUSED)
    return bool(session.scalars(waiting.returning(Notice.id)).all())


def is_waiting(session: Session, channel: str) -> bool:
    """Whether somebody of a channel has not heard something yet."""
    waiting = select(Notice.id).join(Person).where(*_to_push(), Person.channel == channel)
    return session.scalar(waiting.limit(1)) is not None


def people_waiting(session: Session, channel: str, limit: int, without: Collection[int]) -> list[int]:
    """Who of a channel has not heard something yet: who waits longest first."""
    waiting = (
        select(Notice.person_id)
        .join(Person)
        .where(*_to_push(), Person.channel == channel, Notice.person_id.not_in(without))
        .group_by(Notice.person_id)
        .order_by(func.min(Notice.id))
    )
    return list(session.scalars(waiting.limit(limit)))


def of_one_case(session: Session, person_id: int, limit: int) -> list[Notice]:
    """What this person has not heard yet of the case that waits longest, oldest first; what another process is just
    telling is left out."""
    waiting = select(Notice).where(*_to_push(), Notice.person_id == person_id).order_by(Notice.id).limit(limit)
    found = list(session.scalars(waiting.with_for_update(skip_locked=True)))
    return [notice for notice in found if notice.feedback_id == found[0].feedback_id]


def _to_push() -> tuple[ColumnElement[bool], ...]:
    return Notice.posted_at.is_(None), Notice.created_at > now() - PUSHED_WITHIN, Notice.call_key != REFUSED
