"""Is a backup whole? Every byte of it is read again."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.backup.manifest import DATABASE, BackupError, Manifest, read_manifest
from db import postgresql_snapshot, sqlite_copy, sqlite_snapshot
from db.migrate import SchemaError
from db.postgresql_snapshot import ToolError

_CHUNK = 1024 * 1024
Tell = Callable[[int, int], None]


def check(folder: Path, tell: Tell = sqlite_copy.silent) -> Manifest:
    """What the backup holds. Raises BackupError where anything is missing or changed."""
    manifest = read_manifest(folder)
    for done, (path, expected) in enumerate(manifest.files.items()):
        tell(done, len(manifest.files))
        if described(folder / path) != expected:
            raise BackupError(f"{folder / path} is missing or was changed: this backup cannot be trusted.")
    _check_database(folder / DATABASE[manifest.database], manifest)
    tell(1, 1)
    return manifest


def described(file: Path) -> dict[str, object] | None:
    """Length and digest of a file; None where there is none."""
    digest, length = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                length += len(chunk)
    except OSError:
        return None
    return {"bytes": length, "sha256": digest.hexdigest()}


def _check_database(file: Path, manifest: Manifest) -> None:
    try:
        faults, rows = _read_back(file, manifest.database)
    except (sqlite3.Error, SchemaError, ToolError) as fault:
        raise BackupError(f"{file} cannot be read: {fault}") from None
    if faults:
        raise BackupError(f"{file} is damaged: {faults[0]}")
    if rows != manifest.rows:
        wrong = sorted(name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name))
        raise BackupError(f"{file} has other numbers of rows than the database had: {', '.join(wrong)}.")


def _read_back(file: Path, database: str) -> tuple[list[str], dict[str, int]]:
    if database == "sqlite":
        return sqlite_copy.faults(file), sqlite_snapshot.read(file).rows
    return [], postgresql_snapshot.rows(file)
