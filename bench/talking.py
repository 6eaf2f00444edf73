"""How do people of LINE and of Telegram write, mend, take back and press while the bot's processes die?

Each platform has its own events for the same things; `bench.killing_feedback` plays one of them.
"""

import base64
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from bench.heard import Heard
from bench.killing import Given, Play
from bot.line.button import PRESSED
from bot.telegram import callback
from handlers.action import Action, read_action
from tests import line_platform, telegram_platform
from tests.line_platform import Event
from tests.photos import photo
from tests.platforms import TELEGRAM_SECRET, Mock, Recorded, Server, environment, line_mock, telegram_mock

AGREES = "ยินยอมและส่งเรื่อง"
WITHDRAWN, LATER = "บ้านหลังสีฟ้าข้างวัด", "รถคันนั้นป้ายแดง"
"""What everybody says and takes back: before it is sent, and afterwards. A case that holds it counts as missing."""
PATIENCE = 120
"""Seconds that somebody waits for a button."""
LOOKS_AGAIN = 0.2
"""Seconds after which who waits for a button looks again."""


class Talking(ABC):
    """A platform, and what its people do."""

    name: str
    exactly_once = True
    """Whether the platform knows a repeated call, so that nothing is ever said twice."""

    says: str
    """The calls that say something, as a pattern."""
    addressee: str
    """The field of a call that tells whom it reaches."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self._heard = Heard(mock, self.says, self.addressee)

    @abstractmethod
    def play(self, servers: Sequence[Server], chance: Random) -> Play: ...

    @abstractmethod
    def feedback(self, name: str, words: str) -> list[Given]:
        """Everybody writes, takes back or mends a piece, sends a photo, agrees twice, and takes back one piece more."""

    @abstractmethod
    def asks(self, name: str, words: str) -> Event: ...

    @abstractmethod
    def press(self, name: str, action: Action) -> Event:
        """A button that carries this."""

    def heard(self, name: str) -> list[str]:
        """All words of each call that reached this person."""
        return [_words(call) for call in self._calls(name)]

    @abstractmethod
    def slow(self, count: int) -> None:
        """So many pushes and photos take a while, so that a process dies in the middle of some."""

    def pressed(self, name: str, kind: str) -> Callable[[], Event]:
        """The button of this kind that the person was shown last; waited for."""
        return lambda: self.press(name, self._shown(name, kind))

    def _shown(self, name: str, kind: str) -> Action:
        """The newest button of this kind."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            shown = [action for call in self._calls(name) for action in self._carried(call)]
            if of_kind := [action for action in shown if action and action.kind == kind]:
                return of_kind[-1]
            time.sleep(LOOKS_AGAIN)
        raise TimeoutError(f"Nobody showed {name} a button that does {kind}, but: {self.heard(name)}")

    def _calls(self, name: str) -> list[Recorded]:
        return self._heard.by(self._id(name))

    @abstractmethod
    def _id(self, name: str) -> str:
        """As the platform names this person."""

    @abstractmethod
    def _carried(self, call: Recorded) -> Iterator[Action | None]:
        """What the buttons of a call do."""


class OnLine(Talking):
    """Messages are taken back there, not mended."""

    name = "line"
    says, addressee = line_platform.SAYS, "to"

    def play(self, servers: Sequence[Server], chance: Random) -> Play:
        return Play(self.mock, servers, chance)

    def feedback(self, name: str, words: str) -> list[Given]:
        image = line_platform.message("image", name, contentProvider={"type": "line"})
        content = {"type": "image/jpeg", "base64": base64.b64encode(photo()).decode()}
        self.mock.tell("state", {"content": {image["message"]["id"]: content}})
        first, later = (line_platform.text(name, said) for said in (WITHDRAWN, LATER))
        agree, strike = self.pressed(name, "agree"), self.pressed(name, "strike")
        written = [line_platform.text(name, words), first, _unsent(name, first), image, later]
        return [*written, agree, agree, _unsent(name, later), strike]

    def asks(self, name: str, words: str) -> Event:
        return line_platform.text(name, words)

    def press(self, name: str, action: Action) -> Event:
        return line_platform.event("postback", name, postback={"data": PRESSED + action.data})

    def slow(self, count: int) -> None:
        for op in ("pushMessage", "getMessageContent"):
            self.mock.fault(op=op, n=count, kind="slow", delay=0.1)

    def _id(self, name: str) -> str:
        return line_platform.person(name)

    def _carried(self, call: Recorded) -> Iterator[Action | None]:
        for button in line_platform.actions(call["body"]["messages"]):
            yield read_action(str(button.get("data", "")).removeprefix(PRESSED))


class OnTelegram(Talking):
    """Messages are mended there; of those that are deleted bots are not told."""

    name = "telegram"
    says, addressee = telegram_platform.SAYS, "chat_id"
    exactly_once = False

    def play(self, servers: Sequence[Server], chance: Random) -> Play:
        return TelegramPlay(self.mock, servers, chance)

    def feedback(self, name: str, words: str) -> list[Given]:
        who = _number(name)
        first = telegram_platform.text(who, f"{words} {WITHDRAWN}")
        agree = self.pressed(name, "agree")
        image = telegram_platform.photo(who)
        return [first, telegram_platform.edited(first, words), image, agree, agree]

    def asks(self, name: str, words: str) -> Event:
        return telegram_platform.text(_number(name), words)

    def press(self, name: str, action: Action) -> Event:
        call = self._calls(name)[-1]
        return telegram_platform.press(_number(name), call, callback.pressed(action) or "")

    def slow(self, count: int) -> None:
        for op in ("sendMessage", "getFile"):
            self.mock.fault(op=op, n=count, kind="slow", delay=0.1)

    def _id(self, name: str) -> str:
        return str(_number(name))

    def _carried(self, call: Recorded) -> Iterator[Action | None]:
        for button in telegram_platform.buttons(call):
            yield callback.action_of(button.get("callback_data", ""))


class TelegramPlay(Play):
    """Telegram while the processes die: it delivers an update again, as it was."""

    def _repeated(self, event: Event) -> Event:
        return event

    def _named(self, event: Event) -> str:
        return str(event["update_id"])

    async def _announce(self, http: aiohttp.ClientSession, event: Event) -> None:
        if "update_id" in event:
            return
        told = {"update": event, "hold": True, "file": telegram_platform.PNG.hex()}
        async with http.post(f"{self.mock.address}/_ctl/update", json=told) as response:
            event["update_id"] = (await response.json())["update"]["update_id"]

    async def _post(self, http: aiohttp.ClientSession, event: Event) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        return await self._accepted(http, "/telegram/webhook", json=event, headers=headers)


def mock_of(name: str, folder: Path) -> AbstractContextManager[Mock]:
    """The platform; a query of Telegram that is answered late is no fault of a process that died."""
    return line_mock(folder) if name == OnLine.name else telegram_mock(folder, "--query-ttl", "3600")


def talking_on(name: str, mock: Mock) -> Talking:
    """What people do on the platform of this name."""
    return OnLine(mock) if name == OnLine.name else OnTelegram(mock)


def settings_of(url: str, name: str, mock: Mock) -> dict[str, str]:
    """What the bot is told: the platform alone is on."""
    return environment(url, line=mock) if name == OnLine.name else environment(url, telegram=mock)


def _unsent(name: str, said: Event) -> Event:
    return line_platform.event("unsend", name, answerable=False, unsend={"messageId": said["message"]["id"]})


def _words(call: dict[str, Any]) -> str:
    return json.dumps(call["body"], ensure_ascii=False).replace("\\n", " ")


def _number(name: str) -> int:
    """As Telegram names this person."""
    return 10_000 + int(name)
