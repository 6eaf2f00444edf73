"""Who may still be pushed something this month? Pushes are paid for, and one person must not use them up.

An answer is a reply, which is free. One that comes too late for that is pushed, if it is among the newest of its chat,
if the person was not pushed too much just now, and if enough is left for news of cases, for which everybody waits.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

from bot.delivery.channel import Outgoing
from bot.token_bucket import TokenBuckets

NEWEST = 3
"""So many answers of one chat are pushed that waited together: the others are of a talk that went on."""
OF_ONE_PERSON = 5
"""Answers that are pushed to one person at once; then one more every ten minutes."""
RESERVE = 0.2
"""Of the month's messages: kept for news of cases."""
KNOWN_SECONDS = 600.0
"""So long what LINE says is good; what is pushed meanwhile is taken off."""
SHORT_SECONDS = 60.0
"""After that LINE is asked again where it said nothing."""
PATIENCE = 2.0
"""Seconds that a push waits for an answer that was asked for already."""
Ask = Callable[[str], Awaitable[Mapping[str, Any]]]


class Quota:
    """What is left of the month's messages, as far as LINE says so."""

    def __init__(self, ask: Ask) -> None:
        """`ask`: the JSON object that LINE has at a path; empty where it did not answer."""
        self._ask = ask
        self._persons = TokenBuckets(OF_ONE_PERSON, 1 / 600)
        self._limit: int | None = None
        self._left = 0.0
        self._known_until = -math.inf
        self._looking: asyncio.Task[None] | None = None

    async def left(self) -> int | None:
        """How many messages may be pushed, asked anew; None: as many as one likes. 0 where LINE does not say."""
        await self._look()
        return None if self._left == math.inf else int(self._left)

    async def why_not(self, call: Outgoing) -> str:
        """Why this answer is not to be pushed; "" where it may be, and where nobody knows."""
        if call.newer >= NEWEST:
            return "Newer answers of its chat wait."
        if not call.unsure and self._persons.wait(call.recipient):
            return "So much was pushed to this person just now."
        if self._looking:
            await asyncio.wait({self._looking}, timeout=PATIENCE)
        known = self._limit if monotonic() < self._known_until else None
        if known is not None and self._left <= math.ceil(known * RESERVE):
            return "What is left of the month's messages is for news of cases."
        return ""

    def pushed(self) -> None:
        """One was taken by LINE."""
        self._left = max(0.0, self._left - 1)

    def look_soon(self) -> None:
        """Ask anew where what is known is old. Nobody waits for it but pushes that come meanwhile."""
        if monotonic() >= self._known_until and self._looking is None:
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(self._looked)

    async def close(self) -> None:
        """Ask nothing any more."""
        if self._looking:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    def _looked(self, _: asyncio.Task[None]) -> None:
        self._looking = None

    async def _look(self) -> None:
        quota = await self._ask("/v2/bot/message/quota")
        used = {} if quota.get("type") == "none" else await self._ask("/v2/bot/message/quota/consumption")
        limit, spent = quota.get("value"), used.get("totalUsage")
        self._limit, self._left, lasts = None, 0.0, SHORT_SECONDS
        if quota.get("type") == "none":
            self._left, lasts = math.inf, KNOWN_SECONDS
        elif isinstance(limit, int) and isinstance(spent, int):
            self._limit, self._left, lasts = limit, max(0.0, limit - spent), KNOWN_SECONDS
        self._known_until = monotonic() + lasts
