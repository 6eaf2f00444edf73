"""Has one browser, address or person asked too often?"""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

REMEMBERED = 20_000
"""So many askers are remembered at once; of more, the one that was silent longest is forgotten."""


class TokenBuckets:
    """For each asker a bucket of tokens: each question takes one, and they come back at a steady rate."""

    def __init__(self, size: float, per_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._rate = per_second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, asker: str) -> float:
        """Take a token: 0. Where none is left: the seconds until there is one."""
        tokens = self._left(asker)
        taken = tokens >= 1
        self._keep(asker, tokens - 1 if taken else tokens)
        return 0.0 if taken else (1 - tokens) / self._rate

    def charge(self, asker: str, tokens: float) -> None:
        """Take so many more for what turned out to be dear, though they may not be there: then the wait is longer."""
        self._keep(asker, max(self._left(asker) - tokens, -self._size))

    def _left(self, asker: str) -> float:
        tokens, since = self._buckets.pop(asker, (self._size, self._clock()))
        return min(self._size, tokens + (self._clock() - since) * self._rate)

    def _keep(self, asker: str, tokens: float) -> None:
        self._buckets[asker] = (tokens, self._clock())
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
