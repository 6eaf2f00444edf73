"""Who goes on with what a crash, a busy platform or another process left in the outbox?"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from time import monotonic

from bot import metrics
from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from db import outbox
from db.retention import Periods, forget_old

Chore = Callable[[], Awaitable[None]]
EVERY_SECONDS = 0.5
SWEEP_SECONDS = 600
"""So often is deleted what is too old to be kept."""
_PERIODS = Periods()


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
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End `run` when what is under way is done."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped."""
        while not self._stop.is_set():
            await self._sweep()
            for chore in self._chores:
                await chore()
            held = await self._look()
            if not held:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), EVERY_SECONDS)

    async def _look(self) -> bool:
        """Send what is due; whether there was anything."""
        if not self._sender.free:
            return False
        held = await self._lanes.chore(partial(outbox.hold_due, limit=self._sender.free))
        self._sender.send(held or ())
        return bool(held)

    async def _sweep(self) -> None:
        if monotonic() - self._swept > SWEEP_SECONDS:
            self._swept = monotonic()
            forgotten = await self._lanes.chore(self._forget)
            if forgotten is not None:
                metrics.swept("rows", asdict(forgotten))
            for sweep in self._sweeps:
                await sweep()
