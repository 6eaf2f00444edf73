"""How is a backup made while the bot goes on: database, photos and key of one moment?

The database first: whatever it knows of is there already, for a photo is stored before a row names it and deleted after
no row does. What is erased while the photos are copied is no fault.
"""

import asyncio
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot import conversation_key
from bot.backup.checking import check, described
from bot.backup.manifest import DATABASE, ERASURES, KEY, PHOTOS, UNSENT, BackupError, Manifest
from bot.erasures import copied, to_lines
from bot.photo_storage import PhotoStorage, name_in
from bot.secrecy import Secrecy
from bot.settings import Settings
from bot.stored_files import StoredFiles
from db import attachments, postgresql_snapshot, sqlite_snapshot
from db.erasures import Erased
from db.folder import create_private, make_private_folder
from db.installation import owner_at
from db.migrate import known
from db.models import now
from db.postgresql_snapshot import ToolError
from db.session import create_engine_for, reading_factory
from db.snapshot import Snapshot
from db.sqlite_copy import one_moment

_AT_ONCE = 4
"""Photos that are copied together: a bucket is far away."""
Tell = Callable[[str, int, int], None]
"""What is being done, how much of it, and of how much."""


def take(settings: Settings, place: Path, tell: Tell, source: sqlite3.Connection | None = None) -> Manifest:
    """Make a backup in a new folder, which is there only when it is whole. `source`: where SQLite is locked by it.

    Raises BackupError where it cannot be made; then nothing is left behind.
    """
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise BackupError(f"{place} is there already: a backup needs a folder of its own.")
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        make_private_folder(draft)
        _fill(settings, draft, tell, source)
        manifest = check(draft, lambda done, total: tell("check", done, total))
        _put_in_place(draft, place)
    except (sqlite3.Error, psycopg.Error, SQLAlchemyError, ToolError, OSError) as fault:
        raise BackupError(f"The backup could not be made: {str(fault).strip()}") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def left_over(place: Path) -> list[Path]:
    """What backups to the same place left behind that were killed: none of them is whole."""
    return sorted(place.parent.glob(f".{place.name}.????????.part")) if place.parent.is_dir() else []


def _fill(settings: Settings, folder: Path, tell: Tell, source: sqlite3.Connection | None) -> None:
    began, url = now(), make_url(settings.database_url)
    backend = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"
    snapshot = _dump(url, folder / DATABASE[backend], tell, source)
    owner = owner_at(snapshot.installation, url) if snapshot.installation else ""
    keys, secrecy = _keys(settings, folder)
    storage = PhotoStorage(settings.attachments_url, owner)
    lost = asyncio.run(_copy_photos(storage, snapshot, secrecy, folder, tell))
    missing = _still_wanted(url, lost) if source is None else lost
    _write(folder / ERASURES, to_lines(_erased(settings, owner, snapshot)))
    files = {str(file.relative_to(folder)): described(file) or {} for file in sorted(_files(folder))}
    Manifest(
        began_at=began,
        finished_at=now(),
        database=backend,
        revision=snapshot.revision,
        owner=owner,
        rows=snapshot.rows,
        keys=keys,
        key_is_here=(folder / KEY).exists(),
        missing=len(missing),
        files=files,
    ).write(folder)


def _dump(url: URL, target: Path, tell: Tell, source: sqlite3.Connection | None) -> Snapshot:
    def drawn(done: int, total: int) -> None:
        tell("database", done, total)

    if url.get_backend_name() != "sqlite":
        os.close(create_private(target))
        return _known_here(postgresql_snapshot.dump(url, target, drawn))
    file = Path(url.database or "")
    if not file.is_file():
        raise BackupError(f"There is no database to be backed up: the file {file} does not exist.")
    with _moment(file, source) as connection:
        return _known_here(sqlite_snapshot.dump(connection, target, drawn))


@contextmanager
def _moment(file: Path, source: sqlite3.Connection | None) -> Iterator[sqlite3.Connection]:
    if source is not None:
        yield source
        return
    with one_moment(file) as connection:
        yield connection


def _known_here(snapshot: Snapshot) -> Snapshot:
    if snapshot.revision not in known():
        raise BackupError(
            f"The database was written by a newer version of this program, of revision {snapshot.revision}: back it up "
            "with that one."
        )
    return snapshot


def _keys(settings: Settings, folder: Path) -> tuple[tuple[str, ...], Secrecy | None]:
    """Their fingerprints; a file with them goes into the backup, those in the settings do not."""
    if not settings.conversation_key:
        if not conversation_key.FILE.is_file():
            return (), None
        _write(folder / KEY, conversation_key.FILE.read_bytes())
    secrecy = Secrecy(*conversation_key.conversation_keys(settings.conversation_key))
    return secrecy.fingerprints, secrecy


async def _copy_photos(
    storage: PhotoStorage, snapshot: Snapshot, secrecy: Secrecy | None, folder: Path, tell: Tell
) -> list[str]:
    """The names of those that are not there."""
    uploads = (secrecy.open_or_none(sealed, "photo", str(case)) for case, sealed in snapshot.uploads if secrecy)
    unsent = {*await storage.unsent(), *(name_in(reference) for reference in uploads if reference)}
    wanted = [*((PHOTOS, name) for name in snapshot.photos), *((UNSENT, name) for name in sorted(unsent))]
    turns, lost, done = asyncio.Semaphore(_AT_ONCE), list[str](), 0

    async def copy(kind: str, name: str) -> None:
        nonlocal done
        async with turns:
            photo = await storage.read(name)
            if photo is None:
                lost.extend([name] if kind == PHOTOS else [])
            elif not (folder / kind / name).exists():
                await asyncio.to_thread(_write, folder / kind / name, photo)
        done += 1
        tell("photos", done, len(wanted))

    await asyncio.gather(*(copy(kind, name) for kind, name in wanted))
    return lost


def _still_wanted(url: URL, lost: list[str]) -> set[str]:
    """What was erased meanwhile is missed by nobody."""
    if not lost:
        return set()
    engine: Engine = create_engine_for(url.render_as_string(hide_password=False))
    with reading_factory(engine)() as session:
        found = attachments.wanted(session, lost)
    engine.dispose()
    return found


def _erased(settings: Settings, owner: str, snapshot: Snapshot) -> Iterable[Erased]:
    beside = copied(StoredFiles(settings.attachments_url), owner) if owner else []
    return {one.key: one for one in (*beside, *snapshot.erased)}.values()


def _write(file: Path, content: bytes) -> None:
    make_private_folder(file.parent)
    with os.fdopen(create_private(file), "wb") as stream:
        stream.write(content)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _put_in_place(draft: Path, place: Path) -> None:
    """A power cut afterwards finds all of it."""
    for each in (*_files(draft), *(folder for folder in draft.rglob("*") if folder.is_dir()), draft):
        _sync(each)
    draft.rename(place)
    _sync(place.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
