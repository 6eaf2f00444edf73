"""How much may one browser, one address, and all of them together ask, so that others are still answered at once?"""

import math
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot import metrics
from bot.token_bucket import TokenBuckets
from bot.web.address import Addresses
from bot.web.shares import AddressBuckets, Places, Turns, shares

AT_ONCE = 16
"""Requests of the page that use the database together; the lanes of the transactions decide who is next."""
WAITING = 160
"""Requests under way, those that wait counted: half a second's work."""
OF_ONE_ADDRESS = 32
"""Of those."""
SEATS_OF_ONE_ADDRESS = 4
"""Of those that use the database together: where one address fills a queue, others do not stand behind it."""
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


class Limits:
    """What is counted of the page's requests in this process."""

    def __init__(self, where: Addresses) -> None:
        self._where = where
        # Of an address, for whatever: a page and its files are 14, and a whole office may open it at once.
        self._requests = AddressBuckets(1000, 100)
        # Of an address, for what needs the database.
        self._answers = AddressBuckets(300, 30)
        # Of an address, from browsers without a cookie of ours: a person is one once, a program with each question.
        self._strangers = AddressBuckets(40, 8)
        self._browsers = TokenBuckets(40, 2)
        # Photos stay for two days at least, whether or not they are ever sent.
        self._photos = TokenBuckets(PHOTOS_OF_A_BROWSER, PHOTOS_OF_A_BROWSER / _DAY)
        self._photos_of_address = AddressBuckets(PHOTOS_OF_AN_ADDRESS, PHOTOS_OF_AN_ADDRESS / _DAY)
        self._photos_of_all = TokenBuckets(PHOTOS, PHOTOS / _DAY)
        self._uploads = Places(UPLOADS, again=10)
        self._under_way = Places(WAITING, again=2)
        self._turns = Turns(AT_ONCE)

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
            metrics.refused("answers")
            raise too_often(wait)

    @contextmanager
    def uploading(self, request: Request, browser: str) -> Iterator[None]:
        """Meanwhile a photo arrives. Refuses what is too much at once or in a day: of one (429), or of all (503)."""
        address = self._where.of(request)
        most = {f"browser {browser}": UPLOADS_OF_A_BROWSER, **shares(address, UPLOADS_OF_AN_ADDRESS)}
        with self._uploads.held(most):
            if wait := self._photos.wait(browser) or self._photos_of_address.wait(address):
                metrics.refused("photos")
                raise too_often(wait)
            if wait := self._photos_of_all.wait(""):
                metrics.refused("photos")
                raise HTTPException(503, headers={"Retry-After": str(math.ceil(wait))})
            yield

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
        with self._under_way.held(shares(address, OF_ONE_ADDRESS)):
            async with self._turns.seat(shares(address, SEATS_OF_ONE_ADDRESS)):
                yield


def too_often(wait: float) -> HTTPException:
    """Refused for so many seconds."""
    return HTTPException(429, headers={"Retry-After": str(math.ceil(wait))})
