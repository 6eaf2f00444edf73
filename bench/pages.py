"""How long does a page of the plan, or a call of its API, take in process, at 28 and at 29,000 projects?"""

import sys
import tempfile
import time
from pathlib import Path
from typing import cast

from sqlalchemy import Engine
from starlette.testclient import TestClient

from bench.bot_process import database
from bench.figures import print_table
from bot.secrecy import Secrecy
from bot.server import create_app
from bot.settings import Settings
from bot.web.chat import Chats
from db.migrate import upgrade
from db.session import create_engine_for, reading_factory, session_factory
from knowledge.loader import BUNDLED, load, read_plan
from knowledge.plan_view import PlanView
from knowledge.plan_views import Views

CALLS = 100
AIM = "5 / 20 ms"
"""p50 and p99, in process."""
PATHS = ("/plan", "/plan/projects", "/plan/projects?sort=money&page=2", "/plan/projects?q=wi-fi", "project",
         "/api/v1/projects?limit=50", "/api/v1/projects?sort=money&limit=50", "one")  # fmt: skip


class _Plan:
    """Whom the pages ask: what is stored, without the index that answering would need."""

    def __init__(self, engine: Engine) -> None:
        self._reading = reading_factory(engine)
        self._views = Views()
        self.secrecy, self.owner = Secrecy(b"k" * 32), ""

    def why_not_ready(self) -> str:
        return ""

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
        client = TestClient(create_app(Settings(trusted_proxies=1), cast(Chats, _Plan(engine))))
        project = f"/plan/projects/{document.projects[len(document.projects) // 2].code}"
        one = f"/api/v1{project.removeprefix('/plan')}"
        rows = [
            _page(client, len(document.projects), {"project": project, "one": one}.get(path, path)) for path in PATHS
        ]
        engine.dispose()
    return rows


def _page(client: TestClient, projects: int, path: str) -> list[str]:
    etag = client.get(path, headers=_from(0)).headers["etag"]
    whole = _times(client, path, {})
    same = _times(client, path, {"if-none-match": etag})
    return [f"{projects:,}", path, f"{whole[CALLS // 2]:.1f}", f"{whole[CALLS * 99 // 100]:.1f}",
            f"{same[CALLS // 2]:.1f}", AIM]  # fmt: skip


def _times(client: TestClient, path: str, headers: dict[str, str]) -> list[float]:
    """Milliseconds, sorted."""
    times = []
    for number in range(CALLS):
        began = time.perf_counter()
        client.get(path, headers=headers | _from(number))
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def _from(number: int) -> dict[str, str]:
    """From many addresses, so that nobody is held back."""
    return {"x-forwarded-for": f"10.0.{number // 250}.{number % 250}"}


if __name__ == "__main__":
    main()
