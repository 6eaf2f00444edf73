"""How does what was erased leave SQLite's files for good?

Its log holds the pages as they were before. `secure_delete` overwrites what is deleted, but not the copies that stay
in the unused space of a page when pages are split and joined: only writing the file anew leaves those out.
"""

import logging
import sqlite3
from contextlib import closing

from sqlalchemy import event
from sqlalchemy.orm import Session

from db.feedback_models import Person

_PATIENCE = 2.0
"""Seconds that others are waited for."""
_EMPTY = "PRAGMA wal_checkpoint(TRUNCATE)"
_log = logging.getLogger(__name__)


def empty_log_after(session: Session) -> None:
    """Empty the log once the transaction is committed."""
    _after(session, _EMPTY)


def rewrite_after(session: Session) -> None:
    """Write the file anew once the transaction is committed: 3 seconds for 100 MB, in which writers wait."""
    _after(session, "VACUUM", _EMPTY)


def _after(session: Session, *statements: str) -> None:
    url = session.get_bind(Person).engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        file = url.database
        event.listen(session, "after_commit", lambda _: _run(file, statements), once=True)


def _run(file: str, statements: tuple[str, ...]) -> None:
    """What was committed stays committed, whatever happens here: the next time does what was not done."""
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
            results = [connection.execute(statement).fetchone() for statement in statements]
        busy = results[-1][0]
    except sqlite3.OperationalError as fault:
        busy = fault
    if busy:
        _log.warning("Others were at work, so SQLite's files still hold what was erased; it goes next time.")
