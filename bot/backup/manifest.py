"""What does a backup hold? A file in it says so, and is written last."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from db.folder import create_private

FORMAT = 1
NAME = "manifest.json"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
"""The file of the database, by its kind."""
KEY = "conversation.key"
ERASURES = "erasures.jsonl"
PHOTOS, UNSENT = "photos", "unsent"


class BackupError(Exception):
    """A backup cannot be made, or is none that can be restored here; says why in a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. Nothing of a person is in it."""

    began_at: datetime
    """Whatever was acknowledged before is in it."""
    finished_at: datetime
    database: str
    """sqlite or postgresql."""
    revision: str
    """Of the database's schema."""
    owner: str
    """By which files were known as those of the database (`db/installation.py`); "" of a version that had none."""
    rows: dict[str, int]
    """How many each table has."""
    keys: tuple[str, ...]
    """Fingerprints of the keys, newest first."""
    key_is_here: bool
    """Whether the backup holds them: they were in a file. Else they were in the settings, and must be again."""
    missing: int
    """Photos of cases that the storage did not have."""
    files: dict[str, dict[str, Any]]
    """bytes and sha256 of each file, by its path."""

    def write(self, folder: Path) -> None:
        """Into the folder of the backup."""
        told = {"format": FORMAT, **asdict(self), "began_at": self.began_at.isoformat()}
        told["finished_at"] = self.finished_at.isoformat()
        (folder / NAME).unlink(missing_ok=True)
        with os.fdopen(create_private(folder / NAME), "w", encoding="utf-8") as stream:
            json.dump(told, stream, indent=1)


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupError where there is none that can be read."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told.pop("format") != FORMAT:
            raise BackupError(f"{folder} is a backup of a newer version of this program: restore it with that one.")
        moments = {name: datetime.fromisoformat(told[name]) for name in ("began_at", "finished_at")}
        return Manifest(**{**told, **moments, "keys": tuple(told["keys"])})
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup, or one that was cut off: it has no {NAME}.") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as fault:
        raise BackupError(f"{folder / NAME} cannot be read: {fault}.") from None
