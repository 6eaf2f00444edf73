"""How does what was erased leave SQLite's files for good?

Its log holds the pages as they were before. `secure_delete` overwrites what is deleted, but not the copies that stay
in the unused space of a page when pages are split and joined: only writing the file anew leaves those out. That takes
3 seconds for 100 MB in which writers wait, so it is done seldom, and by nobody who has something else to do.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, literal, update
from sqlalchemy.orm import Session

from db.columns import Moment
from db.feedback_models import Person
from db.installation import installation
from db.installation_models import Installation
from db.models import now

_PATIENCE = 2.0
"""Seconds that others are waited for."""
_ROOM = 2.5
"""So many times the file's size is taken meanwhile: by the new file, and by the log it comes through."""


@dataclass(frozen=True)
class Unclean:
    """What was erased and may still stand in the files."""

    times: int
    """How often something was erased."""
    since: datetime
    cleaned_at: datetime | None
    """When the file was last written anew."""


def file_of(engine: Engine) -> Path | None:
    """SQLite's file; None for another database, or one in memory."""
    url = engine.url
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def parts(file: Path) -> list[Path]:
    """The file, and what SQLite keeps beside it; only what is there. Nothing else that begins like it is SQLite's."""
    named = (file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal"))
    return [part for part in named if part.is_file()]


def clean_later(session: Session) -> None:
    """Something is erased in this transaction: note that the files may still hold it."""
    if keeps_pieces(session):
        times, since = Installation.unclean + 1, func.coalesce(Installation.unclean_since, literal(now(), Moment))
        session.execute(update(Installation).values(unclean=times, unclean_since=since))


def keeps_pieces(session: Session) -> bool:
    """Whether what is erased in this session stays in SQLite's files until they are written anew."""
    return file_of(session.get_bind(Person).engine) is not None


def unclean(session: Session) -> Unclean | None:
    """What the files may still hold; None where that is nothing."""
    row = installation(session)
    if row is None or not row.unclean or row.unclean_since is None:
        return None
    return Unclean(row.unclean, row.unclean_since, row.cleaned_at)


def cleaned(session: Session, times: int) -> None:
    """The files hold nothing more of it, unless something else was erased meanwhile."""
    done = update(Installation).where(Installation.unclean == times)
    session.execute(done.values(unclean=0, unclean_since=None, cleaned_at=now()))


def write_anew(file: Path) -> None:
    """Raises sqlite3.OperationalError where others are at work or the disk has no room: then it is as it was."""
    if shutil.disk_usage(file.parent).free < _ROOM * file.stat().st_size:
        raise sqlite3.OperationalError("The disk has no room for a second file.")
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("VACUUM")


def empty_log(file: Path) -> bool:
    """Whether nothing is left in it. Nobody waits for anybody: where others read or write, it is for another time."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False
    return not busy
