"""How much may one browser, one address, and all of them together ask, so that others are still answered at once?"""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.token_bucket import TokenBuckets
from bot.web.address import Addresses

AT_ONCE = 16
"""Requests of the page that use the database together; the lanes of the transactions decide who is next."""
WAITING = 160
"""Requests under way, those that wait counted: half a second's work."""
OF_ONE_ADDRESS = 32
"""Of those."""
PHOTOS_OF_A_BROWSER = 25
"""At once, and again within a day: a case has five at most."""
PHOTOS_OF_AN_ADDRESS = 150
PHOTOS = 3000
"""Of all addresses: some two gigabytes."""
UPLOADS_OF_A_BROWSER = 2
"""Photos that are just arriving, or are cleaned: the page sends one after the other, and may try again."""
UPLOADS_OF_AN_ADDRESS = 6
UPLOADS = 32
"""Of all addresses."""
_DAY = 24 * 60 * 60
LONGEST = 2000
"""Characters of a message. A question is shorter; a longer text is answered with a friendly word about that."""
LETTERS = 250
"""Characters that cost as much as another message: a long one takes longer to understand."""
_SOON = "2"
"""Seconds after which somebody who was sent away may try again."""


class Limits:
    """What is counted of the page's requests in this process."""

    def __init__(self, where: Addresses) -> None:
        self._where = where
        # Of an address, for whatever: a page and its files are 14, and a whole office may open it at once.
        self._requests = TokenBuckets(1000, 100)
        # Of an address, for what needs the database.
        self._answers = TokenBuckets(300, 30)
        # Of an address, from browsers without a cookie of ours: a person is one once, a program with each question.
        self._strangers = TokenBuckets(40, 8)
        self._browsers = TokenBuckets(40, 2)
        # Photos stay for two days at least, whether or not they are ever sent.
        self._photos = TokenBuckets(PHOTOS_OF_A_BROWSER, PHOTOS_OF_A_BROWSER / _DAY)
        self._photos_of_address = TokenBuckets(PHOTOS_OF_AN_ADDRESS, PHOTOS_OF_AN_ADDRESS / _DAY)
        self._photos_of_all = TokenBuckets(PHOTOS, PHOTOS / _DAY)
        self._uploads: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._seats = asyncio.Semaphore(AT_ONCE)

    def admit(self, request: Request) -> float:
        """Seconds that this address must wait before it asks for anything at all; 0 where it may."""
        return self._requests.wait(self._where.of(request))

    def hold_back(self, request: Request, browser: str) -> None:
        """Refuse what comes too often (429). `browser`: its id; "" of one without a cookie of ours."""
        address = self._where.of(request)
        wait = self._answers.wait(address) or (
            self._browsers.wait(browser) if browser else self._strangers.wait(address)
        )
        if wait:
            raise too_often(wait)

    @contextmanager
    def uploading(self, request: Request, browser: str) -> Iterator[None]:
        """Meanwhile a photo arrives. Refuses what is too much at once or in a day: of one (429), or of all (503)."""
        keys = (f"browser {browser}", f"address {self._where.of(request)}", "")
        for key, most in zip(keys, (UPLOADS_OF_A_BROWSER, UPLOADS_OF_AN_ADDRESS, UPLOADS), strict=True):
            if self._uploads[key] >= most:
                raise HTTPException(429 if key else 503, headers={"Retry-After": "10"})
        if wait := self._photos.wait(browser) or self._photos_of_address.wait(self._where.of(request)):
            raise too_often(wait)
        if wait := self._photos_of_all.wait(""):
            raise HTTPException(503, headers={"Retry-After": str(math.ceil(wait))})
        self._uploads.update(keys)
        try:
            yield
        finally:
            self._uploads.subtract(keys)
            self._uploads += Counter()  # without those that have none

    def charge(self, request: Request, browser: str, text: str) -> None:
        """Let a long text count for several."""
        dear = min(len(text), LONGEST) / LETTERS
        self._answers.charge(self._where.of(request), dear)
        self._browsers.charge(browser, dear) if browser else self._strangers.charge(self._where.of(request), dear)

    @asynccontextmanager
    async def seat(self, request: Request) -> AsyncIterator[None]:
        """A place among those who are being answered, after those who came before. Refuses (429, 503) where too many
        wait already: an answer that comes late is worse than a word at once."""
        address = self._where.of(request)
        if self._under_way[address] >= OF_ONE_ADDRESS:
            raise HTTPException(429, headers={"Retry-After": _SOON})
        if self._under_way.total() >= WAITING:
            raise HTTPException(503, headers={"Retry-After": _SOON})
        self._under_way[address] += 1
        try:
            async with self._seats:
                yield
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]


def too_often(wait: float) -> HTTPException:
    """Refused for so many seconds."""
    return HTTPException(429, headers={"Retry-After": str(math.ceil(wait))})
