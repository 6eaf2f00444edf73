"""Which address of the console does what, who may ask for it, and what is checked before?

Nobody but who is signed in learns which addresses there are: for everybody else each but the way in is none (404).
What changes anything takes the token of the session's forms, and a form of another site has none.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dispatch import Dispatcher
from bot.office import case_page, entry, figures_page, inbox_page, knowledge_page, report_page, staff_page, table
from bot.office.forms import read_form
from bot.office.photos import OfficePhotos
from bot.office.rendering import PATH, assets
from bot.office.visit import NOT_KEPT, Visit
from bot.photo_storage import PhotoStorage
from bot.web.limits import Limits
from bot.web.pages import FOR_A_YEAR
from db import staff
from db.session import reading_factory
from db.staff_models import StaffSession

Page = Callable[[Visit], Response]


@dataclass(frozen=True)
class Address:
    """One address of the console."""

    path: str
    method: str
    page: Page
    coordinators: bool = False
    """Whether officers have it not."""
    tries: Callable[[Visit], Callable[[], object] | None] | None = None
    """What takes long, and is done before anything is written: meanwhile nobody else waits."""


ADDRESSES: tuple[Address, ...] = (
    Address("/office", "GET", inbox_page.inbox),
    Address("/office/unsent", "GET", inbox_page.unsent),
    Address("/office/table.xlsx", "GET", table.table),
    Address("/office/case/{number}", "GET", case_page.show),
    Address("/office/case/{number}/{action}", "POST", case_page.act),
    Address("/office/canned", "GET", staff_page.canned),
    Address("/office/canned", "POST", staff_page.change_canned),
    Address("/office/figures", "GET", figures_page.figures),
    Address("/office/report", "GET", report_page.report),
    Address("/office/report.xlsx", "GET", report_page.sheet),
    Address("/office/me", "GET", staff_page.me),
    Address("/office/me", "POST", staff_page.change_password),
    Address("/office/sign-out", "POST", staff_page.sign_out),
    Address("/office/staff", "GET", staff_page.staff_list, coordinators=True),
    Address("/office/staff", "POST", staff_page.change_staff, coordinators=True),
    Address("/office/audit", "GET", staff_page.audit_log, coordinators=True),
    Address("/office/knowledge", "GET", knowledge_page.knowledge, coordinators=True),
    Address("/office/knowledge", "POST", knowledge_page.change, coordinators=True, tries=knowledge_page.tried),
    Address("/office/knowledge.yaml", "GET", knowledge_page.exported, coordinators=True),
)


class Console:
    """The console over one database."""

    def __init__(
        self, dispatcher: Dispatcher, limits: Limits, storage: PhotoStorage, *, public_url: str, map_url: str = ""
    ) -> None:
        self._dispatcher = dispatcher
        self._limits = limits
        self._reading = reading_factory(dispatcher.engine)
        self._public_url = public_url
        self._map_url = map_url
        self._entry = entry.Entry(dispatcher, limits, https=public_url.startswith("https:"))
        self._photos = OfficePhotos(dispatcher, limits, storage, self._signed_in, public_url)

    def routes(self) -> list[Route]:
        """Every address."""
        of_pages = [Route(each.path, self._serve(each), methods=[each.method]) for each in ADDRESSES]
        return [
            Route(f"{PATH}{{name}}", _file),
            *self._entry.routes(),
            *self._photos.routes(),
            *of_pages,
        ]

    def _serve(self, address: Address) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            token = request.cookies.get(entry.COOKIE, "")
            self._limits.hold_back(request, f"office {staff.hashed(token)}" if token else "")
            form = await read_form(request) if address.method == "POST" else {}
            async with self._limits.seat(request):
                return await run_in_threadpool(self._answer, address, request, token, form)

        return serve

    def _answer(self, address: Address, request: Request, token: str, form: Mapping[str, str]) -> Response:
        if not token and address.path != "/office":
            raise HTTPException(404)
        writes, work = address.method == "POST", None
        if address.tries:
            with self._reading() as session:
                found = self._visit(session, address, request, token, form)
                work = address.tries(found[0]) if found else None
        tried = work() if work else None  # PostgreSQL ends a transaction in which nothing is asked for a minute
        with self._dispatcher.sessions.begin() if writes else self._reading() as session:
            found = self._visit(session, address, request, token, form)
            if found is None:
                return _refuse(address)
            visit, row = found
            visit.tried = tried
            response = address.page(visit)
            if writes:
                visit.write_notes(session)
            touched = row.id if staff.needs_touch(row) else None
        if not writes and (visit.noted or touched):
            with self._dispatcher.sessions.begin() as session:
                visit.write_notes(session)
                if touched:
                    staff.touch(session, touched)
        return response

    def _visit(
        self, session: Session, address: Address, request: Request, token: str, form: Mapping[str, str]
    ) -> tuple[Visit, StaffSession] | None:
        """Of somebody who is signed in and may have the address; None where nobody is."""
        found = staff.of_session(session, token) if token else None
        if found is None:
            return None
        officer, row = found
        if address.coordinators and officer.role != "coordinator":
            raise HTTPException(404)
        csrf = entry.csrf_of(self._dispatcher.secrecy, token)
        if address.method == "POST" and not hmac.compare_digest(form.get("csrf", "").encode(), csrf.encode()):
            raise HTTPException(403)
        visit = Visit(
            request,
            session,
            officer,
            csrf,
            form,
            secrecy=self._dispatcher.secrecy,
            public_url=self._public_url,
            map_url=self._map_url,
            stored=self._dispatcher.current_plans,
        )
        return visit, row

    def _signed_in(self, request: Request, *, csrf: str | None = None) -> str | None:
        """The token of a browser that is signed in and, where it sends something, sent the right mark."""
        token = request.cookies.get(entry.COOKIE, "")
        right = entry.csrf_of(self._dispatcher.secrecy, token)
        if not token or (csrf is not None and not hmac.compare_digest(csrf.encode(), right.encode())):
            return None
        return token


def _refuse(address: Address) -> Response:
    """The front door shows the way in; behind it nothing is there."""
    if address.path == "/office":
        return RedirectResponse("/office/sign-in", 303, headers=NOT_KEPT)
    raise HTTPException(404)


async def _file(request: Request) -> Response:
    asset = assets().get(request.url.path)
    if asset is None:
        raise HTTPException(404)
    return Response(asset.body, media_type=asset.media_type, headers=FOR_A_YEAR)
