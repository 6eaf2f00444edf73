"""How are files kept in a folder or a bucket, whole or not at all, and for the bot alone?"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from db.folder import create_private, make_private_folder

DRAFT = ".part"
"""So ends the name of a file that is not whole yet."""


class StoredFiles:
    """Files by their paths within a folder, or a bucket such as s3://name/folder. Whatever fails is an OSError."""

    def __init__(self, url: str) -> None:
        self._files, self._folder = url_to_fs(url)

    def write(self, path: str, content: bytes) -> None:
        """Whoever finds the path finds the whole. Of what cannot be finished, for the disk is full, nothing stays."""
        self._make_folder(path)
        try:
            with self._opened(path + DRAFT) as file:
                file.write(content)
            self.move(path + DRAFT, path)
        except OSError:
            self.remove(path + DRAFT)
            raise

    def read(self, path: str) -> bytes | None:
        """None where there is no such file."""
        try:
            return bytes(self._files.cat_file(self._at(path)))
        except FileNotFoundError:
            return None

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        self._files.invalidate_cache()  # other processes write here, too
        return bool(self._files.exists(self._at(path)))

    def move(self, path: str, to: str) -> None:
        """Another process may have done so already."""
        self._make_folder(to)
        with suppress(FileNotFoundError):
            self._files.mv(self._at(path), self._at(to))

    def remove(self, path: str) -> bool:
        """Whether it was here: another process may have been faster."""
        try:
            self._files.rm_file(self._at(path))
        except FileNotFoundError:
            return False
        return True

    def names(self, folder: str = "") -> list[str]:
        """Of the files that lie right in the folder; none where it is not there."""
        return [name for name, kind in self._listed(folder) if kind == "file"]

    def folders(self, folder: str = "") -> list[str]:
        """The names of the folders that lie right in the folder."""
        return [name for name, kind in self._listed(folder) if kind == "directory"]

    def written(self, path: str) -> datetime | None:
        """When; None where it is gone."""
        try:
            moment: datetime = self._files.modified(self._at(path))
        except FileNotFoundError:
            return None
        return moment

    def _listed(self, folder: str) -> list[tuple[str, str]]:
        self._files.invalidate_cache()
        try:
            found = self._files.ls(self._at(folder), detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [(PurePosixPath(each["name"]).name, each["type"]) for each in found]

    def _make_folder(self, path: str) -> None:
        folder = str(PurePosixPath(self._at(path)).parent)
        if isinstance(self._files, LocalFileSystem):
            make_private_folder(Path(folder))
        else:
            self._files.makedirs(folder, exist_ok=True)

    def _opened(self, path: str) -> Any:
        if isinstance(self._files, LocalFileSystem):
            self.remove(path)
            return os.fdopen(create_private(Path(self._at(path))), "wb")
        return self._files.open(self._at(path), "wb")

    def _at(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else str(self._folder)
