"""Where do exported cases go? To standard output, or into a file that is there only when it is whole."""

import os
import secrets
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from bot.feedback.formats import WRITERS
from bot.feedback.progress import watched
from bot.feedback.wording import say
from bot.terminal import write as tell
from db import case_search
from db.case_search import Filters
from db.folder import create_private


class Unwritable(Exception):  # noqa: N818  # it is what the place to write to is
    """Nothing can be written there; says why."""


def export(session: Session, filters: Filters, form: str, file: Path | None) -> int:
    """Write every case that fits; the exit status."""
    total = case_search.counts(session, filters).all
    write = partial(WRITERS[form], watched(case_search.each(session, filters), total))
    if file is None:
        if form == "xlsx" and sys.stdout.isatty():
            raise Unwritable(say("fault.terminal"))
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return 0
    try:
        _into(file.resolve(), write)
    except OSError as fault:
        raise Unwritable(say("fault.file", file=file, reason=fault.strerror or fault)) from fault
    tell(sys.stderr, f"{say('exported', cases=total, file=file)}\n")
    return 0


def _into(file: Path, write: Callable[[BinaryIO], None]) -> None:
    """An export that breaks off leaves the file of the day before as it was."""
    if file.exists() and not stat.S_ISREG(file.stat().st_mode):  # /dev/null is not to be replaced
        with file.open("wb") as device:
            return write(device)
    draft = file.with_name(f".{file.name[:100]}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(create_private(draft), "wb") as stream:
            write(stream)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
