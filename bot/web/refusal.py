"""What does somebody read whose request is refused? A sentence in the language of their page.

Programs get it as JSON; who opened an address in a browser gets a page that leads on.
"""

import html
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot import metrics
from bot.web.assets import read_assets, with_paths
from bot.web.page import Words, filled_in

_AGAIN = {"Retry-After": "5"}
"""Seconds: a database that is away, or too busy, may be there by then."""
_PAGE = Path(__file__).with_name("refused.html")
_PROGRAMS = ("/api/", "/static/", "/office/static/")
_log = logging.getLogger(__name__)


class Refusal:
    """Every refusal is a sentence that a person can read."""

    def __init__(self, words: Mapping[str, Words], headers: dict[str, str]) -> None:
        """`words`: by language; `headers`: of a response that no middleware sees."""
        self._words = words
        self._headers = headers
        self._page = with_paths(_PAGE.read_text(encoding="utf-8"), read_assets())

    def of_status(self, request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """The refusal of this status; one without a sentence of its own reads like a bad request."""
        words = self._words[language_of(request)]
        sentences: dict[int, str] = words["errors"]
        sentence = sentences.get(status, sentences[400])
        if _is_opened_by_a_person(request):
            return HTMLResponse(self._shown(request, words, sentence), status, headers)
        return JSONResponse({"error": sentence}, status, headers)

    def _shown(self, request: Request, words: Words, sentence: str) -> str:
        """The same for every address of the console, whether it is there or not: it betrays none."""
        chat = "/?lang=en" if words["language"] == "en" else "/"
        office = f'<li><a class="other-language" href="/office">{html.escape(words["office"])}</a></li>'
        page = filled_in(self._page, {**words, "sentence": sentence, "chat_address": chat})
        return page.replace("<!--office-->", office if request.url.path.startswith("/office") else "")

    async def of_a_request(self, request: Request, fault: Exception) -> Response:
        """A request that cannot be fulfilled, or not now."""
        refusal = cast(HTTPException, fault)  # It is registered for nothing else.
        return self.of_status(request, refusal.status_code, refusal.headers)

    async def without_database(self, request: Request, fault: Exception) -> Response:
        """Whatever was asked for: it may be there again soon."""
        _log.error("The database did not answer.", exc_info=fault)
        return self.of_status(request, 503, _AGAIN)

    async def of_too_many(self, request: Request, fault: Exception) -> Response:
        """So much else was to be done that it could not be begun in time."""
        metrics.refused("lanes")
        return self.of_status(request, 503, _AGAIN)

    async def of_our_fault(self, request: Request, fault: Exception) -> Response:
        """What nobody foresaw. Starlette answers this outside of the middleware, then raises it again for the log."""
        return self.of_status(request, 500, self._headers)


def language_of(request: Request) -> Literal["th", "en"]:
    """The language of the page, which says so with each request; th where nothing is said."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "th"


def _is_opened_by_a_person(request: Request) -> bool:
    wanted = request.headers.get("accept", "")
    return request.method == "GET" and "text/html" in wanted and not request.url.path.startswith(_PROGRAMS)
