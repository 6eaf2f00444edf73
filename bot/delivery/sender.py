"""How is what stands in the outbox sent, tried again, and given up?"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from time import monotonic

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from bot import metrics
from bot.delivery.backoff import backoff
from bot.delivery.channel import CALL_SECONDS, Channel, Outcome
from bot.delivery.lanes import Lanes
from bot.delivery.letters import Letters
from bot.logs import call_id
from db import notices, outbox, sent_messages
from db.clock import sure_now
from db.outbox import HELD, Held
from db.standstill import in_doubt

AT_ONCE = 64
"""Calls of one platform that are under way together."""
LATE_AT_ONCE = 48
"""Of those, what has waited in the outbox: the other places are for what is said just now."""
LONGEST_REST = 30.0
"""Seconds for which nothing that waited is sent to a platform that asked us to wait."""
LONGEST_WAIT = 300
"""Seconds between two attempts."""
PATIENCE = HELD.total_seconds() - CALL_SECONDS - 2
"""Seconds that a held call may wait for its turn: then another may take it, and two would be sending."""
_log = logging.getLogger(__name__)


class Sender:
    """Sends held calls, each in a task of its own; those of one chat one after the other."""

    def __init__(self, channels: Mapping[str, Channel], letters: Letters, lanes: Lanes) -> None:
        self._channels = channels
        self._letters = letters
        self._lanes = lanes
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
        self._running: dict[asyncio.Task[None], str] = {}
        """By channel."""
        self._late: Counter[str] = Counter()
        """By channel: how many of those have waited in the outbox."""
        self._under_way: set[int] = set()
        """By their ids."""
        self._rests: dict[str, float] = {}
        """Channel: until when nothing that waited is sent, by `monotonic`."""
        self._room: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._closing = False
        self.without_quota: dict[str, float] = {}
        """Channel: when its monthly limit was met last, by `monotonic`."""

    def send(self, calls: Iterable[Held], *, late: bool = False) -> None:
        """Begin to send; `late`: what has waited in the outbox, which leaves places to what is said just now."""
        for held in calls:
            if held.id in self._under_way:
                continue  # the clock was put forward, so that it seemed as if nobody held it any more
            self._under_way.add(held.id)
            task = asyncio.create_task(self._send(held, late))
            self._running[task] = held.channel
            self._late[held.channel] += late
            task.add_done_callback(partial(self._ended, held.channel, late))

    @property
    def under_way(self) -> int:
        """How many calls are being sent."""
        return len(self._running)

    def free(self, channel: str) -> int:
        """How many more calls of this channel could be under way that have waited in the outbox."""
        if monotonic() < self._rests.get(channel, 0):
            return 0
        return max(0, LATE_AT_ONCE - self._late[channel])

    def free_at_all(self, channel: str) -> int:
        """How many more calls of this channel could be under way."""
        return max(0, AT_ONCE - list(self._running.values()).count(channel))

    async def room(self, channel: str) -> None:
        """Wait until the channel has places again for what has waited: for so many that looking for it is worth it."""
        self._room[channel].clear()
        if self.free(channel) < LATE_AT_ONCE // 2:
            await self._room[channel].wait()

    async def close(self) -> None:
        """Finish what was begun: at most one attempt each."""
        self._closing = True
        while self._running:
            await asyncio.gather(*self._running)

    def _ended(self, channel: str, late: bool, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._late[channel] -= late
        if self.free(channel) >= LATE_AT_ONCE // 2:
            self._room[channel].set()

    async def _send(self, held: Held, late: bool) -> None:
        """Send a call, then those of the same chat that waited for it."""
        call_id.set(held.id)
        try:
            following = await self._sent(held, late)
        finally:
            self._under_way.discard(held.id)
        self.send(following, late=late)

    async def _sent(self, held: Held, late: bool) -> list[Held]:
        """What is to be sent next."""
        outcome = await self._attempt(held, late)
        if outcome.no_quota:
            self.without_quota[held.channel] = monotonic()
        elif outcome.wait and outcome.tried:
            self._rests[held.channel] = monotonic() + min(outcome.wait, LONGEST_REST)
        traces = self._letters.traces(held, outcome.messages) if held.about else []
        written = partial(_write_down, held=held, outcome=outcome, traces=traces, go_on=not self._closing)
        following = await self._lanes.run(held.chat, written)
        if isinstance(following, Exception):
            # It stays held for a while, then it is tried again: the platform tells a repeat by its key.
            _log.error("What became of a call could not be stored.", exc_info=following)
            return []
        told: list[Held] = following
        return told

    async def _attempt(self, held: Held, late: bool) -> Outcome:
        channel = self._channels.get(held.channel)
        if channel is None:
            return Outcome("failed", f"The channel {held.channel} is off.", LONGEST_WAIT)
        began = monotonic()
        async with self._turns[held.channel]:
            if monotonic() - began > PATIENCE:
                return Outcome("failed", "Too much else was to be sent.", tried=False)
            if sure_now() > held.give_up_at and not await self._lanes.chore(in_doubt):
                return Outcome("refused", "It could not be sent while it was of use.")
            try:
                call = self._letters.open(held, late=late)
            except (InvalidTag, ValueError):
                return Outcome("refused", "Its recipient was encrypted with another CONVERSATION_KEY.")
            tried = monotonic()
            [outcome] = await asyncio.gather(channel.send(call), return_exceptions=True)
            told = outcome if isinstance(outcome, Outcome) else _of_our_fault(held, outcome)
            metrics.called(held.channel, told.kind, monotonic() - tried)
            return told


def _of_our_fault(held: Held, fault: BaseException) -> Outcome:
    """A channel must not raise; where it does, the call is not lost."""
    _log.error("Sending a call of %s failed.", held.channel, exc_info=fault)
    return Outcome("unsure", f"A fault of ours: {type(fault).__name__}.")


def _write_down(session: Session, held: Held, outcome: Outcome, traces: Sequence[str], go_on: bool) -> list[Held]:
    """What became of the attempt; the next call of the chat, where this one is out of its way and we go on."""
    if traces:
        sent_messages.of_bot(session, traces, held.about)
    out_of_the_way = _settle(session, held, outcome)
    return outbox.hold_next(session, held) if out_of_the_way and go_on else []


def _settle(session: Session, held: Held, outcome: Outcome) -> bool:
    """Whether something of the chat may be tried now: the call is done with, or its next attempt is due at once."""
    if outcome.kind in ("sent", "dropped") or _is_taken_back(session, held, outcome):
        if outcome.kind == "dropped":
            _log.info("A call of %s is of no use any more: %s", held.channel, outcome.reason)
        outbox.done(session, held)
        return True
    if outcome.drop_token:
        outbox.put_off(session, held, 0, unsure=False, reply_token="", reply_until=None)
        return True
    if not outcome.tried:
        outbox.put_off(session, held, outcome.wait, unsure=held.unsure, attempts=held.attempts - 1)
        return False
    wait = max(outcome.wait, backoff(held.attempts - 1, LONGEST_WAIT))
    is_late = sure_now() + timedelta(seconds=wait) > held.give_up_at and not in_doubt(session)
    if outcome.kind == "refused" or is_late:
        _give_up(session, held, outcome)
        return True
    _log.warning("A call of %s failed, tried again in %.0f s: %s", held.channel, wait, outcome.reason)
    outbox.put_off(session, held, wait, unsure=held.unsure or outcome.kind == "unsure")
    return False


def _is_taken_back(session: Session, held: Held, outcome: Outcome) -> bool:
    """Whether it told notices, which now wait for the person's next message."""
    useless = outcome.no_quota or outcome.kind == "refused"
    return useless and notices.take_back(session, held.key, push_again=outcome.no_quota)


def _give_up(session: Session, held: Held, outcome: Outcome) -> None:
    if not held.chat:  # The answer to a button that was pressed long ago: nobody misses it.
        _log.info("A call of %s that nobody waits for is dropped: %s", held.channel, outcome.reason)
        outbox.done(session, held)
        return
    _log.error("A call of %s is given up after %s attempts: %s", held.channel, held.attempts, outcome.reason)
    metrics.given_up(held.channel)
    outbox.bury(session, held, outcome.reason)
