"""Was this asked before, of the same plans and at the same point of a chat? Then the answer is known.

Many people press the same buttons. Only questions that were fully understood and answered are remembered: what people
confide is not.
"""

from collections import OrderedDict
from threading import Lock

from db.plans import Stamp
from handlers.answer import Answer
from handlers.conversation import Conversation

REMEMBERED = 1000
Asked = tuple[tuple[Stamp, ...], str, Conversation]
"""The plans as they are stored, the words, and the chat before them."""
Told = tuple[Answer, Conversation]
"""The answer, and the chat after it."""


class Answers:
    """The answers given last. Threads may share it."""

    def __init__(self) -> None:
        self._told: OrderedDict[Asked, Told] = OrderedDict()
        self._lock = Lock()

    def recall(self, asked: Asked) -> Told | None:
        """The answer; None where it is not known."""
        with self._lock:
            told = self._told.get(asked)
            if told:
                self._told.move_to_end(asked)
            return told

    def remember(self, asked: Asked, told: Told) -> Told:
        """Keep it, where it may be kept."""
        if told[0].status == "answered" and told[0].lasting and told[1].intake is None:
            with self._lock:
                self._told[asked] = told
                if len(self._told) > REMEMBERED:
                    self._told.popitem(last=False)
        return told
