"""Which events of the platforms were handled already?"""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Event, now

REMEMBERED = timedelta(days=7)
"""No platform tells something again after so long: Telegram tries for a day, LINE does not say how long."""


def record(session: Session, channel: str, external_id: str, fault: str = "") -> bool:
    """Write the event down; False where it is a repeat."""
    row = insert_into(session, Event).values(channel=channel, external_id=external_id, received_at=now(), fault=fault)
    # The count of rows is not told by every driver after ON CONFLICT, the row's id is.
    new = row.on_conflict_do_nothing().returning(Event.id)
    return session.connection().execute(new).first() is not None


def forget_old(session: Session) -> None:
    """Delete every event that no platform will tell again."""
    session.execute(delete(Event).where(Event.received_at <= now() - REMEMBERED))
