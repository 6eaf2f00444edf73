"""What happens when the page sends a message, or asks to be forgotten?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.body import read_said, require_json
from bot.secrecy import Secrecy
from bot.text import as_text
from bot.web.answer_json import answer_json
from bot.web.cookies import Cookies, new_browser
from bot.web.limits import LONGEST, Limits
from bot.web.page import Words
from bot.web.refusal import language_of
from handlers.answer import Answer, Text
from handlers.message import Message

NOT_KEPT = {"Cache-Control": "no-store"}


class Chats(Protocol):
    """Who answers: the Dispatcher, or a stand-in that shows the page how it looks when something takes long."""

    secrecy: Secrecy

    def chat(self, message: Message) -> Answer:
        """One reply; keeps the conversation. An OperationalError or BusyError means: later."""

    def takes_photos(self, channel: str, user: str) -> bool:
        """Whether the person is writing feedback, to which a photo would belong."""

    def forget(self, channel: str, user: str) -> None:
        """Delete what is stored about this person's chat."""

    def my_data(self, token: str) -> dict[str, Any] | None:
        """All that is stored about the person for whom this link was made; None where it is none of ours."""

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""

    def why_not_ready(self) -> str:
        """Why no question can be answered now; empty where it can."""


@dataclass(frozen=True)
class Chat:
    """The requests of the conversation, but for photos."""

    chats: Chats
    words: Mapping[str, Words]
    """By language."""
    cookies: Cookies
    limits: Limits

    async def send(self, request: Request) -> Response:
        """POST /chat with `{"text": ...}` or `{"text": "", "place": [latitude, longitude]}`: the answer as JSON."""
        require_json(request)
        browser = self.cookies.browser_of(request)
        self.limits.hold_back(request, browser)
        text, place = await read_said(request)
        self.limits.charge(request, browser, text)
        return await self.reply(request, Message("web", "", text, "location" if place else "text", place=place))

    async def reply(self, request: Request, message: Message) -> Response:
        """The answer as JSON to what the person of this browser sent."""
        browser = self.cookies.browser_of(request) or new_browser()
        async with self.limits.seat(request):
            answer = await self._answer(request, replace(message, user=browser))
        response = JSONResponse(answer_json(answer, as_text(answer)), headers=NOT_KEPT)
        self.cookies.give(response, browser)
        return response

    async def forget(self, request: Request) -> Response:
        """POST /forget: the server deletes the chat, the browser its cookie."""
        require_json(request)
        browser = self.cookies.browser_of(request)
        self.limits.hold_back(request, browser)
        if browser:
            async with self.limits.seat(request):
                await run_in_threadpool(self.chats.forget, "web", browser)
        response = JSONResponse({"forgotten": True}, headers=NOT_KEPT)
        self.cookies.take_away(response)
        return response

    async def _answer(self, request: Request, message: Message) -> Answer:
        if len(message.text) > LONGEST:
            words = self.words[language_of(request)]
            said = words["too_long"].format(length=f"{len(message.text):,}", longest=f"{LONGEST:,}")
            return Answer(status="unknown", parts=(Text(said),))
        return await run_in_threadpool(self.chats.chat, message)
