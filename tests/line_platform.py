"""What does LINE send to a bot: signed webhooks, with events such as people cause them?"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Sequence
from typing import Any

import httpx2

from tests.platforms import LINE_SECRET, Mock, Recorded, client

BOT = "U" + "0" * 32
SAYS = "replyMessage|pushMessage"
PATIENCE = 2
"""Seconds after which LINE counts a webhook as not answered."""
LATE = 0
"""The status of a webhook that was answered too late, or not at all."""
_ASTRAL = re.compile("[\u2600-\u27bf\U00010000-\U0010ffff]")

Event = dict[str, Any]


def person(name: str) -> str:
    """The id of somebody of that name."""
    return "U" + hashlib.md5(name.encode()).hexdigest()


def group(name: str) -> str:
    """The id of a group of that name."""
    return "C" + hashlib.md5(name.encode()).hexdigest()


def event(kind: str, who: str = "", where: str = "", *, answerable: bool = True, **fields: Any) -> Event:
    """An event of a person, in a group where one is named."""
    source = {"type": "group", "groupId": group(where)} if where else {"type": "user"}
    return {
        "type": kind,
        "mode": "active",
        "timestamp": int(time.time() * 1000),
        "source": source | ({"userId": person(who)} if who else {}),
        "webhookEventId": "01" + secrets.token_hex(12).upper(),
        "deliveryContext": {"isRedelivery": False},
        **({"replyToken": secrets.token_hex(16)} if answerable else {}),
        **fields,
    }


def message(kind: str, who: str, where: str = "", **fields: Any) -> Event:
    """Something that a person wrote or sent."""
    number = str(time.time_ns())
    return event("message", who, where, message={"type": kind, "id": number, "quoteToken": f"q{number}", **fields})


def text(who: str, words: str, where: str = "", **fields: Any) -> Event:
    """Words."""
    return message("text", who, where, text=words, **fields)


def mention(who: str, words: str, where: str, *, of_bot: bool = True) -> Event:
    """Words in a group that begin with a mention, of the bot or of somebody else."""
    name = "@Khon Kaen Plan" if of_bot else "@สมศรี"
    whom = {"userId": BOT, "isSelf": True} if of_bot else {"userId": person("สมศรี"), "isSelf": False}
    mentioned = {"index": 0, "length": len(name), "type": "user", **whom}
    return text(who, f"{name} {words}", where, mention={"mentionees": [mentioned]})


def again(given: Event) -> Event:
    """The same event, delivered once more."""
    return {**given, "deliveryContext": {"isRedelivery": True}}


def encode(events: Sequence[Event]) -> bytes:
    """As LINE does: Thai as it is, emoji as escapes. A body that was parsed and written again has another signature."""
    body = json.dumps({"destination": BOT, "events": list(events)}, ensure_ascii=False, separators=(",", ":"))
    return _ASTRAL.sub(lambda found: json.dumps(found[0])[1:-1], body).encode()


def sign(body: bytes, secret: str = LINE_SECRET) -> str:
    """What stands in the header x-line-signature."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Line:
    """LINE, between people and one bot."""

    def __init__(self, mock: Mock, bot: str) -> None:
        self.mock = mock
        self._bot = client(bot, PATIENCE)

    def deliver(self, *events: Event, ttl: float = 60) -> int:
        """The status of the webhook that carries these events."""
        self.announce(*events, ttl=ttl)
        return self.post(encode(events))

    def announce(self, *events: Event, ttl: float = 60) -> None:
        """The reply tokens live from now on."""
        tokens = [
            {"token": each["replyToken"], "to": chat(each), "ttl": ttl} for each in events if "replyToken" in each
        ]
        self.mock.tell("reply-tokens", tokens)

    def post(self, body: bytes, signature: str | None = None) -> int:
        """The status of a webhook, LATE where LINE would not have waited."""
        headers = {"Content-Type": "application/json; charset=utf-8", "x-line-signature": signature or sign(body)}
        try:
            return self._bot.post("/line/webhook", content=body, headers=headers).status_code
        except httpx2.TransportError:
            return LATE

    def answers(self, to: Event, *, count: int = 1, patience: float = 10) -> list[Recorded]:
        """The calls that answered in this event's chat, whatever became of them; waits until there are so many."""
        return self.mock.calls(count=count, patience=patience, op=SAYS, to=chat(to))

    def reply(self, to: Event, patience: float = 10) -> Recorded | None:
        """The reply to this very event that took effect."""
        calls = self.mock.calls(patience=patience, op="replyMessage", status="200", replyToken=to["replyToken"])
        return calls[0] if calls else None

    def close(self) -> None:
        self._bot.close()


def chat(of: Event) -> str:
    """Where an event is answered."""
    return str(of["source"].get("groupId") or of["source"].get("userId") or "")


def actions(node: Any) -> list[dict[str, Any]]:
    """Every button in a message, in the order in which it stands there."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict) and {"type", "label"} <= node.keys() else []
    return own + [action for each in inner for action in actions(each)]
