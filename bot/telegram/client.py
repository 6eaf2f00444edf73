"""How does an answer reach a person on Telegram?"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx
import telegram
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.delivery.channel import CALL_SECONDS, Call, Download, Outcome, Outgoing
from bot.delivery.event import Event
from bot.photo_storage import PhotoStorage
from bot.settings import Settings
from bot.telegram.attachments import download
from bot.telegram.chart import chart_png
from bot.telegram.connection import PHOTO_SECONDS, SECONDS, connect, disconnect
from bot.telegram.faults import outcome, reason
from bot.telegram.messages import calls
from bot.telegram.pace import Pace
from handlers.answer import Answer

_METHODS = {
    "sendMessage": "send_message",
    "sendPhoto": "send_photo",
    "editMessageText": "edit_message_text",
    "answerCallbackQuery": "answer_callback_query",
}
"""The platform's name of a call: the SDK's."""
MOST_ATTEMPTS = 6
"""Within a minute. Each may have arrived, so there is no seventh where nobody knows of the sixth."""
_ASK_AGAIN = 30.0
"""Seconds until the platform is asked again who the bot is, where it did not say."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Me:
    """The bot itself."""

    username: str
    """Without the @; "" while the platform does not tell it, so that no mention is recognised."""
    id: int


class TelegramChannel:
    """The Telegram bot. Make it in the running loop, and `close` it there.

    Telegram knows no key that would make a repeated call harmless. An attempt of which nobody knows whether it got
    through (`unsure`) is tried again, so a person may read an answer once more for each unsure attempt, never more;
    after MOST_ATTEMPTS it is given up.
    Changing a message and answering a button are harmless to repeat.
    """

    name = "telegram"

    def __init__(self, settings: Settings) -> None:
        self.bot = connect(settings)
        self._files = httpx.AsyncClient(timeout=SECONDS)  # the SDK's would read a file whole, however large
        self._storage = PhotoStorage(settings.attachments_url)
        self._pace = Pace()
        number = settings.telegram_bot_token.partition(":")[0]
        # A token begins with the bot's id.
        self._me = Me("", int(number) if number.isdecimal() else 0)
        self._ask_at = 0.0
        self._asking = asyncio.Lock()

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        """What to send for this answer."""
        return calls(event, answer)

    async def send(self, call: Outgoing) -> Outcome:
        """Try once. Every failure is an Outcome; it takes at most CALL_SECONDS."""
        tried = await self._try(call)
        if tried.kind == "unsure" and call.attempts >= MOST_ATTEMPTS:
            return Outcome("refused", f"{tried.reason}, {call.attempts} times")
        return tried

    async def _try(self, call: Outgoing) -> Outcome:
        method = call.body["method"]
        if method not in _METHODS:
            return Outcome("refused", f"{method} is no call that this version knows")
        try:
            async with asyncio.timeout(CALL_SECONDS - 1):
                return await self._send(method, call)
        except TimeoutError:
            return Outcome("unsure", "Telegram took too long")
        except TelegramError as fault:
            return outcome(fault)

    async def _send(self, method: str, call: Outgoing) -> Outcome:
        arguments = dict(call.body["arguments"])
        if method == "sendPhoto":
            picture = await self._picture(arguments.pop("chart", None), arguments.pop("stored", ""))
            if picture is None:
                return Outcome("dropped", "The photo is not there any more")
            arguments |= {"photo": picture, "read_timeout": PHOTO_SECONDS}
        if method != "answerCallbackQuery":
            arguments["chat_id"] = call.recipient
            if wait := await self._pace.wait(call.recipient, late=call.late):
                return Outcome("failed", "Telegram's pace leaves no room for it now", wait, tried=False)
        try:
            sent = await getattr(self.bot, _METHODS[method])(**arguments)
        finally:
            self._pace.returned(call.recipient)
        return Outcome("sent", messages=(str(sent.message_id),) if isinstance(sent, telegram.Message) else ())

    async def _picture(self, chart: Mapping[str, Any] | None, stored: str) -> bytes | None:
        """Drawn in a thread: it takes a while, in which others are answered. Or a photo of a case, from the storage."""
        return await self._storage.read(stored) if chart is None else await asyncio.to_thread(chart_png, chart)

    async def download(self, reference: str) -> Download:
        """The photo of this file id."""
        return await download(self.bot, self._files, reference)

    async def show_working(self, chat: str) -> None:
        """Show that the bot is typing: for 5 seconds, or until its message arrives. Never fails."""
        try:
            await self.bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError as fault:
            _log.info("Typing was not shown: %s.", reason(fault))

    async def pushes_left(self) -> int | None:
        """Messages cost nothing; how fast they may come is kept in `send`."""
        return None

    def may_push(self, chat: str) -> bool:
        """Everywhere where somebody wrote to the bot."""
        return True

    async def chat_link(self, code: str) -> str:
        """Telegram sends the code when the person presses its button."""
        username = (await self.me()).username
        return f"https://t.me/{username}?start={code}" if username else ""

    async def me(self) -> Me:
        """Who the bot is: asked once, and while the platform is down now and then."""
        async with self._asking:
            if not self._me.username and monotonic() >= self._ask_at:
                await self._ask_who_we_are()
        return self._me

    async def _ask_who_we_are(self) -> None:
        try:
            # Webhooks wait for this, and have to be answered within 2 seconds or so.
            user = await self.bot.get_me(connect_timeout=1, read_timeout=1)
        except TelegramError as fault:
            self._ask_at = monotonic() + _ASK_AGAIN
            _log.warning("The name of the bot is not known yet: %s.", reason(fault))
        else:
            self._me = Me(user.username or "", user.id)

    async def close(self) -> None:
        """Give connections back."""
        await self._files.aclose()
        await disconnect(self.bot)
