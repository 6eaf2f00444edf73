"""Where is a backup restored to, while nobody else uses it?"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from bot.backup.manifest import BackupError
from db import postgresql_snapshot, sqlite_files, sqlite_snapshot
from db.folder import create_private, make_private_folder
from db.migrate import finish_restoring
from db.session import create_engine_for
from db.sqlite_copy import Tell

Work = Callable[[Connection], None]
"""What is done with the restored database before anybody can use it."""


class Target(Protocol):
    """A database that will be replaced."""

    exists: bool
    """Whether there is one already."""
    aside: str | None
    """Where is kept what was there before a restore that was cut off ("": there was nothing); None where none was."""
    source: sqlite3.Connection | None
    """The only connection by which it can be read meanwhile; None where it can be read as always."""

    def load(self, file: Path, aside: str, rows: int, work: Work, tell: Tell) -> None:
        """Put what the file holds in its place: all of it with the work done, or nothing. `aside`: where is kept what
        was there before."""

    def finished(self) -> None:
        """Photos and key are in their place, too: only now can the database be used."""


class _Sqlite:
    """The file is made ready beside, then copied over the old one in one transaction; a table in it says until the end
    that it cannot be used."""

    def __init__(self, file: Path, source: sqlite3.Connection | None, *, damaged: bool = False) -> None:
        self._file = file
        self.source = source
        self.aside = sqlite_snapshot.begun(source) if source is not None else None
        self.exists = source is not None or damaged

    def load(self, file: Path, aside: str, rows: int, work: Work, tell: Tell) -> None:
        draft = self._file.with_name(f".{self._file.name}.{secrets.token_hex(4)}.restoring")
        try:
            make_private_folder(draft.parent)
            with os.fdopen(create_private(draft), "wb") as copy, file.open("rb") as backup:
                shutil.copyfileobj(backup, copy)
            sqlite_snapshot.begin(draft, aside)
            _finish(f"sqlite:///{draft}", work)
            sqlite_files.write_anew(draft)  # nothing that was erased again is left in it
            with closing(sqlite3.connect(draft)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
            if self.source is not None:
                sqlite_snapshot.load(draft, self.source, tell)
            else:
                draft.rename(self._file)
        finally:
            for each in sqlite_files.parts(draft):
                each.unlink()

    def finished(self) -> None:
        sqlite_snapshot.finished(self._file, self.source)


class _Postgresql:
    """Its tables are dropped and restored; until the end a table says that it cannot be used."""

    source: sqlite3.Connection | None = None

    def __init__(self, url: URL) -> None:
        self._url = url
        self.aside = postgresql_snapshot.begun(url)
        self.exists = postgresql_snapshot.has_tables(url)

    def load(self, file: Path, aside: str, rows: int, work: Work, tell: Tell) -> None:
        postgresql_snapshot.load(file, self._url, aside, rows, tell)
        _finish(self._url.render_as_string(hide_password=False), work)

    def finished(self) -> None:
        postgresql_snapshot.finished(self._url)


@contextmanager
def target_at(url: URL) -> Iterator[Target]:
    """Raises BackupError where anybody else uses the database."""
    if url.get_backend_name() != "sqlite":
        if others := postgresql_snapshot.others(url):
            raise BackupError(
                f"{len(others)} others are connected to the database ({', '.join(others)}): stop them first."
            )
        yield _Postgresql(url)
        return
    file = Path(url.database or "")
    with ExitStack() as stack:
        yield _sqlite(file, stack) if file.exists() else _Sqlite(file, None)


def _sqlite(file: Path, stack: ExitStack) -> _Sqlite:
    try:
        return _Sqlite(file, stack.enter_context(sqlite_snapshot.alone(file)))
    except sqlite_snapshot.InUseError:
        raise BackupError(f"The database is in use: stop every process of the bot that uses {file}.") from None
    except sqlite3.DatabaseError:
        return _Sqlite(file, None, damaged=True)


def _finish(url: str, work: Work) -> None:
    engine: Engine = create_engine_for(url)
    try:
        finish_restoring(engine, work)
    finally:
        engine.dispose()
