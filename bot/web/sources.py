"""What does the page get when a reader opens a source, or the whole document?"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.document import lines_around, read_document
from bot.web.limits import Limits

KEPT = {"Cache-Control": "private, max-age=300"}
"""Five minutes: the document changes with a new plan only, and a reader opens the same source twice."""


@dataclass(frozen=True)
class Sources:
    """The document that answers cite, by line or whole."""

    chats: Chats
    cookies: Cookies
    limits: Limits

    async def lines(self, request: Request) -> Response:
        """GET /source?document=...&line=...: the line with those around it."""
        name, line = request.query_params.get("document", ""), request.query_params.get("line", "")
        if not (line.isascii() and line.isdigit() and len(line) < 10):
            raise HTTPException(400)
        text = await self._text(request, name)
        plan = await run_in_threadpool(self.chats.plan_words, "th")
        lines = lines_around(text, int(line), int(str(plan["first"])))
        if lines is None:
            raise HTTPException(404)
        return JSONResponse({"document": name, "line": int(line), "lines": lines}, headers=KEPT)

    async def whole(self, request: Request) -> Response:
        """GET /document/NAME: the document as it is."""
        return PlainTextResponse(await self._text(request, request.path_params["name"]), headers=KEPT)

    async def _text(self, request: Request, name: str) -> str:
        self.limits.hold_back(request, self.cookies.browser_of(request))
        async with self.limits.seat(request):
            known = await run_in_threadpool(self.chats.documents)
            text = await run_in_threadpool(read_document, name, known)
        if text is None:
            raise HTTPException(404)
        return text
