"""Where are photos kept, so that nobody can guess where one is or tell whose it is, and nobody deletes another's?

    NAME                  photos of cases
    unsent/OWNER/NAME     photos that no case has yet, each in the folder of the database that took them
    owner                 which database may delete photos of cases

A photo leaves `unsent` when a case has it. So whatever became of the database: what is swept was never sent.
"""

import asyncio
import re
import secrets
from datetime import datetime

from bot.picture_process import cleaned
from bot.stored_files import DRAFT, StoredFiles

MOST_WAITING = 8
"""Photos: each takes half a second, at worst some."""
_HERE = "file:"
_OWNER, _UNSENT = "owner", "unsent"
_NAME = re.compile(r"[0-9a-f]{32}\.jpg")
"""What is called otherwise is none of ours, and is never touched."""
_BEGUN = re.compile(rf"{_NAME.pattern}({re.escape(DRAFT)})?")


class NotOursError(OSError):
    """The photos are another database's: this one deletes none of them."""


class PhotoStorage:
    """A folder, or a bucket such as s3://name/folder. Its names are random; what belongs to whom is in the database."""

    def __init__(self, url: str, owner: str = "") -> None:
        """`owner`: by which files are known as those of the database (`db/installation.py`)."""
        self._files = StoredFiles(url)
        self._owner = owner
        self._unsent = f"{_UNSENT}/{owner or 'nobody'}"
        self._one = asyncio.Semaphore(1)
        self._waiting = 0

    async def take(self, photo: bytes) -> str | None:
        """Clean a photo and put it to the unsent: its name; None where it cannot be shown. One at a time, as each fills
        memory."""
        self._waiting += 1
        try:
            async with self._one:
                return await asyncio.to_thread(self._take, photo)
        finally:
            self._waiting -= 1

    @property
    def is_busy(self) -> bool:
        """Whether so many photos wait already that somebody who waits for an answer had better come again."""
        return self._waiting >= MOST_WAITING

    async def has(self, name: str) -> bool:
        """Whether a photo of this name is here."""
        return bool(await asyncio.to_thread(self._places, name))

    async def keep(self, name: str) -> None:
        """A case has it now."""
        await asyncio.to_thread(self._keep, name)

    async def delete(self, name: str) -> None:
        """Delete the photo; it may be gone already. Raises NotOursError where it is another database's."""
        await asyncio.to_thread(self._delete, name)

    async def unsent(self) -> dict[str, datetime]:
        """What this database took and no case has yet, what was left unfinished too: the names, and when each was
        written."""
        return await asyncio.to_thread(self._not_sent)

    async def discard(self, name: str) -> bool:
        """Delete one of the unsent; whether it was here."""
        if not _BEGUN.fullmatch(name):
            return False
        return await asyncio.to_thread(self._files.remove, f"{self._unsent}/{name}")

    async def read(self, name: str) -> bytes | None:
        """The photo, wherever it is; None where it is not here."""
        return await asyncio.to_thread(self._read, name)

    async def put(self, name: str, photo: bytes, *, sent: bool) -> bool:
        """Bring a photo back from a backup, to those of cases or to the unsent; False where it is here already."""
        return await asyncio.to_thread(self._put, name, photo, sent)

    async def photos(self) -> list[str]:
        """The names of the photos of cases, whoever's they are."""
        return await asyncio.to_thread(self._photos)

    async def owner(self) -> str | None:
        """Which database may delete photos of cases; None where nobody said so."""
        return await asyncio.to_thread(self._read_owner)

    async def claim(self) -> None:
        """From now on it is this one."""
        await asyncio.to_thread(self._files.write, _OWNER, f"{self._owner}\n".encode())

    def is_mine(self, owner: str | None) -> bool:
        """Whether this is the database for which the storage is used."""
        return owner == self._owner

    def _take(self, photo: bytes) -> str | None:
        shown = cleaned(photo)
        if shown is None:
            return None
        name = f"{secrets.token_hex(16)}.jpg"
        self._files.write(f"{self._unsent}/{name}", shown)
        return name

    def _read(self, name: str) -> bytes | None:
        found = (self._files.read(path) for path in self._places(name))
        return next((photo for photo in found if photo is not None), None)

    def _put(self, name: str, photo: bytes, sent: bool) -> bool:
        if not _NAME.fullmatch(name) or self._places(name):
            return False
        self._files.write(name if sent else f"{self._unsent}/{name}", photo)
        return True

    def _places(self, name: str) -> list[str]:
        """With the photos of cases, or among the unsent, whichever database took it."""
        if not _NAME.fullmatch(name):
            return []
        here = [path for path in (name, f"{self._unsent}/{name}") if self._files.exists(path)]
        return here or [path for path in self._elsewhere(name) if self._files.exists(path)]

    def _elsewhere(self, name: str) -> list[str]:
        return [f"{_UNSENT}/{owner}/{name}" for owner in self._files.folders(_UNSENT)]

    def _keep(self, name: str) -> None:
        for path in self._places(name):
            if path != name:
                self._files.move(path, name)

    def _delete(self, name: str) -> None:
        for path in self._places(name):
            if not path.startswith(f"{self._unsent}/") and not self.is_mine(self._read_owner()):
                raise NotOursError("The photos are another database's.")
            self._files.remove(path)

    def _photos(self) -> list[str]:
        return [name for name in self._files.names() if _NAME.fullmatch(name)]

    def _not_sent(self) -> dict[str, datetime]:
        names = [name for name in self._files.names(self._unsent) if _BEGUN.fullmatch(name)]
        moments = {name: self._files.written(f"{self._unsent}/{name}") for name in names}
        return {name: moment for name, moment in moments.items() if moment is not None}

    def _read_owner(self) -> str | None:
        written = self._files.read(_OWNER)
        return None if written is None else written.decode(errors="replace").strip()


def reference_to(name: str) -> str:
    """The `Message.reference` of a photo that is stored already, as those from the page are."""
    return _HERE + name


def name_in(reference: str) -> str:
    """The name in such a reference."""
    return reference.removeprefix(_HERE)
