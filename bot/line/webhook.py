"""What happens when LINE posts to us? The signature is checked before anything is read."""

import asyncio
import re
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.body import WEBHOOKS, read_body, read_object
from bot.delivery.event import Event
from bot.delivery.inbox import Inbox
from bot.line.client import LineChannel
from bot.line.events import read_events
from bot.line.signature import is_signed

_IN_A_GROUP = re.compile(rb'"(group|room)Id"')
"""Only there the bot listens to its name, which LINE must be asked for."""


@dataclass(frozen=True)
class LineWebhook:
    """POST /line/webhook."""

    secret: str
    channel: LineChannel
    inbox: Inbox

    async def receive(self, request: Request) -> Response:
        """200 when every event is committed; 503 asks LINE to send them again."""
        signature = request.headers.get("x-line-signature", "")
        if not signature or not is_signed(body := await read_body(request, among=WEBHOOKS), signature, self.secret):
            raise HTTPException(401)
        try:
            events = read_events(read_object(body), await self._names() if _IN_A_GROUP.search(body) else [])
        except ValueError:
            raise HTTPException(400) from None
        if not await self.inbox.take(await asyncio.gather(*map(self._in_their_language, events))):
            raise HTTPException(503)
        return PlainTextResponse("OK\n")

    async def _names(self) -> list[str]:
        """What people in a group call the account."""
        name = await self.channel.display_name()
        return [name] if name else []

    async def _in_their_language(self, event: Event) -> Event:
        """A new friend has said nothing yet: the welcome is in the language of the person's app."""
        message = event.message
        if message is None or message.kind != "welcome" or message.user != event.chat:
            return event
        language = await self.channel.language_of(event.chat)
        if not language or language.startswith("th"):
            return event
        return replace(event, message=replace(message, language="en"))
