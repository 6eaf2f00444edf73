"""How do others fare while somebody attacks? People on the page and LINE, each with a question now and then."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

import aiohttp

from tests.line_platform import Event, chat, encode, sign, text

ASKS = "เน็ตฟรีใช้งบเท่าไหร่"
GIVES_UP = 2.0
"""Seconds after which LINE counts a webhook as not answered."""
PATIENCE = 30.0
"""Seconds after which a person on the page has gone."""
_people = count(1)


class Asked(NamedTuple):
    """A question."""

    at: float
    """By `time.monotonic`."""
    status: int
    """200 where it was answered, 0 where nothing came."""
    seconds: float
    """Until then."""


@dataclass
class Waits:
    """What became of questions."""

    asked: list[Asked] = field(default_factory=list)

    def ms(self, share: float) -> str:
        """Until the answer, of those answered."""
        ordered = sorted(one.seconds for one in self.asked if one.status == 200)
        return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:,.0f}" if ordered else "-"

    @property
    def refused(self) -> int:
        """Answered with something else than 200, or not at all."""
        return sum(one.status != 200 for one in self.asked)

    @property
    def late(self) -> int:
        """Webhooks that LINE would count as failed."""
        return sum(one.status != 200 or one.seconds > GIVES_UP for one in self.asked)


@dataclass
class Witness:
    """People who have nothing to do with the attack, each from an address of their own."""

    address: str
    platform: str
    """The address of the mock of LINE, which must know reply tokens."""
    every: float = 0.2
    page: Waits = field(default_factory=Waits)
    line: Waits = field(default_factory=Waits)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Meanwhile they ask; at the end those who have just asked are waited for."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
            waiting = set[asyncio.Task[None]]()
            asking = asyncio.create_task(self._ask(http, waiting))
            try:
                yield
            finally:
                asking.cancel()
                await asyncio.gather(asking, *waiting, return_exceptions=True)

    async def _ask(self, http: aiohttp.ClientSession, waiting: set[asyncio.Task[None]]) -> None:
        """By the clock, whether or not the last ones are answered."""
        while True:
            number = next(_people)
            waiting.add(asyncio.create_task(timed(self.page, self._on_the_page(http, number))))
            waiting.add(asyncio.create_task(timed(self.line, self._on_line(http, text(f"witness {number}", ASKS)))))
            await asyncio.sleep(self.every)

    async def _on_the_page(self, http: aiohttp.ClientSession, number: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.{number // 250 % 250}.{number % 250}"}
        async with http.post(f"{self.address}/chat", json={"text": ASKS}, headers=headers) as response:
            await response.read()
            return response.status

    async def _on_line(self, http: aiohttp.ClientSession, event: Event) -> int:
        token = {"token": event["replyToken"], "to": chat(event), "ttl": 60}
        async with http.post(f"{self.platform}/_ctl/reply-tokens", json=[token]) as told:
            told.raise_for_status()
        body = encode([event])
        headers = {"x-line-signature": sign(body), "Content-Type": "application/json"}
        async with http.post(f"{self.address}/line/webhook", data=body, headers=headers) as response:
            return response.status


async def timed(waits: Waits, asking: Coroutine[Any, Any, int]) -> None:
    """Ask, and write down what became of it."""
    began = time.monotonic()
    try:
        status = await asking
    except (aiohttp.ClientError, TimeoutError, OSError):
        status = 0
    waits.asked.append(Asked(began, status, time.monotonic() - began))
