"""Is a photo got from LINE and Telegram, and is every failure told apart: what to try again, and what is gone?"""

import base64
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.channel import Download
from bot.line.client import LineChannel
from bot.picture_cleaning import LARGEST
from bot.settings import Settings
from bot.telegram.client import TelegramChannel
from tests.photos import photo
from tests.platforms import LINE_TOKEN, TELEGRAM_TOKEN, Mock, free_port, needs_harness

pytestmark = needs_harness

PHOTO = photo()
NUMBER, FILE_ID = "587612345678901003", "AgACAgUAAxk-s"
TOO_LARGE = Download("gone", reason="It is larger than 10,485,760 bytes")
UPDATE = Path(__file__).parent / "payloads" / "telegram" / "photo.json"


@pytest.fixture(name="line")
async def _line(line_api: Mock) -> AsyncIterator[LineChannel]:
    channel = _connected_to_line(line_api.address)
    yield channel
    await channel.close()


@pytest.fixture(name="telegram")
async def _telegram(telegram_api: Mock) -> AsyncIterator[TelegramChannel]:
    channel = _connected_to_telegram(telegram_api.address)
    yield channel
    await channel.close()


def _connected_to_line(address: str, token: str = LINE_TOKEN) -> LineChannel:
    return LineChannel(Settings(line_channel_secret="s", line_channel_access_token=token, line_api_url=address))


def _connected_to_telegram(address: str, token: str = TELEGRAM_TOKEN) -> TelegramChannel:
    return TelegramChannel(Settings(telegram_bot_token=token, telegram_webhook_secret="s", telegram_api_url=address))


def _sent_on_line(mock: Mock, body: bytes | None = PHOTO) -> None:
    """None: it was unsent."""
    content = body if body is None else {"type": "image/jpeg", "base64": base64.b64encode(body).decode()}
    mock.tell("state", {"content": {NUMBER: content}})


def _sent_on_telegram(mock: Mock, body: bytes = PHOTO) -> None:
    update: dict[str, Any] = json.loads(UPDATE.read_text(encoding="utf-8"))
    del update["update_id"]
    mock.tell("update", {"update": update, "file": body.hex(), "hold": True})


async def test_line_gives_the_photo(line_api: Mock, line: LineChannel) -> None:
    _sent_on_line(line_api)

    assert await line.download(NUMBER) == Download("here", PHOTO)


async def test_a_photo_that_was_unsent_is_gone(line_api: Mock, line: LineChannel) -> None:
    _sent_on_line(line_api, None)

    assert (await line.download(NUMBER)).kind == "gone"


async def test_a_photo_that_line_does_not_know_is_gone(line: LineChannel) -> None:
    assert (await line.download("1")).reason.startswith("LINE answered 404")


async def test_a_photo_that_is_too_large_for_us_is_not_read_to_its_end(line_api: Mock, line: LineChannel) -> None:
    _sent_on_line(line_api, b"\xff" * (LARGEST + 1))

    assert await line.download(NUMBER) == TOO_LARGE


async def test_a_photo_of_just_the_largest_size_is_read(line_api: Mock, line: LineChannel) -> None:
    _sent_on_line(line_api, b"\xff" * LARGEST)

    assert len((await line.download(NUMBER)).body) == LARGEST


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 202},
        {"kind": "status", "status": 429},
        {"kind": "status", "status": 500},
        {"kind": "drop", "n": 2},  # what is lost once is asked for again at once
        {"kind": "garbage"},
    ],
    ids=lambda fault: str(fault.get("status", fault["kind"])),
)
async def test_what_line_cannot_give_now_is_tried_again(
    line_api: Mock, line: LineChannel, fault: dict[str, Any]
) -> None:
    _sent_on_line(line_api)
    line_api.fault(**fault)
    kinds = [(await line.download(NUMBER)).kind for _ in range(2)]

    assert kinds == ["later", "here"]


async def test_what_line_asks_us_to_wait_is_told(line_api: Mock, line: LineChannel) -> None:
    line_api.fault(kind="status", status=429, headers={"Retry-After": "30"})

    assert (await line.download(NUMBER)).wait == 30


async def test_with_a_wrong_token_nothing_is_given_up(line_api: Mock) -> None:
    _sent_on_line(line_api)
    channel = _connected_to_line(line_api.address, "wrong")
    download = await channel.download(NUMBER)
    await channel.close()

    assert (download.kind, download.wait) == ("later", 60)


async def test_while_line_is_away_nothing_is_given_up() -> None:
    channel = _connected_to_line(f"http://127.0.0.1:{free_port()}")
    download = await channel.download(NUMBER)
    await channel.close()

    assert download.kind == "later"


async def test_telegram_gives_the_photo(telegram_api: Mock, telegram: TelegramChannel) -> None:
    _sent_on_telegram(telegram_api)

    assert await telegram.download(FILE_ID) == Download("here", PHOTO)


async def test_what_telegram_says_to_be_too_large_is_not_read(telegram_api: Mock, telegram: TelegramChannel) -> None:
    _sent_on_telegram(telegram_api, b"\xff" * (LARGEST + 1))

    assert await telegram.download(FILE_ID) == TOO_LARGE


async def test_telegram_may_have_a_file_again_that_it_does_not_find_now(telegram: TelegramChannel) -> None:
    assert (await telegram.download("unknown")).kind == "later"


@pytest.mark.parametrize(
    "fault", [{"kind": "status", "status": 429, "retry_after": 7}, {"kind": "status", "status": 500}, {"kind": "drop"}]
)
async def test_what_telegram_cannot_give_now_is_tried_again(
    telegram_api: Mock, telegram: TelegramChannel, fault: dict[str, Any]
) -> None:
    _sent_on_telegram(telegram_api)
    telegram_api.fault(op="getFile", **fault)
    downloads = [await telegram.download(FILE_ID) for _ in range(2)]

    assert [(download.kind, download.wait) for download in downloads] == [
        ("later", fault.get("retry_after", 0)),
        ("here", 0),
    ]


async def test_while_telegram_is_away_nothing_is_given_up() -> None:
    channel = _connected_to_telegram(f"http://127.0.0.1:{free_port()}")
    download = await channel.download(FILE_ID)
    await channel.close()

    assert download.kind == "later"


async def test_neither_log_nor_reason_holds_the_token(
    telegram_api: Mock, telegram: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    """The address of a file holds it."""
    caplog.set_level(logging.DEBUG)
    _sent_on_telegram(telegram_api)
    reasons = [(await telegram.download(reference)).reason for reference in (FILE_ID, "unknown")]

    assert TELEGRAM_TOKEN not in f"{caplog.text} {reasons}"
