"""What did the bot say to each person? Read from the mock once for all who wait to hear something."""

import threading
import time
from collections import defaultdict

from tests.platforms import Mock, Recorded

EVERY = 0.1
"""Seconds from one look at the mock to the next, however many people wait: it also plays the platform meanwhile."""


class Heard:
    """The calls that took effect, by whom they reached, in their order; many threads may ask."""

    def __init__(self, mock: Mock, says: str, addressee: str) -> None:
        self._mock = mock
        self._says = says
        """The names of the calls that say something, as a pattern."""
        self._addressee = addressee
        """The field of a call that tells whom it reaches."""
        self._calls: dict[str, list[Recorded]] = defaultdict(list)
        self._seen = 0
        self._read_at = 0.0
        self._lock = threading.Lock()

    def by(self, who: str) -> list[Recorded]:
        """Everything that reached this person up to a moment ago."""
        with self._lock:
            if time.monotonic() - self._read_at >= EVERY:
                self._read()
            return list(self._calls[who])

    def _read(self) -> None:
        for call in self._mock.calls(op=self._says, status="200", since=self._seen):
            self._calls[str(call[self._addressee])].append(call)
            self._seen = max(self._seen, call["seq"])
        self._read_at = time.monotonic()
