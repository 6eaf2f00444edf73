"""When are the files of SQLite written anew, so that nothing erased is left in them?

At night, for writers wait meanwhile; at the latest within the day that people are promised.
"""

import asyncio
import logging
import sqlite3
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from bot.delivery.lanes import Lanes
from db import sqlite_files
from db.models import now
from db.sqlite_files import Unclean
from handlers.dates import THAILAND

NIGHT = range(1, 5)
"""Hours in Thailand in which hardly anybody writes."""
SELDOM = timedelta(hours=12)
"""Not twice in one night."""
LATEST = timedelta(hours=20)
"""After something was erased: even if others are at work then, the day is not over."""
_log = logging.getLogger(__name__)


class Tidying:
    """Beside the lanes, in a thread of its own: no message waits for it in a queue."""

    def __init__(self, lanes: Lanes, file: Path | None) -> None:
        """`file`: of SQLite; None for another database, whose files are its own business."""
        self._lanes = lanes
        self._file = file
        self._task: asyncio.Task[None] | None = None
        self._written = 0
        """How often something had been erased when the file was last written anew."""
        self._wait_until = 0.0

    async def sweep(self) -> None:
        """Begin with it, if it is time and it is not under way. Never fails; to be called now and then."""
        if self._file is not None and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._tidy(self._file))

    async def close(self) -> None:
        """Finish what was begun."""
        if self._task:
            await self._task

    async def _tidy(self, file: Path) -> None:
        found: Unclean | None = await self._lanes.chore(sqlite_files.unclean)
        if found is None:
            return
        try:
            if monotonic() > self._wait_until and is_time(found, now()):
                await asyncio.to_thread(sqlite_files.write_anew, file)
                self._written, self._wait_until = found.times, monotonic() + SELDOM.total_seconds()
            if await asyncio.to_thread(sqlite_files.empty_log, file) and self._written == found.times:
                await self._lanes.chore(partial(sqlite_files.cleaned, times=found.times))
                _log.info("SQLite's files were written anew: nothing of %d erasings is left in them.", found.times)
        except (sqlite3.Error, OSError) as fault:
            _log.warning("SQLite's files still hold what was erased, tried again in ten minutes: %s", fault)


def is_time(found: Unclean, at: datetime) -> bool:
    """Whether the file is to be written anew now."""
    if found.cleaned_at is not None and abs(at - found.cleaned_at) < SELDOM:
        return False
    return at.astimezone(THAILAND).hour in NIGHT or abs(at - found.since) > LATEST
