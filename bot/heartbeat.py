"""How do others know that this process lives, relays, and what it noticed about its clock and its visitors?"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from sqlalchemy.orm import Session

from bot import systemd
from bot.delivery.lanes import Lanes
from bot.delivery.relay import CHANNELS
from bot.visits import VISITS
from db import heartbeats
from db.heartbeats import Beat
from db.models import now

EVERY_SECONDS = 10.0
STEP = timedelta(minutes=1)
"""A clock that differs so much from the time that has passed was set, not just corrected."""
LONG_STOP = timedelta(days=30)
"""A bot is off for a weekend or a holiday. Longer than this, and its clock is more likely to be wrong."""
_log = logging.getLogger(__name__)


class Heartbeat:
    """Writes to the database now and then, in a lane: a lane that hangs is seen by its silence."""

    def __init__(self, process: str, kind: str, lanes: Lanes, *, relays: bool) -> None:
        self._beat = partial(Beat, process, kind, relays, now())
        self._lanes = lanes
        self._relayed: dict[str, datetime | None] = dict.fromkeys(CHANNELS)
        self._clock = Clock()
        self._stop = asyncio.Event()

    async def relayed(self, channel: str) -> None:
        """The outbox is gone through once more for this channel."""
        self._relayed[channel] = now()

    def stop(self) -> None:
        """End `run` with a word that the process stops."""
        self._stop.set()

    async def run(self) -> None:
        """Until it is stopped. Whoever started the process is told that it lives, as long as the loop turns."""
        await self._lanes.chore(self._first)
        systemd.tell("READY=1")
        while not self._stop.is_set():
            systemd.tell("WATCHDOG=1")
            self._clock.look()
            await self._lanes.chore(partial(heartbeats.beat, told=self._told()))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), EVERY_SECONDS)
        systemd.tell("STOPPING=1")
        await self._lanes.chore(partial(heartbeats.beat, told=self._told(stopped_at=now())))

    def _first(self, session: Session) -> None:
        self._clock.compare(heartbeats.newest(session))
        heartbeats.forget_old(session)

    def _relayed_at(self) -> datetime | None:
        """When the channel had its turn that waits longest; None where one had none yet."""
        turns = [at for at in self._relayed.values() if at]
        return min(turns) if len(turns) == len(self._relayed) else None

    def _told(self, stopped_at: datetime | None = None) -> Beat:
        return self._beat(
            beat_at=now(),
            relayed_at=self._relayed_at(),
            stopped_at=stopped_at,
            clock_step=self._clock.step,
            clock_stepped_at=self._clock.stepped_at,
            requests=VISITS.requests,
            forwarded=VISITS.forwarded,
        )


class Clock:
    """Whether the clock was set while the process lived, or since anything of the bot did."""

    def __init__(self) -> None:
        self.step = 0
        """Seconds of the last jump; 0 where there was none. Ahead is positive."""
        self.stepped_at: datetime | None = None
        self._seen = now(), monotonic()

    def look(self) -> None:
        """Compare it with the time that has passed since the last look."""
        (before, since), at = self._seen, monotonic()
        self._seen = now(), at
        self._note(self._seen[0] - before - timedelta(seconds=at - since), STEP)

    def compare(self, last: datetime | None) -> None:
        """Compare it with the last that was heard of any process of the bot."""
        if last is not None:
            gone = now() - last
            self._note(gone, LONG_STOP if gone > timedelta(0) else STEP)

    def _note(self, step: timedelta, least: timedelta) -> None:
        if abs(step) > least:
            self.step, self.stepped_at = round(step.total_seconds()), now()
            _log.error("The clock jumped by %d seconds, or the machine slept.", self.step)
