"""Is what Telegram tells read as people meant it?

The payloads are updates as the platform sends them: https://core.telegram.org/bots/api#update.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.delivery.event import Event
from bot.telegram import callback
from bot.telegram.commands import COMMANDS
from bot.telegram.updates import ALLOWED_UPDATES, read_update
from handlers.action import ASK, Action
from handlers.message import Message

FOLDER = Path(__file__).parent / "payloads" / "telegram"
USERNAME, BOT_ID = "KhonKaenPlanBot", 123456
GROUP = "-1002000000001"
PRESS = "4382bfdwdsb323b2d9"


def _payload(name: str) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return payload


def _read(payload: dict[str, Any], username: str = USERNAME) -> Event | None:
    return read_update(telegram.Update.de_json(payload, None), username, BOT_ID)


def _message(name: str) -> Message | None:
    event = _read(_payload(name))
    return event and event.message


def test_a_text_is_an_event_of_the_person() -> None:
    message = Message("telegram", "1001", "งบ e-service เท่าไหร่", "text", "th", id="41")

    assert _read(_payload("text")) == Event("telegram", "701", "1001", message)


@pytest.mark.parametrize(
    ("name", "language"), [("text", "th"), ("text-of-an-english-app", "en"), ("text-without-language", "th")]
)
def test_the_language_is_that_of_the_app(name: str, language: str) -> None:
    message = _message(name)

    assert message is not None
    assert message.language == language


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("command-start", "welcome", ""),
        ("command-help", "help", ""),
        ("command-budget", "budget", ""),
        ("command-budget-words", "text", "งบ อีเซอร์วิส ปี 55"),
        ("command-budget-english", "text", "budget free wifi"),
        ("command-feedback", "feedback", "ถนนหน้าโรงเรียน\nเป็นหลุม"),
        ("command-status", "status", ""),
        ("command-privacy", "privacy", ""),
        ("command-unknown", "help", ""),
        ("path", "text", "/งบ e-service"),
        ("sticker", "sticker", ""),
        ("dice", "sticker", ""),
        ("photo", "photo", ""),
        ("photo-with-caption", "photo", "น้ำท่วมถนนมิตรภาพ"),
        ("video", "video", ""),
        ("video-note", "video", ""),
        ("animation", "video", ""),
        ("audio", "audio", ""),
        ("voice", "audio", ""),
        ("document", "file", "ดูให้หน่อย"),
        ("location", "location", ""),
        ("venue", "location", ""),
        ("contact", "file", ""),
        ("poll", "file", ""),
        ("edited", "text", "งบเน็ตฟรีปี 55"),
        ("edited-caption", "photo", "น้ำท่วม"),
    ],
)
def test_a_private_message_is_read(name: str, kind: str, text: str) -> None:
    message = _message(name)

    assert message is not None
    assert (message.kind, message.text, message.user) == (kind, text, message.user.partition("/")[0])


def _attached(payload: dict[str, Any]) -> tuple[str, str, tuple[float, float] | None]:
    """(kind, reference, place)."""
    event = _read(payload)
    assert event is not None
    assert event.message is not None
    return event.message.kind, event.message.reference, event.message.place


def test_of_a_photo_the_largest_size_is_wanted() -> None:
    payload = _payload("photo")
    size = payload["message"]["photo"][0]
    payload["message"]["photo"] = [
        size,
        {**size, "file_id": "large", "width": 1280, "height": 960},
        {**size, "file_id": "middle", "width": 320, "height": 240},
    ]

    assert _attached(payload) == ("photo", "large", None)


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp"])
def test_a_photo_that_is_sent_as_a_file_is_a_photo(kind: str) -> None:
    payload = _payload("document")
    payload["message"]["document"]["mime_type"] = kind

    assert _attached(payload) == ("photo", "AgACAgUAAxk-d", None)


@pytest.mark.parametrize("name", ["document", "video", "animation", "sticker", "voice", "text"])
def test_nothing_else_has_a_photo_or_a_place(name: str) -> None:
    assert _attached(_payload(name))[1:] == ("", None)


@pytest.mark.parametrize("name", ["location", "venue"])
def test_a_location_says_where_it_is(name: str) -> None:
    assert _attached(_payload(name)) == ("location", "", (16.4322, 102.8236))


def test_a_photo_in_a_group_stays_there() -> None:
    assert _attached(_payload("group-photo-with-mention")) == ("photo", "", None)


def test_a_caption_that_was_mended_sends_no_second_photo() -> None:
    assert _attached(_payload("edited-caption")) == ("photo", "", None)


@pytest.mark.parametrize(
    "name",
    [
        "moving-location",
        "pinned",
        "own-inline-answer",
        "channel-post",
        "inline-query",
        "group-talk",
        "group-mention-of-another",
        "group-reply-to-a-person",
        "group-command-for-another",
        "group-unknown-command",
        "group-photo",
        "unblocked",
        "promoted",
        "restricted-but-in",
        "added-to-a-channel",
    ],
)
def test_what_is_not_meant_for_the_bot_is_no_event(name: str) -> None:
    assert _read(_payload(name)) is None


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("group-mention", "text", "😀  งบ e-service ปี 55"),
        ("group-only-mention", "help", ""),
        ("group-reply-to-the-bot", "text", "แล้วปี 56 ล่ะ"),
        ("group-command", "text", "งบ e-service"),
        ("group-command-for-us", "text", "งบ e-service"),
        ("group-unknown-command-for-us", "help", ""),
        ("group-photo-with-mention", "photo", "น้ำท่วม"),
        ("group-edited", "text", "งบเน็ตฟรี"),
    ],
)
def test_what_calls_the_bot_in_a_group_is_read_without_its_name(name: str, kind: str, text: str) -> None:
    assert _message(name) == Message("telegram", GROUP, text, kind, "th", in_group=True)  # type: ignore[arg-type]


def test_a_name_picked_from_the_members_calls_the_bot() -> None:
    assert _message("group-text-mention") == Message("telegram", "-4001", "เน็ตฟรีใช้งบเท่าไหร่", in_group=True)


def test_an_answer_in_a_group_replies_to_the_question() -> None:
    event = _read(_payload("group-mention"))

    assert event is not None
    assert (event.chat, event.details) == (GROUP, {"reply_to": 51})


def test_an_administrator_without_a_name_is_answered() -> None:
    assert _message("group-anonymous-admin") == Message("telegram", GROUP, "", "help", in_group=True)


def test_while_the_name_of_the_bot_is_not_known_no_mention_is_its_own() -> None:
    assert _read(_payload("group-mention"), username="") is None


@pytest.mark.parametrize("name", ["blocked", "removed-from-a-group", "restricted-and-out"])
def test_whoever_shuts_the_bot_out_is_gone(name: str) -> None:
    event = _read(_payload(name))

    assert event is not None
    assert (event.gone, event.message) == (True, None)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("added-to-a-group", Message("telegram", GROUP, "", "welcome", "th")),
        ("added-as-admin", Message("telegram", "-4001", "", "welcome", "en")),
    ],
)
def test_a_group_that_adds_the_bot_is_welcomed(name: str, message: Message) -> None:
    assert _message(name) == message


@pytest.mark.parametrize(
    ("name", "kind", "text", "details"),
    [
        ("press-page", "again", "1a2b3c4d", {"page": 2, "message_id": 40}),
        ("press-page-of-an-old-message", "again", "1a2b3c4d", {"page": 2}),
        ("press-page-in-a-group", "again", "1a2b3c4d", {"page": 3, "message_id": 40, "reply_to": 40}),
        ("press-chart", "again", "1a2b3c4d", {"chart": True}),
        ("press-chart-in-a-group", "again", "1a2b3c4d", {"chart": True, "reply_to": 40}),
        ("press-under-an-inline-answer", "again", "1a2b3c4d", {"chart": True}),
        ("press-words", "text", "งบเน็ตฟรีปี 55", {}),
        ("press-kind", "feedback", "", {}),
        ("press-unknown", "again", "", {}),
        ("press-unknown-kind", "again", "", {}),
        ("press-page-zero", "again", "", {}),
        ("press-empty-words", "again", "", {}),
        ("press-game", "again", "", {}),
    ],
)
def test_a_pressed_button_is_read(name: str, kind: str, text: str, details: dict[str, Any]) -> None:
    event = _read(_payload(name))

    assert event is not None
    assert event.message is not None
    assert (event.message.kind, event.message.text, event.details) == (kind, text, {**details, "callback": PRESS})


def test_a_button_under_an_inline_answer_is_answered_in_private() -> None:
    event = _read(_payload("press-under-an-inline-answer"))

    assert event is not None
    assert event.chat == "1001"


def test_a_button_whose_words_are_written_shorter_is_read() -> None:
    words = "แผนนี้ใช้งบทั้งหมดเท่าไหร่"
    payload = _payload("press-words")
    action = Action(words, ASK, "1a2b3c4d", words)
    payload["callback_query"]["data"] = callback.pressed(action)
    event = _read(payload)

    assert event is not None
    assert event.message == Message("telegram", "1001", words, "press", action=action)


@pytest.mark.parametrize("name", ["text", "group-mention", "group-reply-to-the-bot"])
def test_half_a_character_could_not_be_stored(name: str) -> None:
    payload = _payload(name)
    payload["message"]["text"] += "\ud83d"
    event = _read(payload)

    assert event is not None
    assert event.message is not None
    assert event.message.text.endswith("\ufffd")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_platform_takes_the_name_of_every_command(name: str) -> None:
    """https://core.telegram.org/bots/api#botcommand."""
    assert telegram.BotCommand.MIN_COMMAND <= len(name) <= telegram.BotCommand.MAX_COMMAND
    assert name.isascii()
    assert name == name.lower()


@pytest.mark.parametrize("command", COMMANDS.values())
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_command_is_described_in_both_languages(command: object, language: str) -> None:
    assert 3 <= len(getattr(command, language)) <= telegram.BotCommand.MAX_DESCRIPTION


def test_every_kind_of_update_asked_for_is_known_to_the_platform() -> None:
    assert [name for name in ALLOWED_UPDATES if name not in telegram.Update.ALL_TYPES] == []
