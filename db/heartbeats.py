"""Which processes of the bot live, and what did each notice?"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.inserting import Insert, for_each_database
from db.installation_models import Heartbeat
from db.models import now
from db.statements import dialect, run

KEPT = timedelta(days=1)
"""After its last beat: long enough for somebody to ask what died."""
ASKING = "readyz"
"""The kind of a row that was written to see whether it can be."""


@dataclass(frozen=True)
class Beat:
    """What a process writes of itself; the columns of `Heartbeat` say what each is."""

    process: str
    kind: str
    relays: bool
    started_at: datetime
    beat_at: datetime
    relayed_at: datetime | None = None
    stopped_at: datetime | None = None
    clock_step: int = 0
    clock_stepped_at: datetime | None = None
    requests: int = 0
    forwarded: int = 0


def _or_update(row: Insert) -> Insert:
    new = {name: row.excluded[name] for name in Beat.__dataclass_fields__ if name != "process"}
    return row.on_conflict_do_update(index_elements=[Heartbeat.process], set_=new)


_BEAT = for_each_database(Heartbeat, _or_update)


def beat(session: Session, told: Beat) -> None:
    """Write it down in place of what the process wrote before."""
    run(session, _BEAT[dialect(session)], asdict(told))


def newest(session: Session) -> datetime | None:
    """When any process of the bot was last heard of."""
    return session.scalar(select(func.max(Heartbeat.beat_at)))


def forget_old(session: Session) -> None:
    """Delete what processes wrote that were not heard of for a day, or whose clock was so far ahead."""
    at = now()
    session.execute(delete(Heartbeat).where(~Heartbeat.beat_at.between(at - KEPT, at + KEPT)))


def beats(session: Session) -> list[Beat]:
    """Of each process the last, the newest first; who only asked whether the database can be written to left out."""
    rows = session.scalars(select(Heartbeat).where(Heartbeat.kind != ASKING).order_by(Heartbeat.beat_at.desc()))
    return [Beat(**{name: getattr(row, name) for name in Beat.__dataclass_fields__}) for row in rows]
