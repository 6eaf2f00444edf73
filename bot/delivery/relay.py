"""Who goes on with what a crash, a busy platform or another process left in the outbox, whatever the clock does?"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from time import monotonic

from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from db import attachments, outbox
from db.clock import moved
from db.retention import ORDER, Forgotten, Periods, forget_old

Chore = Callable[[], Awaitable[None]]
EVERY_SECONDS = 0.5
SWEEP_SECONDS = 600
"""So often is deleted what is too old to be kept."""
STEP = timedelta(seconds=5)
"""A clock that moves by less is only being regulated."""
_PERIODS = Periods()
_log = logging.getLogger(__name__)


class Relay:
    """Looks into the outbox again and again; several processes may do so at once."""

    def __init__(
        self,
        lanes: Lanes,
        sender: Sender,
        chores: Sequence[Chore] = (),
        sweeps: Sequence[Chore] = (),
        periods: Periods = _PERIODS,
    ) -> None:
        """`chores` are done each round, `sweeps` now and then; neither may fail. `periods`: how long cases are kept."""
        self._forget = partial(forget_old, periods=periods)
        self._lanes = lanes
        self._sender = sender
        self._chores = chores
        self._sweeps = sweeps
        self._swept = -float("inf")
        self._moved = moved()
        self._look_after = 0.0
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End `run` when what is under way is done."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped."""
        while not self._stop.is_set():
            await self._watch_the_clock()
            await self._sweep()
            for chore in self._chores:
                await chore()
            held = await self._look()
            if not held:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), EVERY_SECONDS)

    async def _watch_the_clock(self) -> None:
        """Put forward, it makes calls due that others are just making: they are given the time to. Put back, it makes
        everything wait by as much longer."""
        step = moved() - self._moved
        if abs(step) < STEP:
            return
        self._moved += step
        _log.warning("The clock was put %s by %s.", "forward" if step > timedelta() else "back", abs(step))
        if step > timedelta():
            self._look_after = monotonic() + outbox.HELD.total_seconds()
        else:
            await self._put_right()

    async def _put_right(self) -> None:
        for put_right in (outbox.put_right, attachments.put_right):
            if count := await self._lanes.chore(put_right):
                _log.warning("%d rows waited by a clock that was ahead; they wait from now on.", count)

    async def _look(self) -> bool:
        """Send what is due; whether there was anything."""
        if not self._sender.free or monotonic() < self._look_after:
            return False
        held = await self._lanes.chore(partial(outbox.hold_due, limit=self._sender.free))
        self._sender.send(held or ())
        return bool(held)

    async def _sweep(self) -> None:
        if monotonic() - self._swept > SWEEP_SECONDS:
            self._swept = monotonic()
            await self._put_right()
            _tell(await self._lanes.chore(self._forget))
            for sweep in self._sweeps:
                await sweep()


def _tell(forgotten: Forgotten | None) -> None:
    """Nothing is deleted, and nothing left alone for long, without a line in the log."""
    if forgotten is None:
        return
    if forgotten.anything:
        _log.info("Forgot what was too old: %s.", forgotten)
    if forgotten.held_back:
        _log.error("%s %s", forgotten.held_back, ORDER)
