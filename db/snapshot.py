"""What does a copy of the database hold, so that one can tell later whether it is whole, and what goes with it?"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.erasures import Erased
from db.migrate import SchemaError, require_whole
from db.tables import OURS, VERSION

Ask = Callable[[str], Sequence[Sequence[Any]]]
"""The rows that an SQL statement without parameters finds."""


@dataclass(frozen=True)
class Snapshot:
    """A database at one moment."""

    revision: str
    """Of its schema."""
    installation: str
    """`Installation.key`; "" where it is of a version that had none."""
    rows: dict[str, int]
    """How many each of our tables has."""
    photos: tuple[str, ...]
    """Names of the photos that cases have."""
    uploads: tuple[tuple[int, str], ...]
    """Of photos from the page that cases are about to have: the case's id, and where it is, encrypted."""
    erased: tuple[Erased, ...]
    """What it knows of that was erased."""


def read_snapshot(ask: Ask, tables: Collection[str]) -> Snapshot:
    """What this database holds now. It may be of an older version of the program, so tables may be missing.

    Raises SchemaError where there is nothing of ours, or a backup was not restored to the end.
    """
    require_whole(tables)
    if VERSION not in tables:
        raise SchemaError("There is nothing of this program in the database.")
    ours = [name for name in OURS if name in tables]
    has_photos = "attachment" in ours
    return Snapshot(
        revision=str(ask("SELECT version_num FROM alembic_version")[0][0]),
        installation=str(ask("SELECT key FROM installation")[0][0]) if "installation" in ours else "",
        rows={name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in ours},  # noqa: S608  # a name of ours
        photos=tuple(str(row[0]) for row in ask(_PHOTOS)) if has_photos else (),
        uploads=tuple((int(row[0]), str(row[1])) for row in ask(_UPLOADS)) if has_photos else (),
        erased=tuple(map(_erased, ask("SELECT key, at, kind, subject FROM erasure"))) if "erasure" in ours else (),
    )


def _erased(row: Sequence[Any]) -> Erased:
    """SQLite has a text in the place of the time, without its zone."""
    key, at, kind, subject = row
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return Erased(key, moment if moment.tzinfo else moment.replace(tzinfo=UTC), kind, subject)


_PHOTOS = "SELECT name FROM attachment WHERE name <> '' AND failure <> 'erased' ORDER BY id"
_UPLOADS = (
    "SELECT attachment.feedback_id, attachment.reference FROM attachment JOIN feedback "
    "ON feedback.id = attachment.feedback_id WHERE feedback.channel = 'web' AND reference <> '' AND failure <> 'erased'"
)
