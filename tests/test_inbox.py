"""Has each event exactly one effect, is it acknowledged only when it is stored, and what if we are at fault or slow?"""

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery import inbox as receiving
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.inbox import AT_ONCE_OF_ONE, PHOTOS_OF_ONE, Inbox
from bot.delivery.lanes import lanes_for
from bot.delivery.sender import AT_ONCE, Sender
from bot.dispatch import Dispatcher
from bot.token_bucket import TokenBuckets
from bot.transaction import Work, transact
from db import outbox
from db.models import Conversation, Outbox
from db.models import Event as Row
from db.session import create_engine_for, session_factory
from handlers import several_plans
from handlers.answer import Answer
from handlers.message import Message
from handlers.reply import reply
from tests.conftest import BACKENDS
from tests.outbox_rows import rows
from tests.recorded_platform import RecordedPlatform, until

WIFI = "โครงการ 5.3.6 ใช้งบเท่าไหร่"
NAME = "Free Wi-Fi"
WHO = "แล้วใครรับผิดชอบ"
TROUBLE = "เรื่องลับของสมชาย"
HOUR = 3600
LONG = 30


@dataclass
class Database:
    """The database of a process. A test can shut the door to it, and let it be away for some transactions."""

    engine: Engine
    open: threading.Event
    away: int = 0

    def __call__(self, works: Sequence[Work]) -> list[Any]:
        assert self.open.wait(LONG)
        if self.away:
            self.away -= 1
            return [OperationalError("BEGIN", {}, Exception("gone")) for _ in works]
        return transact(session_factory(self.engine), works)


@dataclass(frozen=True)
class Process:
    """One process that takes events in."""

    inbox: Inbox
    platform: RecordedPlatform
    database: Database
    sender: Sender

    async def take(self, *told: Event) -> bool:
        """Whether they are acknowledged; waits until what answers them is sent."""
        taken = await self.inbox.take(told)
        await self.quiet()
        return taken

    async def quiet(self) -> None:
        """Until nothing is under way, and the relay would find nothing more."""
        await self.inbox.close()
        left = True
        while left:
            await until(lambda: not self.sender.under_way)
            with session_factory(self.database.engine).begin() as session:
                left = bool(held := outbox.hold_due(session, "line", AT_ONCE))
            self.sender.send(held)


@pytest.fixture(scope="module", params=BACKENDS, name="loaded")
def _loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dispatcher]:
    """SQLite and PostgreSQL in turn, with the plan read once."""
    if request.param == "sqlite":
        copy = tmp_path_factory.mktemp("inbox") / "test.db"
        shutil.copyfile(request.getfixturevalue("plan_file"), copy)
        url = f"sqlite:///{copy}"
    else:
        url = request.getfixturevalue("postgres").create(template=request.getfixturevalue("postgres_template"))
    bot = Dispatcher(create_engine_for(url), b"k" * 32)
    yield bot
    bot.engine.dispose()


@pytest.fixture(name="bot")
def _bot(loaded: Dispatcher) -> Dispatcher:
    """To whom nobody has said anything yet."""
    with loaded.sessions.begin() as session:
        for table in (Row, Outbox, Conversation):
            session.execute(delete(table))
    return loaded


@pytest.fixture(name="engine")
def _engine(bot: Dispatcher) -> Engine:
    return bot.engine


@asynccontextmanager
async def _process(bot: Dispatcher) -> AsyncIterator[Process]:
    database, platform = Database(bot.engine, threading.Event()), RecordedPlatform()
    database.open.set()
    lanes = lanes_for(bot.engine, database)
    sender = Sender({"line": platform}, bot.letters, lanes)
    process = Process(Inbox(bot, {"line": platform}, lanes, sender), platform, database, sender)
    yield process
    database.open.set()
    platform.open.set()
    await process.quiet()
    await asyncio.to_thread(lanes.close)


@pytest.fixture(name="process")
async def _one_process(bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Process]:
    """On a machine that is as slow as it may be: no test depends on it."""
    monkeypatch.setattr(receiving, "ACKNOWLEDGED_SECONDS", HOUR)
    monkeypatch.setattr(receiving, "WORKING_SECONDS", HOUR)
    async with _process(bot) as process:
        yield process


def _said(number: str, words: str = WIFI, chat: str = "U1", **fields: Any) -> Event:
    return Event("line", number, chat, Message(channel="line", user=chat, text=words), **fields)


def _gone(number: str, chat: str = "U1") -> Event:
    return Event("line", number, chat, gone=True)


def _answered(process: Process) -> list[str]:
    """The numbers of the events that were answered, in order."""
    return [text.partition(":")[0] for text in process.platform.texts]


def _told(engine: Engine) -> list[Row]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Row).order_by(Row.id)))


def _chats(engine: Engine) -> list[Conversation]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Conversation)))


# --- one effect


async def test_an_event_is_answered_where_it_happened(process: Process) -> None:
    await process.take(_said("1"))

    assert [(call.recipient, "15.00" in call.body["text"]) for call in process.platform.tried] == [("U1", True)]


async def test_nothing_told_is_acknowledged(process: Process) -> None:
    assert await process.take() is True


async def test_a_repeat_is_acknowledged(process: Process) -> None:
    assert [await process.take(_said("1")) for _ in range(2)] == [True, True]


async def test_a_repeat_is_not_answered(process: Process) -> None:
    await process.take(_said("1"))
    await process.take(_said("1"))

    assert _answered(process) == ["1"]


async def test_a_repeat_beside_the_event_is_not_answered(process: Process) -> None:
    await process.take(_said("1"), _said("2"), _said("1"))

    assert sorted(_answered(process)) == ["1", "2"]


async def test_a_repeat_changes_no_chat(process: Process) -> None:
    """The question after it is still about what was asked last."""
    await process.take(_said("1", "โครงการ 5.1.1 ใช้งบเท่าไหร่"))
    await process.take(_said("2", WIFI))
    await process.take(_said("1", "โครงการ 5.1.1 ใช้งบเท่าไหร่"))
    await process.take(_said("3", WHO))

    assert NAME in process.platform.texts[-1]


async def test_the_same_number_on_two_platforms_is_two_events(process: Process, bot: Dispatcher) -> None:
    await process.take(_said("1"))
    other = RecordedPlatform("telegram")
    with bot.sessions.begin() as session:
        held = bot.take(session, replace(_said("1"), channel="telegram"), other)

    assert len(held) == 1


async def test_two_processes_told_the_same_at_once_answer_once(process: Process, bot: Dispatcher) -> None:
    async with _process(bot) as other:
        events = [_said(str(number), chat=f"U{number % 3}") for number in range(12)]
        taken = await asyncio.gather(
            *(one.inbox.take([event]) for event in events for one in (process, other, process))
        )
        await process.quiet()
        await other.quiet()

        assert (all(taken), sorted(_answered(process) + _answered(other))) == (
            True,
            sorted(str(number) for number in range(12)),
        )


async def test_what_asks_for_no_answer_is_only_written_down(process: Process, engine: Engine) -> None:
    await process.take(Event("line", "1", "U1"))

    assert (process.platform.tried, [row.external_id for row in _told(engine)]) == ([], ["1"])


# --- order


async def test_quick_messages_of_one_person_are_answered_in_order(process: Process) -> None:
    numbers = [str(number) for number in range(12)]
    await asyncio.gather(*(process.inbox.take([_said(number)]) for number in numbers))
    await process.quiet()

    assert _answered(process) == numbers


async def test_each_message_is_understood_after_the_one_before(process: Process) -> None:
    words = (WIFI, WHO, "โครงการ 5.1.1 ใช้งบเท่าไหร่", WHO)
    await asyncio.gather(*(process.inbox.take([_said(str(n), said)]) for n, said in enumerate(words)))
    await process.quiet()

    assert [NAME in text for text in process.platform.texts] == [True, True, False, False]


async def test_people_do_not_wait_for_each_other(process: Process) -> None:
    process.platform.open.clear()
    for number in range(5):
        await process.inbox.take([_said(str(number), chat=f"U{number}")])
    await until(lambda: len(process.platform.tried) == 5)

    assert sorted(_answered(process)) == ["0", "1", "2", "3", "4"]


async def test_calls_of_one_answer_keep_their_order(process: Process) -> None:
    await process.take(_said("1", details={"calls": 4}))

    assert [call.body["part"] for call in process.platform.tried] == [0, 1, 2, 3]


# --- a chat that is gone


async def test_who_is_gone_leaves_no_chat(process: Process, engine: Engine) -> None:
    await process.take(_said("1"), _said("2", chat="U2"))
    await process.take(_gone("3"))

    assert len(_chats(engine)) == 1


async def test_who_is_gone_is_sent_nothing_more(process: Process, engine: Engine) -> None:
    process.platform.open.clear()
    await process.inbox.take([_said("1", details={"calls": 3}), _said("2", chat="U2")])
    await until(lambda: len(process.platform.tried) == 2)
    await process.inbox.take([_gone("3")])
    left = [row.chat for row in rows(engine)]
    process.platform.open.set()
    await process.quiet()

    assert (len(left), sorted(_answered(process))) == (1, ["1", "2"])


async def test_who_is_gone_is_told_nothing(process: Process) -> None:
    await process.take(_gone("1"))

    assert process.platform.tried == []


async def test_who_comes_back_is_answered(process: Process) -> None:
    await process.take(_gone("1"))
    await process.take(_said("2"))

    assert _answered(process) == ["2"]


# --- faults of ours


@pytest.fixture(name="trouble")
def _trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """One question that the handlers cannot take."""

    def sometimes(session: Session, index: Any, message: Message, *rest: Any) -> Any:
        if message.text == TROUBLE:
            raise ValueError(f"cannot take {message.text}")
        return reply(session, index, message, *rest)

    monkeypatch.setattr(several_plans, "reply", sometimes)


@pytest.mark.usefixtures("trouble")
async def test_an_event_that_we_cannot_handle_is_acknowledged(process: Process) -> None:
    assert await process.take(_said("1", TROUBLE)) is True


@pytest.mark.usefixtures("trouble")
async def test_an_event_that_we_cannot_handle_gets_an_apology(process: Process) -> None:
    await process.take(_said("1", TROUBLE))

    assert [text.startswith("1: ขออภัย") for text in process.platform.texts] == [True]


@pytest.mark.usefixtures("trouble")
async def test_an_event_that_we_cannot_handle_is_apologised_for_once(process: Process) -> None:
    await process.take(_said("1", TROUBLE))
    await process.take(_said("1", TROUBLE))

    assert _answered(process) == ["1"]


@pytest.mark.usefixtures("trouble")
async def test_a_fault_is_written_down_with_its_place_and_kind(process: Process, engine: Engine) -> None:
    await process.take(_said("1", TROUBLE))
    [row] = _told(engine)

    assert ("dispatch.py" in row.fault, row.fault.endswith("ValueError")) == (True, True)


@pytest.mark.usefixtures("trouble")
async def test_a_fault_is_written_down_without_what_was_said(process: Process, engine: Engine) -> None:
    await process.take(_said("1", TROUBLE))
    [row] = _told(engine)

    assert [word for word in (TROUBLE, "U1") if word in row.fault] == []


@pytest.mark.usefixtures("trouble")
async def test_the_others_of_the_batch_are_answered(process: Process) -> None:
    taken = await process.take(_said("1"), _said("2", TROUBLE, "U2"), _said("3", chat="U3"), _said("4"))

    assert (taken, sorted(_answered(process))) == (True, ["1", "2", "3", "4"])


@pytest.mark.usefixtures("trouble")
async def test_the_others_of_the_batch_have_no_fault(process: Process, engine: Engine) -> None:
    await process.take(_said("1"), _said("2", TROUBLE, "U2"), _said("3", chat="U3"))

    assert sorted(row.external_id for row in _told(engine) if not row.fault) == ["1", "3"]


@pytest.mark.usefixtures("trouble")
async def test_a_fault_leaves_the_chat_as_it_was(process: Process) -> None:
    for number, words in enumerate((WIFI, TROUBLE, WHO)):
        await process.take(_said(str(number), words))

    assert NAME in process.platform.texts[-1]


# --- the database


async def test_what_cannot_be_stored_is_not_acknowledged(process: Process, caplog: pytest.LogCaptureFixture) -> None:
    process.database.away = 1
    with caplog.at_level(logging.CRITICAL):
        assert await process.take(_said("1")) is False


async def test_what_could_not_be_stored_is_answered_when_it_is_told_again(process: Process) -> None:
    process.database.away = 1
    taken = [await process.take(_said("1")) for _ in range(3)]

    assert (taken, _answered(process)) == ([False, True, True], ["1"])


async def test_what_was_not_acknowledged_is_not_answered(process: Process) -> None:
    process.database.away = 1
    await process.take(_said("1"))

    assert process.platform.tried == []


async def test_one_event_that_is_not_stored_keeps_the_batch_unacknowledged(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told again, the one that is stored is a repeat."""
    take = process.inbox._dispatcher.take

    def sometimes(session: Session, event: Event, *more: Any) -> Any:
        if event.id == "2" and not monkeypatched:
            monkeypatched.append(1)
            raise OperationalError("INSERT", {}, Exception("gone"))
        return take(session, event, *more)

    monkeypatched: list[int] = []
    monkeypatch.setattr(process.inbox._dispatcher, "take", sometimes)
    both = _said("1"), _said("2", chat="U2")
    taken = [await process.take(*both) for _ in range(2)]

    assert (taken, sorted(_answered(process))) == ([False, True], ["1", "2"])


async def test_what_takes_too_long_is_not_acknowledged_but_answered(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "ACKNOWLEDGED_SECONDS", 0.01)
    process.database.open.clear()
    taken = await process.inbox.take([_said("1")])
    process.database.open.set()
    await process.quiet()

    assert (taken, _answered(process)) == (False, ["1"])


async def test_the_repeat_of_what_took_too_long_is_recognised(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.database.open.clear()
    with monkeypatch.context() as slow:
        slow.setattr(receiving, "ACKNOWLEDGED_SECONDS", 0.01)
        first = await process.inbox.take([_said("1")])
    repeat = asyncio.create_task(process.inbox.take([_said("1")]))
    await asyncio.sleep(0)
    process.database.open.set()
    taken = first, await repeat
    await process.quiet()

    assert (taken, _answered(process)) == ((False, True), ["1"])


async def test_repeats_of_what_takes_long_count_as_one_message(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who wrote once, on a slow day, is not told that it is too much, and their next message is not left alone."""
    process.database.open.clear()
    with monkeypatch.context() as slow:
        slow.setattr(receiving, "ACKNOWLEDGED_SECONDS", 0.001)
        for _ in range(receiving.AT_ONCE_OF_ONE + 10):
            await process.inbox.take([_said("1")])
    process.database.open.set()
    await process.take(_said("1"), _said("2"))

    assert _answered(process) == ["1", "2"]


# --- showing that an answer is being made


async def test_who_waits_is_shown_that_an_answer_is_being_made(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "WORKING_SECONDS", 0)
    process.database.open.clear()
    taking = asyncio.create_task(process.inbox.take([_said("1"), _said("2", chat="U2")]))
    await until(lambda: len(process.platform.working) == 2)
    process.database.open.set()
    await taking

    assert sorted(process.platform.working) == ["U1", "U2"]


async def test_who_is_answered_in_time_is_shown_nothing(process: Process) -> None:
    await process.take(_said("1"))

    assert process.platform.working == []


async def test_who_asked_nothing_is_shown_nothing(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "WORKING_SECONDS", 0)
    process.database.open.clear()
    taking = asyncio.create_task(process.inbox.take([_gone("1"), _said("2", chat="U2")]))
    await until(lambda: process.platform.working)
    process.database.open.set()
    await taking

    assert process.platform.working == ["U2"]


# --- the end


async def test_at_the_end_what_was_begun_is_stored_and_sent(
    process: Process, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "ACKNOWLEDGED_SECONDS", 0.01)
    process.database.open.clear()
    await process.inbox.take([_said("1"), _said("2", chat="U2")])
    closing = asyncio.create_task(process.inbox.close())
    process.database.open.set()
    await closing
    await process.sender.close()

    assert (sorted(_answered(process)), rows(engine)) == (["1", "2"], [])


class _Unable(RecordedPlatform):
    """Cannot put anything into its own form."""

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        raise KeyError("page")


async def test_an_event_whose_answer_cannot_be_written_holds_up_no_other(process: Process, bot: Dispatcher) -> None:
    lanes = process.inbox._lanes
    inbox = Inbox(bot, {"line": _Unable()}, lanes, process.sender)

    assert await inbox.take([_said("1")]) is True


async def test_who_is_gone_gets_no_apology(process: Process, bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(bot, "_forget_chat", fail)
    await process.take(_gone("1"))

    assert process.platform.tried == []


# --- too much of one


async def _flood(process: Process, count: int, **said: Any) -> list[bool]:
    return [await process.inbox.take([_said(str(number), **said)]) for number in range(count)]


async def test_a_flood_of_one_is_acknowledged_and_answered_in_part(process: Process) -> None:
    """What is refused would come again."""
    taken = await _flood(process, 3 * AT_ONCE_OF_ONE)
    await process.quiet()

    assert ({*taken}, AT_ONCE_OF_ONE // 2 < len(_answered(process)) < 2 * AT_ONCE_OF_ONE) == ({True}, True)


async def test_who_writes_too_fast_is_told_so_once(process: Process) -> None:
    await _flood(process, 3 * AT_ONCE_OF_ONE)
    await process.quiet()

    assert len([text for text in process.platform.texts if "ถี่เกินไป" in text]) == 1


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Message("line", "U1", "free wifi?"), "Your messages come too quickly"),
        (Message("line", "U1", "", "sticker", "en"), "Your messages come too quickly"),
        (Message("line", "U1", "", "sticker", "th"), "ข้อความเข้ามาถี่เกินไป"),
    ],
)
async def test_it_is_told_in_the_language_of_the_person(process: Process, message: Message, words: str) -> None:
    await _flood(process, 2 * AT_ONCE_OF_ONE, words="")
    monitored = len(process.platform.tried)
    process.inbox._told = TokenBuckets(1, 1)
    await process.inbox.take([Event("line", "last", "U1", message)])
    await process.quiet()

    assert any(words in text for text in process.platform.texts[monitored:])


async def test_a_flood_of_one_leaves_others_answered(process: Process) -> None:
    await _flood(process, 2 * AT_ONCE_OF_ONE)
    await process.take(_said("other", chat="U2"))

    assert "other" in _answered(process)


async def test_a_long_message_counts_for_several(process: Process) -> None:
    await _flood(process, AT_ONCE_OF_ONE // 2, words="ก" * 5000)
    await process.quiet()

    assert len(_answered(process)) < 10


async def test_who_leaves_is_forgotten_however_much_they_wrote(process: Process, bot: Dispatcher) -> None:
    await _flood(process, 2 * AT_ONCE_OF_ONE)
    await process.take(_gone("gone"))

    assert _chats(bot.engine) == []


async def test_after_a_while_the_person_is_answered_again(process: Process) -> None:
    await _flood(process, 2 * AT_ONCE_OF_ONE)
    await process.quiet()
    process.inbox._messages._clock = lambda: time.monotonic() + 60
    await process.take(_said("later"))

    assert "later" in _answered(process)


def _photo(number: str, chat: str = "U1") -> Event:
    return Event("line", number, chat, Message("line", chat, "", "photo", "th", reference=number))


async def _send_photos(process: Process, count: int) -> None:
    process.inbox._messages = TokenBuckets(10 * count, 1)
    for number in range(count):
        await process.inbox.take([_photo(str(number))])
    await process.quiet()


def _refused_photos(process: Process) -> int:
    return len([text for text in process.platform.texts if "รับรูปจากคุณครบแล้ว" in text])


async def test_beyond_the_photos_of_a_day_a_person_is_told_so_once(process: Process) -> None:
    """Else one account fills the disk, five photos a case."""
    await _send_photos(process, PHOTOS_OF_ONE + 5)

    assert (len(_answered(process)), _refused_photos(process)) == (PHOTOS_OF_ONE + 1, 1)


async def test_who_has_no_photos_left_may_go_on_in_words(process: Process) -> None:
    await _send_photos(process, PHOTOS_OF_ONE + 5)
    await process.inbox.take([_said("words")])
    await process.quiet()

    assert "15.00" in process.platform.texts[-1]


async def test_a_photo_that_could_not_be_stored_is_not_counted(process: Process) -> None:
    process.database.away = 2 * PHOTOS_OF_ONE
    await _send_photos(process, 2 * PHOTOS_OF_ONE)
    await _send_photos(process, PHOTOS_OF_ONE)

    assert (len(_answered(process)), _refused_photos(process)) == (PHOTOS_OF_ONE, 0)
