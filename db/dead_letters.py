"""Which calls were given up, and how are they tried again or forgotten?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from db.models import Outbox, now

LIVES = timedelta(days=1)
"""So long a call is tried that is sent again, as on its first day."""


@dataclass(frozen=True)
class DeadLetter:
    """A call that was given up, without what it says and to whom."""

    id: int
    channel: str
    created_at: datetime
    dead_at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True)
class Chosen:
    """Which dead letters are meant."""

    ids: Collection[int] | None = None
    """None: all."""
    channel: str = ""
    """Only of this one; "": of each."""


def dead_letters(session: Session, chosen: Chosen, most: int) -> list[DeadLetter]:
    """The newest, with the newest first."""
    columns = (getattr(Outbox, name) for name in DeadLetter.__dataclass_fields__)
    rows = session.execute(select(*columns).where(*_are(chosen)).order_by(Outbox.dead_at.desc(), Outbox.id).limit(most))
    return [DeadLetter(*row) for row in rows]


def count(session: Session, chosen: Chosen) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(Outbox).where(*_are(chosen))) or 0


def send_again(session: Session, chosen: Chosen) -> int:
    """Have them tried anew, as many times as a new call and before newer calls of their chat; how many.

    Their keys stay: a platform that took one after all, and still knows its key, does not show it twice.
    """
    at = now()
    fresh = {"dead_at": None, "reason": "", "attempts": 0, "due_at": at, "give_up_at": at + LIVES}
    token = {"reply_token": "", "reply_until": None}  # dead for long: LINE's live a minute
    again = update(Outbox).where(*_are(chosen)).values(fresh | token).returning(Outbox.id)
    return len(session.scalars(again).all())


def drop(session: Session, chosen: Chosen) -> int:
    """Delete them; how many."""
    return len(session.scalars(delete(Outbox).where(*_are(chosen)).returning(Outbox.id)).all())


def _are(chosen: Chosen) -> list[ColumnElement[bool]]:
    of_channel = [Outbox.channel == chosen.channel] if chosen.channel else []
    named = [Outbox.id.in_(chosen.ids)] if chosen.ids is not None else []
    return [Outbox.dead_at.is_not(None), *of_channel, *named]
