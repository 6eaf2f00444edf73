"""Does a developer's machine get every update by asking for it?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import telegram

from bot.settings import Settings
from bot.telegram.connection import connect, disconnect
from bot.telegram.polling import Take, poll
from tests.platforms import TELEGRAM_TOKEN, Mock, needs_harness

pytestmark = needs_harness
PATIENCE = 20


@pytest.fixture(name="bot")
async def _bot(telegram_api: Mock) -> AsyncIterator[telegram.Bot]:
    bot = connect(Settings(telegram_bot_token=TELEGRAM_TOKEN, telegram_api_url=telegram_api.address))
    yield bot
    await disconnect(bot)


class _Taker:
    """Keeps updates; some of them only when they are told again."""

    def __init__(self, *refused: str) -> None:
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self._refused = list(refused)

    async def take(self, update: telegram.Update) -> bool:
        words = str(update.message and update.message.text)
        await self.told.put(words)
        if words in self._refused:
            self._refused.remove(words)
            return False
        return True

    async def next(self, count: int) -> list[str]:
        async with asyncio.timeout(PATIENCE):
            return [await self.told.get() for _ in range(count)]


@asynccontextmanager
async def _polling(bot: telegram.Bot, take: Take) -> AsyncIterator[None]:
    """Meanwhile the bot polls; it ends because it is told to."""
    stop = asyncio.Event()
    running = asyncio.create_task(poll(bot, take, stop))
    yield
    stop.set()
    async with asyncio.timeout(PATIENCE):
        await running


def _write(mock: Mock, *texts: str) -> None:
    sender = {"id": 2001, "is_bot": False, "first_name": "สมชาย"}
    chat = {"id": 2001, "type": "private", "first_name": "สมชาย"}
    for number, text in enumerate(texts, 1):
        message = {"message_id": number, "date": 1795332000, "chat": chat, "from": sender, "text": text}
        mock.tell("update", {"update": {"message": message}})


async def test_updates_come_in_their_order(telegram_api: Mock, bot: telegram.Bot) -> None:
    taker = _Taker()
    _write(telegram_api, "1", "2")
    async with _polling(bot, taker.take):
        first = await taker.next(2)
        _write(telegram_api, "3")

        assert (first, await taker.next(1)) == (["1", "2"], ["3"])


async def test_an_update_that_could_not_be_kept_is_told_again(telegram_api: Mock, bot: telegram.Bot) -> None:
    taker = _Taker("2")
    _write(telegram_api, "1", "2", "3")
    async with _polling(bot, taker.take):
        assert await taker.next(4) == ["1", "2", "2", "3"]


async def test_the_webhook_gives_way_and_that_is_said(
    telegram_api: Mock, bot: telegram.Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.set_webhook("https://bot.example.org/telegram/webhook", max_connections=1)
    taker = _Taker()
    async with _polling(bot, taker.take):
        await asyncio.to_thread(lambda: telegram_api.calls(op="deleteWebhook", patience=PATIENCE))
        _write(telegram_api, "1")

        assert await taker.next(1) == ["1"]
    assert "The webhook https://bot.example.org/telegram/webhook was deleted" in caplog.text


@pytest.mark.parametrize("fault", [{"status": 500}, {"kind": "drop"}, {"kind": "garbage"}])
async def test_polling_outlives_a_fault(telegram_api: Mock, bot: telegram.Bot, fault: dict[str, object]) -> None:
    telegram_api.fault(op="get.*", n=2, **fault)
    taker = _Taker()
    _write(telegram_api, "1")
    async with _polling(bot, taker.take):
        assert await taker.next(1) == ["1"]


async def test_another_poller_is_named(telegram_api: Mock, bot: telegram.Bot, caplog: pytest.LogCaptureFixture) -> None:
    conflict = {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}
    telegram_api.fault(op="getUpdates", status=409, body=conflict)
    taker = _Taker()
    _write(telegram_api, "1")
    async with _polling(bot, taker.take):
        await taker.next(1)

    assert "Another program asks for this bot's updates" in caplog.text


async def test_it_stops_while_it_waits(telegram_api: Mock, bot: telegram.Bot) -> None:
    async with _polling(bot, _Taker().take):
        await asyncio.sleep(0.2)  # Now it waits for an update that never comes.

    assert telegram_api.calls(op="deleteWebhook") == []
