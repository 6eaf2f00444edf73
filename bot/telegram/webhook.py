"""What happens when Telegram posts to us, or is asked for updates?"""

import asyncio
import hmac
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from telegram import InlineQuery, Update

from bot.body import WEBHOOKS, read_body, read_object
from bot.delivery.inbox import Inbox
from bot.dispatch import Dispatcher
from bot.oddity import unless_odd
from bot.telegram.client import TelegramChannel
from bot.telegram.inline import answer_inline
from bot.telegram.updates import ALLOWED_UPDATES, read_told, read_update
from bot.token_bucket import TokenBuckets
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message

MOST_INLINE = 64
"""Inline queries that are answered together: what comes beyond is left out, so that it cannot fill the memory."""
INLINE_AT_ONCE = 40
"""Of one person, each letter typed being one; then INLINE_A_SECOND."""
INLINE_A_SECOND = 3


@dataclass(frozen=True)
class TelegramWebhook:
    """POST /telegram/webhook."""

    secret: str
    channel: TelegramChannel
    inbox: Inbox
    dispatcher: Dispatcher
    answering: set[asyncio.Task[None]] = field(default_factory=set)
    typed: TokenBuckets = field(default_factory=lambda: TokenBuckets(INLINE_AT_ONCE, INLINE_A_SECOND))

    async def receive(self, request: Request) -> Response:
        """200 when the update is committed; 503 asks Telegram to send it again."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise HTTPException(401)
        told = read_object(await read_body(request, among=WEBHOOKS))
        update = read_told(told, self.channel.bot)
        if update and not await self.take(update):
            raise HTTPException(503)
        return PlainTextResponse("OK\n")

    async def take(self, update: Update) -> bool:
        """Whether the update is done with; if not, Telegram must tell it again."""
        if update.inline_query:
            self._offer(update.inline_query)
            return True
        me = await self.channel.me()
        kinds = [kind for kind in ALLOWED_UPDATES if getattr(update, kind)]
        event = unless_odd("telegram", kinds, lambda: read_update(update, me.username, me.id))
        return event is None or await self.inbox.take([event])

    def _offer(self, query: InlineQuery) -> None:
        """Nothing is stored of what somebody types letter by letter; the next letter asks again."""
        who = str(getattr(query.from_user, "id", ""))  # an odd query has no person
        if len(self.answering) < MOST_INLINE and not self.typed.wait(who):
            task = asyncio.create_task(self._inline(query))
            self.answering.add(task)
            task.add_done_callback(self.answering.discard)

    async def _inline(self, query: InlineQuery) -> None:
        await answer_inline(self.channel.bot, query, self._answer, self.dispatcher.plan_words)

    def _answer(self, text: str) -> Answer:
        return self.dispatcher.answer(Message(channel="telegram", user="", text=text), Conversation())[0]
