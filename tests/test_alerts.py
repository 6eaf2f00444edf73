"""Does the news reach the outbox, once and for each officer alone, whichever process looks?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from bot.delivery.lanes import lanes_for
from bot.delivery.letters import Letters
from bot.delivery.sender import Sender
from bot.line.client import LineChannel
from bot.office import alerts
from bot.office.alerts import Alerts
from bot.settings import Settings
from bot.transaction import transact
from db.models import Outbox
from db.session import session_factory
from handlers.dates import THAILAND
from handlers.officers import news
from tests.case_rows import SECRECY, given
from tests.office import AGENCY, MALEE, PRANEE, bot_of, joined

NOON = datetime(2026, 11, 26, 12, tzinfo=THAILAND)
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(name="noon", autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (news, alerts):
        monkeypatch.setattr(module, "now", lambda: NOON)
    monkeypatch.setattr(news, "GATHERED", -timedelta(days=3650))  # what was given by the real clock is old enough


@asynccontextmanager
async def alerting(engine: Engine, folders: list[Path] | None = None) -> AsyncIterator[Alerts]:
    """A process that tells officers on LINE, which nobody answers for."""
    channel = LineChannel(
        Settings(line_channel_secret="s", line_channel_access_token="t", line_api_url=NOWHERE)  # type: ignore[call-arg]
    )
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    channels: dict[str, Any] = {"line": channel}
    sender = Sender(channels, Letters(SECRECY), lanes)
    try:
        yield Alerts(channels, SECRECY, lanes, sender, lambda: folders or [], every=0)
    finally:
        await sender.close()
        await channel.close()
        lanes.close()


def _told(engine: Engine) -> list[str]:
    with session_factory(engine)() as session:
        return [row.body for row in session.scalars(select(Outbox).order_by(Outbox.id)) if "เรื่อง" in row.body]


async def test_news_goes_into_the_outbox_once(engine: Engine) -> None:
    joined(bot_of(engine), MALEE)
    case = given(engine, agency=AGENCY)
    async with alerting(engine) as first, alerting(engine) as second:
        await first.tell()
        await second.tell()
        await first.tell()

    assert [case in body for body in _told(engine)] == [True]


async def test_who_was_removed_is_told_nothing(engine: Engine) -> None:
    joined(bot_of(engine), MALEE)
    given(engine, agency=AGENCY)
    with session_factory(engine).begin() as session:
        session.execute(text("UPDATE staff SET removed_at = created_at"))
    async with alerting(engine) as process:
        await process.tell()

    assert _told(engine) == []


async def test_dead_letters_are_an_alarm_for_coordinators_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "_FIRST_ALARM", 0)
    bot = bot_of(engine)
    joined(bot, MALEE)
    joined(bot, PRANEE, "coordinator", "")
    _die(engine)
    async with alerting(engine) as process:
        await process.tell()

    assert ["dead list" in body for body in _told(engine)] == [True]


async def test_an_alarm_waits_for_who_is_just_being_told_something_else(
    postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes look at the same officer at once; SQLite lets only one write."""
    monkeypatch.setattr(alerts, "_FIRST_ALARM", 0)
    joined(bot_of(postgres_engine), PRANEE, "coordinator", "")
    _die(postgres_engine)
    async with alerting(postgres_engine) as process:
        with session_factory(postgres_engine).begin() as other:
            other.execute(text("SELECT id FROM staff FOR UPDATE"))
            await process.tell()
        before = len(_told(postgres_engine))
        await process.tell()
    after = ["dead list" in body for body in _told(postgres_engine)]

    assert (before, after) == (0, [True])


def _die(engine: Engine) -> None:
    """A call that was given up, and a morning's digest that was told."""
    with session_factory(engine).begin() as session:
        session.execute(text("UPDATE staff SET digest_on = '2026-11-26'"))
        dead = Outbox(
            key="dead",
            channel="line",
            chat="c",
            queue="answers",
            recipient="r",
            body="{}",
            dead_at=NOON,
            created_at=NOON,
            due_at=NOON,
            give_up_at=NOON,
        )
        session.add(dead)
