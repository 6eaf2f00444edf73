"""Tests leave the checkout's own `var/` alone: whatever they or a bench start keeps its things in a folder of its own.

It stands here because it must be set before the first module of the bot is imported, also by the processes that they
start; it goes with the process that made it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_OURS = "plan-bot-var-"


def _folder() -> str:
    given = Path(os.environ.get("VAR_FOLDER", ""))
    if given.name.startswith(_OURS) and given.is_dir():
        return str(given)  # of the process that started this one
    made = tempfile.mkdtemp(prefix=_OURS)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


VAR_FOLDER = os.environ["VAR_FOLDER"] = _folder()
