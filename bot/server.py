"""Which address of the web does what?"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.delivery.lanes import BusyError
from bot.dispatch import Dispatcher
from bot.exposition import Metrics
from bot.office.console import Console
from bot.person import PATH
from bot.photo_storage import PhotoStorage
from bot.readiness import Readiness
from bot.settings import Settings
from bot.visits import VISITS
from bot.web.address import Addresses
from bot.web.api.routes import api_routes
from bot.web.assets import read_assets
from bot.web.chat import Chat, Chats
from bot.web.cookies import Cookies
from bot.web.gate import Gate
from bot.web.limits import Limits
from bot.web.map import Map
from bot.web.my_data import MyData
from bot.web.page import Words, read_words
from bot.web.pages import Pages
from bot.web.plain import Plain
from bot.web.plan.routes import plan_routes
from bot.web.protection import Protection, headers
from bot.web.refusal import Refusal
from bot.web.sources import Sources
from bot.web.upload import Upload

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[Mapping[str, Any]]]


def create_app(
    settings: Settings, dispatcher: Chats, lifespan: Lifespan | None = None, metrics: Metrics | None = None
) -> Starlette:
    """The web application; `dispatcher` answers, `lifespan` runs what the platforms' webhooks need.

    `metrics` are told only to who brings a token: without one there is no such address.
    """
    words = read_words(settings.relay_service)
    https = settings.public_url.startswith("https:")
    VISITS.proxies = settings.trusted_proxies
    limits = Limits(Addresses(settings.trusted_proxies))
    refusal = Refusal(words, headers(https=https))
    return Starlette(
        routes=[
            *_webhooks(settings),
            *_routes(settings, dispatcher, words, Cookies(dispatcher.secrecy, https), limits),
            *_office(settings, dispatcher, limits),
            *([metrics.route] if metrics and settings.metrics_token else []),
        ],
        middleware=[
            Middleware(Protection, https=https, tiles=settings.map_tiles_url),
            Middleware(Gate, limits=limits, refusal=refusal),
            Middleware(GZipMiddleware, compresslevel=6),
        ],
        exception_handlers={
            HTTPException: refusal.of_a_request,
            OperationalError: refusal.without_database,
            BusyError: refusal.of_too_many,
            Exception: refusal.of_our_fault,
        },
        lifespan=lifespan,
    )


def _routes(
    settings: Settings, dispatcher: Chats, words: dict[str, Words], cookies: Cookies, limits: Limits
) -> list[BaseRoute]:
    assets = read_assets()
    pages = Pages(words, assets, dispatcher.plan_words)
    plain = Plain(dispatcher, words, assets, cookies, limits)
    sources = Sources(dispatcher, cookies, limits)
    chat = Chat(dispatcher, words, cookies, limits)
    upload = Upload(chat, PhotoStorage(settings.attachments_url, dispatcher.owner))
    return [
        Route("/", pages.page),
        Route("/static/{name}", pages.file),
        Route("/plain", plain.show, methods=["GET"]),
        Route("/plain", plain.send, methods=["POST"]),
        Route("/chat", chat.send, methods=["POST"]),
        Route("/photo", upload.receive, methods=["POST"]),
        Route("/forget", chat.forget, methods=["POST"]),
        Route("/news", chat.news, methods=["POST"]),
        Route(PATH + "{token}", MyData(dispatcher, cookies, limits).give),
        Route("/map", Map(dispatcher, settings.map_tiles_url, settings.map_tiles_credit).tell),
        Route("/source", sources.lines),
        Route("/document/{name}", sources.whole),
        *plan_routes(dispatcher, cookies, limits, assets, settings.public_url),
        api_routes(dispatcher, cookies, limits, settings.open_data_licence),
        Route("/healthz", _alive),
        Route("/readyz", Readiness(dispatcher).tell),
    ]


def _office(settings: Settings, dispatcher: Chats, limits: Limits) -> list[Route]:
    """The console, over a real database: a stand-in has no officers."""
    if not isinstance(dispatcher, Dispatcher):
        return []
    storage = PhotoStorage(settings.attachments_url, dispatcher.owner)
    return Console(dispatcher, limits, storage, public_url=settings.public_url, map_url=settings.map_url).routes()


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
