"""How fast does a backlog leave, and does it hold up who asks just now, or the other platform?

Writes so many calls down as a process leaves them that died, and starts the bot. Meanwhile people ask on LINE and on
the page. Telegram takes 30 messages a second. Needs the harness.
"""

import argparse
import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update

from bench.attacked import Attacked, attacked, chosen, databases, empty
from bench.figures import print_table
from bench.killing import count
from bench.witness import ASKS, Asked, Waits, Witness
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.letters import Letters
from bot.dispatch import Dispatcher
from bot.secrecy import Secrecy
from db.models import Outbox, now
from db.session import create_engine_for, session_factory
from tests import line_platform

TOGETHER = 1000
"""Rows of a transaction."""
MOST_SECONDS = 600
HEAD = (
    "database", "backlog", "left", "s", "calls/s", "CPU, ms a call", "others' page: p50, ms", "p95, ms",
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
    witness: Witness
    replies: Waits
    pushed: int

    def row(self) -> list[str]:
        page, line = self.witness.page, self.witness.line
        return [
            self.database, self.backlog, f"{self.left:,}", f"{self.seconds:.0f}",
            f"{self.sent / self.seconds:,.1f}", f"{self.cpu:.2f}", page.ms(0.5), page.ms(0.95),
            line.ms(0.95), f"{line.late} of {len(line.asked)}", self.replies.ms(0.5), self.replies.ms(0.95),
            str(self.pushed),
        ]  # fmt: skip


def main() -> None:
    """Print one row for each platform and database."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases(arguments)
    arguments.add_argument("--line", type=int, default=5000, help="calls of LINE that wait, at most 50,000")
    arguments.add_argument("--telegram", type=int, default=500, help="calls of Telegram that wait, at most 50,000")
    arguments.add_argument("--seconds", type=int, default=120, help=f"to watch at most, up to {MOST_SECONDS}")
    given = arguments.parse_args()
    backlog = {"line": min(given.line, 50_000), "telegram": min(given.telegram, 50_000)}
    seconds = min(given.seconds, MOST_SECONDS)
    results = [result for each in chosen(given.database) for result in run(each, backlog, seconds)]
    print_table("A backlog, and people who ask meanwhile", HEAD, [result.row() for result in results])


def run(kind: str, backlog: Mapping[str, int], seconds: int) -> list[Result]:
    """One row for each platform that has a backlog."""
    with empty(kind) as url:
        last = leave(url, backlog)
        with attacked(kind, url, quota=0, telegram=True) as bot:
            return asyncio.run(Play(kind, url, bot, last).watch(backlog, seconds))


def leave(url: str, backlog: Mapping[str, int]) -> int:
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


def left(url: str, channel: str, last: int) -> int:
    """Calls that still wait, of those up to this row."""
    return count(url, f"SELECT count(*) FROM outbox WHERE dead_at IS NULL AND channel = '{channel}' AND id <= {last}")


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
    bot: Attacked
    last: int
    """Number of the last row of the backlog."""
    replies: Waits = field(default_factory=Waits)
    asked: list[line_platform.Event] = field(default_factory=list)

    async def watch(self, backlog: Mapping[str, int], seconds: int) -> list[Result]:
        """Until all is sent, or the time is over."""
        witness = Witness(self.bot.server.address, self.bot.line.address, 0.5)
        waiting = {channel for channel, calls in backlog.items() if calls}
        began, ended = time.monotonic(), dict[str, float]()
        cpu = -sum(self.bot.sends.cpu_times()[:2])
        async with witness.watching():
            asking = asyncio.create_task(self._ask())
            while waiting - ended.keys() and time.monotonic() - began < seconds:
                await asyncio.sleep(0.5)
                for channel in waiting - ended.keys():
                    if not await asyncio.to_thread(left, self.url, channel, self.last):
                        ended[channel] = time.monotonic() - began
            over = time.monotonic() - began
            cpu += sum(self.bot.sends.cpu_times()[:2])
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        people = {line_platform.chat(event) for event in self.asked}
        pushed = sum(call["to"] in people for call in self.bot.line.calls(op="pushMessage", status="200"))
        remaining = {channel: left(self.url, channel, self.last) for channel in waiting}
        sent = {channel: backlog[channel] - remaining[channel] for channel in waiting}
        each = 1000 * cpu / max(1, sum(sent.values()))
        return [
            Result(
                self.kind, f"{backlog[channel]:,} of {channel}", remaining[channel], ended.get(channel, over),
                sent[channel], each, witness, self.replies, pushed,
            )
            for channel in sorted(waiting)
        ]  # fmt: skip

    async def _ask(self) -> None:
        """One person after the other asks on LINE; timed from the webhook to the reply."""
        line = line_platform.Line(self.bot.line, self.bot.server.address)
        while True:
            event = line_platform.text(f"live {len(self.asked)}", ASKS)
            self.asked.append(event)
            sent = time.time()
            await asyncio.to_thread(line.deliver, event)
            reply = await asyncio.to_thread(line.reply, event)
            self.replies.asked.append(Asked(sent, 200 if reply else 0, reply["t"] - sent if reply else 0.0))
            await asyncio.sleep(0.5)


if __name__ == "__main__":
    main()
