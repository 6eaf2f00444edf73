"""What is older than it may be kept, and goes?"""

from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from db import cases, conversations, events, outbox
from db.erasing import ERASED, erase_cases
from db.feedback_models import Attachment, Feedback, Notice, Person
from db.models import Conversation, Event, Outbox, now
from db.sqlite_files import empty_log_after, rewrite_after

NOTICES_KEPT = timedelta(days=30)
"""After a person was told."""
_JUST_MADE = timedelta(days=1)
"""A person without any case is perhaps just sending one."""


@dataclass(frozen=True)
class Periods:
    """So long cases are kept."""

    closed: timedelta = timedelta(days=730)
    """After they were closed, rejected or merged."""
    open: timedelta = timedelta(days=1095)
    """After anything was last done about one that nobody closed."""


@dataclass(frozen=True)
class Forgotten:
    """How much was too old."""

    cases: int = 0
    """Erased: only what the indicator counts is left of them."""
    photos: int = 0
    """Of those cases; whoever sends the outbox deletes their files."""
    people: int = 0
    notices: int = 0
    chats: int = 0
    events: int = 0
    dead_letters: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def forget_old(session: Session, periods: Periods, most: int = 500) -> Forgotten:
    """Erase cases (so many at once, the oldest first) and delete whatever else is too old."""
    old = list(session.scalars(select(Feedback.id).where(_is_old(periods)).order_by(Feedback.id).limit(most)))
    photos = session.scalar(select(func.count()).select_from(Attachment).where(Attachment.feedback_id.in_(old))) or 0
    erase_cases(session, old, who="retention")
    (rewrite_after if old else empty_log_after)(session)
    at = now()
    return Forgotten(
        cases=len(old),
        photos=photos,
        people=_delete(session, Person, _is_nobody()),
        notices=_delete(session, Notice, Notice.posted_at <= at - NOTICES_KEPT),
        chats=_delete(session, Conversation, Conversation.updated_at <= at - conversations.REMEMBERED),
        events=_delete(session, Event, Event.received_at <= at - events.REMEMBERED),
        dead_letters=_delete(session, Outbox, Outbox.dead_at <= at - outbox.DEAD_KEPT),
    )


def _is_old(periods: Periods) -> ColumnElement[bool]:
    is_open = Feedback.state.in_(cases.OPEN)
    at = now()
    closed = ~is_open & (func.coalesce(Feedback.closed_at, Feedback.updated_at) <= at - periods.closed)
    return or_(closed, is_open & (Feedback.updated_at <= at - periods.open)) & Feedback.number.not_like(f"{ERASED}%")


def _is_nobody() -> ColumnElement[bool]:
    """A person none of whose cases is left."""
    has_case = select(Feedback.id).where(Feedback.person_id == Person.id).exists()
    return ~has_case & (Person.created_at <= now() - _JUST_MADE)


def _delete(session: Session, model: type[Any], is_old: ColumnElement[bool]) -> int:
    return len(session.scalars(delete(model).where(is_old).returning(model.id)).all())
