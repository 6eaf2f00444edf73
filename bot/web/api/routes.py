"""Which address of /api/v1 tells what?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.web.api.asked import choice_asked, piece_of
from bot.web.api.description import BASE, about, description, licence
from bot.web.api.package import package_of
from bot.web.api.records import LISTS, budget_rows, feedback_counts, plan, project
from bot.web.assets import digest
from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits
from bot.web.plan.choosing import chosen
from bot.web.plan.which import view_asked
from knowledge.plan_view import PlanView, ProjectView

_CACHED = {"Cache-Control": "public, max-age=60"}
"""A minute: so long another plan may go unnoticed by who asks again and again."""
_Making = Callable[[Request, PlanView], Any]


@dataclass(frozen=True)
class Api:
    """Read-only: whoever asks gets what the plan says, and nothing of people but counts."""

    chats: Chats
    cookies: Cookies
    limits: Limits
    licence: str
    """The name of the licence that the data names."""

    async def index(self, request: Request) -> Response:
        """GET /: where everything is, and under which licence."""
        names = [*LISTS, "projects", "budgets", "feedback-counts", "openapi.json", "datapackage.zip"]
        told = {"title": about()["title"], "licence": licence(self.licence)}
        return _json(request, told | {"links": {name: f"{BASE}/{name}" for name in names}})

    async def described(self, request: Request) -> Response:
        """GET /openapi.json."""
        return _json(request, description(self.licence))

    async def listed(self, request: Request) -> Response:
        """GET of a list that nothing chooses from."""
        name = request.url.path.rpartition("/")[2]
        if name == "plans":
            return await self._respond(request, self._plans, depends_on_plan_alone=False)
        return await self._respond(request, lambda asked, view: _piece(asked, LISTS[name](view)))

    async def projects(self, request: Request) -> Response:
        """GET /projects?issue=&agency=&year=&q=&sort=&limit=&offset=."""
        return await self._respond(request, _projects)

    async def project(self, request: Request) -> Response:
        """GET /projects/CODE."""
        return await self._respond(request, _project)

    async def budgets(self, request: Request) -> Response:
        """GET /budgets: as the projects, one row for each of their years."""
        return await self._respond(request, lambda asked, view: _piece(asked, budget_rows(view, _chosen(asked, view))))

    async def counts(self, request: Request) -> Response:
        """GET /feedback-counts."""
        return await self._respond(
            request, lambda _, view: feedback_counts(view, self.chats.tallies()), depends_on_plan_alone=False
        )

    async def package(self, request: Request) -> Response:
        """GET /datapackage.zip."""
        return await self._respond(
            request, lambda _, view: package_of(view, self.licence, self._counted(view)), mark=self._counted
        )

    def _counted(self, view: PlanView) -> list[dict[str, Any]]:
        return feedback_counts(view, self.chats.tallies())

    def _plans(self, request: Request, view: PlanView) -> dict[str, Any]:
        """Every stored plan, the default one first."""
        return _piece(request, [plan(self.chats.view(stored.name)) for stored in view.stored])

    async def _respond(
        self,
        request: Request,
        make: _Making,
        *,
        depends_on_plan_alone: bool = True,
        mark: Callable[[PlanView], object] = lambda _: "",
    ) -> Response:
        """`mark`: what else the response changes with, where that can be known without making it."""
        self.limits.hold_back(request, self.cookies.browser_of(request))
        async with self.limits.seat(request):
            return await run_in_threadpool(self._made, request, make, mark, depends_on_plan_alone)

    def _made(
        self, request: Request, make: _Making, mark: Callable[[PlanView], object], depends_on_plan_alone: bool
    ) -> Response:
        view = view_asked(request, self.chats)
        asked = digest(f"{request.url.query} {self.licence}{mark(view)}".encode())
        etag = f'W/"{view.version}.{view.loaded_at.timestamp():.0f}.{asked}"'
        if depends_on_plan_alone and etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=_CACHED | {"ETag": etag})
        made = make(request, view)
        if isinstance(made, bytes):
            name = {"Content-Disposition": 'attachment; filename="datapackage.zip"'}
            return Response(made, media_type="application/zip", headers=_CACHED | {"ETag": etag} | name)
        return _json(request, made, etag if depends_on_plan_alone else "")


def _json(request: Request, told: object, etag: str = "") -> Response:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    headers = _CACHED | {"ETag": etag or f'W/"{digest(body)}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _piece(request: Request, rows: list[dict[str, Any]]) -> dict[str, Any]:
    piece = piece_of(request)
    shown = rows[piece.offset : piece.offset + piece.limit]
    told = {"count": len(rows), "limit": piece.limit, "offset": piece.offset}
    return told | {"next": piece.next_of(request, len(rows)), "rows": shown}


def _chosen(request: Request, view: PlanView) -> tuple[ProjectView, ...]:
    choice = choice_asked(request, view)
    return chosen(view, choice) if choice else ()


def _projects(request: Request, view: PlanView) -> dict[str, Any]:
    """Only the rows of the piece are made: of 29,000 projects the others would take a second."""
    piece, found = piece_of(request), _chosen(request, view)
    rows = [project(view, each) for each in found[piece.offset : piece.offset + piece.limit]]
    told = {"count": len(found), "limit": piece.limit, "offset": piece.offset}
    return told | {"next": piece.next_of(request, len(found)), "rows": rows}


def _project(request: Request, view: PlanView) -> dict[str, Any]:
    found = view.by_code.get(request.path_params["code"])
    if not isinstance(found, ProjectView):
        raise HTTPException(404)
    return project(view, found)


def api_routes(chats: Chats, cookies: Cookies, limits: Limits, licence_name: str) -> Mount:
    """Everything under /api/v1; programs in any page may read it."""
    api = Api(chats, cookies, limits, licence_name)
    routes = [
        Route("/", api.index),
        Route("/openapi.json", api.described),
        Route("/projects", api.projects),
        Route("/projects/{code}", api.project),
        Route("/budgets", api.budgets),
        Route("/feedback-counts", api.counts),
        Route("/datapackage.zip", api.package),
        *(Route(f"/{name}", api.listed) for name in LISTS),
    ]
    open_to_all = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
    )
    return Mount(BASE, routes=routes, middleware=[open_to_all])
