"""How is a backup brought back, so that it is whole or not there, nothing is lost by it and nobody erased comes back?

Refused: what is damaged, of a newer version, under other keys, for another kind of database; where anybody uses the
database; where there is one already, unless that is ordered. Then a backup of what is replaced is made first.
"""

import asyncio
import secrets
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.backup.checking import check
from bot.backup.erased import known_erasures
from bot.backup.keys import keys_for, put_key
from bot.backup.manifest import DATABASE, PHOTOS, UNSENT, BackupError, Manifest, read_manifest
from bot.backup.taking import Tell, take
from bot.backup.targets import Target, target_at
from bot.person import platform_id_of
from bot.photo_storage import PhotoStorage
from bot.secrecy import Secrecy
from bot.settings import Settings
from bot.stored_files import StoredFiles
from db import sqlite_files
from db.erasures import Erased
from db.feedback_models import Person
from db.folder import VAR, make_private_folder
from db.installation import key_of, owner_at
from db.migrate import known, newest
from db.models import now
from db.postgresql_snapshot import ToolError
from db.restored import Finished, finish


@dataclass(frozen=True)
class Order:
    """What somebody who restores allows."""

    replace: bool = False
    """A database that is there, put aside before."""
    without_key: bool = False
    """The keys of the backup are lost."""
    aside: Path | None = None
    """Where what is replaced is kept; None: beside it."""
    erasures: tuple[Path, ...] = ()
    """Where else stands what was erased."""


@dataclass(frozen=True)
class Restored:
    """What was done."""

    manifest: Manifest
    aside: Path | None
    """Where what was replaced is now; None where there was nothing."""
    finished: Finished
    newest_erasing: datetime | None
    """The newest that is known of."""
    photos: int
    """That were brought back; others were there."""
    old_key: Path | None
    """Where another key is that was in the file; None where there was none."""
    is_others: bool
    """Whether the photos are another database's: then this one deletes none, even of cases that are erased."""


def restore(settings: Settings, source: Path, order: Order, tell: Tell) -> Restored:
    """Do it. Raises BackupError where it cannot or may not be done; then the database is as it was, or cannot be
    used until this was done again."""
    manifest = check(source, lambda done, total: tell("check", done, total))
    url = make_url(settings.database_url)
    _require_fitting(manifest, url)
    keys = keys_for(settings, source, manifest, replace=order.replace, without=order.without_key)
    try:
        with target_at(url) as target:
            return _restore(settings, source, manifest, order, keys, target, tell)
    except (sqlite3.Error, psycopg.Error, SQLAlchemyError, ToolError, OSError) as fault:
        raise BackupError(f"The backup could not be restored: {str(fault).strip()}") from None


def _restore(
    settings: Settings,
    source: Path,
    manifest: Manifest,
    order: Order,
    keys: tuple[bytes, ...],
    target: Target,
    tell: Tell,
) -> Restored:
    replaced = _replaced(settings, target, order, tell)
    owners = {manifest.owner, replaced.manifest.owner if replaced and replaced.manifest else ""}
    places = [source, *([replaced.place] if replaced and replaced.manifest else []), *order.erasures]
    erased = known_erasures(StoredFiles(settings.attachments_url), owners, places)
    is_free = asyncio.run(_is_free(PhotoStorage(settings.attachments_url), replaced))
    brought = asyncio.run(_bring_photos(PhotoStorage(settings.attachments_url), source, manifest, PHOTOS, tell))
    ready = _Ready(erased, manifest.began_at, keys, make_url(settings.database_url))
    place = str(replaced.place) if replaced else ""
    target.load(source / DATABASE[manifest.database], place, len(manifest.rows), ready, partial(tell, "database"))
    old_key = put_key(settings, source, manifest)
    storage = PhotoStorage(settings.attachments_url, ready.owner)
    brought += asyncio.run(_bring_photos(storage, source, manifest, UNSENT, tell))
    owner = asyncio.run(_owner(storage, is_free=is_free))
    if storage.is_mine(owner) and replaced and replaced.manifest:
        _remove_replaced(StoredFiles(settings.attachments_url), replaced.manifest, manifest)
    target.finished()
    newest_erasing = max((one.at for one in erased), default=None)
    aside = replaced.place if replaced else None
    is_others = owner is not None and not storage.is_mine(owner)
    return Restored(manifest, aside, ready.finished, newest_erasing, brought, old_key, is_others)


class _Ready:
    """Makes the restored database ready for use, within its transaction."""

    finished = Finished(0, 0, 0, 0, 0)
    owner = ""

    def __init__(self, erased: list[Erased], since: datetime, keys: tuple[bytes, ...], url: URL) -> None:
        self._erased = erased
        self._since = since
        self._secrecy = Secrecy(*keys) if keys else None
        self._url = url

    def __call__(self, connection: Connection) -> None:
        with Session(connection) as session:
            self.finished = finish(session, self._erased, self._since, self._hashes)
            self.owner = owner_at(key_of(session), self._url)

    def _hashes(self, row: Person) -> tuple[str, ...]:
        user = platform_id_of(self._secrecy, row) if self._secrecy else None
        return self._secrecy.hashes(row.channel, user) if self._secrecy and user is not None else ()


@dataclass(frozen=True)
class _Replaced:
    place: Path
    manifest: Manifest | None
    """None where the database was damaged, and its files were put there as they were."""


def _replaced(settings: Settings, target: Target, order: Order, tell: Tell) -> _Replaced | None:
    """What was there before: put aside now, or by a restore that was cut off."""
    if target.aside is not None:
        return _found(Path(target.aside)) if target.aside else None
    return _put_aside(settings, target, order, tell) if target.exists else None


def _found(place: Path) -> _Replaced:
    try:
        return _Replaced(place, read_manifest(place))
    except BackupError:
        return _Replaced(place, None)


def _put_aside(settings: Settings, target: Target, order: Order, tell: Tell) -> _Replaced:
    if not order.replace:
        raise BackupError("There is a database already. With --replace it is put aside and the backup takes its place.")
    url = make_url(settings.database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    beside = Path(url.database or "").absolute().parent if is_sqlite else VAR
    place = order.aside or beside / f"before-restore-{now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    if not is_sqlite or target.source is not None:
        return _Replaced(place, take(settings, place, tell, target.source))
    make_private_folder(place)
    for file in sqlite_files.parts(Path(url.database or "")):
        shutil.move(file, place / file.name)
    return _Replaced(place, None)


def _require_fitting(manifest: Manifest, url: URL) -> None:
    backend = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"
    if manifest.database != backend:
        raise BackupError(f"The backup is one of {manifest.database}, DATABASE_URL names a database of {backend}.")
    if manifest.revision not in known():
        raise BackupError(
            f"The backup was made by a newer version of this program: its tables are of revision {manifest.revision}, "
            f"this version knows them up to {newest()}. Install that version, then restore."
        )


async def _bring_photos(storage: PhotoStorage, source: Path, manifest: Manifest, kind: str, tell: Tell) -> int:
    paths = [path for path in manifest.files if path.startswith(f"{kind}/")]
    brought = 0
    for done, path in enumerate(paths, start=1):
        photo = await asyncio.to_thread((source / path).read_bytes)
        brought += await storage.put(path.removeprefix(f"{kind}/"), photo, sent=kind == PHOTOS)
        tell("photos", done, len(paths))
    return brought


async def _is_free(storage: PhotoStorage, replaced: _Replaced | None) -> bool:
    """Whether nobody owns the photos, and none is there but of the database that is replaced."""
    known = replaced.manifest.files if replaced and replaced.manifest else {}
    return await storage.owner() is None and all(f"{PHOTOS}/{name}" in known for name in await storage.photos())


async def _owner(storage: PhotoStorage, *, is_free: bool) -> str | None:
    """Whose the photos are. Another database's stay so, and those that may be: somebody may only be trying whether this
    backup can be restored, beside the bot that runs."""
    if is_free and await storage.photos():
        await storage.claim()
    return await storage.owner()


def _remove_replaced(storage: StoredFiles, replaced: Manifest, restored: Manifest) -> None:
    """Photos that the restored database does not know. They are in the backup of what was replaced."""
    for path in replaced.files.keys() - restored.files.keys():
        if path.startswith(f"{PHOTOS}/"):
            storage.remove(path.removeprefix(f"{PHOTOS}/"))
