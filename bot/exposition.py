"""Where are the metrics read, so that no stranger can?

Each process tells its own: behind one address for several of them they would take turns. So each has an address of its
own (METRICS_ADDRESS), which Prometheus asks one by one; `/metrics` at the web's address, with METRICS_TOKEN, is for a
single process. What stands in the database is the same from all of them.
"""

import hmac
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.patience import Patience
from bot.settings import Settings, host_and_port
from bot.standing import Standings

PATH = "/metrics"
_EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SECONDS = 8.0
_MOST = 16
"""Connections at once: Prometheus needs one."""
_HEADERS = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}


class NoAddressError(Exception):
    """The metrics cannot be told where the settings want them; says why."""


class Metrics:
    """GET /metrics."""

    def __init__(self, probe: Engine, token: str) -> None:
        """Without a token everybody is answered who gets so far."""
        self._registry = CollectorRegistry()
        self._registry.register(Standings(probe))
        self._token = token
        self._written = Patience(self._write, _SECONDS, good_for=0)

    @property
    def route(self) -> Route:
        """For every method: a refusal that names those it takes would tell strangers that something is here."""
        return Route(PATH, self.tell, methods=_EVERY_METHOD)

    async def tell(self, request: Request) -> Response:
        """The metrics. Without the token there is nothing here."""
        given = request.headers.get("authorization", "")
        if request.method not in ("GET", "HEAD") or (self._token and not _is_meant(given, self._token)):
            raise HTTPException(404)
        try:
            return Response(await self._written.ask(), headers=_HEADERS)
        except TimeoutError:
            raise HTTPException(503) from None

    def _write(self) -> bytes:
        return generate_latest(REGISTRY) + generate_latest(self._registry)


@contextmanager
def exposed(settings: Settings, metrics: Metrics) -> Iterator[None]:
    """Tell them at METRICS_ADDRESS meanwhile, in a thread: also while the rest is too busy to answer.

    NoAddressError where that cannot be had.
    """
    if not settings.metrics_address:
        yield
        return
    server = uvicorn.Server(_config(Starlette(routes=[metrics.route])))
    with _listener(settings.metrics_address) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def _listener(address: str) -> socket.socket:
    host, port = host_and_port(address)
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as fault:
        raise NoAddressError(f"METRICS_ADDRESS: {address} cannot be used ({fault.strerror or fault}).") from None


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=_MOST,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=1,
    )


def _is_meant(given: str, token: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
