"""What was erased after a backup was made? Every place is asked that may have outlived the database."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.backup.manifest import ERASURES, BackupError
from bot.erasures import copied, from_lines
from bot.stored_files import DRAFT, StoredFiles
from db.erasures import Erased


def known_erasures(storage: StoredFiles, owners: Iterable[str], places: Iterable[Path]) -> list[Erased]:
    """What stands beside the photos, of the databases of these owners, and at these places: a backup, a copy of the
    folder `erasures`, or one file of it. Raises BackupError for a place that cannot be read."""
    found = [one for owner in owners if owner for one in copied(storage, owner)]
    return found + [one for place in places for file in _files(place) for one in _read(file)]


def _files(place: Path) -> Iterator[Path]:
    if not place.exists():
        raise BackupError(f"{place}, which should say what was erased, is not there.")
    if place.is_file():
        yield place
    elif (place / ERASURES).is_file():
        yield place / ERASURES
    else:
        yield from (file for file in place.rglob("*") if file.is_file() and file.suffix != DRAFT)


def _read(file: Path) -> list[Erased]:
    try:
        return from_lines(file.read_bytes())
    except (ValueError, KeyError, TypeError, OSError) as fault:
        raise BackupError(f"{file}, which should say what was erased, cannot be read: {fault}.") from None
