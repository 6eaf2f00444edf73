"""Where on this machine is kept what no other setting gives a place to, and who may look into it?"""

import os
import stat
from contextlib import suppress
from pathlib import Path

VAR = Path(os.environ.get("VAR_FOLDER", "").strip() or Path(__file__).resolve().parent.parent / "var").absolute()
"""A newcomer needs no database server and no setting: the database, the key and the photos are here."""


def make_private_folder(folder: Path) -> None:
    """Make the folder for its owner alone, and those above it that are missing. One that is there stays as it is, for
    it may be others' as well; but `var/` is ours."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    elif folder == VAR:
        keep_private(folder)


def keep_private(path: Path) -> None:
    """Take from others what an earlier version, or a hand, let them read; where it is ours to say who may."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if mode & 0o077:
            path.chmod(stat.S_IMODE(mode) & 0o700)


def create_private(file: Path) -> int:
    """The descriptor of a new file that its owner alone can read. Raises FileExistsError where it is there already."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
