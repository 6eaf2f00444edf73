"""Does the relay go on with what a crash or another process left, once, and delete what is too old?"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError

from bot.delivery import relay as relaying
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes, lanes_for
from bot.delivery.letters import Letters
from bot.delivery.relay import Chore, Relay
from bot.delivery.sender import LATE_AT_ONCE, Sender
from bot.secrecy import Secrecy
from bot.transaction import Work, transact
from db import conversations, events, outbox
from db.models import Conversation, now
from db.models import Event as Row
from db.outbox import HELD
from db.session import session_factory
from tests.outbox_rows import DAY, pass_time, rows
from tests.recorded_platform import RecordedPlatform, until

LETTERS = Letters(Secrecy(b"k" * 32))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not wait half a second for each look."""
    monkeypatch.setattr(relaying, "EVERY_SECONDS", 0.01)


class _Failing:
    """A database that does not answer the first few times."""

    def __init__(self, engine: Engine, failures: int) -> None:
        self._engine = engine
        self.failures = failures

    def __call__(self, works: Sequence[Work]) -> list[Any]:
        if self.failures:
            self.failures -= 1
            return [OperationalError("SELECT", {}, Exception("gone")) for _ in works]
        return transact(session_factory(self._engine), works)


@asynccontextmanager
async def _process(
    engine: Engine, *platforms: RecordedPlatform, lanes: Lanes | None = None, chores: Sequence[Chore] = ()
) -> AsyncIterator[None]:
    """Meanwhile a process relays, as `worker` does."""
    lanes = lanes or lanes_for(engine, partial(transact, session_factory(engine)))
    sender = Sender({platform.name: platform for platform in platforms}, LETTERS, lanes)
    running = asyncio.create_task(Relay(lanes, sender, chores).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await sender.close()
        await asyncio.to_thread(lanes.close)


def _leave(engine: Engine, *texts: str, chat: str = "U1", channel: str = "line", **event: Any) -> None:
    """Write calls down and die."""
    with session_factory(engine).begin() as session:
        LETTERS.post(session, Event(channel, "1", chat, **event), [Call({"text": text}) for text in texts])
    pass_time(engine, HELD + timedelta(seconds=1))


def _nothing_waits(engine: Engine) -> bool:
    return all(row.dead_at for row in rows(engine))


async def test_what_a_crash_left_is_sent(engine: Engine) -> None:
    _leave(engine, "1", "2")
    platform = RecordedPlatform()
    async with _process(engine, platform):
        await until(partial(_nothing_waits, engine))

    assert platform.texts == ["1", "2"]


async def test_the_platform_is_told_what_may_have_got_through(engine: Engine) -> None:
    """Of two calls in one chat only the first can have been under way."""
    _leave(engine, "1", "2")
    platform = RecordedPlatform()
    async with _process(engine, platform):
        await until(partial(_nothing_waits, engine))

    assert [call.unsure for call in platform.tried] == [True, False]


async def test_what_was_written_down_while_it_looked_elsewhere_is_sent(engine: Engine) -> None:
    platform = RecordedPlatform()
    async with _process(engine, platform):
        _leave(engine, "1")
        await until(partial(_nothing_waits, engine))
        _leave(engine, "2")
        await until(partial(_nothing_waits, engine))

    assert platform.texts == ["1", "2"]


async def test_two_processes_send_each_call_once_and_each_chat_in_order(engine: Engine) -> None:
    for number in range(30):
        _leave(engine, *(f"{number}.{part}" for part in range(3)), chat=f"U{number}")
    platform = RecordedPlatform()
    async with _process(engine, platform), _process(engine, platform):
        await until(partial(_nothing_waits, engine))
    by_chat = {chat: [text for text in platform.texts if text.startswith(f"{chat}.")] for chat in range(30)}

    assert by_chat == {chat: [f"{chat}.{part}" for part in range(3)] for chat in range(30)}


async def test_more_than_can_be_under_way_at_once_is_sent_in_turn(engine: Engine) -> None:
    for number in range(LATE_AT_ONCE + 10):
        _leave(engine, str(number), chat=f"U{number}")
    platform = RecordedPlatform()
    platform.open.clear()
    async with _process(engine, platform):
        await until(lambda: len(platform.tried) == LATE_AT_ONCE)
        untouched = [row.attempts for row in rows(engine)][LATE_AT_ONCE:]
        platform.open.set()
        await until(partial(_nothing_waits, engine))

    assert (untouched, len(platform.tried)) == ([1] * 10, LATE_AT_ONCE + 10)


async def test_a_database_that_comes_back_is_used_again(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    _leave(engine, "1")
    platform = RecordedPlatform()
    with caplog.at_level(logging.CRITICAL):
        async with _process(engine, platform, lanes=lanes_for(engine, _Failing(engine, failures=3))):
            await until(partial(_nothing_waits, engine))

    assert platform.texts == ["1"]


# --- much to do


def _leave_many(engine: Engine, count: int, channel: str) -> None:
    """A call to each of so many chats."""
    with session_factory(engine).begin() as session:
        for number in range(count):
            LETTERS.post(session, Event(channel, "1", f"U{number}"), [Call({"text": str(number)})])
    pass_time(engine, HELD + timedelta(seconds=1))


async def test_a_backlog_leaves_as_fast_as_places_come_free(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not so many at each look, however seldom that is."""
    monkeypatch.setattr(relaying, "EVERY_SECONDS", 3600)
    _leave_many(engine, 5 * LATE_AT_ONCE, "line")
    platform = RecordedPlatform()
    async with _process(engine, platform):
        await until(lambda: len(platform.finished) > 4 * LATE_AT_ONCE)


async def test_a_backlog_of_one_platform_that_hangs_holds_up_no_other(engine: Engine) -> None:
    _leave_many(engine, 3 * LATE_AT_ONCE, "telegram")
    telegram, line = RecordedPlatform("telegram"), RecordedPlatform("line")
    telegram.open.clear()
    async with _process(engine, telegram, line):
        await until(lambda: len(telegram.tried) == LATE_AT_ONCE)
        _leave(engine, "hello", chat="U-line")
        await until(lambda: line.finished)
        telegram.open.set()

    assert line.finished == ["hello"]


async def test_a_chore_that_waits_for_one_platform_holds_up_no_other(engine: Engine) -> None:
    """It may ask how many messages are left, and get no answer."""
    door = asyncio.Event()

    async def wait(channel: str) -> None:
        if channel == "telegram":
            await door.wait()

    _leave(engine, "hello")
    line = RecordedPlatform("line")
    async with _process(engine, line, chores=[wait]):
        await until(lambda: line.finished)
        door.set()


async def test_what_can_still_be_a_reply_does_not_wait_for_a_backlog(engine: Engine) -> None:
    _leave_many(engine, 2 * LATE_AT_ONCE, "line")
    platform = RecordedPlatform()
    platform.open.clear()
    async with _process(engine, platform):
        await until(lambda: len(platform.tried) == LATE_AT_ONCE)
        until_then = now() + DAY
        _leave(engine, "reply", chat="U-late", reply_token="t", reply_until=until_then)
        await until(lambda: "reply" in platform.texts)
        platform.open.set()


# --- what is too old


def _remember(engine: Engine, age: timedelta) -> None:
    """A chat, an event and a dead letter of that age."""
    with session_factory(engine).begin() as session:
        conversations.remember(session, str(age), "{}")
        session.execute(update(Conversation).where(Conversation.key == str(age)).values(updated_at=now() - age))
        events.record(session, "line", str(age))
        session.execute(update(Row).where(Row.external_id == str(age)).values(received_at=now() - age))
        [held] = LETTERS.post(session, Event("line", "1", str(age)), [Call({"text": str(age)})])
        outbox.bury(session, held, "refused")
    pass_time(engine, age)


def _counts(engine: Engine) -> tuple[int, int, int]:
    dead = sum(row.dead_at is not None for row in rows(engine))
    with session_factory(engine)() as session:
        chats, told = (session.scalar(select(func.count()).select_from(table)) or 0 for table in (Conversation, Row))
        return chats, told, dead


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (timedelta(hours=1), (1, 1, 1)),
        (2 * DAY, (0, 1, 1)),
        (8 * DAY, (0, 0, 1)),
        (31 * DAY, (0, 0, 0)),
    ],
)
async def test_each_thing_is_kept_for_its_own_time(engine: Engine, age: timedelta, left: tuple[int, int, int]) -> None:
    _remember(engine, age)
    _leave(engine, "sweeping comes before sending")
    platform = RecordedPlatform()
    async with _process(engine, platform):
        await until(lambda: platform.tried)

    assert _counts(engine) == left


async def test_a_sweep_is_not_made_at_every_look(engine: Engine) -> None:
    platform = RecordedPlatform()
    async with _process(engine, platform):
        _leave(engine, "1")
        await until(partial(_nothing_waits, engine))
        _remember(engine, 31 * DAY)
        _leave(engine, "2")
        await until(partial(_nothing_waits, engine))

    assert _counts(engine) == (1, 1, 1)
