"""Whose answer does an officer wait for, so that what the person says next goes to the case?"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from db.columns import Moment
from db.feedback_models import Feedback, Notice, Person
from db.models import now
from db.staff_models import Dialogue
from db.statements import run

AWAITED = timedelta(days=3)
"""So long after the person was asked an answer is waited for."""
MORE = timedelta(minutes=30)
"""So long after an answer more of it may come: a photo after the words."""
_IS_OPEN = or_(
    and_(Dialogue.replied_at.is_(None), Notice.posted_at > bindparam("asked_since", type_=Moment())),
    Dialogue.replied_at > bindparam("replied_since", type_=Moment()),
)
_OPEN = (
    select(Dialogue.id)
    .join(Notice, Notice.id == Dialogue.notice_id)
    .join(Feedback, Feedback.id == Dialogue.feedback_id)
    .join(Person, Person.id == Feedback.person_id)
    .where(Person.key == bindparam("key"), _IS_OPEN)
    .limit(1)
)


def is_awaited(session: Session, key: str) -> bool:
    """Whether an answer of the person of this keyed hash is waited for: asked with each message."""
    return run(session, _OPEN, {"key": key, **_since()}).first() is not None


def awaited(session: Session, keys: Sequence[str]) -> list[tuple[Dialogue, Feedback]]:
    """The cases that the person's answer may be for, the one that was asked about last first."""
    found = (
        select(Dialogue, Feedback)
        .join(Notice, Notice.id == Dialogue.notice_id)
        .join(Feedback, Feedback.id == Dialogue.feedback_id)
        .join(Person, Person.id == Feedback.person_id)
        .where(Person.key.in_(keys), _IS_OPEN)
        .order_by(Dialogue.asked_at.desc())
    )
    return [(dialogue, case) for dialogue, case in session.execute(found, _since())]


def begin(session: Session, case: Feedback, notice: Notice | None, officer: str) -> None:
    """An answer is waited for from when the notice is told."""
    end(session, case.id)
    session.flush()
    session.add(Dialogue(feedback_id=case.id, notice_id=notice.id if notice else None, officer=officer, asked_at=now()))


def replied(session: Session, dialogue: Dialogue) -> None:
    """The person answered; more may follow for a while."""
    dialogue.replied_at = now()


def end(session: Session, case: int) -> None:
    """Nothing more is waited for."""
    session.execute(delete(Dialogue).where(Dialogue.feedback_id == case))


def of_case(session: Session, case: int) -> Dialogue | None:
    """What the person of this case was asked last; None where nothing is open."""
    return session.scalar(select(Dialogue).where(Dialogue.feedback_id == case))


def _since() -> dict[str, object]:
    at = now()
    return {"asked_since": at - AWAITED, "replied_since": at - MORE}
