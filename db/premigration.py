"""Which copy of an SQLite database is made before its tables are changed?"""

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db import sqlite_copy
from db.models import now

_log = logging.getLogger(__name__)


class NoCopyError(SQLAlchemyError):
    """The database could not be copied, so its tables stay as they are."""


def copy_aside(engine: Engine, revision: str) -> None:
    """Beside the file, as it was before this revision: `bot-before-0004-20261128T183000.db`. It is there only when it
    is whole. Nobody deletes it but whoever runs the bot."""
    if not engine.url.database:
        return
    file = Path(engine.url.database)
    target = file.with_name(f"{file.stem}-before-{revision}-{now():%Y%m%dT%H%M%S}{file.suffix}")
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with sqlite_copy.one_moment(file) as source:
            sqlite_copy.copy(source, draft)
        if found := sqlite_copy.faults(draft):
            raise sqlite3.DatabaseError(found[0])
        draft.rename(target)
    except (sqlite3.Error, OSError) as fault:
        draft.unlink(missing_ok=True)
        raise NoCopyError(
            f"The tables must be changed, but the database could not be copied before: {fault}. Nothing was changed."
        ) from None
    _log.warning("Before its tables were changed, the database was copied to %s. Delete it when all is well.", target)
