"""When may the next message go out, so that Telegram never has to slow us down?

https://core.telegram.org/bots/faq: about one message a second in a chat, where short bursts pass, 20 a minute in a
group, 30 a second overall. Each process counts its own; what several send together is left to the platform's 429.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

LONGEST_SLEEP = 3.5
"""Seconds. A longer wait is given back to the outbox, so that a call keeps to its time."""
_MARGIN = 0.3
"""Seconds added to each span: a call that leaves later may arrive faster."""
_IN_A_CHAT = (3, 3 + _MARGIN)
_IN_A_GROUP = (20, 60 + _MARGIN)
_OVERALL = (30, 1 + _MARGIN)


class Pace:
    """Remembers when messages went out: to each chat of the last minute, and overall."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._all: deque[float] = deque(maxlen=_OVERALL[0])
        self._chats: OrderedDict[str, deque[float]] = OrderedDict()
        """By chat, the one that was silent longest first."""

    async def wait(self, chat: str) -> float:
        """Sleep until this chat's turn, take it, and give 0; or at once the seconds of a wait that is too long."""
        until = self._clock() + LONGEST_SLEEP
        while (left := self._left(chat)) > 0:
            if self._clock() + left > until:
                return left
            await asyncio.sleep(left)
        self._take(chat)
        return 0.0

    def returned(self, chat: str) -> None:
        """A call came back: it arrived now at the latest, so its span begins here."""
        sent = self._chats.get(chat)
        if sent:
            sent[-1] = self._clock()

    def _left(self, chat: str) -> float:
        sent = self._chats.get(chat, deque())
        free = [_free(sent, *_IN_A_CHAT), _free(self._all, *_OVERALL)]
        if chat.startswith(("-", "@")):  # The ids of groups are negative.
            free.append(_free(sent, *_IN_A_GROUP))
        return max(free) - self._clock()

    def _take(self, chat: str) -> None:
        now = self._clock()
        sent = self._chats.setdefault(chat, deque(maxlen=_IN_A_GROUP[0]))
        sent.append(now)
        self._all.append(now)
        self._chats.move_to_end(chat)
        while next(iter(self._chats.values()))[-1] < now - _IN_A_GROUP[1]:
            self._chats.popitem(last=False)


def _free(sent: deque[float], most: int, seconds: float) -> float:
    """When fewer than so many stand within the span, one more counted."""
    return sent[-most] + seconds if len(sent) >= most else 0.0
