"""What does somebody read whose request is refused? A sentence in the language of their page."""

import logging
from collections.abc import Mapping
from typing import Literal, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import metrics
from bot.web.page import Words

_AGAIN = {"Retry-After": "5"}
"""Seconds: a database that is away, or too busy, may be there by then."""
_log = logging.getLogger(__name__)


class Refusal:
    """Every refusal is JSON with a sentence that a person can read."""

    def __init__(self, words: Mapping[str, Words], headers: dict[str, str]) -> None:
        """`words`: by language; `headers`: of a response that no middleware sees."""
        self._words = words
        self._headers = headers

    def of_status(self, request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """The refusal of this status; one without a sentence of its own reads like a bad request."""
        sentences: dict[int, str] = self._words[language_of(request)]["errors"]
        return JSONResponse({"error": sentences.get(status, sentences[400])}, status, headers)

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
