"""How is an SQLite database backed up and brought back?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.migrate import MARK, RESTORING, UNMARK
from db.snapshot import Snapshot, read_snapshot
from db.sqlite_copy import Tell, copy

_PATIENCE = 2.0
"""Seconds in which somebody who is just leaving may leave."""


class InUseError(Exception):
    """Others are connected to the database."""


def dump(source: sqlite3.Connection, target: Path, tell: Tell) -> Snapshot:
    """Copy the database into a new file; what it holds is read from the original. The connection sees one moment."""
    snapshot = _read(source)
    copy(source, target, tell)
    return snapshot


def read(file: Path) -> Snapshot:
    """What a copy holds. Raises sqlite3.DatabaseError where it is none."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return _read(connection)


def load(file: Path, into: sqlite3.Connection, tell: Tell) -> None:
    """Make a database what the file is: all of it, or nothing where it is cut off."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
        source.backup(into, pages=1024, progress=lambda _, left, total: tell(total - left, total), sleep=0)


def begun(connection: sqlite3.Connection) -> str | None:
    """Where is kept what was there before a restore that was cut off ("": there was nothing); None where none was."""
    marks = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    if not connection.execute(marks, [RESTORING]).fetchone()[0]:
        return None
    row = connection.execute(f"SELECT aside FROM {RESTORING}").fetchone()  # noqa: S608  # a name of ours
    return str(row[0]) if row else ""


def begin(file: Path, aside: str) -> None:
    """Note in a database that is to be put in another one's place that not everything is in its place yet."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(UNMARK)
        connection.execute(MARK)
        connection.execute(f"INSERT INTO {RESTORING} VALUES (?)", [aside])  # noqa: S608  # a name of ours


def finished(file: Path, connection: sqlite3.Connection | None) -> None:
    """Everything is in its place. `connection`: the only one by which the file can be reached."""
    if connection is not None:
        connection.execute(UNMARK)
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(UNMARK)


@contextmanager
def alone(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection beside which nobody else can use the database. Raises InUseError where somebody already does, and
    sqlite3.DatabaseError for what is no database."""
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
        try:
            # Only who is alone can leave this mode: a server that has nothing to do just now is noticed, too.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as fault:
            raise InUseError(str(fault)) from None
        yield connection


def _read(connection: sqlite3.Connection) -> Snapshot:
    tables = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return read_snapshot(lambda statement: connection.execute(statement).fetchall(), tables)
