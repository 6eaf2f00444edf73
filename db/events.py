"""Which events of the platforms were handled already?"""

from datetime import timedelta

from sqlalchemy.orm import Session

from db.inserting import for_each_database
from db.models import Event, now
from db.statements import dialect, run

REMEMBERED = timedelta(days=7)
"""No platform tells something again after so long: Telegram tries for a day, LINE does not say how long."""
# The count of rows is not told by every driver after ON CONFLICT, the row's id is.
_RECORD = for_each_database(Event, lambda insert: insert.on_conflict_do_nothing().returning(Event.id))


def record(session: Session, channel: str, external_id: str, fault: str = "") -> bool:
    """Write the event down; False where it is a repeat."""
    row = {"channel": channel, "external_id": external_id, "received_at": now(), "fault": fault}
    return run(session, _RECORD[dialect(session)], row).first() is not None
