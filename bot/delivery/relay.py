"""Who goes on with what a crash, a busy platform or another process left in the outbox?"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from db import outbox
from db.retention import Periods, forget_old

Chore = Callable[[str], Awaitable[None]]
"""What is done for a channel again and again."""
Sweep = Callable[[], Awaitable[None]]
CHANNELS = ("line", "telegram", "web")
"""Each has a round of its own, so that none waits for another. The page has photos, but no outbox."""
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
        sweeps: Sequence[Sweep] = (),
        periods: Periods = _PERIODS,
    ) -> None:
        """`chores` are done each round, `sweeps` now and then; neither may fail. `periods`: how long cases are kept."""
        self._forget = partial(forget_old, periods=periods)
        self._lanes = lanes
        self._sender = sender
        self._chores = chores
        self._sweeps = sweeps
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End `run` when what is under way is done."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped."""
        await self._sweep()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sweep_now_and_then())
            for channel in CHANNELS:
                tasks.create_task(self._go_round(channel))

    async def _go_round(self, channel: str) -> None:
        while not self._stop.is_set():
            for chore in self._chores:
                await chore(channel)
            if await self._look(channel):
                await self._stopped(self._sender.room(channel))
            else:
                await self._stopped()

    async def _look(self, channel: str) -> bool:
        """Send what is due; whether there may be more than there was room for."""
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
        await self._lanes.chore(self._forget)
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
