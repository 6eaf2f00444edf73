"""Does a clock that somebody sets, years ahead or an hour back, neither delete nor delay nor give up anything?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from bot.delivery import relay as relaying
from bot.delivery.channel import Call, Outcome, Outgoing
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes
from bot.delivery.letters import Letters
from bot.delivery.relay import Relay
from bot.delivery.sender import Sender
from bot.dispatch import Dispatcher
from bot.line.client import _token_lives
from bot.secrecy import Secrecy
from db import attachments, cases, clock, conversations, outbox, people
from db.feedback_models import Attachment
from db.installation_models import Installation
from db.models import Outbox, now
from db.outbox import HELD
from db.retention import Forgotten, Periods, forget_old
from db.session import session_factory
from handlers.message import Message
from tests.outbox_rows import rows
from tests.recorded_platform import RecordedPlatform, until

LETTERS = Letters(Secrecy(b"k" * 32))
HOUR, DAY, YEARS = timedelta(hours=1), timedelta(days=1), timedelta(days=4 * 365)
SECOND = timedelta(seconds=1)
FAILED = Outcome("failed", "LINE could not be reached.")


def _post(engine: Engine, *texts: str, lives: timedelta = DAY, token: str = "") -> None:
    """Answers that are just being sent, the later ones waiting for the first."""
    until_then = now() + timedelta(seconds=50) if token else None
    event = Event("line", "1", "U1", reply_token=token, reply_until=until_then)
    with session_factory(engine).begin() as session:
        LETTERS.post(session, event, [Call({"text": text}, lives) for text in texts])


def _put_back(engine: Engine, by: timedelta) -> None:
    """What stands there was written by a clock that was so much ahead."""
    with session_factory(engine).begin() as session:
        for row in session.scalars(select(Outbox)):
            row.due_at, row.give_up_at, row.created_at = row.due_at + by, row.give_up_at + by, row.created_at + by
            row.set_at = row.set_at + by if row.set_at else None
            row.reply_until = row.reply_until + by if row.reply_until else None


# --- how far it moved


def test_a_clock_that_nobody_sets_does_not_move() -> None:
    assert abs(clock.moved()) < SECOND


@pytest.mark.parametrize("step", [YEARS, HOUR, -HOUR, -YEARS])
def test_a_step_is_noticed(monkeypatch: pytest.MonkeyPatch, step: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: now() + step)

    assert abs(clock.moved() - step) < SECOND


@pytest.mark.parametrize(("step", "counts"), [(YEARS, timedelta()), (HOUR, timedelta()), (-HOUR, -HOUR)])
def test_only_a_clock_that_was_put_back_is_believed(
    monkeypatch: pytest.MonkeyPatch, step: timedelta, counts: timedelta
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now() + step)

    assert abs(clock.sure_now() - now() - counts) < SECOND


# --- put back


@pytest.mark.parametrize("by", [HOUR, YEARS])
async def test_pending_answers_of_a_chat_do_not_wait_for_the_old_time(engine: Engine, by: timedelta) -> None:
    _post(engine, "1", "2", "3")
    _put_back(engine, by)
    with session_factory(engine).begin() as session:
        changed = outbox.put_right(session)
    left = [row.due_at - now() for row in rows(engine)]

    assert (changed, max(left) <= HELD, min(left) > -HELD) == (3, True, True)


async def test_what_was_put_off_waits_as_long_as_was_meant(engine: Engine) -> None:
    _post(engine, "1")
    with session_factory(engine).begin() as session:
        [row] = session.scalars(select(Outbox))
        row.due_at, row.set_at = now() + timedelta(seconds=300), now()
    _put_back(engine, HOUR)
    with session_factory(engine).begin() as session:
        outbox.put_right(session)
    [row] = rows(engine)

    assert timedelta(seconds=290) < row.due_at - now() <= timedelta(seconds=300)


async def test_it_is_given_up_as_late_as_was_meant(engine: Engine) -> None:
    _post(engine, "1")
    _put_back(engine, YEARS)
    with session_factory(engine).begin() as session:
        outbox.put_right(session)
    [row] = rows(engine)

    assert DAY - timedelta(minutes=1) < row.give_up_at - now() <= DAY


async def test_a_reply_token_of_the_old_time_is_not_trusted(engine: Engine) -> None:
    """It would seem to live for an hour; refused as dead, it would look as if the answer had come through."""
    _post(engine, "1", token="t" * 32)
    _put_back(engine, HOUR)
    with session_factory(engine).begin() as session:
        outbox.put_right(session)
    [row] = rows(engine)

    assert (row.reply_token, row.reply_until) == ("", None)


@pytest.mark.parametrize(
    ("ahead", "lives"), [(timedelta(seconds=40), True), (-SECOND, False), (HOUR, False), (YEARS, False)]
)
def test_a_token_that_seems_to_live_for_long_is_dead(ahead: timedelta, lives: bool) -> None:
    call = Outgoing(1, "key", "line", "U1", {}, reply_token="t", reply_until=datetime.now(UTC) + ahead)

    assert _token_lives(call) is lives


async def test_clocks_that_differ_a_little_change_nothing(engine: Engine) -> None:
    """Two machines never agree to the second: what the other one just holds stays held."""
    _post(engine, "1")
    _put_back(engine, timedelta(seconds=40))
    with session_factory(engine).begin() as session:
        assert outbox.put_right(session) == 0


async def test_a_photo_does_not_wait_for_the_old_time(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        person = people.obtain(session, "key", "line", "sealed", "th")
        case = cases.add(session, person, "123456789", text="เน็ตหลุด")
        cases.attach(session, case, ["1", "2"])
        attachments.hold_due(session, "line", 1)
        for row in session.scalars(select(Attachment)):
            row.due_at, row.set_at = row.due_at + HOUR, now() + HOUR
    with session_factory(engine).begin() as session:
        changed = attachments.put_right(session)
        waits = [row.due_at - now() for row in session.scalars(select(Attachment))]

    assert (changed, max(waits) <= attachments.HELD) == (2, True)


async def test_a_relay_that_starts_later_sends_them(
    engine: Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relaying, "EVERY_SECONDS", 0.01)
    _post(engine, "1", "2")
    with session_factory(engine).begin() as session:
        session.execute(update(Outbox).values(due_at=now()))
    _put_back(engine, HOUR)
    platform = RecordedPlatform()
    async with _relaying(lanes, platform):
        await until(lambda: platform.texts == ["1", "2"])

    assert "2 rows waited by a clock that was ahead" in caplog.text


async def test_a_relay_that_sees_it_happen_sends_them(
    engine: Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "EVERY_SECONDS", 0.01)
    platform = RecordedPlatform()
    async with _relaying(lanes, platform):
        await asyncio.sleep(0.1)
        _post(engine, "1")
        with session_factory(engine).begin() as session:
            session.execute(update(Outbox).values(due_at=now()))
        _put_back(engine, HOUR)
        monkeypatch.setattr(relaying, "moved", lambda: -HOUR)
        await until(lambda: platform.texts == ["1"])


@asynccontextmanager
async def _relaying(lanes: Lanes, platform: RecordedPlatform) -> AsyncIterator[None]:
    sender = Sender({platform.name: platform}, LETTERS, lanes)
    relay = Relay(lanes, sender)
    running = asyncio.create_task(relay.run())
    yield
    relay.stop()
    await running
    await sender.close()


# --- put forward


async def test_a_call_that_is_under_way_is_not_sent_a_second_time(engine: Engine, lanes: Lanes) -> None:
    """It seems as if whoever holds it had died."""
    platform = RecordedPlatform()
    platform.open.clear()
    sender = Sender({"line": platform}, LETTERS, lanes)
    _post(engine, "1")
    for _ in range(2):
        with session_factory(engine).begin() as session:
            session.execute(update(Outbox).values(due_at=now() - HOUR))
            held = outbox.hold_due(session, "line", 10)
        sender.send(held)
    await until(lambda: platform.tried)
    platform.open.set()
    await sender.close()

    assert (platform.texts, rows(engine)) == (["1"], [])


async def test_who_is_just_sending_is_given_the_time_to(
    engine: Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Another process holds a call that is due by the new time."""
    monkeypatch.setattr(relaying, "EVERY_SECONDS", 0.01)
    platform = RecordedPlatform()
    async with _relaying(lanes, platform):
        await asyncio.sleep(0.1)
        monkeypatch.setattr(relaying, "moved", lambda: HOUR)
        await until(lambda: "The clock was put forward" in caplog.text)
        _post(engine, "1")
        with session_factory(engine).begin() as session:
            session.execute(update(Outbox).values(due_at=now() - HOUR))
        await asyncio.sleep(0.2)

        assert platform.texts == []


async def test_an_answer_is_not_given_up_by_a_clock_that_was_put_forward(
    engine: Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post(engine, "1")
    monkeypatch.setattr(clock, "now", lambda: now() + YEARS)
    platform = RecordedPlatform("line", FAILED)
    await _send_due(engine, lanes, platform)
    [row] = rows(engine)

    assert (platform.texts, row.dead_at) == (["1"], None)


@pytest.mark.parametrize("outcome", [FAILED, Outcome("sent")])
async def test_nor_where_the_bot_was_started_by_such_a_clock(engine: Engine, lanes: Lanes, outcome: Outcome) -> None:
    """Its time is in doubt, as it is far from when the database was last looked through."""
    _post(engine, "1")
    with session_factory(engine).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - YEARS))
        session.execute(update(Outbox).values(give_up_at=now() - YEARS))
    platform = RecordedPlatform("line", outcome)
    await _send_due(engine, lanes, platform)

    assert (platform.texts, [row.dead_at for row in rows(engine) if row.dead_at]) == (["1"], [])


async def _send_due(engine: Engine, lanes: Lanes, platform: RecordedPlatform) -> None:
    sender = Sender({"line": platform}, LETTERS, lanes)
    with session_factory(engine).begin() as session:
        session.execute(update(Outbox).values(due_at=now() - SECOND))
        held = outbox.hold_due(session, "line", 10)
    sender.send(held)
    await sender.close()


def test_half_a_feedback_is_not_forgotten_by_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = Dispatcher(engine, b"k" * 32)
    bot.chat(Message("line", "U1", "เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก"))
    monkeypatch.setattr(clock, "now", lambda: now() + YEARS)
    monkeypatch.setattr(conversations, "now", lambda: now() + YEARS)

    assert "รับเรื่องแล้ว" in str(bot.chat(Message("line", "U1", "ยินยอมและส่งเรื่อง")))


def test_a_chat_is_not_deleted_by_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_factory(engine).begin() as session:
        conversations.remember(session, "key", "sealed")
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(hours=23))
    with session_factory(engine).begin() as session:
        session.execute(update(Installation).values(swept_at=now()))

        assert forget_old(session, Periods()) == Forgotten()
