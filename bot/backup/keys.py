"""Under which keys is a backup restored? Without its own nobody could be told of their case any more."""

from pathlib import Path

from bot import conversation_key
from bot.backup.manifest import KEY, BackupError, Manifest
from bot.secrecy import Secrecy
from bot.settings import Settings
from db.folder import create_private, make_private_folder
from db.models import now


def keys_for(
    settings: Settings, source: Path, manifest: Manifest, *, replace: bool, without: bool
) -> tuple[bytes, ...]:
    """The keys with which the restored database is opened. Raises BackupError where they are not those of the backup.

    `replace`: a file with other keys may be put aside. `without`: it is known that they are lost.
    """
    current = _current(settings)
    if set(manifest.keys) <= set(_fingerprints(current)):
        return current
    if _comes_with_it(settings, manifest) and (not current or replace):
        return conversation_key.conversation_keys((source / KEY).read_text(encoding="utf-8"))
    if without:
        return current
    where = (
        "stands in the backup, but CONVERSATION_KEY is set to another one" if manifest.key_is_here else "was set then"
    )
    if manifest.key_is_here and not settings.conversation_key:
        where = f"is another one than in {conversation_key.FILE}, which only --replace puts aside"
    raise BackupError(
        f"The key of the backup {where}. Its fingerprint is {manifest.keys[0]}. With another key nobody in the backup "
        "could be recognised or told anything. If it is lost, --without-key goes on."
    )


def put_key(settings: Settings, source: Path, manifest: Manifest) -> Path | None:
    """Put the key of the backup in its place, where it is needed; where the one before is now, if there was one."""
    if not _comes_with_it(settings, manifest) or set(manifest.keys) <= set(_fingerprints(_current(settings))):
        return None
    file, aside = conversation_key.FILE, None
    if file.exists():
        aside = file.with_name(f"{file.name}.before-restore-{now():%Y%m%dT%H%M%S}")
        file.rename(aside)
    make_private_folder(file.parent)
    with open(create_private(file), "wb") as stream:  # noqa: PTH123  # it is a descriptor
        stream.write((source / KEY).read_bytes())
    return aside


def _comes_with_it(settings: Settings, manifest: Manifest) -> bool:
    return manifest.key_is_here and not settings.conversation_key


def _current(settings: Settings) -> tuple[bytes, ...]:
    if settings.conversation_key or conversation_key.FILE.is_file():
        return conversation_key.conversation_keys(settings.conversation_key)
    return ()


def _fingerprints(keys: tuple[bytes, ...]) -> tuple[str, ...]:
    return Secrecy(*keys).fingerprints if keys else ()
