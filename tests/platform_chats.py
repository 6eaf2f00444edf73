"""How does one person chat with the bot on LINE or Telegram, as `tests/feedback_chats.py` wants it?"""

import base64
import json
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import line_platform, telegram_platform
from tests.line_platform import Line, actions
from tests.photos import kept_in, photo
from tests.platforms import Recorded, client
from tests.telegram_platform import Telegram, buttons

PATIENCE = 20
"""Seconds until something that is due counts as not done."""

Given = dict[str, Any]
"""An event of LINE or an update of Telegram."""


class NotHeardError(AssertionError):
    """The bot did not answer, or offered no such button."""


@dataclass
class PlatformChat(ABC):
    """Somebody on one of the platforms."""

    server: str
    """The address of the bot."""
    photos: Path
    """Where the bot keeps photos."""
    name: str
    newest: Recorded = field(default_factory=dict, init=False)
    """The last call that reached this person."""

    def say(self, words: str) -> str:
        return self.answer(self.words(words))

    def press(self, label: str) -> str:
        return self.answer(self.button(label))

    def answer(self, given: Given) -> str:
        """What is said next, once this was delivered."""
        status = self.deliver(given)
        if status != 200:
            raise NotHeardError(f"The webhook was answered {status}.")
        return self.news()

    def news(self) -> str:
        since = self.newest.get("seq", 0)
        calls = self.calls(since)
        if not calls:
            raise NotHeardError(f"Nothing was said after {self.said(self.newest)}.")
        self.newest = calls[-1]
        return "\n".join(map(self.said, calls))

    def photo_is_kept(self) -> bool:
        return until(lambda: len(kept_in(self.photos)) == 1)

    def file(self, said: str) -> dict[str, object]:
        return my_data(self.server, said)

    @property
    @abstractmethod
    def id(self) -> str:
        """As the platform names this person."""

    @abstractmethod
    def words(self, words: str) -> Given:
        """What is delivered when the person writes."""

    @abstractmethod
    def button(self, label: str) -> Given:
        """What is delivered when the button of that label (a pattern) in the newest message is pressed."""

    def deliver(self, given: Given) -> int:
        """The status of the webhook."""
        self.announce(given)
        return self.post(given)

    @abstractmethod
    def announce(self, given: Given) -> None:
        """The platform knows of it from now on."""

    @abstractmethod
    def post(self, given: Given) -> int:
        """The status of the webhook, which may carry this once more."""

    @abstractmethod
    def calls(self, since: int = 0, patience: float = PATIENCE) -> list[Recorded]:
        """What was said to the person after that call; waits until there is something."""

    @abstractmethod
    def said(self, call: Recorded) -> str:
        """The words of a call, its buttons too."""

    @abstractmethod
    def send_photo(self) -> str: ...

    @abstractmethod
    def send_place(self, latitude: float, longitude: float) -> str: ...


@dataclass
class LineChat(PlatformChat):
    """Somebody on LINE."""

    line: Line
    group: str = ""
    """Where the person calls the bot; "" for the chat with the bot alone."""

    @property
    def id(self) -> str:
        return line_platform.group(self.group) if self.group else line_platform.person(self.name)

    def words(self, words: str) -> Given:
        if self.group:
            return line_platform.mention(self.name, words, self.group)
        return line_platform.text(self.name, words)

    def button(self, label: str) -> Given:
        shown = actions(self.newest.get("body", {}).get("messages", []))
        action = _named(label, ((action["label"], action) for action in shown))
        if action["type"] == "message":
            return self.words(action["text"])
        return line_platform.event("postback", self.name, postback={"data": action["data"]})

    def announce(self, given: Given) -> None:
        self.line.announce(given)

    def post(self, given: Given) -> int:
        return self.line.post(line_platform.encode([given]))

    def calls(self, since: int = 0, patience: float = PATIENCE) -> list[Recorded]:
        return self.line.mock.calls(patience=patience, since=since, op=line_platform.SAYS, status="200", to=self.id)

    def said(self, call: Recorded) -> str:
        return json.dumps(call.get("body", {}).get("messages", ""), ensure_ascii=False)

    def send_photo(self) -> str:
        return self.answer(self.photo())

    def photo(self) -> Given:
        """What is delivered when the person sends a photo, which LINE then gives out."""
        image = line_platform.message("image", self.name, contentProvider={"type": "line"})
        content = {"type": "image/jpeg", "base64": base64.b64encode(photo()).decode()}
        self.line.mock.tell("state", {"content": {image["message"]["id"]: content}})
        return image

    def send_place(self, latitude: float, longitude: float) -> str:
        place: Given = {"title": "ศาลากลางบ้าน", "address": "ขอนแก่น", "latitude": latitude, "longitude": longitude}
        return self.answer(line_platform.message("location", self.name, **place))


@dataclass
class TelegramChat(PlatformChat):
    """Somebody on Telegram, whose name is a number."""

    telegram: Telegram
    group: str = ""
    """The number of the group where the person calls the bot; "" for the chat with the bot alone."""

    @property
    def id(self) -> str:
        return self.group or self.name

    def words(self, words: str) -> Given:
        if self.group:
            return telegram_platform.mention(int(self.name), words, int(self.group))
        return telegram_platform.text(int(self.name), words)

    def button(self, label: str) -> Given:
        shown = ((button["text"], button) for button in buttons(self.newest))
        return telegram_platform.press(int(self.name), self.newest, _named(label, shown)["callback_data"])

    def announce(self, given: Given) -> None:
        """The update gets its number; the platform has the photo that it names."""
        held = self.telegram.mock.tell("update", {"update": given, "hold": True, "file": photo().hex()})
        given["update_id"] = held["update"]["update_id"]

    def post(self, given: Given) -> int:
        return self.telegram.post(json.dumps(given, ensure_ascii=False).encode())

    def calls(self, since: int = 0, patience: float = PATIENCE) -> list[Recorded]:
        return self.telegram.mock.calls(
            patience=patience, since=since, op=telegram_platform.SAYS, status="200", chat_id=self.id
        )

    def said(self, call: Recorded) -> str:
        return json.dumps(call.get("body", ""), ensure_ascii=False)

    def send_photo(self) -> str:
        return self.answer(telegram_platform.photo(int(self.name)))

    def send_place(self, latitude: float, longitude: float) -> str:
        place = {"latitude": latitude, "longitude": longitude}
        return self.answer(telegram_platform.message(int(self.name), location=place))


def my_data(server: str, said: str) -> dict[str, object]:
    """What lies behind the link in an answer; the server knows its public address, not this one."""
    link = re.search(r"/my-data/[\w-]+", said)
    if link is None:
        raise NotHeardError(f"No link in {said}.")
    with client(server) as http:
        return dict(http.get(link[0]).raise_for_status().json())


def until(done: Callable[[], bool]) -> bool:
    """Whether it was done in time."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _named(label: str, shown: Iterable[tuple[str, Given]]) -> Given:
    by_label = dict(shown)
    found = [name for name in by_label if re.search(label, name)]
    if not found:
        raise NotHeardError(f"No button {label} among {', '.join(by_label)}.")
    return by_label[found[0]]
