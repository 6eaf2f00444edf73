"""What does a browser get in which no script runs? The same chat, as a page with forms."""

import hmac
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.body import read_body
from bot.filled import filled
from bot.secrecy import Secrecy
from bot.web.assets import Asset, with_paths
from bot.web.chat import NOT_KEPT, Chats, message_of
from bot.web.cookies import Cookies, new_browser
from bot.web.limits import LONGEST, Limits
from bot.web.page import Words, filled_in
from bot.web.refusal import language_of
from handlers.action import read_action
from handlers.answer import Answer, Bars, Figure, Listing, Note, Part, SourceNote, Text
from knowledge.characters import storable

_FILE = Path(__file__).with_name("plain.html")
_PURPOSE = "form of the page"
_ID = re.compile("[0-9a-f]{32}")
_MOST_FIELDS = 8
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Plain:
    """GET and POST /plain. The mark of a form is made for its browser, so that no other site can send one."""

    chats: Chats
    words: Mapping[str, Words]
    """By language."""
    assets: Mapping[str, Asset]
    cookies: Cookies
    limits: Limits

    async def show(self, request: Request) -> Response:
        """GET: an empty chat."""
        browser = self.cookies.browser_of(request) or new_browser()
        return await self._page(request, browser, "")

    async def send(self, request: Request) -> Response:
        """POST: the answer to what was typed, or to the button that was pressed. Sent again it has no second effect."""
        browser = self.cookies.browser_of(request)
        self.limits.hold_back(request, browser)
        said = await _read(request)
        if not browser or not _is_ours(self.chats.secrecy, browser, said.get("token", "")):
            return await self._page(request, browser or new_browser(), "")
        text = storable(said.get("text", ""))[:LONGEST]
        data, _, label = said.get("do", "").partition("\t")
        action = read_action(data, label)
        if not (text.strip() or action):
            return await self._page(request, browser, "")
        self.limits.charge(request, browser, text)
        once = said.get("once", "")
        message = message_of(browser, language_of(request), label if action else text, action)
        written = partial(_answer, self.chats.secrecy, browser, action.label if action else text)
        async with self.limits.seat(request):
            told = await run_in_threadpool(self.chats.chat_once, message, once if _ID.fullmatch(once) else "", written)
        return await self._page(request, browser, told.text)

    async def _page(self, request: Request, browser: str, chat: str) -> Response:
        language = language_of(request)
        words = filled(self.words[language], await run_in_threadpool(self.chats.plan_words, language))
        page = with_paths(_FILE.read_text(encoding="utf-8"), self.assets)
        page = filled_in(page, words)
        entries = ((label, f"{kind}/{words['language'][0]}//") for kind, label in words["script"]["entries"].items())
        pieces = {
            "<!--chat-->": chat,
            "<!--hidden-->": _hidden(self.chats.secrecy, browser),
            "<!--entries-->": _buttons(entries),
        }
        # All at once: what a person wrote may hold such a comment, escaped or not.
        page = re.sub("<!--(chat|hidden|entries)-->", lambda found: pieces[found[0]], page)
        response = Response(page, media_type="text/html", headers=NOT_KEPT)
        self.cookies.give(response, browser)
        return response


async def _read(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    try:
        body = (await read_body(request)).decode("ascii")
        fields = parse_qs(body, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[-1] for name, values in fields.items()}


def _is_ours(secrecy: Secrecy, browser: str, token: str) -> bool:
    given = token.encode(errors="replace")
    return any(hmac.compare_digest(mark.encode(), given) for mark in secrecy.hashes(_PURPOSE, browser))


def _hidden(secrecy: Secrecy, browser: str) -> str:
    fields = {"token": secrecy.hash(_PURPOSE, browser), "once": token_hex(16)}
    return "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())


def _answer(secrecy: Secrecy, browser: str, said: str, answer: Answer) -> str:
    """What was said, and the answer with its buttons in a form of their own."""
    parts = "".join(map(_part, answer.parts))
    buttons = _buttons((text, answer.action(text).data) for text in answer.suggestions)
    form = f'<form method="post" action="/plain">{_hidden(secrecy, browser)}{buttons}</form>' if buttons else ""
    bubble = f'<p class="said">{html.escape(said)}</p>'
    return f'<section class="exchange">{bubble}<article class="card answer">{parts}</article>{form}</section>'


def _buttons(shown: Iterable[tuple[str, str]]) -> str:
    buttons = (_button(label, html.escape(data + "\t" + label)) for label, data in shown)
    said = "".join(buttons)
    return f'<ul class="choices">{said}</ul>' if said else ""


def _button(label: str, does: str) -> str:
    return f'<li><button class="choice" name="do" value="{does}">{html.escape(label)}</button></li>'


def _part(part: Part) -> str:
    said = html.escape
    match part:
        case Text(text):
            return f'<p class="text">{said(text)}</p>'
        case Figure(number, unit, caption):
            named = (("unit", unit), ("caption", caption))
            more = " ".join(f'<span class="{name}">{said(text)}</span>' for name, text in named if text)
            return f'<p class="figure"><span class="number">{said(number)}</span> {more}</p>'
        case Bars(caption, bars):
            rows = "".join(f'<tr><th scope="row">{said(bar.label)}</th><td>{said(bar.text)}</td></tr>' for bar in bars)
            return f'<table class="bars"><caption>{said(caption)}</caption>{rows}</table>'
        case Listing(items):
            rows = "".join(
                f'<li class="item"><span>{said(item.title)}</span> <span>{said(item.detail)}</span></li>'
                for item in items
            )
            return f'<ol class="listing">{rows}</ol>'
        case SourceNote(text) | Note(text):
            return f'<p class="note">{said(text)}</p>'
