"""How much of something may one address have, and the network that it stands in, which may be one customer's too?"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from starlette.exceptions import HTTPException

from bot import metrics
from bot.token_bucket import TokenBuckets
from bot.web.address import site

SITE = 3
"""A network of 65,536 IPv6 addresses may have so many times what one address may."""


def shares(address: str, most: int) -> dict[str, int]:
    """By a name for each: how many an address may have, and the network that it stands in."""
    around = site(address)
    return {f"address {address}": most, **({f"site {around}": SITE * most} if around else {})}


class AddressBuckets:
    """Buckets of addresses, and of the networks that they stand in."""

    def __init__(self, size: float, per_second: float) -> None:
        self._addresses = TokenBuckets(size, per_second)
        self._sites = TokenBuckets(SITE * size, SITE * per_second)

    def wait(self, address: str) -> float:
        """Take a token of both: 0; else the seconds until there is one."""
        around = site(address)
        return self._addresses.wait(address) or (self._sites.wait(around) if around else 0.0)

    def charge(self, address: str, tokens: float) -> None:
        """Take so many more of both."""
        self._addresses.charge(address, tokens)
        if around := site(address):
            self._sites.charge(around, tokens)


class Places:
    """So many at once, of one and of all; whoever comes when they are taken is sent away."""

    def __init__(self, most: int, again: int) -> None:
        """`most`: of all; `again`: seconds after which somebody who was sent away may try again."""
        self._most = most
        self._again = {"Retry-After": str(again)}
        self._all = 0
        self._taken: Counter[str] = Counter()

    @contextmanager
    def held(self, most: Mapping[str, int]) -> Iterator[None]:
        """Meanwhile one more has a place. `most`: of one, by name. Refuses what is too much: of one 429, of all 503."""
        if any(self._taken[name] >= limit for name, limit in most.items()):
            metrics.refused("places")
            raise HTTPException(429, headers=self._again)
        if self._all >= self._most:
            metrics.refused("places")
            raise HTTPException(503, headers=self._again)
        self._all += 1
        try:
            with _counted(self._taken, most):
                yield
        finally:
            self._all -= 1


class Turns:
    """So many at once, of one and of all; the others wait. Behind the queue of one stands nobody else."""

    def __init__(self, most: int) -> None:
        self._seats = asyncio.Semaphore(most)
        self._own: dict[str, asyncio.Semaphore] = {}
        self._here: Counter[str] = Counter()
        """Seated or waiting."""

    @asynccontextmanager
    async def seat(self, most: Mapping[str, int]) -> AsyncIterator[None]:
        """Wait for a seat. `most`: of one, by name."""
        try:
            with _counted(self._here, most):
                async with AsyncExitStack() as stack:
                    for name, seats in most.items():
                        await stack.enter_async_context(self._own.setdefault(name, asyncio.Semaphore(seats)))
                    await stack.enter_async_context(self._seats)
                    yield
        finally:
            for name in most.keys() - self._here.keys():
                self._own.pop(name, None)


@contextmanager
def _counted(counter: Counter[str], names: Iterable[str]) -> Iterator[None]:
    counter.update([*names])  # of a mapping it would add the values
    try:
        yield
    finally:
        for name in names:
            counter[name] -= 1
            if not counter[name]:
                del counter[name]
