"""Do people hear of their cases exactly once: by a push where that is allowed and paid for, else when they write?"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from bot.delivery import notices as pushing
from bot.delivery.channel import Call
from bot.delivery.event import Event
from bot.delivery.lanes import lanes_for
from bot.delivery.letters import Letters
from bot.delivery.notices import TOGETHER, Notices
from bot.delivery.relay import CHANNELS
from bot.delivery.sender import Sender
from bot.line.client import LineChannel
from bot.person import person_behind
from bot.secrecy import Secrecy
from bot.settings import Settings
from bot.telegram.client import TelegramChannel
from bot.transaction import transact
from db import notices, outbox
from db.feedback_models import Notice
from db.models import now
from db.notices import PUSHED_WITHIN
from db.outbox import HELD
from db.session import session_factory
from handlers import casework
from handlers.answer import Answer
from handlers.case_number import shown
from tests.case_rows import SECRECY, add, person, told
from tests.line_platform import group
from tests.line_platform import person as line_person
from tests.outbox_rows import rows
from tests.platforms import (
    LINE_TOKEN,
    TELEGRAM_TOKEN,
    Mock,
    environment,
    free_port,
    needs_harness,
    serving,
    telegram_mock,
)
from tests.recorded_platform import RecordedPlatform, until

KILLS = 3
OTHER = Secrecy(b"another key" * 3)


class Platform(RecordedPlatform):
    """Counts what may be pushed."""

    def __init__(self, name: str = "line", left: int | None = None, fails_for: str = "") -> None:
        super().__init__(name)
        self.left = left
        self.asked = 0
        self.fails_for = fails_for
        self.buttons: list[tuple[str, ...]] = []

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        """A fault of ours with one person."""
        if event.chat == self.fails_for:
            raise ValueError("A fault of ours.")
        self.buttons.append(answer.suggestions)
        return super().calls(event, answer)

    async def pushes_left(self) -> int | None:
        """As the test says."""
        self.asked += 1
        return self.left

    def may_push(self, chat: str) -> bool:
        """Not to groups."""
        return not chat.startswith("C")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not wait a second for each look."""
    monkeypatch.setattr(pushing, "EVERY_SECONDS", 0)


@asynccontextmanager
async def posting(engine: Engine, *platforms: Any, secrecy: Secrecy = SECRECY) -> AsyncIterator[Notices]:
    """Meanwhile notices can be posted; at the end everything was sent."""
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    channels = {platform.name: platform for platform in platforms}
    sender = Sender(channels, Letters(secrecy), lanes)
    try:
        yield Notices(channels, secrecy, lanes, sender)
    finally:
        await sender.close()
        await asyncio.to_thread(lanes.close)


async def look(process: Notices) -> None:
    """At every channel."""
    for channel in CHANNELS:
        await process.post(channel)


async def post(engine: Engine, *platforms: Any, rounds: int = 1, secrecy: Secrecy = SECRECY) -> None:
    """A process that looks so many times."""
    async with posting(engine, *platforms, secrecy=secrecy) as process:
        for _ in range(rounds):
            await look(process)
            await until(lambda: not process._sender.under_way)


def news(engine: Engine, name: str = "U1", texts: Sequence[str] = ("เสร็จแล้ว",), channel: str = "line") -> None:
    """Somebody must hear of this."""
    with session_factory(engine).begin() as session:
        case = add(session, person(session, name, channel))
        for text in texts:
            notices.add(session, case, text, [f"ตอบ {text}"])


def take(engine: Engine, name: str = "U1", channel: str = "line") -> list[str]:
    """What the person's next answer tells."""
    with session_factory(engine).begin() as session:
        return [notice.text for notice in notices.take(session, SECRECY.hash(channel, name))]


def _write_down(engine: Engine, process: Notices) -> None:
    """What a process does before it dies."""
    with session_factory(engine).begin() as session:
        [person_id] = notices.people_waiting(session, "line", 9, ())
        process._push(session, Platform(), person_id)


def untold(engine: Engine) -> list[str]:
    return [notice.text for notice in told(engine) if notice.posted_at is None]


async def test_what_a_person_must_hear_is_pushed(engine: Engine) -> None:
    news(engine)
    platform = Platform()
    await post(engine, platform)

    assert [(call.recipient, call.reply_token, "เสร็จแล้ว" in call.body["text"]) for call in platform.tried] == [
        ("U1", "", True)
    ]


async def test_it_is_pushed_once(engine: Engine) -> None:
    news(engine)
    platform = Platform()
    await post(engine, platform, rounds=3)

    assert (len(platform.tried), rows(engine)) == (1, [])


async def test_what_was_pushed_is_not_told_again(engine: Engine) -> None:
    news(engine)
    await post(engine, Platform())

    assert take(engine) == []


async def test_what_an_answer_told_is_not_pushed(engine: Engine) -> None:
    news(engine)
    take(engine)
    platform = Platform()
    await post(engine, platform)

    assert platform.tried == []


async def test_all_that_waits_for_one_person_is_one_push(engine: Engine) -> None:
    news(engine, texts=("หนึ่ง", "สอง"))
    platform = Platform()
    await post(engine, platform)

    assert [("หนึ่ง" in text, "สอง" in text) for text in platform.texts] == [(True, True)]


async def test_the_buttons_are_those_of_the_newest(engine: Engine) -> None:
    news(engine, texts=("หนึ่ง", "สอง"))
    platform = Platform()
    await post(engine, platform)

    assert platform.buttons == [("ตอบ สอง",)]


async def test_more_than_a_push_holds_comes_in_the_next_one(engine: Engine) -> None:
    news(engine, texts=[f"เรื่องที่ {number}." for number in range(TOGETHER + 1)])
    platform = Platform()
    await post(engine, platform, rounds=2)

    assert ["เรื่องที่ 10." in text for text in platform.texts] == [False, True]


async def test_everybody_hears_only_their_own(engine: Engine) -> None:
    for name in ("U1", "U2", "U3"):
        news(engine, name, [f"ถึง {name}"])
    platform = Platform()
    await post(engine, platform)

    assert sorted((call.recipient, f"ถึง {call.recipient}" in call.body["text"]) for call in platform.tried) == [
        ("U1", True),
        ("U2", True),
        ("U3", True),
    ]


@pytest.mark.parametrize("channel", ["web", "ask"])
async def test_who_cannot_be_pushed_anything_hears_it_next_time(engine: Engine, channel: str) -> None:
    news(engine, "browser", channel=channel)
    await post(engine, Platform(), rounds=2)

    assert take(engine, "browser", channel) == ["เสร็จแล้ว"]


async def test_a_group_hears_it_next_time(engine: Engine) -> None:
    news(engine, "C1")
    platform = Platform()
    await post(engine, platform, rounds=2)

    assert (platform.tried, take(engine, "C1")) == ([], ["เสร็จแล้ว"])


async def test_a_channel_that_is_off_is_waited_for(engine: Engine) -> None:
    news(engine, "7", channel="telegram")
    await post(engine, Platform("line"))

    assert untold(engine) == ["เสร็จแล้ว"]


async def test_what_is_too_old_to_be_news_waits_for_the_person(engine: Engine) -> None:
    news(engine)
    with session_factory(engine).begin() as session:
        for notice in session.scalars(select(Notice)):
            notice.created_at = now() - PUSHED_WITHIN - timedelta(minutes=1)
    platform = Platform()
    await post(engine, platform)

    assert (platform.tried, take(engine)) == ([], ["เสร็จแล้ว"])


# --- the quota


async def test_without_pushes_it_waits_for_the_next_answer(engine: Engine) -> None:
    news(engine)
    platform = Platform(left=0)
    await post(engine, platform, rounds=3)

    assert (platform.tried, take(engine)) == ([], ["เสร็จแล้ว"])


async def test_no_more_people_are_pushed_than_is_left(engine: Engine) -> None:
    """Whoever waits longest comes first."""
    for name in ("U1", "U2", "U3"):
        news(engine, name, [name])
    await post(engine, Platform(left=2), rounds=3)

    assert untold(engine) == ["U3"]


async def test_what_is_left_is_asked_once_for_a_while(engine: Engine) -> None:
    platform = Platform(left=9)
    async with posting(engine, platform) as process:
        for name in ("U1", "U2", "U3"):
            news(engine, name)
            await look(process)

    assert (platform.asked, len(platform.tried)) == (1, 3)


async def test_what_is_left_is_asked_anew_after_a_while(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "SHORT_SECONDS", 0)
    news(engine)
    platform = Platform(left=0)
    async with posting(engine, platform) as process:
        await look(process)
        platform.left = 1
        await look(process)

    assert len(platform.tried) == 1


async def test_nobody_is_asked_while_nothing_waits(engine: Engine) -> None:
    platform = Platform(left=9)
    await post(engine, platform, rounds=3)

    assert platform.asked == 0


async def test_a_platform_that_does_not_say_what_is_left_is_not_waited_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "PATIENCE", 0.05)
    news(engine)
    platform = Platform()
    monkeypatch.setattr(platform, "pushes_left", asyncio.Event().wait)
    await post(engine, platform)

    assert (platform.tried, untold(engine)) == ([], ["เสร็จแล้ว"])


# --- nothing lost, nothing twice


async def test_several_processes_push_each_thing_once(engine: Engine) -> None:
    for number in range(30):
        news(engine, f"U{number}")
    one, other = Platform(), Platform()
    async with posting(engine, one) as first, posting(engine, other) as second:
        for _ in range(5):
            await asyncio.gather(look(first), look(second))

    assert sorted(call.recipient for call in one.tried + other.tried) == sorted(f"U{number}" for number in range(30))


async def test_a_push_and_an_answer_at_once_tell_it_once(engine: Engine) -> None:
    names = [f"U{number}" for number in range(20)]
    for name in names:
        news(engine, name)
    platform = Platform()
    async with posting(engine, platform) as process:
        answers, _ = await asyncio.gather(
            asyncio.to_thread(lambda: [name for name in names if take(engine, name)]), look(process)
        )

    assert sorted([*answers, *(call.recipient for call in platform.tried)]) == sorted(names)


async def test_a_fault_of_ours_leaves_it_for_the_next_answer(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    news(engine)
    with caplog.at_level(logging.CRITICAL):
        await post(engine, Platform(fails_for="U1"), rounds=3)

    assert (rows(engine), take(engine)) == ([], ["เสร็จแล้ว"])


async def test_a_fault_with_one_person_leaves_the_others_alone(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("U1", "U2", "U3"):
        news(engine, name, [name])
    with caplog.at_level(logging.CRITICAL):
        await post(engine, Platform(fails_for="U1"), rounds=3)

    assert untold(engine) == ["U1"]


async def test_a_database_that_was_away_is_used_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    news(engine)
    platform = Platform()
    async with posting(engine, platform) as process:
        with caplog.at_level(logging.CRITICAL), monkeypatch.context() as away:
            away.setattr(notices, "of_one_case", _away)
            await look(process)
        await look(process)

    assert len(platform.tried) == 1


def _away(*_: Any) -> list[Notice]:
    raise OperationalError("SELECT", {}, Exception("gone"))


async def test_what_was_written_down_before_a_crash_is_in_the_outbox(engine: Engine) -> None:
    """Killed between the commit and the first attempt: the relay goes on, and nobody writes it down anew."""
    news(engine)
    async with posting(engine, Platform()) as process:
        _write_down(engine, process)
    platform = Platform()
    await post(engine, platform)

    assert (len(rows(engine)), platform.tried, untold(engine)) == (1, [], [])


async def test_a_notice_of_another_key_is_kept_and_logged_once(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    news(engine)
    await post(engine, Platform(), rounds=3, secrecy=OTHER)

    assert (untold(engine), [record.levelname for record in caplog.records]) == (["เสร็จแล้ว"], ["ERROR"])


async def test_erasing_a_chat_finds_its_pushes_in_the_outbox(engine: Engine) -> None:
    news(engine)
    async with posting(engine, Platform()) as process:
        _write_down(engine, process)

    assert [row.chat in person_behind(SECRECY, "line", "U1").chats for row in rows(engine)] == [True]


# --- the platforms


def _line_channel(address: str) -> LineChannel:
    return LineChannel(
        Settings(line_channel_secret="s", line_channel_access_token=LINE_TOKEN, line_api_url=address), 0.5
    )


@needs_harness
@pytest.mark.parametrize(("quota", "used", "left"), [(300, 0, 300), (300, 299, 1), (300, 301, 0), (0, 0, 0)])
async def test_news_may_use_all_that_is_left_of_the_month(line_api: Mock, quota: int, used: int, left: int) -> None:
    line_api.tell("state", {"quota": quota, "used": used})
    channel = _line_channel(line_api.address)
    found = await channel.pushes_left()
    await channel.close()

    assert found == left


async def test_nothing_is_left_where_line_does_not_say_so() -> None:
    channel = _line_channel(f"http://127.0.0.1:{free_port()}")
    found = await channel.pushes_left()
    await channel.close()

    assert found == 0


async def test_line_pushes_to_people_only() -> None:
    """A push to a group counts once for each member."""
    channel = _line_channel("http://127.0.0.1:9")
    allowed = [channel.may_push(chat) for chat in (line_person("สมชาย"), group("งานแผน"), "")]
    await channel.close()

    assert allowed == [True, False, False]


def _close_case(engine: Engine, name: str, channel: str) -> str:
    """An officer closes a case of somebody; its number."""
    with session_factory(engine).begin() as session:
        number = shown(add(session, person(session, name, channel)).number)
        casework.close(session, number, "มาลี", "เปลี่ยนอุปกรณ์แล้ว", fixed=True, evidence="https://example.org/1")
    return number


@needs_harness
async def test_on_line_a_closed_case_is_told_with_its_buttons(engine: Engine, line_api: Mock) -> None:
    line_api.tell("state", {"quota": 300, "used": 0})
    who = line_person("สมชาย")
    number = _close_case(engine, who, "line")
    channel = _line_channel(line_api.address)
    await post(engine, channel, rounds=3)
    await channel.close()
    pushes = line_api.calls(op="pushMessage")
    [message] = pushes[0]["body"]["messages"]

    assert [(call["status"], call["body"]["to"]) for call in pushes] == [(200, who)]
    assert number in message["text"]
    assert [item["action"]["displayText"] for item in message["quickReply"]["items"]] == [
        *(f"ให้ {score} คะแนน" for score in (5, 4, 3, 2, 1)),
        "ยังไม่เสร็จ",
    ]


@needs_harness
async def test_on_line_an_answer_that_got_lost_is_no_second_push(
    engine: Engine, line_api: Mock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The push took effect, its answer was lost; the next attempt has the same key."""
    line_api.tell("state", {"quota": 300, "used": 0})
    line_api.fault(n=1, op="pushMessage", kind="drop", when="after")
    _close_case(engine, line_person("สมชาย"), "line")
    channel = _line_channel(line_api.address)
    with caplog.at_level(logging.CRITICAL):
        async with posting(engine, channel) as process:
            await look(process)
            keys = await _second_attempt(engine, process, line_api)
    await channel.close()

    assert (len(keys), len(set(keys)), line_api.tell("state", {})["used"]) == (2, 1, 1)


async def _second_attempt(engine: Engine, process: Notices, line: Mock) -> list[str]:
    """The retry keys of both attempts, as soon as the relay would have made the second."""
    for _ in range(400):
        with session_factory(engine).begin() as session:
            process._sender.send(outbox.hold_due(session, "line", 9))
        calls = line.calls(count=0, op="pushMessage")
        if len(calls) > 1:
            return [call["retry_key"] for call in calls]
        await asyncio.sleep(0.01)
    return []


@needs_harness
async def test_on_telegram_a_closed_case_is_told(engine: Engine, tmp_path: Path) -> None:
    with telegram_mock(tmp_path) as mock:
        mock.tell("chats", [{"id": 2001}])
        number = _close_case(engine, "2001", "telegram")
        channel = TelegramChannel(
            Settings(telegram_bot_token=TELEGRAM_TOKEN, telegram_webhook_secret="s", telegram_api_url=mock.address)
        )
        await post(engine, channel, rounds=3)
        await channel.close()
        calls = mock.calls(op="sendMessage")

    assert [(call["status"], str(call["body"]["chat_id"]), number in call["body"]["text"]) for call in calls] == [
        (200, "2001", True)
    ]


# --- the whole, with processes that die


@needs_harness
def test_killing_the_server_again_and_again_loses_and_doubles_no_notice(
    plan_url: str, engine: Engine, line_api: Mock, tmp_path: Path
) -> None:
    line_api.tell("state", {"quota": 300, "used": 0})
    people = [line_person(f"คนที่ {number}") for number in range(KILLS * 4)]
    with serving(environment(plan_url, line=line_api), tmp_path) as server:
        for turn in range(KILLS):
            for who in people[turn * 4 : turn * 4 + 4]:
                _close_case(engine, who, "line")
            line_api.calls(count=turn * 4 + 1, patience=10, op="pushMessage")  # it is in the middle of it
            server.kill()
            server.start()
            server.wait()
        pushed = _pushed(line_api, len(people))

    assert (sorted(pushed), untold(engine)) == (sorted(people), [])


def _pushed(line: Mock, count: int) -> list[str]:
    """Whom a push reached; what was under way is tried again after a while, with the same key."""
    calls = line.calls(count=count, patience=HELD.total_seconds() + 10, op="pushMessage", status="200")
    return [call["body"]["to"] for call in calls]
