"""How long does a page of the plan, or a call of its API, take in process, at 28 and at 29,000 projects?"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import Engine
from starlette.types import ASGIApp, Message

from bench.bot_process import database
from bench.figures import print_table
from bot.secrecy import Secrecy
from bot.server import create_app
from bot.settings import Settings
from bot.web.chat import Chats
from db.migrate import upgrade
from db.session import create_engine_for, reading_factory, session_factory
from handlers.wording import Language
from knowledge.loader import BUNDLED, load, read_plan
from knowledge.plan_view import PlanView
from knowledge.plan_views import Views

CALLS = 100
AIM = "5 / 20 ms"
"""p50 and p99, in process."""
PATHS = ("/plan", "/plan/projects", "/plan/projects?sort=money&page=2", "/plan/projects?q=wi-fi", "project",
         "/plan/progress", "/api/v1/projects?limit=50", "/api/v1/projects?sort=money&limit=50",
         "one")  # fmt: skip


class _Plan:
    """Whom the pages ask: what is stored, without the index that answering would need."""

    def __init__(self, engine: Engine) -> None:
        self._reading = reading_factory(engine)
        self._views = Views()
        self.secrecy, self.owner = Secrecy(b"k" * 32), ""

    def why_not_ready(self) -> str:
        return ""

    def plan_words(self, language: Language) -> Mapping[str, object]:
        """For the page of the chat, which is not asked for."""
        return {}

    def tallies(self) -> tuple[()]:
        """Of no cases."""
        return ()

    def view(self, plan: str = "") -> PlanView:
        with self._reading() as session:
            return self._views.of(session, plan)


def main() -> None:
    """Print one row for each page; a plan beside the bundled one is given as an argument (see docs/importing.md)."""
    rows = [row for plan in (BUNDLED, *map(Path, sys.argv[1:])) for row in _pages(plan)]
    print_table("Pages of the plan, in process", ["projects", "page", "p50, ms", "p99, ms", "304, p50 ms", "aim"], rows)


def _pages(plan: Path) -> list[list[str]]:
    with database() as url, tempfile.TemporaryDirectory():
        engine = create_engine_for(url)
        upgrade(engine)
        with session_factory(engine).begin() as session:
            document = read_plan(plan)
            load(session, document)
        ask = _Asked(create_app(Settings(trusted_proxies=1), cast(Chats, _Plan(engine))))
        project = f"/plan/projects/{document.projects[len(document.projects) // 2].code}"
        one = f"/api/v1{project.removeprefix('/plan')}"
        rows = [_page(ask, len(document.projects), {"project": project, "one": one}.get(path, path)) for path in PATHS]
        engine.dispose()
    return rows


class _Asked:
    """The app, called as a server calls it, without one: a client would take longer than most pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._runner = app, asyncio.Runner()

    def __call__(self, path: str, number: int, same: str = "") -> tuple[float, str]:
        """Milliseconds until the whole answer was sent, and its tag."""
        began = time.perf_counter()
        sent = self._runner.run(self._call(path, number, same))
        took = (time.perf_counter() - began) * 1000
        if sent["status"] != (304 if same else 200):
            raise SystemExit(f"{path}: {sent['status']}")
        return took, dict(sent["headers"]).get(b"etag", b"").decode()

    async def _call(self, path: str, number: int, same: str) -> Message:
        sent: list[Message] = []
        headers = [(b"host", b"127.0.0.1"), (b"x-forwarded-for", _address(number))]
        headers += [(b"if-none-match", same.encode())] if same else []
        where, _, query = path.partition("?")
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
                 "path": where, "raw_path": where.encode(), "root_path": "", "query_string": query.encode(),
                 "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        return sent[0]


def _page(ask: _Asked, projects: int, path: str) -> list[str]:
    _, etag = ask(path, 0)
    whole = sorted(ask(path, number)[0] for number in range(CALLS))
    same = sorted(ask(path, number, etag)[0] for number in range(CALLS))
    return [f"{projects:,}", path, f"{whole[CALLS // 2]:.1f}", f"{whole[CALLS * 99 // 100]:.1f}",
            f"{same[CALLS // 2]:.1f}", AIM]  # fmt: skip


def _address(number: int) -> bytes:
    """From many addresses, so that nobody is held back."""
    return f"10.0.{number // 250}.{number % 250}".encode()


if __name__ == "__main__":
    main()
