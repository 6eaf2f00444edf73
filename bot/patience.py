"""How is something asked that may never answer, without waiting for it for ever?"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
ABANDONED = 10
"""So many times the longest wait: nobody counts on that thread any more."""


class Patience(Generic[T]):
    """Asks in a thread of its own, one at a time: whoever asks meanwhile waits for the same answer.

    A thread that never comes back ends with the process and holds up nobody: not the pool in which messages are
    answered, and not the end of the process. After a while it is asked anew beside it, for what hung may be mended.
    """

    def __init__(self, ask: Callable[[], T], seconds: float, good_for: float) -> None:
        """`seconds`: the longest wait for an answer; `good_for`: how old it may be to be told again."""
        self._ask = ask
        self._seconds = seconds
        self._good_for = good_for
        self._lock = Lock()
        self._asked: Future[T] | None = None
        self._began = 0.0

    async def ask(self) -> T:
        """The answer. TimeoutError where it takes too long."""
        answer = asyncio.wrap_future(self._current())
        await asyncio.wait([answer], timeout=self._seconds)
        if not answer.done():
            raise TimeoutError
        return answer.result()

    def ask_blocking(self) -> T:
        """The same for a thread."""
        return self._current().result(timeout=self._seconds)

    def _current(self) -> Future[T]:
        with self._lock:
            asked, age = self._asked, monotonic() - self._began
            if asked is None or age > (self._good_for if asked.done() else ABANDONED * self._seconds):
                asked = self._asked = Future()
                self._began = monotonic()
                Thread(target=self._answer, args=(asked,), daemon=True).start()
            return asked

    def _answer(self, asked: Future[T]) -> None:
        try:
            asked.set_result(self._ask())
        finally:
            if not asked.done():  # A fault of ours, which the thread's end tells: whoever asked has no answer.
                asked.set_exception(TimeoutError())
