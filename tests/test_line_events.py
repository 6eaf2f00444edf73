"""What does each webhook of LINE mean to the bot, and does a strange one stop nothing?"""

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.event import Event
from bot.line.events import read_events
from bot.line.groups import said_to_the_bot
from bot.line.signature import is_signed
from handlers.message import Message
from tests.line_platform import encode, sign, text
from tests.platforms import LINE_SECRET

PAYLOADS = Path(__file__).parent / "payloads" / "line"
PERSON = "U4af4980629e7c1b35d0a9b8c7d6e5f40"
OTHER = "U99999999999999999999999999999999"
GROUP = "C56f11ad2e0b94c7d8a1f3e5b6c7d8e90"
ROOM = "R7c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f"
ARRIVED = datetime(2025, 11, 22, 9, 1, 3, tzinfo=UTC)
NAMES = ("🤖 แผนขอนแก่น",)
STRANGE: tuple[object, ...] = (
    "hello",
    None,
    7,
    [],
    {},
    {"type": {}},
    {"type": "message"},
    {"type": "message", "source": "me"},
)


def _payload(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def _read(name: str) -> tuple[Event, ...]:
    return read_events(_payload(name), NAMES, arrived=ARRIVED)


def _said(name: str) -> list[tuple[str, str]]:
    """(kind, text) of each message."""
    return [(event.message.kind, event.message.text) for event in _read(name) if event.message]


def _in_group(words: str) -> str | None:
    return said_to_the_bot(words, {}, NAMES)


def test_a_text_is_an_event_with_all_that_its_answer_needs() -> None:
    assert _read("text") == (
        Event(
            channel="line",
            id="01KASQ8M3VWX4Y5Z6A7B8C9D01",
            chat=PERSON,
            message=Message("line", PERSON, "เน็ตฟรีใช้งบเท่าไหร่", id=_payload("text")["events"][0]["message"]["id"]),
            reply_token="38ef843bde154d9b91c21320ffd17a01",
            reply_until=ARRIVED + timedelta(seconds=50),
        ),
    )


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("text_without_quote_token", [("text", "งบ e-service")]),
        ("sticker", [("sticker", "")]),
        ("image", [("photo", "")]),
        ("video", [("video", "")]),
        ("audio", [("audio", "")]),
        ("file", [("file", "")]),
        ("location", [("location", "")]),
        ("postback_again", [("again", "0a1b2c3d")]),
        ("postback_kind", [("budget", "")]),
        ("postback_text", [("text", "งบเน็ตฟรี")]),
        ("postback_old", [("again", "")]),
        ("follow", [("welcome", "")]),
        ("join", [("welcome", "")]),
        ("redelivered", [("text", "งบปี 55")]),
        ("several", [("text", "งบปี 55"), ("sticker", ""), ("welcome", "")]),
        ("group_mention", [("text", "😀   งบเน็ตฟรีเท่าไหร่")]),
        ("group_name", [("text", "งบเน็ตฟรีเท่าไหร่")]),
        ("group_postback", [("help", "")]),
        ("group_member_unnamed", [("text", "งบเน็ตฟรีเท่าไหร่")]),
        ("room_name", [("text", "งบเน็ตฟรีเท่าไหร่")]),
    ],
)
def test_what_is_said_to_the_bot(payload: str, said: list[tuple[str, str]]) -> None:
    assert _said(payload) == said


@pytest.mark.parametrize(
    "payload",
    [
        "no_events",
        "standby",
        "member_joined",
        "unsend",
        "unknown",
        "unknown_message",
        "group_chatter",
        "group_image",
        "group_mention_of_another",
    ],
)
def test_what_is_not_meant_for_the_bot_is_no_event(payload: str) -> None:
    assert _read(payload) == ()


def _attached(payload: dict[str, Any]) -> list[tuple[str, tuple[float, float] | None]]:
    """(reference, place) of each message."""
    events = read_events(payload, NAMES, arrived=ARRIVED)
    return [(event.message.reference, event.message.place) for event in events if event.message]


def test_a_photo_says_where_line_keeps_it() -> None:
    assert _attached(_payload("image")) == [("587612345678901003", None)]


def test_a_photo_that_line_does_not_keep_itself_is_not_fetched() -> None:
    """Somebody else's server would be asked, by an address that somebody else wrote."""
    payload = _payload("image")
    payload["events"][0]["message"]["contentProvider"] = {
        "type": "external",
        "originalContentUrl": "http://127.0.0.1/secret",
    }

    assert _attached(payload) == [("", None)]


@pytest.mark.parametrize("number", ["../../bot/info", "1?x=1", "", 5, None])
def test_a_strange_id_of_a_photo_is_no_reference(number: object) -> None:
    payload = _payload("image")
    payload["events"][0]["message"]["id"] = number

    assert _attached(payload) == [("", None)]


def test_a_location_says_where_it_is() -> None:
    assert _attached(_payload("location")) == [("", (16.4419, 102.836))]


@pytest.mark.parametrize("latitude", [91, -90.5, "16.4", None, True, [], float("nan"), 10**400])
def test_a_place_that_is_not_on_earth_is_none(latitude: object) -> None:
    payload = _payload("location")
    payload["events"][0]["message"]["latitude"] = latitude

    assert _attached(payload) == [("", None)]


@pytest.mark.parametrize("payload", ["text", "video", "audio", "file", "sticker"])
def test_nothing_else_has_a_photo_or_a_place(payload: str) -> None:
    assert _attached(_payload(payload)) == [("", None)]


@pytest.mark.parametrize(("payload", "chat"), [("unfollow", PERSON), ("leave", GROUP)])
def test_whoever_leaves_is_gone(payload: str, chat: str) -> None:
    assert [(event.chat, event.gone, event.message) for event in _read(payload)] == [(chat, True, None)]


@pytest.mark.parametrize(
    ("payload", "chat"),
    [("text", PERSON), ("group_name", GROUP), ("room_name", ROOM), ("group_member_unnamed", GROUP), ("join", GROUP)],
)
def test_a_group_has_one_conversation_that_all_its_members_share(payload: str, chat: str) -> None:
    assert [(event.chat, event.message and event.message.user) for event in _read(payload)] == [(chat, chat)]


def test_the_token_of_an_event_that_comes_late_is_not_tried() -> None:
    """LINE kills every token 20 minutes after its event, also one that it has just delivered again."""
    (event,) = read_events(_payload("text"), NAMES, arrived=ARRIVED + timedelta(minutes=40))

    assert event.reply_until is not None
    assert event.reply_until < ARRIVED + timedelta(minutes=20)


def test_the_chats_of_a_batch_are_those_of_its_events() -> None:
    assert [event.chat for event in _read("several")] == [PERSON, PERSON, OTHER]


def test_the_language_is_the_callers() -> None:
    (event,) = read_events(_payload("sticker"), language="en")

    assert event.message is not None
    assert event.message.language == "en"


@pytest.mark.parametrize(
    ("data", "page"),
    [("again=0a1b2c3d", 1), ("again=0a1b2c3d&page=3", 3)]
    + [(f"again=0a1b2c3d&page={bad}", 1) for bad in ("", "x", "-1", "0", "1.5", "๓", "²", "9" * 200)],
)
def test_a_button_says_which_page_it_asks_for(data: str, page: int) -> None:
    (event,) = _pressed(data)

    assert event.details == {"page": page}


@pytest.mark.parametrize("data", ["", "&&&", "kind=staff", "page=2", "=", "\ud83d", "again", "%ff%fe=%00"])
def test_a_button_that_is_not_known_is_too_old(data: str) -> None:
    (event,) = _pressed(data)

    assert event.message == Message("line", PERSON, "", "again")


def _pressed(data: str) -> tuple[Event, ...]:
    payload = _payload("postback_again")
    payload["events"][0]["postback"]["data"] = data
    return read_events(payload)


def test_an_event_without_an_id_has_that_of_its_message() -> None:
    payload = _payload("text")
    del payload["events"][0]["webhookEventId"]

    assert [event.id for event in read_events(payload)] == ["message/587612345678901000"]


def test_an_event_without_any_id_keeps_its_own_when_delivered_again() -> None:
    payload = _payload("follow")
    del payload["events"][0]["webhookEventId"]
    first = read_events(payload)[0].id
    payload["events"][0] |= {"deliveryContext": {"isRedelivery": True}, "replyToken": "another"}

    assert read_events(payload)[0].id == first


def test_two_events_without_any_id_are_told_apart() -> None:
    payload = _payload("follow")
    first = {key: value for key, value in payload["events"][0].items() if key != "webhookEventId"}
    payload["events"] = [first, first | {"timestamp": 0}]

    assert len({event.id for event in read_events(payload)}) == 2


def test_an_event_without_a_reply_token_has_no_time_for_it() -> None:
    payload = _payload("text")
    del payload["events"][0]["replyToken"]

    assert [(event.reply_token, event.reply_until) for event in read_events(payload)] == [("", None)]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_a_strange_event_does_not_stop_those_beside_it(strange: object) -> None:
    payload = _payload("text")
    payload["events"] = [strange, *payload["events"], strange]

    assert len(read_events(payload)) == 1


@pytest.mark.parametrize("name", ["text", "postback_again", "follow", "join", "unfollow", "group_mention"])
def test_wrong_shapes_anywhere_in_an_event_raise_nothing(name: str) -> None:
    payload = _payload(name)
    original = payload["events"][0]
    payload["events"] = list(_bent(original))

    assert len(read_events(payload, NAMES)) <= len(payload["events"])


def _bent(value: Any) -> list[Any]:
    """The value with each of its inner values replaced by what does not belong there."""
    if not isinstance(value, dict | list):
        return []
    places = list(value) if isinstance(value, dict) else list(range(len(value)))
    bent = []
    for place in places:
        for other in ("x", "", 7, -1, None, True, [], {}, [7], {"a": "b"}, *_bent(value[place])):
            copy: Any = value.copy()
            copy[place] = other
            bent.append(copy)
    return bent


@pytest.mark.parametrize("payload", [None, [], "events", 7, {}, {"events": {}}, {"events": None}], ids=repr)
def test_a_body_that_holds_no_events_is_refused(payload: object) -> None:
    with pytest.raises(ValueError, match=r'^The body of a webhook must be a JSON object with a list "events"\.$'):
        read_events(payload)


def test_an_unknown_event_is_logged_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _read("unknown")

    assert caplog.messages == ["Skipped an event of the type 'hologram' that is not known."]


def test_half_an_emoji_becomes_a_character_that_can_be_stored() -> None:
    payload = _payload("text")
    payload["events"][0]["message"]["text"] = "งบ \ud83d"

    assert [event.message and event.message.text for event in read_events(payload)] == ["งบ \ufffd"]


def test_a_text_beyond_what_line_allows_is_read() -> None:
    payload = _payload("text")
    payload["events"][0]["message"]["text"] = "งบ" * 10_000

    assert [event.message and len(event.message.text) for event in read_events(payload)] == [20_000]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("น้องแผน งบเท่าไหร่", "งบเท่าไหร่"),
        ("น้องแผนงบเท่าไหร่", "งบเท่าไหร่"),
        ("น้องแผน, งบเท่าไหร่?", "งบเท่าไหร่?"),
        ("น้องแผนครับ งบเท่าไหร่", "งบเท่าไหร่"),
        ("น้องแผนคะแนนเท่าไหร่", "คะแนนเท่าไหร่"),
        ("@น้องแผน งบเท่าไหร่", "งบเท่าไหร่"),
        ("BOT: how much?", "how much?"),
        ("Plan  Bot how much?", "how much?"),
        ("botงบเท่าไหร่", "งบเท่าไหร่"),
        ("แผนขอนแก่น งบเท่าไหร่", "งบเท่าไหร่"),
        ("งบเท่าไหร่ น้องแผน", "งบเท่าไหร่"),
        ("งบเท่าไหร่ น้องแผนคะ?", "งบเท่าไหร่"),
        ("how much, bot!", "how much,"),
    ],
)
def test_the_name_at_the_beginning_or_the_end_calls_the_bot(words: str, asked: str) -> None:
    assert _in_group(words) == asked


@pytest.mark.parametrize("words", ["น้องแผน", " น้องแผน! ", "น้องแผนครับ", "bot?", "@บอท"])
def test_the_name_alone_asks_for_help(words: str) -> None:
    assert _in_group(words) == ""


@pytest.mark.parametrize(
    "words",
    ["งบเท่าไหร่", "bots are everywhere", "robot", "how is robot", "บอทะ", "ขอข้อมูลแชทบอท", "ถามน้องแผนดูสิ", "", "😀", "@"],
)
def test_a_word_that_only_contains_the_name_does_not(words: str) -> None:
    assert _in_group(words) is None


def test_an_account_without_a_name_is_not_called_by_everything() -> None:
    assert said_to_the_bot("กินข้าวกัน", {}, ("", "🤖")) is None


@pytest.mark.parametrize("where", [(0, 9999), (-1, 4), ("0", "4"), (None, None), (9999, 4)])
def test_a_mention_at_an_impossible_place_is_a_mention(where: tuple[Any, Any]) -> None:
    mentionee = {"isSelf": True, "index": where[0], "length": where[1]}

    assert said_to_the_bot("งบเท่าไหร่", {"mentionees": [mentionee]}, ()) is not None


def test_a_mention_of_the_whole_group_is_not_one_of_the_bot() -> None:
    mention = {"mentionees": [{"type": "all", "index": 0, "length": 4}]}

    assert said_to_the_bot("@All งบเท่าไหร่", mention, ()) is None


def test_a_signed_body_is_from_line() -> None:
    body = encode([text("สมชาย", "งบเน็ตฟรี 😀")])

    assert is_signed(body, sign(body), LINE_SECRET)


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"{}", sign(b"{ }")),
        (b"{}", sign(b"{}", "another-secret")),
        (b"{}", ""),
        (b"{}", "\xff\u0e01"),
        (b"{}", "\ud83d"),
    ],
    ids=["other body", "other secret", "none", "not ASCII", "half a character"],
)
def test_anything_else_is_not(body: bytes, signature: str) -> None:
    assert not is_signed(body, signature, LINE_SECRET)


# --- what stands in a message besides words


def _message(**fields: Any) -> Message:
    payload = _payload("text")
    payload["events"][0]["message"] = {"id": "77", "type": "text", **fields}
    [event] = read_events(payload, NAMES, arrived=ARRIVED)
    assert event.message is not None
    return event.message


def test_emoji_are_cut_out_by_their_places_in_utf_16() -> None:
    text = "👍 เน็ตฟรีใช้งบเท่าไหร่ (smile)"
    emojis = [{"index": text.index("(") + 1, "length": 7, "productId": "p", "emojiId": "001"}]

    assert _message(text=text, emojis=emojis).text.strip() == "👍 เน็ตฟรีใช้งบเท่าไหร่"


def test_emoji_alone_are_a_sticker() -> None:
    said = _message(text="(ok)", emojis=[{"index": 0, "length": 4}])

    assert (said.kind, said.hint) == ("sticker", "ok")


@pytest.mark.parametrize(
    "emojis", [None, "x", [None], [{"index": -1, "length": 3}], [{"index": 2, "length": 99}], [{}]]
)
def test_places_that_are_none_change_nothing(emojis: object) -> None:
    assert _message(text="งบเท่าไหร่", emojis=emojis).text == "งบเท่าไหร่"


def test_a_place_keeps_its_name_and_address() -> None:
    said = _message(type="location", title="ศาลากลางบ้าน", address="หมู่ 3", latitude=16.4, longitude=102.8)

    assert (said.place, said.place_name) == ((16.4, 102.8), "ศาลากลางบ้าน, หมู่ 3")


def test_a_quote_names_its_message() -> None:
    assert _message(text="ยังไม่เสร็จ", quotedMessageId="55").answers == "55"


def test_an_album_tells_how_many_photos_it_has() -> None:
    provider = {"type": "line"}
    said = _message(type="image", contentProvider=provider, imageSet={"id": "A", "index": 1, "total": 3})

    assert (said.reference, said.album) == ("77", "A:3")


def test_what_was_unsent_is_named() -> None:
    payload = _payload("text")
    payload["events"][0] |= {"type": "unsend", "unsend": {"messageId": "77"}}
    [event] = read_events(payload, NAMES, arrived=ARRIVED)

    assert (event.message and event.message.kind, event.message and event.message.id) == ("unsent", "77")
