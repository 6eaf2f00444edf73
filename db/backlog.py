"""How much waits to be sent, fetched or told, for how long, and by which clock?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import Session

from db import attachments
from db.feedback_models import Notice
from db.installation_models import Heartbeat
from db.models import Outbox, now


@dataclass(frozen=True)
class Waiting:
    """Calls of one platform that stand in the outbox."""

    channel: str
    calls: int
    """Still to be made."""
    oldest: float
    """Seconds since the oldest of them was written; 0 where there is none."""
    overdue: float
    """Seconds since the one that is due longest could have been tried; 0 where none is due."""
    dead: int
    """Given up."""


@dataclass(frozen=True)
class Backlog:
    """All that waits."""

    outbox: tuple[Waiting, ...]
    """By channel, of those that have anything there."""
    photos: int
    """To be fetched or deleted."""
    notices: int
    """Not told yet."""


_IS_DEAD = Outbox.dead_at.is_not(None)
_OUTBOX = (
    select(
        Outbox.channel,
        func.sum(cast(~_IS_DEAD, Integer)),
        func.sum(cast(_IS_DEAD, Integer)),
        func.min(case((~_IS_DEAD, Outbox.created_at)), type_=Outbox.created_at.type),
        func.min(case((~_IS_DEAD, Outbox.due_at)), type_=Outbox.due_at.type),
    )
    .group_by(Outbox.channel)
    .order_by(Outbox.channel)
)


def backlog(session: Session) -> Backlog:
    """What waits now."""
    at = now()
    outbox = tuple(
        Waiting(channel, calls, _since(oldest, at), _since(due, at), dead)
        for channel, calls, dead, oldest, due in session.execute(_OUTBOX)
    )
    untold = select(func.count()).select_from(Notice).where(Notice.posted_at.is_(None))
    return Backlog(outbox, attachments.waiting(session), session.scalar(untold) or 0)


def newest(session: Session) -> datetime | None:
    """When a process was last heard of or a call that still waits was written: what is past if the clock is right."""
    moments = (select(func.max(Heartbeat.beat_at)), select(func.max(Outbox.created_at)).where(~_IS_DEAD))
    return max(filter(None, map(session.scalar, moments)), default=None)


def clock(session: Session) -> datetime | None:
    """Of the database's own machine; None where that is this one."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    return session.scalar(select(func.clock_timestamp()))


def _since(moment: datetime | None, at: datetime) -> float:
    """Seconds, none where it lies ahead."""
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0
