"""How is work done in transactions, in order for each chat, without the event loop waiting for the disk?

SQLite has one writer, so one lane: whatever waits there shares one commit (measured: 2,500 against 860 events a
second). PostgreSQL has several lanes; a chat always takes the same one. There each work has its own transaction, for
two processes that each lock several chats could wait for each other. What platforms wait for comes before the page:
they give a webhook up after two seconds.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from bot import metrics
from bot.transaction import Work

LANES_POSTGRESQL = 4
TOGETHER_SQLITE = 16
"""Works that share a commit at most: the first waits for the last."""
_log = logging.getLogger(__name__)
Transact = Callable[[Sequence[Work]], list[Any]]
Prepare = Callable[[Sequence[Work]], None]


class BusyError(Exception):
    """So much else was to be done that the work was not begun in time. It will not be done."""


@dataclass(frozen=True)
class _Job:
    work: Work
    result: asyncio.Future[Any] | Future[Any]
    since: float = field(default_factory=monotonic)

    def begins(self) -> bool:
        """False where who waited for it in a thread gave it up. A loop's future is settled in the loop alone."""
        return isinstance(self.result, asyncio.Future) or self.result.set_running_or_notify_cancel()


class Lanes:
    """Threads that do transactions. Made inside the running loop; `close` ends them."""

    def __init__(self, transact: Transact, lanes: int, together: int, prepare: Prepare | None = None) -> None:
        """`prepare` does what can be done of works before their transaction."""
        self._transact = transact
        self._prepare = prepare
        self._together = together
        self._loop = asyncio.get_running_loop()
        self._queues = [_Queue() for _ in range(lanes)]
        self._threads = [Thread(target=self._drive, args=(queue,), daemon=True) for queue in self._queues]
        for thread in self._threads:
            thread.start()

    async def run(self, chat: str, work: Work) -> Any:
        """The result of the work, or its exception as a value; works of one chat are done in order."""
        result = self._loop.create_future()
        self._queue_of(chat).put(_Job(work, result))
        return await result

    def run_last(self, chat: str, work: Work, patience: float) -> Any:
        """The same, behind everything else, for a thread that waits. Raises BusyError where it cannot be begun within
        so many seconds; what was begun is waited for."""
        result: Future[Any] = Future()
        self._queue_of(chat).put_last(_Job(work, result))
        try:
            return result.result(patience)
        except TimeoutError:
            if result.cancel():
                raise BusyError from None
            return result.result()

    async def chore(self, work: Work) -> Any:
        """The result of work for nobody's chat; None where the database does not answer just now: it is done again."""
        result = await self.run("", work)
        if isinstance(result, Exception):
            _log.error("What is done beside the chats failed; it is tried again.", exc_info=result)
            return None
        return result

    def close(self) -> None:
        """Finish what waits, then end."""
        for queue in self._queues:
            queue.put_last(None)
        for thread in self._threads:
            thread.join()

    def _queue_of(self, chat: str) -> "_Queue":
        return self._queues[hash(chat) % len(self._queues)]

    def _drive(self, queue: "_Queue") -> None:
        while True:
            jobs = queue.take(self._together)
            begun = [job for job in jobs if job is not None and job.begins()]
            for job in begun:
                metrics.lane_waited(monotonic() - job.since)
            if begun:
                self._do(begun)
            if None in jobs:
                return

    def _do(self, jobs: Sequence[_Job]) -> None:
        works = [job.work for job in jobs]
        if self._prepare:
            self._prepare(works)
        results = self._transact(works)
        self._loop.call_soon_threadsafe(_settle, jobs, results)


class _Queue:
    """Jobs in their order; those that were put last come when there are no others. None ends it."""

    def __init__(self) -> None:
        self._first: deque[_Job | None] = deque()
        self._last: deque[_Job | None] = deque()
        self._there: SimpleQueue[None] = SimpleQueue()
        """One for each job: by this the lane's thread waits."""

    def put(self, job: _Job | None) -> None:
        self._first.append(job)
        self._there.put(None)

    def put_last(self, job: _Job | None) -> None:
        self._last.append(job)
        self._there.put(None)

    def take(self, most: int) -> list[_Job | None]:
        """Wait for one, then take what else is there already."""
        self._there.get()
        jobs = [self._next()]
        while jobs[-1] is not None and len(jobs) < most:
            try:
                self._there.get_nowait()
            except Empty:
                break
            jobs.append(self._next())
        return jobs

    def _next(self) -> _Job | None:
        return (self._first or self._last).popleft()


def lanes_for(engine: Engine, transact: Transact, prepare: Prepare | None = None) -> Lanes:
    """As many lanes as the database has use for. On PostgreSQL what could be prepared locks nobody else's rows."""
    if engine.dialect.name == "sqlite":
        return Lanes(transact, 1, TOGETHER_SQLITE, prepare)
    return Lanes(transact, LANES_POSTGRESQL, 1)


def _settle(jobs: Sequence[_Job], results: Sequence[Any]) -> None:
    for job, result in zip(jobs, results, strict=True):
        if not job.result.done():  # who asked may have stopped waiting
            job.result.set_result(result)
