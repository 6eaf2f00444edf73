"""Which address of the web does what?"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.exposition import Metrics
from bot.person import PATH
from bot.photo_storage import PhotoStorage
from bot.readiness import Readiness
from bot.settings import Settings
from bot.web.assets import read_assets
from bot.web.chat import Chat, Chats
from bot.web.my_data import MyData
from bot.web.page import Words, read_words
from bot.web.pages import build_pages
from bot.web.protection import Protection, headers
from bot.web.sources import Sources
from bot.web.token_bucket import TokenBuckets
from bot.web.upload import Upload

_log = logging.getLogger(__name__)
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[Mapping[str, Any]]]


def create_app(
    settings: Settings, dispatcher: Chats, lifespan: Lifespan | None = None, metrics: Metrics | None = None
) -> Starlette:
    """The web application; `dispatcher` answers, `lifespan` runs what the platforms' webhooks need.

    `metrics` are told only to who brings a token: without one there is no such address.
    """
    words = read_words()
    https = settings.public_url.startswith("https:")
    refusal = _Refusal(words["th"]["errors"], headers(https=https))
    return Starlette(
        routes=[
            *_routes(settings, dispatcher, words, https=https),
            *_webhooks(settings),
            *([metrics.route] if metrics and settings.metrics_token else []),
        ],
        middleware=[Middleware(Protection, https=https), Middleware(GZipMiddleware, compresslevel=6)],
        exception_handlers={
            HTTPException: refusal.of_a_request,
            OperationalError: refusal.without_database,
            Exception: refusal.of_our_fault,
        },
        lifespan=lifespan,
    )


def _routes(settings: Settings, dispatcher: Chats, words: dict[str, Words], *, https: bool) -> list[Route]:
    pages = build_pages(words, read_assets())
    sources = Sources(dispatcher)
    chat = Chat(
        chats=dispatcher,
        words=words["th"],
        https=https,
        browsers=TokenBuckets(size=40, per_second=2),
        addresses=TokenBuckets(size=1000, per_second=100),
    )
    upload = Upload(
        chat=chat,
        storage=PhotoStorage(settings.attachments_url),
        browsers=TokenBuckets(size=10, per_second=0.1),
        addresses=TokenBuckets(size=20, per_second=1),
    )
    return [
        Route("/", pages.page),
        Route("/static/{name}", pages.file),
        Route("/chat", chat.send, methods=["POST"]),
        Route("/photo", upload.receive, methods=["POST"]),
        Route("/forget", chat.forget, methods=["POST"]),
        Route(PATH + "{token}", MyData(dispatcher).give),
        Route("/source", sources.lines),
        Route("/document/{name}", sources.whole),
        Route("/healthz", _alive),
        Route("/readyz", Readiness(dispatcher).tell),
    ]


def _webhooks(settings: Settings) -> list[Route]:
    """Of the platforms that are on."""
    on = {"line": settings.line_is_on, "telegram": settings.telegram_is_on}
    return [Route(f"/{name}/webhook", _Webhook(name).receive, methods=["POST"]) for name in on if on[name]]


class _Webhook:
    """A platform's webhook is made when the server runs: its client belongs to the running loop."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def receive(self, request: Request) -> Response:
        response: Response = await getattr(request.state, self._name).receive(request)
        return response


async def _alive(request: Request) -> Response:
    return PlainTextResponse("alive\n", headers={"Cache-Control": "no-store"})


class _Refusal:
    """Every refusal is JSON with a sentence that a person can read."""

    def __init__(self, sentences: dict[int, str], headers: dict[str, str]) -> None:
        self._sentences = sentences
        self._headers = headers

    async def of_a_request(self, request: Request, fault: Exception) -> Response:
        """A request that cannot be fulfilled, or not now."""
        refusal = cast(HTTPException, fault)  # It is registered for nothing else.
        sentence = self._sentences.get(refusal.status_code, self._sentences[400])
        return JSONResponse({"error": sentence}, refusal.status_code, refusal.headers)

    async def without_database(self, request: Request, fault: Exception) -> Response:
        """Whatever was asked for: it may be there again soon."""
        _log.error("The database did not answer.", exc_info=fault)
        return JSONResponse({"error": self._sentences[503]}, 503)

    async def of_our_fault(self, request: Request, fault: Exception) -> Response:
        """What nobody foresaw. Starlette answers this outside of Protection, then raises it again for the log."""
        return JSONResponse({"error": self._sentences[500]}, 500, headers=self._headers)
