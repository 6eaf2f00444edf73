"""How do others fare while somebody attacks? People on the page and LINE, each with a question now and then."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from tests.line_platform import Event, encode, sign, text

ASKS = "เน็ตฟรีใช้งบเท่าไหร่"
GIVES_UP = 2.0
"""Seconds after which LINE counts a webhook as not answered."""
PATIENCE = 30.0
"""Seconds after which a person on the page has gone."""
_people = count(1)


@dataclass
class Waits:
    """How long answers took, and how many did not come."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    """Answered with something else than 200, or not at all."""

    def ms(self, share: float) -> str:
        """Of those answered."""
        ordered = sorted(self.seconds)
        return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:,.0f}" if ordered else "-"

    @property
    def late(self) -> int:
        """Webhooks that LINE would count as failed."""
        return self.refused + sum(seconds > GIVES_UP for seconds in self.seconds)


@dataclass
class Witness:
    """People who have nothing to do with the attack, each from an address of their own."""

    address: str
    every: float = 0.2
    page: Waits = field(default_factory=Waits)
    line: Waits = field(default_factory=Waits)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Meanwhile they ask."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(self.address, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
            asking = asyncio.create_task(self._ask(http))
            try:
                yield
            finally:
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)

    async def _ask(self, http: aiohttp.ClientSession) -> None:
        """By the clock, whether or not the last ones are answered."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                number = next(_people)
                tasks.create_task(_timed(self.page, self._on_the_page(http, number)))
                tasks.create_task(_timed(self.line, self._on_line(http, text(f"witness {number}", ASKS))))
                await asyncio.sleep(self.every)

    async def _on_the_page(self, http: aiohttp.ClientSession, number: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.{number // 250 % 250}.{number % 250}"}
        async with http.post("/chat", json={"text": ASKS}, headers=headers) as response:
            await response.read()
            return response.status

    async def _on_line(self, http: aiohttp.ClientSession, event: Event) -> int:
        body = encode([event])
        headers = {"x-line-signature": sign(body), "Content-Type": "application/json"}
        async with http.post("/line/webhook", data=body, headers=headers) as response:
            return response.status


async def _timed(waits: Waits, asking: Coroutine[Any, Any, int]) -> None:
    began = time.monotonic()
    try:
        status = await asking
    except (aiohttp.ClientError, TimeoutError, OSError):
        status = 0
    if status == 200:
        waits.seconds.append(time.monotonic() - began)
    else:
        waits.refused += 1


def as_json(value: object) -> bytes:
    """What a program posts."""
    return json.dumps(value, ensure_ascii=False).encode()
