"""How does the event loop have work done in transactions, in order for each chat, without waiting for the disk?

SQLite has one writer, so one lane: whatever waits there shares one commit (measured: 2,500 against 860 events a
second). PostgreSQL has several lanes; a chat always takes the same one. There each work has its own transaction, for
two processes that each lock several chats could wait for each other.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class _Job:
    work: Work
    result: asyncio.Future[Any]
    since: float = field(default_factory=monotonic)


class Lanes:
    """Threads that do transactions. Made inside the running loop; `close` ends them."""

    def __init__(self, transact: Callable[[Sequence[Work]], list[Any]], lanes: int, together: int) -> None:
        self._transact = transact
        self._together = together
        self._loop = asyncio.get_running_loop()
        self._queues: list[SimpleQueue[_Job | None]] = [SimpleQueue() for _ in range(lanes)]
        self._threads = [Thread(target=self._drive, args=(queue,), daemon=True) for queue in self._queues]
        for thread in self._threads:
            thread.start()

    async def run(self, chat: str, work: Work) -> Any:
        """The result of the work, or its exception as a value; works of one chat are done in order."""
        job = _Job(work, self._loop.create_future())
        self._queues[hash(chat) % len(self._queues)].put(job)
        return await job.result

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
            queue.put(None)
        for thread in self._threads:
            thread.join()

    def _drive(self, queue: SimpleQueue[_Job | None]) -> None:
        while True:
            jobs = _next(queue, self._together)
            work = [job for job in jobs if job is not None]
            for job in work:
                metrics.lane_waited(monotonic() - job.since)
            if work:
                results = self._transact([job.work for job in work])
                self._loop.call_soon_threadsafe(_settle, work, results)
            if None in jobs:
                return


def lanes_for(engine: Engine, transact: Callable[[Sequence[Work]], list[Any]]) -> Lanes:
    """As many lanes as the database has use for."""
    if engine.dialect.name == "sqlite":
        return Lanes(transact, lanes=1, together=TOGETHER_SQLITE)
    return Lanes(transact, lanes=LANES_POSTGRESQL, together=1)


def _next(queue: SimpleQueue[_Job | None], most: int) -> list[_Job | None]:
    """Wait for one, then take what else is there already; None ends the lane."""
    jobs = [queue.get()]
    while jobs[-1] is not None and len(jobs) < most:
        try:
            jobs.append(queue.get_nowait())
        except Empty:
            break
    return jobs


def _settle(jobs: Sequence[_Job], results: Sequence[Any]) -> None:
    for job, result in zip(jobs, results, strict=True):
        if not job.result.done():  # who asked may have stopped waiting
            job.result.set_result(result)
