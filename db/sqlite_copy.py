"""How is an SQLite database copied, as it is at one moment, while others go on writing?"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.folder import create_private

_PATIENCE = 15.0
"""Seconds that a writer's lock is waited for."""
_PAGES = 1024
"""Copied between two words about how far it is: 4 MB."""

Tell = Callable[[int, int], None]
"""How much is done, and of how much."""


def silent(done: int, total: int) -> None:
    """Where nobody watches."""


@contextmanager
def one_moment(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees the database as it is now, whatever others write meanwhile."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only now the moment is fixed
        yield connection


def copy(source: sqlite3.Connection, target: Path, tell: Tell = silent) -> None:
    """Into a new file, readable for its owner alone. Raises FileExistsError where there is one, and leaves nothing
    behind where it fails."""
    os.close(create_private(target))
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copied:
            source.backup(copied, pages=_PAGES, progress=lambda _, left, total: tell(total - left, total), sleep=0)
            copied.execute("PRAGMA journal_mode=DELETE")  # a file that needs no other beside it
        with target.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def faults(file: Path) -> list[str]:
    """What is wrong with a copy; [] where it is whole. Raises sqlite3.DatabaseError for what is no database."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [fault for fault in found if fault != "ok"] + [f"A row of {row[0]} points nowhere." for row in broken[:5]]
