"""Which bot is attacked? On SQLite one process, on PostgreSQL a server and a worker, and mocks of the platforms.

What takes requests has processor core 0; whoever plays the others has core 1.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.platforms import (
    BOT,
    START_SECONDS,
    Mock,
    NotStartedError,
    Server,
    environment,
    line_mock,
    pinned,
    process,
    telegram_mock,
)
from tests.postgres import running_postgres


@dataclass(frozen=True)
class Attacked:
    """The bot, ready."""

    server: Server
    line: Mock
    sends: psutil.Process
    """The process that sends what waits."""

    @property
    def process(self) -> psutil.Process:
        """The one that takes requests."""
        assert self.server.process is not None
        return psutil.Process(self.server.process.pid)


def databases(arguments: argparse.ArgumentParser) -> None:
    """An option by which to choose them."""
    arguments.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")


def chosen(database: str) -> Sequence[str]:
    """The kinds that were chosen."""
    return ["sqlite", "postgresql"] if database == "both" else [database]


@contextmanager
def empty(kind: str) -> Iterator[str]:
    """The address of a database that is empty."""
    with ExitStack() as stack:
        if kind == "sqlite":
            yield f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory(prefix='attacked-'))}/bot.db"
        else:
            yield stack.enter_context(running_postgres()).create()


@contextmanager
def attacked(kind: str, url: str, *, quota: int = 500, telegram: bool = False) -> Iterator[Attacked]:
    """The bot on this database, behind one proxy of ours; `quota`: pushes of the month."""
    leave_core_0()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="attacked-")))
        line = stack.enter_context(line_mock(folder, *(["--quota", str(quota)] if quota else []), core=1))
        other = stack.enter_context(telegram_mock(folder, "--any-chat", "--enforce-rate")) if telegram else None
        settings = environment(url, line=line, telegram=other)
        settings |= {"TRUSTED_PROXIES": "1", "ATTACHMENTS_URL": str(folder / "attachments")}
        options = ["serve"] if kind == "sqlite" else ["serve", "--without-relay"]
        server = Server(settings, folder / "server.log", pinned((*BOT, *options), 0))
        server.start()
        stack.callback(server.stop)
        server.wait()
        assert server.process is not None
        sends = server.process.pid
        if kind != "sqlite":
            log = folder / "worker.log"
            sends = stack.enter_context(process(pinned((*BOT, "worker"), 1), log, settings)).pid
            _wait_for_the_worker(log)
        yield Attacked(server, line, psutil.Process(sends))


def _wait_for_the_worker(log: Path) -> None:
    """Else its start would be measured, and one that is attacked while it starts does not start."""
    deadline = time.monotonic() + START_SECONDS
    while "Working" not in log.read_text(encoding="utf-8"):
        if time.monotonic() > deadline:
            raise NotStartedError(log.read_text(encoding="utf-8"))
        time.sleep(0.05)


def leave_core_0() -> None:
    """To the bot."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})


def memory(process: psutil.Process) -> float:
    """Of a process and those that it started, MB."""
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20
