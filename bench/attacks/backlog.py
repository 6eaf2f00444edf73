"""How fast does a backlog leave, and does it hold up who asks just now, or the other platform?

Writes so many calls down as a process leaves them that died, and starts the bot. Meanwhile people ask on LINE, on
Telegram and on the page. Needs the harness.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import func, select, update

from bench.attacks.witness import ASKS, Waits, Witness
from bench.figures import print_table
from bench.killing import count
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.letters import Letters
from bot.dispatch import Dispatcher
from bot.secrecy import Secrecy
from db.models import Outbox, now
from db.session import create_engine_for, session_factory
from tests import line_platform
from tests.platforms import BOT, Mock, Server, environment, line_mock, pinned, process, telegram_mock
from tests.postgres import running_postgres

TOGETHER = 1000
"""Rows of a transaction."""
MOST_SECONDS = 600
HEAD = (
    "database", "backlog", "left", "s", "calls/s", "CPU, ms a call", "page: p50, ms", "p95, ms",
    "LINE webhooks: p95, ms", "late", "live replies on LINE: p50, ms", "p95, ms", "of them pushed",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    database: str
    backlog: str
    left: int
    seconds: float
    sent: int
    cpu: float
    """Milliseconds of the processor that the sending process took for each call of either platform."""
    page: Waits
    line: Waits
    replies: Waits
    pushed: int

    def row(self) -> list[str]:
        return [
            self.database, self.backlog, f"{self.left:,}", f"{self.seconds:.0f}",
            f"{self.sent / self.seconds:,.1f}", f"{self.cpu:.2f}", self.page.ms(0.5), self.page.ms(0.95),
            self.line.ms(0.95), str(self.line.late), self.replies.ms(0.5), self.replies.ms(0.95), str(self.pushed),
        ]  # fmt: skip


def main() -> None:
    """Print one row for each database."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    arguments.add_argument("--line", type=int, default=5000, help="calls of LINE that wait, at most 50,000")
    arguments.add_argument("--telegram", type=int, default=500, help="calls of Telegram that wait, at most 50,000")
    arguments.add_argument("--seconds", type=int, default=120, help=f"to watch at most, up to {MOST_SECONDS}")
    given = arguments.parse_args()
    databases = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    backlog = {"line": min(given.line, 50_000), "telegram": min(given.telegram, 50_000)}
    results = [result for each in databases for result in run(each, backlog, min(given.seconds, MOST_SECONDS))]
    print_table("A backlog, and people who ask meanwhile", HEAD, [result.row() for result in results])


def run(kind: str, backlog: dict[str, int], seconds: int) -> list[Result]:
    """One row for each platform that has a backlog."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backlog-")))
        url = f"sqlite:///{folder / 'bot.db'}" if kind == "sqlite" else stack.enter_context(_postgres())
        line = stack.enter_context(line_mock(folder, core=1))
        telegram = stack.enter_context(telegram_mock(folder, "--any-chat", "--enforce-rate"))
        last = _leave(url, backlog)
        settings = environment(url, line=line, telegram=telegram)
        settings |= {"TRUSTED_PROXIES": "1", "ATTACHMENTS_URL": str(folder / "attachments")}
        options = ["serve"] if kind == "sqlite" else ["serve", "--without-relay"]
        server = Server(settings, folder / "server.log", pinned((*BOT, *options), 0))
        server.start()
        stack.callback(server.stop)
        server.wait()
        assert server.process is not None
        sends = server.process.pid
        if kind != "sqlite":
            sends = stack.enter_context(process(pinned((*BOT, "worker"), 1), folder / "worker.log", settings)).pid
        play = Play(kind, url, server, line, last, psutil.Process(sends))
        return asyncio.run(play.watch(backlog, seconds))


@contextmanager
def _postgres() -> Iterator[str]:
    with running_postgres() as postgres:
        yield postgres.create()


def _leave(url: str, backlog: Mapping[str, int]) -> int:
    """Calls, each to a person of its own, as a process leaves them that died; the number of the last row."""
    engine = create_engine_for(url)
    Dispatcher(engine, b"k" * 32)
    letters = Letters(Secrecy(b"k" * 32))
    for channel, calls in backlog.items():
        for start in range(0, calls, TOGETHER):
            with session_factory(engine).begin() as session:
                for number in range(start, min(calls, start + TOGETHER)):
                    event = Event(channel, str(number), _chat(channel, number))
                    letters.post(session, event, [Call(_body(channel, number))])
    with session_factory(engine).begin() as session:
        session.execute(update(Outbox).values(due_at=now() - timedelta(minutes=1), unsure=False, attempts=0))
        last = session.scalar(select(func.max(Outbox.id))) or 0
    engine.dispose()
    return last


def _chat(channel: str, number: int) -> str:
    return line_platform.person(f"waiting {number}") if channel == "line" else str(1_000_000 + number)


def _body(channel: str, number: int) -> dict[str, object]:
    words = f"โครงการที่ {number} ใช้งบ 15.00 ล้านบาท"
    if channel == "line":
        return {"messages": [{"type": "text", "text": words}]}
    return {"method": "sendMessage", "arguments": {"text": words}}


@dataclass
class Play:
    """The backlog while it leaves, and those who ask meanwhile."""

    kind: str
    url: str
    server: Server
    mock: Mock
    last: int
    """Number of the last row of the backlog."""
    sends: psutil.Process
    replies: Waits = field(default_factory=Waits)
    asked: list[line_platform.Event] = field(default_factory=list)

    async def watch(self, backlog: Mapping[str, int], seconds: int) -> list[Result]:
        """Until all is sent, or the time is over."""
        witness, began, ended = Witness(self.server.address, 0.5), time.monotonic(), dict[str, float]()
        cpu = -sum(self.sends.cpu_times()[:2])
        async with witness.watching():
            asking = asyncio.create_task(self._ask())
            while len(ended) < len(backlog) and time.monotonic() - began < seconds:
                await asyncio.sleep(0.5)
                for channel in backlog.keys() - ended.keys():
                    if not await asyncio.to_thread(self._left, channel):
                        ended[channel] = time.monotonic() - began
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        over = time.monotonic() - began
        cpu += sum(self.sends.cpu_times()[:2])
        people = {line_platform.chat(event) for event in self.asked}
        pushed = sum(call["to"] in people for call in self.mock.calls(op="pushMessage", status="200"))
        left = {channel: self._left(channel) for channel in backlog}
        each = 1000 * cpu / max(1, sum(backlog.values()) - sum(left.values()))
        return [
            Result(
                self.kind, f"{calls:,} of {channel}", left[channel], ended.get(channel, over), calls - left[channel],
                each, witness.page, witness.line, self.replies, pushed,
            )
            for channel, calls in backlog.items()
        ]  # fmt: skip

    def _left(self, channel: str) -> int:
        """Of the backlog."""
        waiting = f"dead_at IS NULL AND channel = '{channel}' AND id <= {self.last}"
        return count(self.url, f"SELECT count(*) FROM outbox WHERE {waiting}")

    async def _ask(self) -> None:
        """One person after the other asks on LINE; timed from the webhook to the reply."""
        line = line_platform.Line(self.mock, self.server.address)
        while True:
            event = line_platform.text(f"live {len(self.asked)}", ASKS)
            self.asked.append(event)
            sent = time.time()
            await asyncio.to_thread(line.deliver, event)
            reply = await asyncio.to_thread(line.reply, event)
            if reply:
                self.replies.seconds.append(reply["t"] - sent)
            else:
                self.replies.refused += 1
            await asyncio.sleep(0.5)


if __name__ == "__main__":
    main()
