"""Are SQLite's files written anew seldom, at night and beside everything else, and is the receipt true until then?"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text, update

from bot import tidy as command
from bot.delivery import tidying
from bot.delivery.lanes import Lanes, lanes_for
from bot.delivery.tidying import Tidying, is_time
from bot.dispatch import Dispatcher
from bot.text import as_text
from bot.transaction import transact
from db import cases, sqlite_files
from db.erasing import erase_chats
from db.installation_models import Installation
from db.models import now
from db.session import reading_factory, session_factory
from db.sqlite_files import Unclean
from handlers.dates import THAILAND
from handlers.message import Message
from tests.case_rows import person
from tests.office import bot_of

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 28, 12, tzinfo=THAILAND)
NIGHT = datetime(2026, 11, 28, 3, tzinfo=THAILAND)
ERASE, CONFIRM = "ลบข้อมูลของฉัน", "ยืนยันลบข้อมูล"


@pytest.fixture(name="file")
def _file(plan_engine: Engine) -> Path:
    return Path(plan_engine.url.database or "")


@pytest.fixture(name="lanes")
async def _lanes(plan_engine: Engine) -> AsyncIterator[Lanes]:
    lanes = lanes_for(plan_engine, partial(transact, session_factory(plan_engine)))
    yield lanes
    await asyncio.to_thread(lanes.close)


def _unclean(engine: Engine) -> Unclean | None:
    with session_factory(engine)() as session:
        return sqlite_files.unclean(session)


def _fill(bot: Dispatcher) -> None:
    """So many cases that pages are split, and some words stay where nothing overwrites them."""
    with bot.sessions.begin() as session:
        for number in range(600):
            who = person(session, "U1" if number % 3 else f"U{number}")
            words = "mine-to-erase" if number % 3 else "theirs"
            cases.add(session, who, f"{number:09}", text=f"{words} {number} " * (number % 40 + 1))


def _erase(bot: Dispatcher) -> str:
    return [as_text(bot.chat(Message("line", "U1", words))) for words in (ERASE, CONFIRM)][-1]


def _pieces(file: Path) -> int:
    return sum(each.read_bytes().count(b"mine-to-erase") for each in file.parent.glob(f"{file.name}*"))


# --- when


@pytest.mark.parametrize(
    ("at", "since", "cleaned", "due"),
    [
        (NIGHT, NIGHT - HOUR, None, True),
        (NOON, NOON - HOUR, None, False),
        (NOON, NOON - 19 * HOUR, None, False),
        (NOON, NOON - 21 * HOUR, None, True),
        (NIGHT, NIGHT - HOUR, NIGHT - 2 * HOUR, False),
        (NIGHT, NIGHT - HOUR, NIGHT - 24 * HOUR, True),
        (NOON, NOON + 21 * HOUR, None, True),
    ],
    ids=["night", "noon", "noon, soon a day", "noon, a day", "done this night", "done last night", "clock put back"],
)
def test_it_is_done_at_night_or_within_a_day(
    at: datetime, since: datetime, cleaned: datetime | None, due: bool
) -> None:
    assert is_time(Unclean(1, since, cleaned), at) is due


# --- what an erasing does


def test_an_erasing_only_notes_that_it_is_to_be_done(plan_bot: Dispatcher, plan_engine: Engine) -> None:
    _fill(plan_bot)
    _erase(plan_bot)
    found = _unclean(plan_engine)

    assert found is not None
    assert found.times > 0


def test_an_erasing_waits_for_no_reader(plan_bot: Dispatcher, caplog: pytest.LogCaptureFixture) -> None:
    """An export reads for minutes. Each erasing beside it took two seconds of everybody's time."""
    _fill(plan_bot)
    with reading_factory(plan_bot.engine)() as reader:
        reader.execute(text("SELECT count(*) FROM feedback")).all()
        _erase(plan_bot)
        for number in range(20):
            with plan_bot.sessions.begin() as session:
                erase_chats(session, [f"chat {number}"])

    assert [record.message for record in caplog.records if record.name.startswith("db.")] == []


def test_the_receipt_says_until_when(plan_bot: Dispatcher) -> None:
    assert "ภายใน 1 วัน" in _erase_after_sending(plan_bot)


def test_on_postgresql_it_promises_no_day(postgres_bot: Dispatcher) -> None:
    told = _erase_after_sending(postgres_bot)

    assert ("ภายใน 1 วัน" in told, "ตามรอบของระบบ" in told) == (False, True)


@pytest.fixture(name="postgres_bot")
def _postgres_bot(postgres_engine: Engine) -> Dispatcher:
    return bot_of(postgres_engine)


def _erase_after_sending(bot: Dispatcher) -> str:
    for words in ("เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก", "ยินยอมและส่งเรื่อง"):
        bot.chat(Message("line", "U1", words))
    return _erase(bot)


def test_postgresql_notes_nothing_of_it(postgres_bot: Dispatcher) -> None:
    _erase_after_sending(postgres_bot)

    assert _unclean(postgres_bot.engine) is None


# --- doing it


async def test_it_leaves_no_byte(
    plan_bot: Dispatcher, plan_engine: Engine, file: Path, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "NIGHT", range(24))
    _fill(plan_bot)
    _erase(plan_bot)
    before = _pieces(file)
    await _sweep(lanes, file)

    assert (before > 0, _pieces(file), _unclean(plan_engine)) == (True, 0, None)


async def test_the_log_says_so(
    plan_bot: Dispatcher, file: Path, lanes: Lanes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(tidying, "NIGHT", range(24))
    _erase_after_sending(plan_bot)
    await _sweep(lanes, file)

    assert "SQLite's files were written anew" in caplog.text


async def test_by_day_the_file_is_left_alone(
    plan_bot: Dispatcher, plan_engine: Engine, file: Path, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "NIGHT", range(0))
    _erase_after_sending(plan_bot)
    await _sweep(lanes, file)

    assert _unclean(plan_engine) is not None


async def test_what_is_erased_meanwhile_is_left_for_another_time(
    plan_bot: Dispatcher, plan_engine: Engine, file: Path, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "NIGHT", range(24))
    _erase_after_sending(plan_bot)
    write_anew = sqlite_files.write_anew

    def and_somebody_erases(path: Path) -> None:
        write_anew(path)
        with plan_bot.sessions.begin() as session:
            erase_chats(session, ["chat"])

    monkeypatch.setattr(sqlite_files, "write_anew", and_somebody_erases)
    await _sweep(lanes, file)

    assert _unclean(plan_engine) is not None


async def test_a_reader_that_stays_makes_it_try_again(
    plan_bot: Dispatcher, plan_engine: Engine, file: Path, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "NIGHT", range(24))
    _erase_after_sending(plan_bot)
    tidy = Tidying(lanes, file)
    with reading_factory(plan_engine)() as reader:
        reader.execute(text("SELECT count(*) FROM feedback")).all()
        await tidy.sweep()
        await tidy.close()
        meanwhile = _unclean(plan_engine)
    await tidy.sweep()
    await tidy.close()

    assert (meanwhile is not None, _unclean(plan_engine)) == (True, None)


async def test_without_room_on_the_disk_everything_stays_as_it_was(
    plan_bot: Dispatcher,
    plan_engine: Engine,
    file: Path,
    lanes: Lanes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tidying, "NIGHT", range(24))
    monkeypatch.setattr(sqlite_files, "_ROOM", 1e12)
    _erase_after_sending(plan_bot)
    await _sweep(lanes, file)

    assert (_unclean(plan_engine) is not None, "no room" in caplog.text) == (True, True)


async def test_a_database_that_is_no_file_of_ours_is_left_alone(lanes: Lanes) -> None:
    tidy = Tidying(lanes, None)
    await tidy.sweep()
    await tidy.close()


async def _sweep(lanes: Lanes, file: Path) -> None:
    tidy = Tidying(lanes, file)
    await tidy.sweep()
    await tidy.close()


# --- the command


def test_the_command_does_it_at_once(
    plan_bot: Dispatcher,
    plan_engine: Engine,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _fill(plan_bot)
    _erase(plan_bot)
    monkeypatch.setenv("DATABASE_URL", plan_engine.url.render_as_string())
    status = command.run()

    assert (status, _pieces(file), _unclean(plan_engine)) == (0, 0, None)
    assert "nothing that was erased is left" in capsys.readouterr().out


def test_the_command_says_that_others_are_at_work(
    plan_bot: Dispatcher,
    plan_engine: Engine,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _erase_after_sending(plan_bot)
    monkeypatch.setattr(sqlite_files, "_PATIENCE", 0)
    monkeypatch.setenv("DATABASE_URL", plan_engine.url.render_as_string())
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        status = command.run()

    assert (status, "may still hold" in capsys.readouterr().err) == (1, True)


def test_the_time_until_then_counts_from_the_first_erasing(plan_bot: Dispatcher, plan_engine: Engine) -> None:
    _erase_after_sending(plan_bot)
    with session_factory(plan_engine).begin() as session:
        session.execute(update(Installation).values(unclean_since=now() - 5 * HOUR))
    _erase_after_sending(plan_bot)
    found = _unclean(plan_engine)

    assert found is not None
    assert now() - found.since > 4 * HOUR
