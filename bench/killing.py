"""Is anything lost or said twice when the bot's processes are killed again and again?

Plays LINE: people write, the processes die at random moments (kill -9) and start again at once, and every webhook that
was not answered 200 is delivered again. At the end each event must have had exactly one answer. Needs the harness.
With --backups one backup after the other is made beside it and restored elsewhere: each must hold whatever was
acknowledged before it began.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
from sqlalchemy import text as sql

from bench.backing_up import HEAD as BACKUP_HEAD
from bench.backing_up import Backups, backing_up
from bench.figures import print_table
from db.session import create_engine_for
from tests.line_platform import SAYS, Event, again, chat, encode, sign, text
from tests.platforms import Mock, Server, environment, line_mock, serving
from tests.postgres import running_postgres

QUESTIONS = {"งบ e-service": "10.00", "เน็ตฟรีใช้งบเท่าไหร่": "15.00", "งบรวมทั้งแผนเท่าไหร่": "110.30"}
"""What each person asks, one after the other, and what only the answer to it says first."""
AT_ONCE = 32
"""Webhooks that are under way together."""
GIVES_UP = 2
"""Seconds that LINE waits for an answer."""
COMES_BACK = 0.5
"""Seconds after which LINE delivers again; in life it takes longer."""
TOO_OLD = 20 * 60
"""Seconds after which the reply token of an event is dead however it is delivered: the answer must be pushed."""
PATIENCE = 180
"""Seconds until an outbox that is not empty counts as stuck."""
HEAD = (
    "database", "processes", "events", "kills", "delivered again", "acknowledged", "by reply", "by push", "missing",
    "doubled", "left", "dead", "stored", "s",
)  # fmt: skip


Given: TypeAlias = Event | Callable[[], Event]
"""An event, or what makes it once it is due: a button can be pressed only when it is there."""


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    database: str
    processes: int
    events: int
    kills: int
    redelivered: int
    acknowledged: int
    by_reply: int
    by_push: int
    missing: int
    """Acknowledged events without an answer."""
    doubled: int
    """Events with more than one."""
    left: int
    """Calls that are still to be made."""
    dead: int
    """Calls that were given up."""
    stored: int
    """Rows of the event table; the column's constraint keeps each id unique."""
    seconds: float
    backups: Backups | None = None
    """Made beside it; None where none were."""

    @property
    def good(self) -> bool:
        if self.backups is not None and not self.backups.good:
            return False
        return (self.missing, self.doubled, self.left, self.dead, self.acknowledged, self.stored) == (
            0, 0, 0, 0, self.events, self.events,
        )  # fmt: skip

    def row(self) -> list[str]:
        values = [value for value in vars(self).values() if isinstance(value, int | float)]
        return [self.database, *(f"{value:,.0f}" for value in values), *(self.backups.row() if self.backups else ())]


@dataclass
class Play:
    """LINE while the processes die."""

    mock: Mock
    servers: Sequence[Server]
    chance: random.Random
    acknowledged: int = 0
    taken: list[str] = field(default_factory=list)
    """The ids of the events that were acknowledged, in that order."""
    redelivered: int = 0
    killed: int = 0
    moments: list[int] = field(default_factory=list)
    """How many events are acknowledged when the next kills happen, the next one last."""

    async def deliver(self, chats: Sequence[Sequence[Given]]) -> None:
        """All events, until each is acknowledged; those of a chat one after the other."""
        # Whoever waits for a button holds a thread, and the closing of cases needs one too.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2 * AT_ONCE))
        waiting = iter(chats)
        limit = aiohttp.ClientTimeout(total=GIVES_UP)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=limit) as http:
            await asyncio.gather(*(self._deliver_some(http, waiting) for _ in range(AT_ONCE)))

    async def _deliver_some(self, http: aiohttp.ClientSession, chats: Iterator[Sequence[Given]]) -> None:
        for given in chain.from_iterable(chats):
            event = await asyncio.to_thread(given) if callable(given) else given
            await self._announce(http, event)
            while not await self._post(http, event):
                self.redelivered += 1
                await asyncio.sleep(COMES_BACK * self.chance.uniform(0.5, 1.5))
                event = self._repeated(event)
                await self._announce(http, event)
            self.acknowledged += 1
            self.taken.append(self._named(event))
            if self.moments and self.acknowledged >= self.moments[-1]:
                self.moments.pop()
                await self.kill()

    def _repeated(self, event: Event) -> Event:
        """As the platform delivers it once more."""
        return again(event)

    def _named(self, event: Event) -> str:
        """The id by which the bot knows the event."""
        return str(event["webhookEventId"])

    async def _announce(self, http: aiohttp.ClientSession, event: Event) -> None:
        if "replyToken" not in event:
            return  # an unsent message has none
        lives = 60 if time.time() - event["timestamp"] / 1000 < TOO_OLD else 0
        tokens = [{"token": event["replyToken"], "to": chat(event), "ttl": lives}]
        async with http.post(f"{self.mock.address}/_ctl/reply-tokens", json=tokens) as response:
            response.raise_for_status()

    async def _post(self, http: aiohttp.ClientSession, event: Event) -> bool:
        body = encode([event])
        headers = {"x-line-signature": sign(body), "Content-Type": "application/json"}
        return await self._accepted(http, "/line/webhook", data=body, headers=headers)

    async def _accepted(self, http: aiohttp.ClientSession, path: str, **request: Any) -> bool:
        """Whether one of the processes answered 200."""
        server = self.chance.choice(self.servers)
        try:
            async with http.post(f"{server.address}{path}", **request) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def kill(self) -> None:
        """A moment later, whatever is under way then."""
        await asyncio.sleep(self.chance.uniform(0, 0.1))
        server = self.chance.choice(self.servers)
        server.kill()
        server.start()
        self.killed += 1


def run(kind: str, events: int, kills: int, seed: int, old: float = 0.1, *, backups: bool = False) -> Result:
    """One run on `sqlite` or `postgresql`. `old`: the share of events that LINE could not deliver for a while."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="killing-")))
        url, processes, another = stack.enter_context(databases(kind, folder))
        mock = stack.enter_context(line_mock(folder))
        servers = [stack.enter_context(serving(environment(url, line=mock), folder)) for _ in range(processes)]
        chance = random.Random(seed)
        given = _questions(events, old, chance)
        play = Play(mock, servers, chance, moments=sorted(chance.sample(range(1, events), kills), reverse=True))
        made = Backups(servers[0].environment, folder, play.taken, another) if backups else None
        began = time.monotonic()
        with backing_up(made):
            asyncio.run(play.deliver([[event] for event, _ in given]))
        left = wait_until_sent(url)
        seconds = time.monotonic() - began
        answers = _answers(mock, given)
        return Result(
            database=kind,
            processes=processes,
            events=events,
            kills=play.killed,
            redelivered=play.redelivered,
            acknowledged=play.acknowledged,
            by_reply=len(mock.calls(op="replyMessage", status="200")),
            by_push=len(mock.calls(op="pushMessage", status="200")),
            missing=len([number for number in answers if number == 0]),
            doubled=len([number for number in answers if number > 1]),
            left=left,
            dead=count(url, "SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL"),
            stored=count(url, "SELECT count(*) FROM event"),
            seconds=seconds,
            backups=made,
        )


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[tuple[str, int, Callable[[], str]]]:
    """An empty database, how many processes share it, and what gives another one."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bot.db'}", 1, lambda: f"sqlite:///{tempfile.mkdtemp(dir=folder)}/other.db"
        return
    with running_postgres() as postgres:
        yield postgres.create(), 2, postgres.create


def _questions(events: int, old: float, chance: random.Random) -> list[tuple[Event, str]]:
    """Each person asks each question once, so that even a push tells which event it answers."""
    people = (f"{number // len(QUESTIONS)}" for number in range(events))
    asked = islice(cycle(QUESTIONS.items()), events)
    given = [(text(who, words), figure) for who, (words, figure) in zip(people, asked, strict=True)]
    return [(_late(event) if chance.random() < old else event, figure) for event, figure in given]


def _late(event: Event) -> Event:
    """As after an outage of the bot."""
    return again(event) | {"timestamp": event["timestamp"] - 2 * TOO_OLD * 1000}


def _answers(mock: Mock, given: Sequence[tuple[Event, str]]) -> list[int]:
    """How many answers that took effect each event had."""
    calls = mock.calls(op=SAYS, status="200")
    replies = Counter(call["replyToken"] for call in calls if call["op"] == "replyMessage")
    pushes = Counter((call["to"], _figure(call["body"])) for call in calls if call["op"] == "pushMessage")
    return [replies[event["replyToken"]] + pushes[chat(event), figure] for event, figure in given]


def _figure(body: object) -> str:
    """The figure that stands first."""
    words = json.dumps(body)
    return min(QUESTIONS.values(), key=lambda figure: words.find(figure) % (len(words) + 1))


def wait_until_sent(url: str) -> int:
    """How many calls are still to be made in the end."""
    deadline = time.monotonic() + PATIENCE
    while (left := count(url, "SELECT count(*) FROM outbox WHERE dead_at IS NULL")) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def count(url: str, query: str) -> int:
    engine = create_engine_for(url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(sql(query)).scalar_one())
    finally:
        engine.dispose()


def main() -> None:
    """Print one row for each database; the exit status is 1 where anything was lost or doubled."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    arguments.add_argument("--events", type=int, default=2000)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--old", type=float, default=0.1, help="share of events that come so late that only a push is left"
    )
    arguments.add_argument("--backups", action="store_true", help="make backups beside it, and restore them elsewhere")
    given = arguments.parse_args()
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    results = [run(kind, given.events, given.kills, given.seed, given.old, backups=given.backups) for kind in kinds]
    head = HEAD + BACKUP_HEAD * given.backups
    print_table(f"Killed at random moments, seed {given.seed}", head, [result.row() for result in results])
    raise SystemExit(not all(result.good for result in results))


if __name__ == "__main__":
    main()
