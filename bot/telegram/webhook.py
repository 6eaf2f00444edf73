"""What happens when Telegram posts to us, or is asked for updates?"""

import asyncio
import hmac
import logging
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from telegram import Update

from bot.body import read_body, read_object
from bot.delivery.inbox import Inbox
from bot.dispatch import Dispatcher
from bot.quoting import identifier
from bot.telegram.client import TelegramChannel
from bot.telegram.inline import answer_inline
from bot.telegram.updates import read_update
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message

MOST_INLINE = 64
"""Inline queries that are answered together: what comes beyond is left out, so that it cannot fill the memory."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TelegramWebhook:
    """POST /telegram/webhook."""

    secret: str
    channel: TelegramChannel
    inbox: Inbox
    dispatcher: Dispatcher
    answering: set[asyncio.Task[None]] = field(default_factory=set)

    async def receive(self, request: Request) -> Response:
        """200 when the update is committed; 503 asks Telegram to send it again."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise HTTPException(401)
        told = read_object(await read_body(request))
        if not isinstance(told.get("update_id"), int):
            raise HTTPException(400)
        update = self._read(told)
        if update and not await self.take(update):
            raise HTTPException(503)
        return PlainTextResponse("OK\n")

    def _read(self, told: dict[str, Any]) -> Update | None:
        """None for an update that the SDK cannot read. Refused, it would come again all day, and hold up the others."""
        try:
            return Update.de_json(told, self.channel.bot)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            kinds = sorted(map(identifier, set(told) - {"update_id"}))
            _log.warning("An update of Telegram could not be read (%s): %s", type(fault).__name__, kinds)
            return None

    async def take(self, update: Update) -> bool:
        """Whether the update is committed; if not, Telegram must tell it again."""
        if update.inline_query:
            # Nothing is stored of what somebody types letter by letter; the next letter asks again.
            if len(self.answering) >= MOST_INLINE:
                return True
            task = asyncio.create_task(answer_inline(self.channel.bot, update.inline_query, self._answer))
            self.answering.add(task)
            task.add_done_callback(self.answering.discard)
            return True
        me = await self.channel.me()
        event = read_update(update, me.username, me.id)
        return event is None or await self.inbox.take([event])

    def _answer(self, text: str) -> Answer:
        return self.dispatcher.answer(Message(channel="telegram", user="", text=text), Conversation())[0]
