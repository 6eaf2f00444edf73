"""How is what stands in the outbox sent, tried again, and given up?"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
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
from db import notices, outbox
from db.models import now
from db.outbox import HELD, Held

AT_ONCE = 64
"""Calls of one platform that are under way together."""
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
        self._running: set[asyncio.Task[None]] = set()
        self._closing = False
        self.without_quota: dict[str, float] = {}
        """Channel: when its monthly limit was met last, by `monotonic`."""

    def send(self, calls: Iterable[Held]) -> None:
        """Begin to send."""
        for held in calls:
            task = asyncio.create_task(self._send(held))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    @property
    def free(self) -> int:
        """How many more calls could be under way."""
        return max(0, AT_ONCE - len(self._running))

    async def close(self) -> None:
        """Finish what was begun: at most one attempt each."""
        self._closing = True
        while self._running:
            await asyncio.gather(*self._running)

    async def _send(self, held: Held) -> None:
        """Send a call, then those of the same chat that waited for it."""
        call_id.set(held.id)
        outcome = await self._attempt(held)
        if outcome.no_quota:
            self.without_quota[held.channel] = monotonic()
        written = partial(_write_down, held=held, outcome=outcome, go_on=not self._closing)
        following = await self._lanes.run(held.chat, written)
        if isinstance(following, Exception):
            # It stays held for a while, then it is tried again: the platform tells a repeat by its key.
            _log.error("What became of a call could not be stored.", exc_info=following)
            return
        self.send(following)

    async def _attempt(self, held: Held) -> Outcome:
        channel = self._channels.get(held.channel)
        if channel is None:
            return Outcome("failed", f"The channel {held.channel} is off.", LONGEST_WAIT)
        began = monotonic()
        async with self._turns[held.channel]:
            if monotonic() - began > PATIENCE:
                return Outcome("failed", "Too much else was to be sent.", tried=False)
            if now() > held.give_up_at:
                return Outcome("refused", "It could not be sent while it was of use.")
            try:
                call = self._letters.open(held)
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


def _write_down(session: Session, held: Held, outcome: Outcome, go_on: bool) -> list[Held]:
    """What became of the attempt; the next call of the chat, where this one is out of its way and we go on."""
    out_of_the_way = _settle(session, held, outcome)
    return outbox.hold_next(session, held) if out_of_the_way and go_on else []


def _settle(session: Session, held: Held, outcome: Outcome) -> bool:
    """Whether something of the chat may be tried now: the call is done with, or its next attempt is due at once."""
    if outcome.kind == "sent" or _is_taken_back(session, held, outcome):
        outbox.done(session, held)
        return True
    if outcome.drop_token:
        outbox.put_off(session, held, 0, unsure=False, reply_token="", reply_until=None)
        return True
    if not outcome.tried:
        outbox.put_off(session, held, outcome.wait, unsure=held.unsure, attempts=held.attempts - 1)
        return False
    wait = max(outcome.wait, backoff(held.attempts - 1, LONGEST_WAIT))
    if outcome.kind == "refused" or now() + timedelta(seconds=wait) > held.give_up_at:
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
        outbox.done(session, held)
        return
    _log.error("A call of %s is given up after %s attempts: %s", held.channel, held.attempts, outcome.reason)
    metrics.given_up(held.channel)
    outbox.bury(session, held, outcome.reason)
