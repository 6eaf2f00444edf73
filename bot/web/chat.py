"""What happens when the page sends a message, or asks to be forgotten?"""

import math
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.body import read_said, require_json
from bot.text import as_text
from bot.web.answer_json import answer_json
from bot.web.page import Words
from bot.web.token_bucket import TokenBuckets
from handlers.answer import Answer, Text
from handlers.message import Message

COOKIE = "chat"
COOKIE_SECONDS = 30 * 24 * 60 * 60
LONGEST = 2000
"""Characters of a message. A question is shorter; a longer text is answered with a friendly word about that."""
NOT_KEPT = {"Cache-Control": "no-store"}
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class Chats(Protocol):
    """Who answers: the Dispatcher, or a stand-in that shows the page how it looks when something takes long."""

    def chat(self, message: Message) -> Answer:
        """One reply; keeps the conversation. An OperationalError means: send it again later."""

    def forget(self, channel: str, user: str) -> None:
        """Delete what is stored about this person's chat."""

    def my_data(self, token: str) -> dict[str, Any] | None:
        """All that is stored about the person for whom this link was made; None where it is none of ours."""

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""

    def why_not_ready(self) -> str:
        """Why no message could be answered and stored now; empty where it could."""


@dataclass(frozen=True)
class Chat:
    """The requests of the conversation, but for photos."""

    chats: Chats
    words: Words
    https: bool
    """Whether people come by https, so that the cookie never travels in the open."""
    browsers: TokenBuckets
    addresses: TokenBuckets
    """Wider than for one browser: a whole office may stand behind one address."""

    async def send(self, request: Request) -> Response:
        """POST /chat with `{"text": ...}` or `{"text": "", "place": [latitude, longitude]}`: the answer as JSON."""
        require_json(request)
        self._hold_back(request, browser_of(request))
        text, place = await read_said(request)
        return await self.reply(request, Message("web", "", text, "location" if place else "text", place=place))

    async def reply(self, request: Request, message: Message) -> Response:
        """The answer as JSON to what the person of this browser sent."""
        known = browser_of(request)
        browser = known or secrets.token_urlsafe(16)
        answer = await self._answer(replace(message, user=browser))
        response = JSONResponse(answer_json(answer, as_text(answer)), headers=NOT_KEPT)
        if not known:
            self._give_cookie(response, browser)
        return response

    async def forget(self, request: Request) -> Response:
        """POST /forget: the server deletes the chat, the browser its cookie."""
        require_json(request)
        browser = browser_of(request)
        self._hold_back(request, browser)
        if browser:
            await run_in_threadpool(self.chats.forget, "web", browser)
        response = JSONResponse({"forgotten": True}, headers=NOT_KEPT)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self.https)
        return response

    async def _answer(self, message: Message) -> Answer:
        if len(message.text) > LONGEST:
            said = self.words["too_long"].format(length=f"{len(message.text):,}", longest=f"{LONGEST:,}")
            return Answer(status="unknown", parts=(Text(said),))
        return await run_in_threadpool(self.chats.chat, message)

    def _hold_back(self, request: Request, browser: str) -> None:
        hold_back(request, browser, self.browsers, self.addresses)

    def _give_cookie(self, response: Response, browser: str) -> None:
        response.set_cookie(COOKIE, browser, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=self.https)


def hold_back(request: Request, browser: str, browsers: TokenBuckets, addresses: TokenBuckets) -> None:
    """Refuse what comes too often from one browser or address."""
    address = request.client.host if request.client else ""
    wait = addresses.wait(address) or (browsers.wait(browser) if browser else 0)
    if wait:
        raise HTTPException(429, headers={"Retry-After": str(math.ceil(wait))})


def browser_of(request: Request) -> str:
    """The random id that this browser was given; empty where it has none of ours."""
    given = request.cookies.get(COOKIE, "")
    return given if _ID.fullmatch(given) else ""
