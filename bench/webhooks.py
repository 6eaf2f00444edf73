"""How many signed LINE webhooks a second are answered, and how long does an answer take?

In one run on one machine: a bare endpoint that only checks, parses and answers 200, the SDK's own echo bot, and the
bot with its whole transaction and a real answer. What is measured has processor core 0 for itself; the mock of LINE
and the one who plays the people share core 1. Needs the harness.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import psutil
import uvloop

from bench.chats import read_chats
from bench.connection import Connection, connect
from bench.figures import print_table
from tests.line_platform import chat, encode, sign, text
from tests.platforms import BOT as COMMAND
from tests.platforms import (
    HARNESS_DIR,
    HARNESS_PYTHON,
    LINE_SECRET,
    Mock,
    Server,
    environment,
    line_mock,
    pinned,
    process,
    wait_for_port,
)

POPULAR = ("เน็ตฟรีใช้งบกี่ล้าน", "โครงการไหนได้งบมากที่สุด", "แผนนี้ใช้งบทั้งหมดเท่าไหร่")
"""The questions behind the bot's own buttons: what many people ask first."""
WARM_UP = 100
"""Webhooks before those that count."""
BARE_TIMES = 10
"""So often is each webhook sent to the bare endpoint, which else would be done before it can be measured."""
CONNECTIONS = 32
"""Webhooks under way together at full load."""
PATIENCE = 60
"""Seconds after which an answer counts as lost."""
BARE, ECHO, BOT = "bare endpoint", "the SDK's echo bot", "the bot"
HEAD = (
    "what", "webhooks/s", "answers/s", "of the bare one", "CPU, ms each", "full load: p50, ms", "p99, ms",
    "at this rate", "p50, ms", "p99, ms", "unanswered",
)  # fmt: skip


@dataclass(frozen=True)
class Webhook:
    """One message of one person, ready to be sent."""

    request: bytes
    token: str
    """Its reply token, by which the answer is recognised."""
    to: str


@dataclass(frozen=True)
class Load:
    """What came of many webhooks."""

    per_second: float
    answers_per_second: float
    delays: list[float]
    """Milliseconds from webhook to reply, ascending."""
    unanswered: int
    cpu: float
    """Milliseconds of the processor that the one measured took for each."""

    def delay(self, share: float) -> str:
        return f"{self.delays[min(len(self.delays) - 1, int(share * len(self.delays)))]:.0f}" if self.delays else "-"


@dataclass(frozen=True)
class Target:
    """What is measured, while it runs."""

    port: int
    pid: int
    mock: Mock
    answers: bool
    """Whether a reply comes; the bare endpoint has none."""


def draw(events: int, popular: float, chance: random.Random) -> list[tuple[str, str]]:
    """(person, words): whole chats, each of a person of its own, and people who ask a popular question.

    A chat's next message comes when all others have said theirs.
    """
    asked = [(f"popular {number}", chance.choice(POPULAR)) for number in range(int(events * popular))]
    chats = read_chats()
    chance.shuffle(chats)
    rounds = zip_longest(*([(f"chat {number}", words) for words in said] for number, said in enumerate(chats)))
    talk = [each for said in rounds for each in said if each]
    while len(talk) < events:
        talk += [(f"{person} again {len(talk)}", words) for person, words in talk]
    mixed = talk[: events - len(asked)]
    for each in asked:
        mixed.insert(chance.randrange(len(mixed) + 1), each)
    return mixed


def main() -> None:
    """Print one row for each of the three."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--events", type=int, default=900, help="at full load, and again at half of it")
    arguments.add_argument("--popular", type=float, default=0.2, help="share of people who ask a popular question")
    arguments.add_argument("--rate", type=float, help="webhooks a second at half load; else half of what was reached")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    said = draw(2 * given.events + WARM_UP, given.popular, random.Random(given.seed))
    loads = {name: _measure(name, said, given.events, given.rate) for name in (BARE, ECHO, BOT)}
    full, half = (_repeated(said, start, start + given.events) for start in (WARM_UP, WARM_UP + given.events))
    print_table(
        f"{given.events:,} webhooks, {len({who for who, _ in said}):,} people, {CONNECTIONS} at once. Asked before by "
        f"somebody: {full:.0%} of the questions at full load, {half:.0%} at half ({given.popular:.0%} with a button)",
        HEAD,
        [_row(name, full, rate, half, loads[BARE][0]) for name, (full, rate, half) in loads.items()],
    )


def _repeated(said: Sequence[tuple[str, str]], start: int, end: int) -> float:
    """The share of these questions that somebody asked before."""
    words = [words for _, words in said]
    return 1 - len(set(words[start:end]) - set(words[:start])) / (end - start)


def _row(name: str, full: Load, rate: float, half: Load, bare: Load) -> list[str]:
    """The bare endpoint sends nothing."""
    if not full.delays:
        return [name, f"{full.per_second:,.0f}", "-", "1.000", f"{full.cpu:.2f}", *["-"] * 6]
    reached = full.answers_per_second
    return [
        name, f"{full.per_second:,.0f}", f"{reached:,.0f}", f"{reached / bare.per_second:.3f}", f"{full.cpu:.2f}",
        full.delay(0.5), full.delay(0.99), f"{rate:,.0f}", half.delay(0.5), half.delay(0.99),
        str(full.unanswered + half.unanswered),
    ]  # fmt: skip


def _measure(name: str, said: Sequence[tuple[str, str]], events: int, rate: float | None) -> tuple[Load, float, Load]:
    """Full load, the rate of half load, half load."""
    with tempfile.TemporaryDirectory(prefix="webhooks-") as folder, _target(name, Path(folder)) as target:
        webhooks = _prepare(said, target)
        _run(target, webhooks[:WARM_UP], None)
        counted = webhooks[WARM_UP : WARM_UP + events]
        if not target.answers:  # nothing comes back whose time could be taken
            full = _run(target, counted * BARE_TIMES, None)
            return full, 0, full
        full = _run(target, counted, None)
        rate = rate or full.answers_per_second / 2
        return full, rate, _run(target, webhooks[WARM_UP + events :], rate)


@contextmanager
def _target(name: str, folder: Path) -> Iterator[Target]:
    with line_mock(folder, core=1) as mock:
        settings = environment(f"sqlite:///{folder / 'bot.db'}", line=mock)
        port = int(settings["PORT"])
        if name == BOT:
            server = Server(settings, folder / "log", pinned((*COMMAND, "serve"), 0))
            server.start()
            try:
                server.wait()
                assert server.process is not None
                yield Target(port, server.process.pid, mock, answers=True)
            finally:
                server.stop()
            return
        echo = [HARNESS_PYTHON, str(Path(HARNESS_DIR) / "examples" / "line_echo.py")]
        command = echo if name == ECHO else [sys.executable, "-m", "bench.bare_endpoint"]
        with process(pinned(command, 0), folder / "log", settings | {"LINE_API": mock.address}) as started:
            wait_for_port(f"http://127.0.0.1:{port}", started, folder / "log")
            yield Target(port, started.pid, mock, answers=name == ECHO)


def _prepare(said: Sequence[tuple[str, str]], target: Target) -> list[Webhook]:
    """Sign everything and announce every reply token beforehand, so that the one who plays the people has time."""
    webhooks = []
    for who, words in said:
        event = text(who, words)
        body = encode([event])
        head = (
            f"POST /line/webhook HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\nContent-Type: application/json\r\n"
            f"x-line-signature: {sign(body, LINE_SECRET)}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        webhooks.append(Webhook(head.encode() + body, event["replyToken"], chat(event)))
    tokens = [{"token": each.token, "to": each.to, "ttl": 3600} for each in webhooks]
    target.mock.tell("reply-tokens", tokens)
    return webhooks


def _run(target: Target, webhooks: Sequence[Webhook], rate: float | None) -> Load:
    """Without a rate: as fast as they are taken. With one: one after the other by the clock, come what may."""
    measured = psutil.Process(target.pid)
    seen = int(target.mock.stats()["calls"])
    before = sum(measured.cpu_times()[:2])
    began, sent = uvloop.run(_flood(target.port, webhooks) if rate is None else _pace(target.port, webhooks, rate))
    ended = time.time()
    count = len(webhooks) if target.answers else 0
    calls = (
        target.mock.calls(count=count, patience=PATIENCE, since=seen, op="replyMessage", status="200") if count else []
    )
    replied = {call["replyToken"]: call["t"] for call in calls}
    cpu = 1000 * (sum(measured.cpu_times()[:2]) - before) / len(webhooks)
    delays = sorted(1000 * (replied[token] - at) for token, at in sent.items() if token in replied)
    answered = len(delays) / (max(replied.values()) - began) if replied else 0
    return Load(len(webhooks) / (ended - began), answered, delays, max(0, count - len(delays)), cpu)


async def _flood(port: int, webhooks: Sequence[Webhook]) -> tuple[float, dict[str, float]]:
    waiting, sent, began = iter(webhooks), dict[str, float](), time.time()

    async def send() -> None:
        connection = await connect(port)
        for webhook in waiting:
            sent[webhook.token] = time.time()
            await connection.post(webhook.request)
        connection.close()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    return began, sent


async def _pace(port: int, webhooks: Sequence[Webhook], rate: float) -> tuple[float, dict[str, float]]:
    """A webhook's time is the one at which it was due: if the driver or the bot lags, that counts."""
    free: list[Connection] = []
    began = time.time()
    sent = {webhook.token: began + number / rate for number, webhook in enumerate(webhooks)}

    async def send(webhook: Webhook) -> None:
        connection = free.pop() if free else await connect(port)
        await connection.post(webhook.request)
        free.append(connection)

    async with asyncio.TaskGroup() as tasks:
        for webhook in webhooks:
            await asyncio.sleep(max(0, sent[webhook.token] - time.time()))
            tasks.create_task(send(webhook))
    for connection in free:
        connection.close()
    return began, sent


if __name__ == "__main__":
    main()
