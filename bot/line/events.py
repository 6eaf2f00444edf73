"""What does a webhook body of LINE tell us?

The SDK's models of events are not used: they take a text without a quoteToken for an unknown event, refuse the whole
batch for one event without a webhookEventId, and cost 129 us an event.
"""

import hashlib
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal
from urllib.parse import parse_qsl

from bot.delivery.event import Event
from bot.line.button import PRESSED
from bot.line.emoji import without_emoji
from bot.line.groups import said_to_the_bot
from bot.oddity import unless_odd
from bot.place import LONGEST_PLACE, place
from bot.quoting import identifier
from handlers.action import Action, read_action
from handlers.message import Kind, Message
from knowledge.characters import storable

REPLY_TOKEN_LIVES = timedelta(seconds=50)
"""LINE gives a minute from the receipt of the webhook; ten seconds of it are left to the call itself."""
_TOKENS_END = timedelta(minutes=19)
_MOST_IMAGES = 100
_YEAR_5000 = 95_617_584_000_000
"""In milliseconds; a time beyond it is none."""
_GONE = {"unfollow", "leave"}
_NOTHING_TO_SAY = {"memberJoined", "memberLeft"}
"""A group does not want a greeting for each newcomer."""
_ATTACHMENTS: Mapping[str, Kind] = {
    "sticker": "sticker",
    "image": "photo",
    "video": "video",
    "audio": "audio",
    "file": "file",
    "location": "location",
}
_BUTTONS: tuple[Kind, ...] = ("help", "welcome", "budget", "feedback", "status", "privacy")
"""Kinds that a button may ask for."""
_CHANGES_WITH_REDELIVERY = {"deliveryContext", "replyToken"}
_ID = re.compile("[A-Za-z0-9]+")
"""Of a message: it becomes a part of an address."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Said:
    """What a message says, whoever says it."""

    kind: Kind
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    place: tuple[float, float] | None = None
    place_name: str = ""
    hint: str = ""
    id: str = ""
    answers: str = ""
    album: str = ""
    action: Action | None = None


def read_events(
    payload: object,
    names: Sequence[str] = (),
    language: Literal["th", "en"] = "th",
    arrived: datetime | None = None,
) -> tuple[Event, ...]:
    """The events to handle, in order. `names`: what the account is called, besides names.yaml."""
    events = payload.get("events") if isinstance(payload, Mapping) else None
    if not isinstance(events, list):
        raise ValueError('The body of a webhook must be a JSON object with a list "events".')
    until = (arrived or datetime.now(UTC)) + REPLY_TOKEN_LIVES
    objects = map(_object, events)
    read = (unless_odd("line", event, partial(_event, event, tuple(names), language, until)) for event in objects)
    return tuple(event for event in read if event is not None)


def _event(
    event: Mapping[str, Any], names: tuple[str, ...], language: Literal["th", "en"], until: datetime
) -> Event | None:
    """None where there is nothing to do. In standby another program has the chat: the bot stays silent."""
    kind, chat = _word(event, "type"), _chat(event)
    if event.get("mode") == "standby" or kind in _NOTHING_TO_SAY:
        return None
    if not chat:
        _skip(kind, "without a sender")
        return None
    if kind in _GONE:
        return Event("line", _id(event), chat, gone=True)
    said = _said(event, kind, names)
    if said is None:
        return None
    token = _word(event, "replyToken")
    return Event(
        "line",
        _id(event),
        chat,
        _message(chat, said, language, in_group=_is_group(event)),
        reply_token=token,
        reply_until=min(until, _too_late(event)) if token else None,
        details=said.details,
    )


def _message(chat: str, said: _Said, language: Literal["th", "en"], *, in_group: bool) -> Message:
    return Message(
        "line",
        chat,
        said.text,
        said.kind,
        language,
        said.reference,
        said.place,
        place_name=said.place_name,
        hint=said.hint,
        id=said.id,
        answers=said.answers,
        album=said.album,
        in_group=in_group,
        action=said.action,
    )


def _said(event: Mapping[str, Any], kind: str, names: tuple[str, ...]) -> _Said | None:
    if kind == "message":
        return _in_message(_object(event.get("message")), names, group=_is_group(event))
    if kind == "postback":
        return _on_button(_word(_object(event.get("postback")), "data"))
    if kind == "unsend" and not _is_group(event):
        return _Said("unsent", id=_word(_object(event.get("unsend")), "messageId"))
    if kind == "unsend":
        return None
    if kind in ("follow", "join"):
        return _Said("welcome")
    _skip(kind, "that is not known")
    return None


def _in_message(message: Mapping[str, Any], names: tuple[str, ...], *, group: bool) -> _Said | None:
    """In a group only a text that calls the bot: the rest is not said to it."""
    kind, text = _word(message, "type"), message.get("text")
    if kind == "text" and isinstance(text, str) and text:
        # As it was: a mention and an emoji have their places in it.
        return _called(text, message, names) if group else _words(text, message)
    if kind in _ATTACHMENTS:
        return None if group else _attachment(_ATTACHMENTS[kind], message)
    _skip(f"message/{kind}", "that cannot be read")
    return None


def _words(text: str, message: Mapping[str, Any]) -> _Said:
    """The words without the emoji of LINE, which stand in it as their names; nothing but such emoji is a sticker."""
    said, marks = without_emoji(text, message.get("emojis"))
    named, quoted = _word(message, "id"), _word(message, "quotedMessageId")
    if marks and not said.strip():
        return _Said("sticker", hint=",".join(mark.strip("()") for mark in marks), id=named, answers=quoted)
    return _Said("text", said, id=named, answers=quoted)


def _attachment(kind: Kind, message: Mapping[str, Any]) -> _Said:
    keywords = message.get("keywords")
    hint = ",".join(word for word in keywords if isinstance(word, str)) if isinstance(keywords, list) else ""
    title, address = _word(message, "title"), _word(message, "address")
    return _Said(
        kind,
        reference=_photo(message),
        place=_place(message),
        place_name=", ".join(filter(None, (title, address)))[:LONGEST_PLACE] if kind == "location" else "",
        hint=hint or _word(message, "text"),
        id=_word(message, "id"),
        answers=_word(message, "quotedMessageId"),
        album=_album(_object(message.get("imageSet"))),
    )


def _album(images: Mapping[str, Any]) -> str:
    """ID:COUNT; without the count where LINE does not tell it, "" for a photo by itself."""
    named, count = _word(images, "id"), images.get("total")
    return f"{named}:{count}" if named and isinstance(count, int) and 0 < count < _MOST_IMAGES else named


def _photo(message: Mapping[str, Any]) -> str:
    """The id under which LINE gives the photo out; "" where there is none, or where it lies elsewhere."""
    number, provider = _word(message, "id"), _word(_object(message.get("contentProvider")), "type")
    return number if message.get("type") == "image" and provider == "line" and _ID.fullmatch(number) else ""


def _place(message: Mapping[str, Any]) -> tuple[float, float] | None:
    return place(message.get("latitude"), message.get("longitude")) if message.get("type") == "location" else None


def _called(text: str, message: Mapping[str, Any], names: tuple[str, ...]) -> _Said | None:
    words = said_to_the_bot(text, _object(message.get("mention")), names)
    if words is None:
        return None
    return _Said("text", words) if words else _Said("help")


def _on_button(data: str) -> _Said:
    """A button of an earlier version of the bot is answered like one whose answer is too old."""
    if data.startswith(PRESSED):
        action = read_action(data.removeprefix(PRESSED))
        return _Said("press", action.label if action else "", action=action)
    asked = dict(parse_qsl(data))
    if "again" in asked:
        return _Said("again", asked["again"], {"page": _page(asked.get("page", ""))})
    for kind in _BUTTONS:
        if asked.get("kind") == kind:
            return _Said(kind)
    return _Said("text", asked["text"]) if "text" in asked else _Said("again")


def _page(digits: str) -> int:
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1


def _too_late(event: Mapping[str, Any]) -> datetime:
    """20 minutes after an event no token of it is good, however late it was delivered; a minute of them is left."""
    happened = event.get("timestamp")
    if not isinstance(happened, int) or not 0 < happened < _YEAR_5000:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.fromtimestamp(happened / 1000, UTC) + _TOKENS_END


def _chat(event: Mapping[str, Any]) -> str:
    source = _object(event.get("source"))
    return _word(source, "groupId") or _word(source, "roomId") or _word(source, "userId")


def _is_group(event: Mapping[str, Any]) -> bool:
    return _chat(event) != _word(_object(event.get("source")), "userId")


def _id(event: Mapping[str, Any]) -> str:
    """The same for each delivery of the same event."""
    if given := _word(event, "webhookEventId"):
        return given
    if message := _word(_object(event.get("message")), "id"):
        return f"message/{message}"
    lasting = {name: value for name, value in event.items() if name not in _CHANGES_WITH_REDELIVERY}
    return f"hash/{hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()}"


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return storable(value) if isinstance(value, str) else ""


def _skip(kind: str, why: str) -> None:
    """The rest of an event may say who the person is, so that only its type is logged, if it is one."""
    _log.info("Skipped an event of the type %r %s.", identifier(kind), why)
