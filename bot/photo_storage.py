"""Where are photos kept, so that nobody can guess where one is or tell whose it is?"""

import asyncio
import secrets
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from bot.picture_process import cleaned
from db.models import now

MOST_WAITING = 8
"""Photos: each takes half a second, at worst some."""
_DRAFT = ".part"
_HERE = "file:"


class PhotoStorage:
    """A folder, or a bucket such as s3://name/folder. Its names are random; what belongs to whom is in the database."""

    def __init__(self, url: str) -> None:
        self._files, self._folder = url_to_fs(url)
        self._one = asyncio.Semaphore(1)
        self._waiting = 0

    async def take(self, photo: bytes) -> str | None:
        """Clean a photo and keep it: its name; None where it cannot be shown. One at a time, as each fills memory."""
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
        """Whether a photo of this name is kept."""
        return bool(await asyncio.to_thread(self._files.exists, self._path(name)))

    async def delete(self, name: str) -> None:
        """Delete the photo; it may be gone already."""
        await asyncio.to_thread(self._delete, name)

    async def older_than(self, age: timedelta) -> list[str]:
        """The names of all that were written so long ago, also of what was never finished."""
        return await asyncio.to_thread(self._written_before, now() - age)

    def _take(self, photo: bytes) -> str | None:
        shown = cleaned(photo)
        if shown is None:
            return None
        name = f"{secrets.token_hex(16)}.jpg"
        self._make_folder()
        draft = self._path(name + _DRAFT)
        with self._files.open(draft, "wb") as file:
            file.write(shown)
        self._files.mv(draft, self._path(name))  # whoever finds the name finds the whole photo
        return name

    def _make_folder(self) -> None:
        """On this machine for its owner alone."""
        if isinstance(self._files, LocalFileSystem):
            Path(self._folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            self._files.makedirs(self._folder, exist_ok=True)

    def _delete(self, name: str) -> None:
        if self._files.exists(self._path(name)):
            self._files.rm_file(self._path(name))

    def _written_before(self, moment: datetime) -> list[str]:
        self._files.invalidate_cache()  # other processes write here, too
        paths = self._files.find(self._folder)
        return [PurePosixPath(path).name for path in paths if self._files.modified(path) < moment]

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


def reference_to(name: str) -> str:
    """The `Message.reference` of a photo that is stored already, as those from the page are."""
    return _HERE + name


def name_in(reference: str) -> str:
    """The name in such a reference."""
    return reference.removeprefix(_HERE)
