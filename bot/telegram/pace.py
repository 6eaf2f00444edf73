"""When may the next message go out, so that Telegram never has to slow us down?

https://core.telegram.org/bots/faq: about one message a second in a chat, where short bursts pass, 20 a minute in a
group, 30 a second overall. Each process counts its own; what several send together is left to the platform's 429.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from time import monotonic

LONGEST_SLEEP = 3.5
"""Seconds. A longer wait is given back to the outbox, so that a call keeps to its time."""
_MARGIN = 0.3
"""Seconds added to the spans of a chat: a call that leaves later may arrive faster."""
_IN_A_CHAT = (3, 3 + _MARGIN)
_IN_A_GROUP = (20, 60 + _MARGIN)
_OVERALL = (30, 1.02)
_LATE_OVERALL = (28, 1.02)
"""For what has waited in the outbox: so that what is said just now finds a place at once, and goes before it."""
_SLOWEST = 3.0
"""Seconds after which a call that has not come back is taken to have arrived."""


@dataclass
class _Sent:
    """A message that went out."""

    left: float
    returned: float = 0.0

    def arrived(self, now: float) -> float:
        """When at the latest, as far as is known: until its call comes back, it may arrive now."""
        return self.returned or min(now, self.left + _SLOWEST)


class Pace:
    """Remembers when messages went out: to each chat of the last minute, and overall."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._all: deque[_Sent] = deque(maxlen=_OVERALL[0])
        self._chats: OrderedDict[str, deque[_Sent]] = OrderedDict()
        """By chat, the one that was silent longest first."""

    async def wait(self, chat: str, *, late: bool = False) -> float:
        """Sleep until this chat's turn, take it, and give 0; or at once the seconds of a wait that is too long."""
        until = self._clock() + LONGEST_SLEEP
        while (left := self._left(chat, late)) > 0:
            if self._clock() + left > until:
                return left
            await asyncio.sleep(left)
        self._take(chat)
        return 0.0

    def returned(self, chat: str) -> None:
        """A call came back, the oldest that is under way: it arrived now at the latest, so its span begins here."""
        under_way = next((sent for sent in self._chats.get(chat, ()) if not sent.returned), None)
        if under_way:
            under_way.returned = self._clock()

    def _left(self, chat: str, late: bool) -> float:
        now, sent = self._clock(), self._chats.get(chat, deque())
        free = [_free(now, sent, *_IN_A_CHAT), _free(now, self._all, *(_LATE_OVERALL if late else _OVERALL))]
        if chat.startswith(("-", "@")):  # The ids of groups are negative.
            free.append(_free(now, sent, *_IN_A_GROUP))
        return max(free) - now

    def _take(self, chat: str) -> None:
        now = self._clock()
        one = _Sent(now)
        self._chats.setdefault(chat, deque(maxlen=_IN_A_GROUP[0])).append(one)
        self._all.append(one)
        self._chats.move_to_end(chat)
        while next(iter(self._chats.values()))[-1].arrived(now) < now - _IN_A_GROUP[1]:
            self._chats.popitem(last=False)


def _free(now: float, sent: deque[_Sent], most: int, seconds: float) -> float:
    """When fewer than so many stand within the span, one more counted."""
    if len(sent) < most:
        return 0.0
    return min(one.arrived(now) for one in islice(sent, len(sent) - most, None)) + seconds
