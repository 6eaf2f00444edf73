"""Has one browser or address asked too often?"""

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
        at = self._clock()
        tokens, since = self._buckets.pop(asker, (self._size, at))
        tokens = min(self._size, tokens + (at - since) * self._rate)
        taken = tokens >= 1
        self._buckets[asker] = (tokens - 1 if taken else tokens, at)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._rate
