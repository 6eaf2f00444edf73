"""What does Telegram send to a bot: webhooks, with updates such as people cause them?"""

import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx2

from tests.platforms import TELEGRAM_SECRET, TELEGRAM_TOKEN, Mock, Recorded, client

BOT = {"id": int(TELEGRAM_TOKEN.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": "harness_test_bot"}
SAYS = "send(?!ChatAction).*|editMessage.*"
PATIENCE = 10
"""Seconds. Telegram waits longer, but repeats an update that was not answered."""
LATE = 0
"""The status of a webhook that was answered too late, or not at all."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364"
    "f80f0001050101270d4f0b0000000049454e44ae426082"
)

Update = dict[str, Any]
_numbers = count(int(time.time()) % 1_000_000 * 100)


def person(number: int, language: str = "th") -> dict[str, Any]:
    """Somebody whose account has this number."""
    return {
        "id": number,
        "is_bot": False,
        "first_name": "สมชาย",
        "username": f"user{number}",
        "language_code": language,
    }


def message(who: int, where: int | None = None, language: str = "th", **fields: Any) -> Update:
    """Something a person sent: to the bot, or in a group."""
    private = {"id": who, "type": "private", "first_name": "สมชาย"}
    there = {"id": where, "type": "supergroup", "title": "กลุ่มงานแผน"} if where else private
    head = {"message_id": next(_numbers), "date": int(time.time()), "chat": there, "from": person(who, language)}
    return {"message": head | fields}


def text(who: int, words: str, where: int | None = None, **fields: Any) -> Update:
    """Words."""
    return message(who, where, text=words, **fields)


def command(who: int, words: str, where: int | None = None, **fields: Any) -> Update:
    """Words that begin with a command."""
    entity = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
    return message(who, where, text=words, entities=[entity], **fields)


def mention(who: int, words: str, where: int, username: str = str(BOT["username"])) -> Update:
    """Words in a group that begin with somebody's name."""
    entity = {"type": "mention", "offset": 0, "length": len(username) + 1}
    return message(who, where, text=f"@{username} {words}", entities=[entity])


def photo(who: int, where: int | None = None, **fields: Any) -> Update:
    """A picture."""
    name = f"up{next(_numbers)}"
    return message(who, where, photo=[{"file_id": name, "file_unique_id": name, "width": 1, "height": 1}], **fields)


def edited(given: Update, words: str) -> Update:
    """The same message with other words."""
    return {"edited_message": given["message"] | {"text": words, "edit_date": int(time.time())}}


def inline(who: int, words: str) -> Update:
    """What somebody types behind the bot's name in any chat."""
    return {"inline_query": {"id": f"iq{next(_numbers)}", "from": person(who), "query": words, "offset": ""}}


def press(who: int, call: Recorded, data: str) -> Update:
    """A button of a message that the bot sent with this call."""
    said = message(who)["message"] | {"from": BOT, "message_id": call.get("message_id", 1), "text": "?"}
    query = {"id": f"cq{next(_numbers)}", "from": person(who), "chat_instance": "1", "data": data, "message": said}
    return {"callback_query": query}


class Telegram:
    """Telegram, between people and one bot."""

    def __init__(self, mock: Mock, bot: str) -> None:
        self.mock = mock
        self._bot = client(bot, PATIENCE)

    def deliver(self, given: Update) -> int:
        """The status of the webhook that carries this update; the update gets its number."""
        self.announce(given)
        return self.post(json.dumps(given, ensure_ascii=False).encode())

    def announce(self, given: Update) -> None:
        """The mock knows the chat from now on, and the button or inline query."""
        held = self.mock.tell("update", {"update": given, "hold": True, "file": PNG.hex()})
        given["update_id"] = held["update"]["update_id"]

    def post(self, body: bytes, secret: str | None = TELEGRAM_SECRET) -> int:
        """The status of a webhook."""
        headers = {"Content-Type": "application/json"}
        headers |= {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
        try:
            return self._bot.post("/telegram/webhook", content=body, headers=headers).status_code
        except httpx2.TransportError:
            return LATE

    def answers(
        self, chat: int, *, op: str = SAYS, since: int = 0, count: int = 1, patience: float = 15
    ) -> list[Recorded]:
        """What the bot said in a chat, whatever became of it; waits until there is so much."""
        return self.mock.calls(count=count, patience=patience, since=since, op=op, chat_id=str(chat))

    def seen(self) -> int:
        """How many calls there were until now."""
        return int(self.mock.stats()["calls"])

    def close(self) -> None:
        self._bot.close()


def chat(of: Update) -> int:
    """Where an update is answered."""
    part = next(value for key, value in of.items() if key != "update_id")
    place = part.get("chat") or part.get("message", {}).get("chat") or part["from"]
    return int(place["id"])


def buttons(call: Recorded) -> Iterator[dict[str, Any]]:
    """The buttons under a message that the bot sent with this call."""
    markup = call["body"].get("reply_markup") or {}
    for row in (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", []):
        yield from row
