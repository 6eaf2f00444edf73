"""Where does stand what was erased, so that it outlives the database and a restored backup loses it again?

Beside the photos, in `erasures/OWNER/`: a file for every few seconds in which something was erased, each line a hash.
"""

import asyncio
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import monotonic

from bot.delivery.lanes import Lanes
from bot.stored_files import DRAFT, StoredFiles
from db import erasures
from db.erasures import Erased
from db.models import now

FOLDER = "erasures"
EVERY_SECONDS = 5.0
_AT_ONCE = 1000


class Erasures:
    """Copies what is new; several processes may do so at once, then a line stands there twice."""

    def __init__(self, lanes: Lanes, files: StoredFiles, owner: str = "") -> None:
        """`owner`: by which files are known as those of the database (`db/installation.py`)."""
        self._lanes = lanes
        self._files = files
        self._folder = _folder(owner)
        self._look_at = 0.0

    async def copy(self) -> None:
        """Once. Never fails: what cannot be written is tried again. To be called again and again."""
        if monotonic() < self._look_at:
            return
        self._look_at = monotonic() + EVERY_SECONDS
        new = await self._lanes.chore(partial(erasures.uncopied, limit=_AT_ONCE))
        if not new:
            return
        if await asyncio.to_thread(self._write, new):
            await self._lanes.chore(partial(erasures.mark_copied, keys=[one.key for one in new]))

    def _write(self, new: list[Erased]) -> bool:
        try:
            self._files.write(f"{self._folder}/{now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", to_lines(new))
        except OSError:
            return False
        return True


def _folder(owner: str) -> str:
    return f"{FOLDER}/{owner or 'nobody'}"


def to_lines(erased: Iterable[Erased]) -> bytes:
    """JSON Lines."""
    return b"".join(json.dumps(vars(one) | {"at": one.at.isoformat()}).encode() + b"\n" for one in erased)


def from_lines(content: bytes) -> list[Erased]:
    """Raises ValueError, KeyError or TypeError for anything else."""
    told = [json.loads(line) for line in content.splitlines()]
    return [Erased(one["key"], datetime.fromisoformat(one["at"]), one["kind"], str(one["subject"])) for one in told]


def copied(files: StoredFiles, owner: str = "") -> list[Erased]:
    """All that this database wrote there. Another one with the same key may be a copy on which somebody only tries."""
    folder = _folder(owner)
    paths = [f"{folder}/{name}" for name in files.names(folder) if not name.endswith(DRAFT)]
    return [one for path in paths for one in from_lines(files.read(path) or b"")]
