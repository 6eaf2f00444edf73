"""How is a photo cleaned so that no file fills the memory or takes the processor? In a process of its own, with limits.

What decodes pictures is large, old and written in C. The process has none of our secrets, and is gone afterwards.
"""

import logging
import os
import resource
import subprocess
import sys
from pathlib import Path

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes of its address space: a photo of a phone takes a third of that."""
MOST_CPU_SECONDS = 6
"""Of the processor: a photo of a phone takes half of one."""
MOST_SECONDS = 30
"""By the clock, on a machine that has much else to do."""
_NICER = 10
"""Answers come first."""
_NO_PHOTO = 3
"""Exit status."""
_NEEDED = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
_COMMAND = (sys.executable, "-m", "bot.picture_process")
_ROOT = Path(__file__).parent.parent
_log = logging.getLogger(__name__)


def cleaned(photo: bytes) -> bytes | None:
    """The photo as `bot.picture_cleaning.clean` leaves it; None for what is none, or cannot be shown within the limits.

    For a thread. An OSError means that no process could be started now.
    """
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            _COMMAND, input=photo, capture_output=True, cwd=_ROOT, env=environment, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        _log.warning("A photo was given up, as cleaning it took more than %s s.", MOST_SECONDS)
        return None
    if done.returncode not in (0, _NO_PHOTO):
        _log.warning("A photo was given up: what cleans it ended with status %s.", done.returncode)
    return done.stdout if done.returncode == 0 else None


def _main() -> int:
    """Of the process: a photo in, a photo out."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICER)
    from bot.picture_cleaning import clean

    try:
        photo = clean(sys.stdin.buffer.read())
    except MemoryError:
        return _NO_PHOTO
    if photo is None:
        return _NO_PHOTO
    sys.stdout.buffer.write(photo)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
