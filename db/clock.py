"""Was the clock set while this process ran, and what time is it at least?

Whatever is deleted or given up for its age asks here: a clock that somebody puts forward makes nothing old.
"""

import time
from datetime import datetime, timedelta

from db.models import now

TOLERATED = timedelta(minutes=1)
"""So far the clocks of two machines may differ."""
_TICKING = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""A clock that nobody sets; it goes on while the machine sleeps, where there is such a one."""


def _ahead() -> float:
    """Seconds by which the time of day is ahead of the ticking clock."""
    return now().timestamp() - time.clock_gettime(_TICKING)


_BEGAN = _ahead()


def moved() -> timedelta:
    """By how much the clock was put forward since the process began; negative where it was put back."""
    return timedelta(seconds=_ahead() - _BEGAN)


def sure_now() -> datetime:
    """The time, without what the clock was put forward by."""
    return now() - max(moved(), timedelta())
