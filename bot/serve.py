"""How does the server start, and what does it say when it cannot?"""

import os
import socket
import sys
from threading import Thread

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from bot.connections import IDLE_SECONDS, guarded, silence
from bot.dispatch import Dispatcher
from bot.exposition import Metrics, NoAddressError, exposed
from bot.platforms import running
from bot.server import create_app
from bot.settings import Settings, SettingsError, read_settings
from bot.starting import dispatcher_of, warm_up


def run(*, relay: bool = True) -> int:
    """Serve with the settings of the environment; the exit status. Without relay, `worker` must run beside it."""
    try:
        settings = read_settings(os.environ)
    except SettingsError as fault:
        sys.stderr.write(f"The server did not start: a setting is wrong.\n{fault}\n")
        return 2
    return serve(settings, relay=relay)


def serve(settings: Settings, *, relay: bool) -> int:
    """Serve until the process is told to stop; the exit status."""
    try:
        listener = _listen(settings)
    except OSError as fault:
        sys.stderr.write(_cannot_listen(settings, fault))
        return 1
    with listener:
        try:
            dispatcher = dispatcher_of(settings)
        except SQLAlchemyError as fault:
            sys.stderr.write(f"The server did not start: the database cannot be used.\n{fault}\n")
            return 1
        metrics = Metrics(dispatcher.probe, settings.metrics_token)
        server = uvicorn.Server(_config(settings, dispatcher, metrics, relay=relay))
        try:
            with exposed(settings, metrics):
                port = listener.getsockname()[1]
                sys.stdout.write(f"Serving on {settings.public_url or _address(settings.host, port)} (Ctrl+C stops)\n")
                sys.stdout.flush()
                Thread(target=warm_up, args=(dispatcher,), daemon=True).start()
                server.run(sockets=[listener])
        except NoAddressError as fault:
            sys.stderr.write(f"The server did not start: {fault}\n")
            return 1
    return 0


def _config(settings: Settings, dispatcher: Dispatcher, metrics: Metrics, *, relay: bool) -> uvicorn.Config:
    silence()
    return uvicorn.Config(
        create_app(settings, dispatcher, lambda _: running(settings, dispatcher, relay=relay), metrics),
        loop="uvloop",
        http=guarded(),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # it would name every visitor's address; Protection logs without
        server_header=False,
        proxy_headers=False,  # TRUSTED_PROXIES says how much of them is believed; uvicorn's own setting would say all
        timeout_keep_alive=int(IDLE_SECONDS),
        timeout_graceful_shutdown=10,
    )


def _listen(settings: Settings) -> socket.socket:
    """Taken before the plan is loaded, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=2048)


def _address(host: str, port: int) -> str:
    """A server on every interface is reached on this machine by its loopback address."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  # compared, not bound
    return f"http://{name}:{port}"


def _cannot_listen(settings: Settings, fault: OSError) -> str:
    return (
        f"The server did not start: {settings.host} port {settings.port} cannot be used ({fault.strerror or fault}).\n"
        "Another program may be using it: stop that one, or choose another port, such as PORT=8001.\n"
    )
