"""How does an answer get to LINE, and what became of it?"""

import asyncio
import logging
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, Literal
from urllib.parse import quote

from bot import metrics
from bot.delivery.channel import Call, Download, Outcome, Outgoing
from bot.delivery.event import Event
from bot.line.api import LineApi, Response, Silence, wait_asked_for
from bot.line.content import download
from bot.line.events import REPLY_TOKEN_LIVES
from bot.line.messages import messages
from bot.line.quota import Quota
from bot.settings import Settings
from handlers.answer import Answer

_SECONDS = 5.0
"""The SDK's own limit is 300 s. A reply and a push after it stay within the time of an attempt."""
MONTHLY_LIMIT_WAIT = 3600.0
"""Seconds. The limit ends with the month, or when somebody buys more messages."""
_ANIMATION_SECONDS = 20
"""How long the loading animation shows at most: LINE takes multiples of 5 up to 60."""
PATIENCE = 1.0
"""Seconds that an event may wait for what LINE knows: its webhook must be answered within two."""
NAME_SECONDS = 600.0
"""After that the account may have got another name."""
_PERSON = re.compile(r"U[0-9a-f]{32}")
_log = logging.getLogger(__name__)


class LineChannel:
    """The official account. Replies are free but their tokens die; pushes count and can be repeated safely."""

    name = "line"

    def __init__(self, settings: Settings, seconds: float = _SECONDS) -> None:
        """Made within the running loop, to which it then belongs."""
        self._api = LineApi(settings.line_api_url, settings.line_channel_access_token, seconds)
        self._quota = Quota(partial(self._ask, "GET"))
        self._name = ""
        self._name_known_until = -math.inf
        self._account = ""
        """By which links name it: @ and some letters."""

    def calls(self, event: Event, answer: Answer) -> tuple[Call, ...]:
        """Always one call: a reply token is good for one."""
        return (Call({"messages": messages(answer, page=event.details.get("page", 1))}, about=answer.about),)

    async def send(self, call: Outgoing) -> Outcome:
        """Reply while the token lives, else push.

        A reply cannot have a retry key, so one that nobody knows about is tried again as long as its token lives: if
        LINE refuses the token then, the earlier attempt has used it. If it stays unknown until the token is dead,
        it is pushed: the person may get it a second time, but no third time, as pushes do have a key.
        """
        if not _token_lives(call):
            return await self._push(call)
        replied = await self._reply(call)
        if replied is not None:
            return replied
        if call.unsure:
            return Outcome("sent")
        # It is pushed by the next attempt, at once. To push now would be unsafe: if the process died between the two,
        # the next attempt would take the refused token for a sign that a reply came through.
        return Outcome("failed", "The reply token was dead.", drop_token=True)

    async def download(self, reference: str) -> Download:
        """The photo of the message of this id."""
        return await download(self._api, reference)

    async def show_working(self, chat: str) -> None:
        """Only a chat with one person can show it."""
        if _PERSON.fullmatch(chat):
            await self._ask(
                "POST", "/v2/bot/chat/loading/start", {"chatId": chat, "loadingSeconds": _ANIMATION_SECONDS}
            )

    async def pushes_left(self) -> int | None:
        """What is left of the month's messages for news of cases."""
        return await self._quota.left()

    def may_push(self, chat: str) -> bool:
        """Not a group: there a push counts once for each member."""
        return _PERSON.fullmatch(chat) is not None

    async def display_name(self) -> str:
        """What the account is called, and so how groups call it; "" until LINE has said so."""
        if monotonic() > self._name_known_until:
            # Whoever comes meanwhile does not wait.
            self._name_known_until = monotonic() + NAME_SECONDS
            self._name = await self._ask_soon("displayName", "/v2/bot/info") or self._name
        return self._name

    async def chat_link(self, code: str) -> str:
        """The code stands where the person types, and needs to be sent."""
        self._account = self._account or await self._ask_soon("basicId", "/v2/bot/info")
        return f"https://line.me/R/oaMessage/{quote(self._account, safe='')}/?{quote(code)}" if self._account else ""

    async def language_of(self, user: str) -> str:
        """The language of the person's app, such as "th"; "" where LINE does not say so in time."""
        return await self._ask_soon("language", f"/v2/bot/profile/{user}") if _PERSON.fullmatch(user) else ""

    async def close(self) -> None:
        """Give connections back."""
        await self._quota.close()
        await self._api.close()

    async def _reply(self, call: Outgoing) -> Outcome | None:
        """None where LINE refuses the token: it is used or dead."""
        said = await self._api.call("POST", "/v2/bot/message/reply", {"replyToken": call.reply_token, **call.body})
        if isinstance(said, Response) and said.status == 400 and said.message == "Invalid reply token":
            return None
        return _outcome(call, said)

    async def _push(self, call: Outgoing) -> Outcome:
        if call.queue == "answers" and (reason := await self._why_not_push(call)):
            return Outcome("dropped", reason)
        body = {"to": call.recipient, **call.body}
        said = await self._api.call("POST", "/v2/bot/message/push", body, {"X-Line-Retry-Key": call.key})
        self._quota.look_soon()
        if isinstance(said, Response) and said.status == 409:  # An earlier attempt with this key was accepted.
            return Outcome("sent")
        outcome = _outcome(call, said)
        if outcome.kind == "sent":
            metrics.pushed(self.name)
            self._quota.pushed()
        return outcome

    async def _why_not_push(self, call: Outgoing) -> str:
        if not self.may_push(call.recipient):
            return "A push to a group is paid for each of its members."
        return await self._quota.why_not(call)

    async def _ask_soon(self, field: str, path: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                value = (await self._ask("GET", path)).get(field)
        except TimeoutError:
            return ""
        return value if isinstance(value, str) else ""

    async def _ask(
        self, method: Literal["GET", "POST"], path: str, body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """What the bot can do without: a failure is an empty answer."""
        said = await self._api.call(method, path, body)
        if isinstance(said, Response) and said.status < 300:
            return said.body or {}
        _log.info("A question to LINE was in vain: %s", said.reason)
        return {}


def _token_lives(call: Outgoing) -> bool:
    """One that seems to live for longer than any does was given before the clock was put back: it may be dead."""
    if not call.reply_token or call.reply_until is None:
        return False
    return timedelta() < call.reply_until - datetime.now(UTC) <= REPLY_TOKEN_LIVES


def _outcome(call: Outgoing, said: Response | Silence) -> Outcome:
    if isinstance(said, Silence):
        return Outcome("unsure" if said.sent else "failed", said.reason)
    reason = _without(said.reason, call.recipient, call.reply_token)
    if said.status == 401:
        return Outcome("failed", reason, wait_asked_for(said))
    if said.status == 429:
        no_quota = "monthly limit" in said.message
        return Outcome("failed", reason, MONTHLY_LIMIT_WAIT if no_quota else wait_asked_for(said), no_quota=no_quota)
    if 400 <= said.status < 500:
        return Outcome("refused", reason)
    if said.status != 200 or said.body is None:  # A proxy's page with status 200 does not mean that LINE took it.
        return Outcome("unsure", reason, wait_asked_for(said))
    _log.debug("LINE took the call: request %s.", said.headers.get("x-line-request-id"))
    sent = said.body.get("sentMessages")
    named = (str(one.get("id", "")) for one in sent if isinstance(one, dict)) if isinstance(sent, list) else ()
    return Outcome("sent", messages=tuple(filter(None, named)))


def _without(reason: str, *secrets: str) -> str:
    for secret in filter(None, secrets):
        reason = reason.replace(secret, "...")
    return reason
