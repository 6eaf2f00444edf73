"""Is each call sent in its chat's order, tried again as its outcome asks, given up in time, and finished at the end?"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.delivery import sender as sending
from bot.delivery.channel import Call, Outcome
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes, lanes_for
from bot.delivery.letters import Letters
from bot.delivery.sender import AT_ONCE, LATE_AT_ONCE, Sender
from bot.secrecy import Secrecy
from bot.transaction import Work, transact
from db import outbox
from db.models import Outbox, now
from db.outbox import Held
from db.session import session_factory
from tests.outbox_rows import DAY, pass_time, rows
from tests.recorded_platform import RecordedPlatform, until

FAILED = Outcome("failed", "LINE could not be reached.")
UNSURE = Outcome("unsure", "LINE did not answer.")
REFUSED = Outcome("refused", "LINE answered 400.")
LETTERS = Letters(Secrecy(b"k" * 32))
STRANGER = Letters(Secrecy(b"s" * 32))


def _post(
    engine: Engine,
    *texts: str,
    chat: str = "U1",
    channel: str = "line",
    lives: timedelta = DAY,
    letters: Letters = LETTERS,
    token: str = "",
) -> list[Held]:
    """Write calls down as the answer to an event; those that are held now."""
    calls = [Call({"text": text}, lives) for text in texts]
    with session_factory(engine).begin() as session:
        return letters.post(session, Event(channel, "1", chat, reply_token=token), calls)


def _again(engine: Engine) -> list[Held]:
    """Much later: what is due by then."""
    pass_time(engine, timedelta(hours=1))
    with session_factory(engine).begin() as session:
        return outbox.hold_due(session, "line", 100)


@asynccontextmanager
async def _sending(lanes: Lanes, *platforms: RecordedPlatform) -> AsyncIterator[Sender]:
    """Meanwhile calls are sent; what was begun is finished at the end."""
    sender = Sender({platform.name: platform for platform in platforms}, LETTERS, lanes)
    yield sender
    await until(lambda: not sender.under_way)


async def _send(engine: Engine, lanes: Lanes, platform: RecordedPlatform, held: list[Held]) -> list[Outbox]:
    """What stands in the outbox once these were sent."""
    async with _sending(lanes, platform) as sender:
        sender.send(held)
    return rows(engine)


# --- outcomes


async def test_what_was_sent_is_gone(engine: Engine, lanes: Lanes) -> None:
    assert await _send(engine, lanes, RecordedPlatform(), _post(engine, "hello")) == []


async def test_the_platform_is_told_who_and_what(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    await _send(engine, lanes, platform, _post(engine, "hello", chat="U1"))

    assert [(call.recipient, call.body) for call in platform.tried] == [("U1", {"text": "hello"})]


@pytest.mark.parametrize(("outcome", "unsure"), [(FAILED, False), (UNSURE, True)])
async def test_what_failed_is_kept_with_what_is_known_of_it(
    engine: Engine, lanes: Lanes, outcome: Outcome, unsure: bool
) -> None:
    left = await _send(engine, lanes, RecordedPlatform("line", outcome), _post(engine, "hello"))

    assert [(row.attempts, row.unsure, row.dead_at) for row in left] == [(1, unsure, None)]


async def test_what_once_may_have_got_through_stays_unsure(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", UNSURE, FAILED)
    await _send(engine, lanes, platform, _post(engine, "hello"))
    await _send(engine, lanes, platform, _again(engine))
    await _send(engine, lanes, platform, _again(engine))

    assert [call.unsure for call in platform.tried] == [False, True, True]


async def test_every_attempt_has_the_same_key_and_its_own_number(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", FAILED, UNSURE)
    await _send(engine, lanes, platform, _post(engine, "hello"))
    await _send(engine, lanes, platform, _again(engine))
    await _send(engine, lanes, platform, _again(engine))

    assert ([call.attempts for call in platform.tried], len({call.key for call in platform.tried})) == ([1, 2, 3], 1)


async def test_a_wait_that_the_platform_asks_for_is_kept(engine: Engine, lanes: Lanes) -> None:
    before = now()
    [row] = await _send(engine, lanes, RecordedPlatform("line", Outcome("failed", "", 4000)), _post(engine, "hello"))

    assert row.due_at >= before + timedelta(seconds=4000)


async def test_a_reply_token_that_is_of_no_use_is_given_up_at_once(engine: Engine, lanes: Lanes) -> None:
    """The person waits no longer for it than the second attempt takes."""
    platform = RecordedPlatform("line", Outcome("failed", "Invalid reply token", drop_token=True))
    left = await _send(engine, lanes, platform, _post(engine, "1", "2", token="token"))

    assert (platform.texts, [call.reply_token for call in platform.tried], left) == (
        ["1", "1", "2"],
        ["token", "", "token"],
        [],
    )


async def test_what_is_refused_is_a_dead_letter_with_the_reason(engine: Engine, lanes: Lanes) -> None:
    left = await _send(engine, lanes, RecordedPlatform("line", REFUSED), _post(engine, "hello"))

    assert [(row.reason, row.dead_at is not None) for row in left] == [(REFUSED.reason, True)]


async def test_what_would_come_too_late_is_given_up(engine: Engine, lanes: Lanes) -> None:
    held = _post(engine, "hello", lives=timedelta(seconds=30))
    left = await _send(engine, lanes, RecordedPlatform("line", Outcome("failed", "busy", 60)), held)

    assert [(row.reason, row.dead_at is not None) for row in left] == [("busy", True)]


async def test_what_may_still_come_in_time_is_not_given_up(engine: Engine, lanes: Lanes) -> None:
    held = _post(engine, "hello", lives=timedelta(seconds=90))
    left = await _send(engine, lanes, RecordedPlatform("line", Outcome("failed", "busy", 60)), held)

    assert [row.dead_at for row in left] == [None]


async def test_what_another_key_sealed_is_a_dead_letter(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    left = await _send(engine, lanes, platform, _post(engine, "hello", letters=STRANGER))

    assert (platform.tried, ["CONVERSATION_KEY" in row.reason for row in left]) == ([], [True])


async def test_what_is_for_a_platform_that_is_off_is_kept(engine: Engine, lanes: Lanes) -> None:
    left = await _send(engine, lanes, RecordedPlatform("line"), _post(engine, "hello", channel="telegram"))

    assert [row.dead_at for row in left] == [None]


async def test_what_waited_too_long_for_its_turn_is_not_sent(
    engine: Engine, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then another process may hold it."""
    monkeypatch.setattr(sending, "PATIENCE", -1)
    platform = RecordedPlatform()
    left = await _send(engine, lanes, platform, _post(engine, "hello"))

    assert (platform.tried, [(row.unsure, row.dead_at) for row in left]) == ([], [(False, None)])


async def test_the_log_names_nobody(engine: Engine, lanes: Lanes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await _send(engine, lanes, RecordedPlatform("line", FAILED), _post(engine, "confided", chat="U-somchai"))
    await _send(engine, lanes, RecordedPlatform("line", REFUSED), _again(engine))

    assert ("given up after 2 attempts" in caplog.text, "somchai" in caplog.text, "confided" in caplog.text) == (
        True,
        False,
        False,
    )


# --- order


async def test_calls_of_a_chat_are_sent_in_order(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    await _send(engine, lanes, platform, _post(engine, "1", "2", "3"))

    assert platform.texts == ["1", "2", "3"]


async def test_the_next_call_of_a_chat_is_begun_when_the_first_is_done(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    platform.open.clear()
    async with _sending(lanes, platform) as sender:
        sender.send(_post(engine, "1", "2") + _post(engine, "3", chat="U2"))
        await until(lambda: len(platform.tried) == 2)
        begun = sorted(platform.texts)
        platform.open.set()

    assert begun == ["1", "3"]


async def test_while_a_call_is_tried_again_later_its_chat_waits(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", FAILED)
    await _send(engine, lanes, platform, _post(engine, "1", "2"))
    await _send(engine, lanes, platform, _again(engine))

    assert platform.texts == ["1", "1", "2"]


async def test_a_dead_letter_holds_up_nothing(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", REFUSED)
    await _send(engine, lanes, platform, _post(engine, "1", "2"))

    assert platform.texts == ["1", "2"]


async def test_a_letter_of_another_key_holds_up_nothing(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    await _send(engine, lanes, platform, _post(engine, "1", letters=STRANGER) + _post(engine, "2"))

    assert platform.texts == ["2"]


async def test_no_more_than_so_many_are_under_way(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    platform.open.clear()
    held = [call for number in range(AT_ONCE + 6) for call in _post(engine, str(number), chat=f"U{number}")]
    async with _sending(lanes, platform) as sender:
        sender.send(held)
        await until(lambda: len(platform.tried) == AT_ONCE)
        under_way, free = len(platform.tried), sender.free_at_all("line")
        platform.open.set()

    assert (under_way, free, len(platform.tried)) == (AT_ONCE, 0, AT_ONCE + 6)


async def test_a_platform_that_hangs_holds_up_no_other(engine: Engine, lanes: Lanes) -> None:
    line, telegram = RecordedPlatform("line"), RecordedPlatform("telegram")
    line.open.clear()
    held = [call for number in range(AT_ONCE) for call in _post(engine, str(number), chat=f"U{number}")]
    async with _sending(lanes, line, telegram) as sender:
        sender.send(held + _post(engine, "hello", channel="telegram"))
        await until(lambda: telegram.finished)
        line.open.set()

    assert telegram.finished == ["hello"]


async def test_what_waited_leaves_places_to_what_is_said_just_now(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    platform.open.clear()
    waited = [call for number in range(AT_ONCE) for call in _post(engine, str(number), chat=f"U{number}")]
    async with _sending(lanes, platform) as sender:
        sender.send(waited[:LATE_AT_ONCE], late=True)
        await until(lambda: len(platform.tried) == LATE_AT_ONCE)
        free = sender.free("line")
        sender.send(_post(engine, "just now", chat="U-new"))
        await until(lambda: "just now" in platform.texts)
        platform.open.set()

    assert (free, [call.late for call in platform.tried].count(False)) == (0, 1)


async def test_what_follows_in_the_chat_of_what_waited_has_waited_too(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    async with _sending(lanes, platform) as sender:
        sender.send(_post(engine, "1", "2"), late=True)

    assert [call.late for call in platform.tried] == [True, True]


async def test_a_platform_with_much_to_do_takes_no_place_of_another(engine: Engine, lanes: Lanes) -> None:
    telegram = RecordedPlatform("telegram")
    telegram.open.clear()
    held = [call for n in range(LATE_AT_ONCE) for call in _post(engine, str(n), chat=f"{n}", channel="telegram")]
    async with _sending(lanes, telegram, RecordedPlatform("line")) as sender:
        sender.send(held, late=True)
        await until(lambda: len(telegram.tried) == LATE_AT_ONCE)
        free = {name: (sender.free(name), sender.free_at_all(name)) for name in ("line", "telegram")}
        telegram.open.set()

    assert free == {"line": (LATE_AT_ONCE, AT_ONCE), "telegram": (0, AT_ONCE - LATE_AT_ONCE)}


async def test_a_platform_that_asks_us_to_wait_is_sent_nothing_that_waited(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", Outcome("failed", "LINE answered 429.", 7))
    async with _sending(lanes, platform) as sender:
        sender.send(_post(engine, "1"))
        await until(lambda: not sender.under_way)

    assert (sender.free("line"), sender.free("telegram")) == (0, LATE_AT_ONCE)


async def test_what_is_of_no_use_any_more_is_gone(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform("line", Outcome("dropped", "Newer ones wait."))
    left = await _send(engine, lanes, platform, _post(engine, "1", "2"))

    assert (platform.texts, left) == (["1", "2"], [])


# --- faults


async def test_where_the_outcome_cannot_be_stored_the_call_stays_held(engine: Engine) -> None:
    held = _post(engine, "hello")
    lost = Lanes(lambda works: [OperationalError("DELETE", {}, Exception("gone")) for _ in works], lanes=1, together=1)
    left = await _send(engine, lost, RecordedPlatform(), held)
    await asyncio.to_thread(lost.close)

    assert [(row.attempts, row.unsure, row.due_at > now()) for row in left] == [(1, True, True)]


# --- the end


async def test_at_the_end_what_was_begun_is_finished(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    platform.open.clear()
    sender = Sender({"line": platform}, LETTERS, lanes)
    sender.send(_post(engine, "1"))
    await until(lambda: platform.tried)
    closing = asyncio.create_task(sender.close())
    await asyncio.sleep(0)
    platform.open.set()
    await closing

    assert (platform.finished, rows(engine)) == (["1"], [])


async def test_at_the_end_no_attempt_is_left_half_done(engine: Engine, lanes: Lanes) -> None:
    """One that waited for a call that is finished at the end is either finished, too, or not begun."""
    platform = RecordedPlatform()
    platform.open.clear()
    sender = Sender({"line": platform}, LETTERS, lanes)
    sender.send(_post(engine, "1", "2", "3"))
    await until(lambda: platform.tried)
    closing = asyncio.create_task(sender.close())
    await asyncio.sleep(0)
    platform.open.set()
    await closing
    left = {row.id for row in rows(engine) if row.unsure}

    assert (platform.texts == platform.finished, left) == (True, set())


async def test_at_the_end_the_call_after_one_that_is_being_written_down_is_not_half_done(engine: Engine) -> None:
    open_, begun = threading.Event(), threading.Event()

    def slowly(works: Sequence[Work]) -> list[Any]:
        begun.set()
        assert open_.wait(20)
        return transact(session_factory(engine), works)

    lanes = lanes_for(engine, slowly)
    platform = RecordedPlatform()
    sender = Sender({"line": platform}, LETTERS, lanes)
    sender.send(_post(engine, "1", "2", "3"))
    await until(begun.is_set)
    closing = asyncio.create_task(sender.close())
    await asyncio.sleep(0)
    open_.set()
    await closing
    under_way = sender.under_way
    left = {row.id for row in rows(engine) if row.unsure}
    await until(lambda: not sender.under_way)
    await asyncio.to_thread(lanes.close)

    assert (under_way, left) == (0, set())


@pytest.mark.parametrize("recipient", ["", "!!", "no base64", "QUJD"])
async def test_a_recipient_that_cannot_be_read_is_a_dead_letter(engine: Engine, lanes: Lanes, recipient: str) -> None:
    [held] = _post(engine, "1")
    left = await _send(engine, lanes, RecordedPlatform(), [replace(held, recipient=recipient)])

    assert [row.dead_at is not None for row in left] == [True]


async def test_what_nobody_needs_any_more_is_not_sent(engine: Engine, lanes: Lanes) -> None:
    platform = RecordedPlatform()
    _post(engine, "1", lives=timedelta(minutes=10))
    left = await _send(engine, lanes, platform, _again(engine))

    assert (platform.tried, [row.dead_at is not None for row in left]) == ([], [True])
