"""Does what is sent to Telegram arrive, and is every failure told apart?"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery.channel import Outcome, Outgoing
from bot.settings import Settings
from bot.telegram.client import Me, TelegramChannel
from bot.telegram.faults import outcome, reason
from tests.platforms import TELEGRAM_TOKEN, Mock, free_port, needs_harness

PERSON, STRANGER, BLOCKED = 2001, 2002, 2003
CHART = {
    "figure": "10.00 ล้านบาท",
    "title": "งบรวมทั้ง 4 ปี ของ e-Service",
    "caption": "งบรายปี (ล้านบาท)",
    "bars": [{"label": "ปี 2554", "text": "2.50", "share": 1.0}],
    "source": "แผนพัฒนาจังหวัด",
}
PICTURE = {"chart": CHART, "caption": "<b>งบ</b>", "parse_mode": "HTML"}


@pytest.fixture(name="telegram")
def _telegram(mock_telegram: Mock) -> Mock:
    """The platform, as if just started; two people wrote to the bot, of whom one blocked it."""
    mock_telegram.tell("reset", {})
    mock_telegram.tell("chats", [{"id": PERSON}, {"id": BLOCKED, "blocked": True}, {"id": -5}])
    return mock_telegram


@pytest.fixture(name="channel")
async def _channel(telegram: Mock) -> AsyncIterator[TelegramChannel]:
    channel = _connected(telegram.address)
    yield channel
    await channel.close()


def _connected(address: str, token: str = TELEGRAM_TOKEN) -> TelegramChannel:
    return TelegramChannel(Settings(telegram_bot_token=token, telegram_webhook_secret="s", telegram_api_url=address))


def _outgoing(method: str, to: int = PERSON, **arguments: Any) -> Outgoing:
    return Outgoing(1, "key", "telegram", str(to), {"method": method, "arguments": arguments})


def _text(words: str = "15.00 ล้านบาท", to: int = PERSON) -> Outgoing:
    return _outgoing("sendMessage", to, text=words)


def _arrived(mock: Mock) -> list[str]:
    return [str(call["body"].get("text")) for call in mock.calls(op="sendMessage", status="200")]


@needs_harness
async def test_a_text_arrives_with_all_its_arguments(telegram: Mock, channel: TelegramChannel) -> None:
    markup = {"inline_keyboard": [[{"text": "ดูต่อ", "callback_data": "again 1a2b3c4d 2"}]]}
    preview, reply = {"is_disabled": True}, {"message_id": 7, "allow_sending_without_reply": True}
    given = {"text": "<b>1</b>", "parse_mode": "HTML", "reply_markup": markup, "link_preview_options": preview}
    done = await channel.send(_outgoing("sendMessage", reply_parameters=reply, **given))
    call = telegram.calls(op="sendMessage")[0]

    assert (done.kind, len(done.messages), call["errors"], call["warnings"]) == ("sent", 1, [], [])
    assert json.loads(call["body"]["reply_markup"]) == markup


@needs_harness
async def test_a_chart_arrives_as_a_picture(telegram: Mock, channel: TelegramChannel) -> None:
    done = await channel.send(_outgoing("sendPhoto", **PICTURE))
    call = telegram.calls(op="sendPhoto")[0]

    assert (done.kind, len(done.messages), call["status"], call["warnings"]) == ("sent", 1, 200, [])


@needs_harness
async def test_a_message_is_changed_and_a_repeat_of_that_is_no_failure(channel: TelegramChannel) -> None:
    await channel.send(_text())
    change = _outgoing("editMessageText", message_id=1, text="หน้า 2")

    assert [(await channel.send(change)).kind for _ in range(2)] == ["sent", "sent"]


@needs_harness
async def test_a_button_that_was_pressed_too_long_ago_is_let_go(channel: TelegramChannel) -> None:
    done = await channel.send(_outgoing("answerCallbackQuery", callback_query_id="1"))

    assert done.kind == "refused"


@needs_harness
@pytest.mark.parametrize(
    ("call", "why"),
    [
        (_text(to=STRANGER), "Telegram refuses it: Chat not found"),
        (_text(to=BLOCKED), "Telegram refuses it: Forbidden"),
        (_outgoing("editMessageText", message_id=99, text="?"), "Telegram refuses it: Message to edit not found"),
        (_outgoing("sendMessage", text="<b>ลับ", parse_mode="HTML"), "Telegram refuses it: Can't parse entities"),
        (_outgoing("sendDice"), "sendDice is no call that this version knows"),
    ],
)
async def test_what_can_never_arrive_is_refused(channel: TelegramChannel, call: Outgoing, why: str) -> None:
    assert await channel.send(call) == Outcome("refused", why)


@needs_harness
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 429, "retry_after": 7}, "failed"),
        ({"status": 500}, "unsure"),
        ({"status": 502, "body": {}}, "unsure"),
        ({"kind": "drop"}, "unsure"),
        ({"kind": "garbage"}, "unsure"),
        ({"status": 200, "body": {"ok": True}}, "unsure"),
        ({"status": 200, "body": []}, "unsure"),
        ({"status": 401}, "failed"),
    ],
)
async def test_each_fault_of_the_platform_is_told_apart(
    telegram: Mock, channel: TelegramChannel, fault: dict[str, Any], kind: str
) -> None:
    telegram.fault(op="sendMessage", **fault)

    assert (await channel.send(_text())).kind == kind


@needs_harness
@pytest.mark.parametrize("kind", ["status", "drop", "garbage"])
async def test_an_answer_whose_receipt_was_lost_is_read_once_more_at_most(
    telegram: Mock, channel: TelegramChannel, kind: str
) -> None:
    telegram.fault(op="sendMessage", kind=kind, when="after")
    attempts = [await channel.send(_text()), await channel.send(_text())]

    assert [attempt.kind for attempt in attempts] == ["unsure", "sent"]
    assert len(_arrived(telegram)) == 2


@needs_harness
async def test_the_platform_is_asked_again_when_it_says(telegram: Mock, channel: TelegramChannel) -> None:
    telegram.fault(op="sendMessage", status=429, retry_after=7)

    assert (await channel.send(_text())).wait == 7


@needs_harness
@pytest.mark.parametrize(("asked", "wait"), [(86400, 3600), (10**12, 3600), (-7, 1), ("soon", 1)])
async def test_a_wait_that_makes_no_sense_is_not_kept(
    telegram: Mock, channel: TelegramChannel, asked: object, wait: float
) -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": asked}}
    telegram.fault(op="sendMessage", status=429, body=body)
    outcome = await channel.send(_text())

    assert (outcome.kind, outcome.wait) == ("failed", wait)


async def test_a_platform_that_nobody_reaches_got_nothing() -> None:
    channel = _connected(f"http://127.0.0.1:{free_port()}")
    done = await channel.send(_text())
    await channel.close()

    assert done == Outcome("failed", "The connection to Telegram failed: ConnectError")


@needs_harness
async def test_quick_messages_to_one_person_keep_the_advised_pace(telegram: Mock, channel: TelegramChannel) -> None:
    done = [await channel.send(_text(str(number))) for number in range(7)]

    assert ({one.kind for one in done}, telegram.stats()["warnings"]) == ({"sent"}, {})
    assert len({one.messages for one in done}) == 7


@needs_harness
async def test_messages_to_many_people_keep_the_advised_pace(telegram: Mock, channel: TelegramChannel) -> None:
    people = range(3000, 3070)
    telegram.tell("chats", [{"id": number} for number in people])
    done = await asyncio.gather(*(channel.send(_text(to=number)) for number in people))

    assert ({one.kind for one in done}, telegram.stats()["warnings"]) == ({"sent"}, {})
    assert len({one.messages for one in done}) == 70


@needs_harness
async def test_showing_that_the_bot_is_typing_never_fails(telegram: Mock, channel: TelegramChannel) -> None:
    telegram.fault(op="sendChatAction", status=500)
    await channel.show_working(str(PERSON))
    await channel.show_working(str(PERSON))
    await channel.show_working(str(STRANGER))

    assert [call["status"] for call in telegram.calls(op="sendChatAction")] == [500, 200, 400]


@needs_harness
async def test_the_bot_asks_once_who_it_is(telegram: Mock, channel: TelegramChannel) -> None:
    known = await asyncio.gather(channel.me(), channel.me())

    assert known == [Me("harness_test_bot", 123456)] * 2
    assert len(telegram.calls(op="getMe")) == 1


@needs_harness
async def test_a_link_brings_a_code_into_the_chat(telegram: Mock, channel: TelegramChannel) -> None:
    assert await channel.chat_link("a-b_c") == "https://t.me/harness_test_bot?start=a-b_c"


@needs_harness
async def test_while_the_platform_is_down_the_bot_knows_its_number(telegram: Mock, channel: TelegramChannel) -> None:
    telegram.fault(op="getMe", status=500)

    assert [await channel.me(), await channel.me()] == [Me("", 123456)] * 2


@needs_harness
@pytest.mark.parametrize("token", [TELEGRAM_TOKEN, "123456:ANOTHER-TOKEN"])
async def test_no_log_holds_the_token_or_what_was_said(
    telegram: Mock, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = _connected(telegram.address, token)
    telegram.fault(op="sendMessage", kind="garbage")
    telegram.fault(op="sendMessage", status=502, body={"oops": f"GET /bot{token}/sendMessage"})
    telegram.fault(op="getMe", kind="drop")
    await channel.me()
    outcomes = [await channel.send(_text("ความลับ")) for _ in range(3)]
    await channel.show_working(str(STRANGER))
    await channel.close()

    said = caplog.text + repr(outcomes)
    assert [word for word in ("TEST-TOKEN", "ANOTHER-TOKEN", "ความลับ") if word in said] == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (RetryAfter(3), Outcome("failed", "Telegram failed: RetryAfter", 3)),
        (
            InvalidToken("The token `1:A` was rejected"),
            Outcome("failed", "Telegram does not accept TELEGRAM_BOT_TOKEN", 60),
        ),
        (Forbidden("Forbidden: bot was kicked"), Outcome("refused", "Telegram refuses it: Forbidden")),
        (BadRequest("Message is not modified: specified new"), Outcome("sent")),
        (TimedOut(), Outcome("unsure", "Telegram failed: TimedOut")),
    ],
)
def test_a_fault_of_the_sdk_has_a_meaning(fault: TelegramError, expected: Outcome) -> None:
    assert outcome(fault) == expected


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (httpx.ConnectError(""), "failed"),
        (httpx.ConnectTimeout(""), "failed"),
        (httpx.PoolTimeout(""), "failed"),
        (httpx.ReadTimeout(""), "unsure"),
        (httpx.WriteError(""), "unsure"),
        (httpx.RemoteProtocolError(""), "unsure"),
    ],
)
def test_only_what_never_left_surely_failed(cause: httpx.HTTPError, kind: str) -> None:
    fault = NetworkError("?")
    fault.__cause__ = cause

    assert outcome(fault).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        'Can\'t parse entities: unsupported start tag "ความลับ" at byte offset 3',
        "Wrong HTTP URL 'https://ความลับ'",
        'Inline keyboard button url "ความลับ" is invalid',
    ],
)
def test_a_reason_does_not_quote_the_message(text: str) -> None:
    assert "ความลับ" not in reason(BadRequest(text))
