"""How many answers did this process give? Told to the database now and then, so that no message waits for a count."""

import asyncio
from collections import Counter
from contextlib import suppress
from functools import partial
from threading import Lock

from bot.delivery.lanes import Lanes
from db import answer_counts
from db.models import now
from handlers.dates import THAILAND

EVERY_SECONDS = 10.0
_counted: Counter[tuple[str, str, str]] = Counter()
_lock = Lock()


def count(channel: str, status: str) -> None:
    """One more answer."""
    with _lock:
        _counted[f"{now().astimezone(THAILAND):%Y-%m-%d}", channel, status] += 1


def taken() -> Counter[tuple[str, str, str]]:
    """What was counted since it was last taken."""
    with _lock:
        told = Counter(_counted)
        _counted.clear()
    return told


class Tally:
    """Beside the lanes, in every process."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End `run` after it told what it knows."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped. What the database did not take is told the next time."""
        while not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), EVERY_SECONDS)
            if told := taken():
                result = await self._lanes.run("", partial(answer_counts.add, given=told))
                if isinstance(result, Exception):
                    with _lock:
                        _counted.update(told)
