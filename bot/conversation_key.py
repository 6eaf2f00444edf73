"""With which keys are people hidden in the database? Several, newest first, while one replaces another (`rekey`)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from db.folder import VAR, create_private, keep_private, make_private_folder

FILE = VAR / "conversation.key"


def conversation_keys(setting: str, file: Path | None = None) -> tuple[bytes, ...]:
    """The keys from the settings, newest first; without them those in the file, which is made where it is missing."""
    return tuple(key.strip().encode() for key in (setting or _kept(file or FILE)).split(",") if key.strip())


def _kept(file: Path) -> str:
    make_private_folder(file.parent)
    with suppress(FileExistsError):
        _write(file)
    keep_private(file)
    return file.read_text(encoding="utf-8")


def _write(file: Path) -> None:
    """Readable for us alone, and never half written: linking fails where another process was first."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(create_private(draft), "wb") as stream:
            stream.write(secrets.token_hex(32).encode())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
