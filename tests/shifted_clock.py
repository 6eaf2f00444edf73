"""Run the bot by a clock that a file sets: `python -m tests.shifted_clock FILE serve`.

The file holds the seconds by which the clock is ahead; it may change while the bot runs. What counts seconds on its own
(`time.monotonic`) is right, as it is on a machine whose clock somebody sets.
"""

import datetime as module
import runpy
import sys
import time
from pathlib import Path
from typing import Any

_datetime, _time = module.datetime, time.time


def shift(file: Path) -> None:
    """From now on. To be called before the bot is imported."""

    def ahead() -> float:
        return float(file.read_text() or 0)

    class Kind(type):
        """Moments that were made elsewhere are moments, too."""

        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, _datetime)

    class Shifted(_datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return _datetime.now(tz) + module.timedelta(seconds=ahead())

    module.datetime = Shifted  # type: ignore[misc]
    time.time = lambda: _time() + ahead()


if __name__ == "__main__":
    shift(Path(sys.argv[1]))
    sys.argv[:2] = ["bot"]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
