"""How long is the wait before the next attempt?"""

import random

_MOST_DOUBLINGS = 20
"""Far beyond any longest wait. What is tried for a week may be tried a thousand times, more than a float can double."""


def backoff(attempts: int, longest: float) -> float:
    """Seconds, doubled with each attempt; spread, so that not everybody comes back at once."""
    return min(longest, 2.0 ** min(attempts, _MOST_DOUBLINGS)) * random.uniform(0.5, 1)  # noqa: S311  # no secret
