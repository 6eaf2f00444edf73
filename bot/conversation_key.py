"""With which keys are people hidden in the database? Several, newest first, while one replaces another (`rekey`)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from db.folder import VAR

FILE = VAR / "conversation.key"


def conversation_keys(setting: str, file: Path = FILE) -> tuple[bytes, ...]:
    """The keys from the settings, newest first; without them those in the file, which is made where it is missing."""
    return tuple(key.strip().encode() for key in (setting or _kept(file)).split(",") if key.strip())


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        _write(file)
    return file.read_text(encoding="utf-8")


def _write(file: Path) -> None:
    """Readable for us alone, and never half written: linking fails where another process was first."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_hex(32).encode())
        os.link(draft, file)
    finally:
        draft.unlink()
