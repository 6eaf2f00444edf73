"""What is older than it may be kept, and goes?

A clock that is wrong makes everything old, and so does a period set by mistake. So nothing is forgotten where the time
is in doubt, nor more of the cases than a share of them, unless somebody orders it.
"""

from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from db import cases, conversations, erasing, events, outbox, sent_messages
from db.clock import sure_now
from db.feedback_models import Attachment, Feedback, Notice, Person, SentMessage
from db.installation import installation
from db.installation_models import Erasure, Installation
from db.lesson_models import Missed
from db.lessons import MISSED_KEPT
from db.models import Conversation, Event, Outbox
from db.sqlite_files import clean_later
from db.standstill import standstill

NOTICES_KEPT = timedelta(days=30)
"""After a person was told."""
ERASURES_KEPT = timedelta(days=1095)
"""As long as anything: no backup may be older."""
ORDER = "If that is right: python -m bot retention --anyway"
FEW = 10
SHARE = 0.1
"""Of all cases. More than that, and more than a few, are not erased at once without an order."""
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
    erasures: int = 0
    """Notes of what was erased years ago."""
    messages: int = 0
    """Of which it was known to which case they belong."""
    missed: int = 0
    """Messages that the bot could not answer."""
    held_back: str = ""
    """Why not all of it was forgotten, in a sentence; "" where it was."""

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return (
            f"{self.cases} cases with {self.photos} photos, {self.people} people, {self.notices} notices, "
            f"{self.chats} chats, {self.events} events, {self.dead_letters} dead letters"
        )

    @property
    def anything(self) -> bool:
        """Whether anything was forgotten."""
        return replace(self, held_back="") != Forgotten()


def forget_old(session: Session, periods: Periods, most: int = 500, *, ordered: bool = False) -> Forgotten:
    """Erase cases (so many at once, the oldest first) and delete whatever else is too old.

    `ordered`: also where the time is in doubt, and where it is more than a share of all cases.
    """
    row = installation(session, lock=True)
    if row is None:
        return Forgotten()  # another process is just doing so
    row.held_back = "" if ordered else _doubt(session, row, periods)
    if row.held_back:
        return Forgotten(held_back=row.held_back)
    row.held_back = "" if ordered else _too_many(session, periods)
    row.swept_at = sure_now()
    forgotten = _forget_cases(session, periods, 0 if row.held_back else most) + _forget_the_rest(session)
    if forgotten.anything:
        clean_later(session)
    return forgotten + Forgotten(held_back=row.held_back)


def _doubt(session: Session, row: Installation, periods: Periods) -> str:
    """Where nothing is too old, it does not matter what time it is."""
    doubt = standstill(session, row)
    if not doubt:
        return ""
    old: list[_Old] = [(Feedback, _is_old(periods)), *_the_rest().values()]
    is_any = [session.scalar(select(model.id).where(is_old).limit(1)) is not None for model, is_old in old]
    return doubt if any(is_any) else ""


def _too_many(session: Session, periods: Periods) -> str:
    old = _count(session, _is_old(periods))
    if old <= FEW or old <= SHARE * (total := _count(session, _IS_WRITTEN)):
        return ""
    return f"{old:,} of {total:,} cases are too old, more than {SHARE:.0%} at once: none is forgotten."


def _forget_cases(session: Session, periods: Periods, most: int) -> Forgotten:
    old = list(session.scalars(select(Feedback.id).where(_is_old(periods)).order_by(Feedback.id).limit(most)))
    photos = session.scalar(select(func.count()).select_from(Attachment).where(Attachment.feedback_id.in_(old))) or 0
    erasing.erase_cases(session, old, who="retention")
    erasing.note(session, "case", map(str, old))
    return Forgotten(cases=len(old), photos=photos)


def _forget_the_rest(session: Session) -> Forgotten:
    counts = {name: _delete(session, *old) for name, old in _the_rest().items()}
    return Forgotten(**counts)  # type: ignore[arg-type]  # none of them is called held_back


_Old = tuple[type[Any], ColumnElement[bool]]


def _the_rest() -> dict[str, _Old]:
    """What is deleted beside cases, and when it is old."""
    at = sure_now()
    return {
        "people": (Person, _is_nobody()),
        "notices": (Notice, Notice.posted_at <= at - NOTICES_KEPT),
        "chats": (Conversation, Conversation.updated_at <= at - conversations.REMEMBERED),
        "events": (Event, Event.received_at <= at - events.REMEMBERED),
        "dead_letters": (Outbox, Outbox.dead_at <= at - outbox.DEAD_KEPT),
        "missed": (Missed, Missed.seen_at <= at - MISSED_KEPT),
        "erasures": (Erasure, Erasure.at <= at - ERASURES_KEPT),
        "messages": (SentMessage, SentMessage.at <= at - sent_messages.KEPT),
    }


_IS_WRITTEN = Feedback.number.not_like(f"{erasing.ERASED}%")


def _is_old(periods: Periods) -> ColumnElement[bool]:
    is_open = Feedback.state.in_(cases.OPEN)
    at = sure_now()
    closed = ~is_open & (func.coalesce(Feedback.closed_at, Feedback.updated_at) <= at - periods.closed)
    return or_(closed, is_open & (Feedback.updated_at <= at - periods.open)) & _IS_WRITTEN


def _is_nobody() -> ColumnElement[bool]:
    """A person none of whose cases is left."""
    has_case = select(Feedback.id).where(Feedback.person_id == Person.id).exists()
    return ~has_case & (Person.created_at <= sure_now() - _JUST_MADE)


def _count(session: Session, are_meant: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Feedback).where(are_meant)) or 0


def _delete(session: Session, model: type[Any], is_old: ColumnElement[bool]) -> int:
    return len(session.scalars(delete(model).where(is_old).returning(model.id)).all())
