"""Who goes on with what a crash, a busy platform or another process left in the outbox, whatever the clock does?"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from bot import metrics
from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from db import attachments, outbox
from db.clock import moved
from db.retention import ORDER, Forgotten, Periods, forget_old

Chore = Callable[[str], Awaitable[None]]
"""What is done for a channel again and again."""
Sweep = Callable[[], Awaitable[None]]
"""What is done for all channels together."""
CHANNELS = ("line", "telegram", "web")
"""Each has a round of its own, so that none waits for another. The page has photos, but no outbox."""
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
        sweeps: Sequence[Sweep] = (),
        errands: Sequence[Sweep] = (),
        periods: Periods = _PERIODS,
    ) -> None:
        """`chores` and `errands` are done each round, `sweeps` now and then; none may fail.

        `periods`: how long cases are kept.
        """
        self._forget = partial(forget_old, periods=periods)
        self._lanes = lanes
        self._sender = sender
        self._chores = chores
        self._sweeps = sweeps
        self._errands = errands
        self._moved = moved()
        self._look_after = 0.0
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End `run` when what is under way is done."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped."""
        await self._sweep()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sweep_now_and_then())
            tasks.create_task(self._run_errands())
            for channel in CHANNELS:
                tasks.create_task(self._go_round(channel))

    async def _go_round(self, channel: str) -> None:
        while not self._stop.is_set():
            await self._watch_the_clock()
            for chore in self._chores:
                await chore(channel)
            if await self._look(channel):
                await self._stopped(self._sender.room(channel))
            else:
                await self._stopped()

    async def _run_errands(self) -> None:
        while not await self._stopped():
            for errand in self._errands:
                await errand()

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

    async def _look(self, channel: str) -> bool:
        """Send what is due; whether there may be more than there was room for."""
        if monotonic() < self._look_after:
            return False
        free = self._sender.free(channel)
        urgent = partial(outbox.hold_urgent, channel=channel, limit=self._sender.free_at_all(channel))
        late = partial(outbox.hold_due, channel=channel, limit=free)
        held = await self._lanes.chore(lambda session: (urgent(session), late(session) if free else []))
        if held is None:
            return False
        self._sender.send(held[0])
        self._sender.send(held[1], late=True)
        return len(held[1]) == free

    async def _sweep_now_and_then(self) -> None:
        while not await self._stopped(seconds=SWEEP_SECONDS):
            await self._sweep()

    async def _sweep(self) -> None:
        await self._put_right()
        _tell(await self._lanes.chore(self._forget))
        for sweep in self._sweeps:
            await sweep()

    async def _stopped(self, *sooner: Coroutine[Any, Any, None], seconds: float | None = None) -> bool:
        """Whether it was stopped: after so many seconds, or as soon as it is, or as something else comes about."""
        waits = [asyncio.create_task(wait) for wait in (self._stop.wait(), *sooner)]
        try:
            await asyncio.wait(waits, timeout=seconds or EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        return self._stop.is_set()


def _tell(forgotten: Forgotten | None) -> None:
    """Nothing is deleted, and nothing left alone for long, without a line in the log and a figure."""
    if forgotten is None:
        return
    metrics.swept("rows", {what: count for what, count in asdict(forgotten).items() if isinstance(count, int)})
    if forgotten.anything:
        _log.info("Forgot what was too old: %s.", forgotten)
    if forgotten.held_back:
        _log.error("%s %s", forgotten.held_back, ORDER)
