"""What happens when the page sends a message, or asks to be forgotten?"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.ahead import Told
from bot.body import read_said, require_json
from bot.secrecy import Secrecy
from bot.text import as_text
from bot.web.answer_json import answer_json
from bot.web.cookies import Cookies, new_browser
from bot.web.limits import LONGEST, Limits
from bot.web.page import Words
from bot.web.refusal import language_of
from db.case_counts import Tally
from handlers.action import Action
from handlers.answer import Answer, Text
from handlers.message import Kind, Message
from handlers.wording import Language
from knowledge.plan_view import PlanView

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_ENTRIES: tuple[Kind, ...] = ("feedback", "status", "privacy")
"""What the first screen offers besides questions."""
NOT_KEPT = {"Cache-Control": "no-store"}


class Chats(Protocol):
    """Who answers: the Dispatcher, or a stand-in that shows the page how it looks when something takes long."""

    secrecy: Secrecy
    owner: str
    """By which files are known as those of its database."""

    def chat_once(self, message: Message, once: str, written: Callable[[Answer], str]) -> Told:
        """One reply as `written` makes it; keeps the conversation. To a message that was answered already, known by its
        id `once`, the same again. An OperationalError or BusyError means: later."""

    def told_before(self, message: Message, once: str) -> str:
        """What was told to the message of this id; "" where it was not answered yet."""

    def takes_photos(self, channel: str, user: str) -> bool:
        """Whether the person is writing feedback, to which a photo would belong."""

    def news(self, channel: str, user: str) -> Answer | None:
        """What the person has not heard yet of their cases; None where there is nothing."""

    def forget(self, channel: str, user: str) -> None:
        """Delete what is stored about this person's chat."""

    def my_data(self, token: str) -> dict[str, Any] | None:
        """All that is stored about the person for whom this link was made; None where it is none of ours."""

    def answer_alone(self, message: Message, plan: str = "", link: str = "") -> Answer:
        """The answer to a message without any chat around it; stores nothing. `plan`: which is meant where the message
        says none. `link`: what that of an earlier answer says, which the message goes on about; without words that
        answer again. Raises LookupError where it is none."""

    def view(self, plan: str = "") -> PlanView:
        """The plan of this name, or the default one, for its pages and open data. Raises LookupError where there is no
        such plan."""

    def tallies(self) -> Sequence[Tally]:
        """All cases, alike ones counted together."""

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""

    def plan_words(self, language: Language) -> Mapping[str, object]:
        """What sentences say of the stored plan, in a language."""

    def why_not_ready(self) -> str:
        """Why no message could be answered and stored now; empty where it could."""


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
        text, place, action = await read_said(request)
        self.limits.charge(request, browser, text)
        message = replace(message_of("", "th", text, action, place), id=_id_of(request))
        return (await self.reply(request, message))[0]

    async def reply(self, request: Request, message: Message) -> tuple[Response, Told]:
        """The answer as JSON to what the person of this browser sent, and whether it was told before."""
        browser = self.cookies.browser_of(request) or new_browser()
        async with self.limits.seat(request):
            told = await self._tell(request, replace(message, user=browser, language=language_of(request)))
        return self.response(told.text, browser), told

    async def told_before(self, request: Request, message: Message) -> Response | None:
        """What was told to this message when it came before; None where it did not."""
        browser, once = self.cookies.browser_of(request), _id_of(request)
        if not (browser and once):
            return None
        async with self.limits.seat(request):
            told = await run_in_threadpool(self.chats.told_before, replace(message, user=browser), once)
        return self.response(told, browser) if told else None

    def response(self, told: str, browser: str) -> Response:
        """The answer, with the cookie renewed."""
        response = Response(told, media_type="application/json", headers=NOT_KEPT)
        self.cookies.give(response, browser)
        return response

    async def news(self, request: Request) -> Response:
        """POST /news: what happened to the person's cases meanwhile, as an answer; 204 where nothing did."""
        require_json(request)
        browser = self.cookies.browser_of(request)
        self.limits.hold_back(request, browser)
        if not browser:
            return Response(status_code=204, headers=NOT_KEPT)
        async with self.limits.seat(request):
            told = await run_in_threadpool(self.chats.news, "web", browser)
        return self.response(_written(told), browser) if told else Response(status_code=204, headers=NOT_KEPT)

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

    async def _tell(self, request: Request, message: Message) -> Told:
        if len(message.text) > LONGEST:
            words = self.words[language_of(request)]
            said = words["too_long"].format(length=f"{len(message.text):,}", longest=f"{LONGEST:,}")
            return Told(_written(Answer(status="unknown", parts=(Text(said),))))
        return await run_in_threadpool(self.chats.chat_once, message, _id_of(request), _written)


def message_of(
    browser: str,
    language: Literal["th", "en"],
    text: str,
    action: Action | None,
    place: tuple[float, float] | None = None,
) -> Message:
    """What the person of a browser typed, pressed or sent."""
    kind = _kind(action, place)
    said, does = ("", None) if kind in _ENTRIES else (text, action)
    return Message("web", browser, said, kind, language, place=place, action=does)


def _kind(action: Action | None, place: object) -> Kind:
    """What a message is: the entries of the page ask for what commands do elsewhere."""
    if action:
        return next((kind for kind in _ENTRIES if kind == action.kind), "press")
    return "location" if place else "text"


def _id_of(request: Request) -> str:
    """The id that the page gave to the message, the same when it sends it again; "" where it has none."""
    given = request.headers.get("idempotency-key", "")
    return given if _ID.fullmatch(given) else ""


def _written(answer: Answer) -> str:
    return json.dumps(answer_json(answer, as_text(answer)), ensure_ascii=False, separators=(",", ":"))
