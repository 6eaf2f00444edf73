"""How do photos of cases get to who may see them, and evidence from the console to the case?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.body import read_body
from bot.dispatch import Dispatcher
from bot.office.visit import NOT_KEPT
from bot.photo_preview import preview
from bot.photo_storage import PhotoStorage
from bot.picture_cleaning import LARGEST
from bot.secrecy import BOUND
from bot.web.limits import Limits
from bot.web.upload import IN_FLIGHT, SLOWEST
from db import audit, cases, staff
from db.attachments import stored_now
from db.feedback_models import Attachment, Feedback
from db.models import now
from db.staff_models import Staff
from handlers.case_number import find_number
from handlers.officers.evidence import PATH
from handlers.officers.photos import PATH as SHOWN
from handlers.officers.photos import PURPOSE
from handlers.officers.rights import sees

_TO_SEALED = str.maketrans("-_", "+/")
_MOST = 20
"""Photos of a case."""


@dataclass(frozen=True)
class OfficePhotos:
    """The storage is asked in the loop, the database in threads."""

    dispatcher: Dispatcher
    limits: Limits
    storage: PhotoStorage
    signed_in: Callable[..., str | None]
    public_url: str

    def routes(self) -> list[Route]:
        """One for officers, one for their evidence, one for who was told of that, one for chats of officers."""
        return [
            Route("/office/photo/{id:int}", self.show),
            Route("/office/case/{number}/evidence", self.receive, methods=["POST"]),
            Route(f"{PATH}{{token}}", self.evidence),
            Route(f"{SHOWN}{{token}}", self.shown),
        ]

    async def show(self, request: Request) -> Response:
        """GET /office/photo/{id}: of a case that the officer may see; the audit log says who saw it."""
        token = self.signed_in(request)
        if token is None:
            raise HTTPException(404)
        self.limits.hold_back(request, f"office {staff.hashed(token)}")
        async with self.limits.seat(request):
            name = await run_in_threadpool(self._name_for, token, request.path_params["id"])
        return await self._photo(name)

    async def evidence(self, request: Request) -> Response:
        """GET /evidence/{token}: a photo that an officer took of the result, for the person who was told the link."""
        self.limits.hold_back(request, "")
        async with self.limits.seat(request):
            name = await run_in_threadpool(self._name_of_evidence, str(request.path_params["token"]))
        return await self._photo(name)

    async def shown(self, request: Request) -> Response:
        """GET /case-photo/{token}, with ?small a preview: what an officer asked for in chat, as LINE fetches it."""
        self.limits.hold_back(request, "")
        async with self.limits.seat(request):
            name = await run_in_threadpool(self._name_shown, str(request.path_params["token"]))
        return await self._photo(name, small="small" in request.query_params)

    async def receive(self, request: Request) -> Response:
        """POST /office/case/{number}/evidence with the bytes of a photo: its id, for the form that closes the case."""
        token = self.signed_in(request, csrf=request.headers.get("x-csrf", ""))
        if token is None or not request.headers.get("content-type", "").lower().startswith("image/"):
            raise HTTPException(404)
        browser = f"office {staff.hashed(token)}"
        self.limits.hold_back(request, browser)
        with self.limits.uploading(request, browser), IN_FLIGHT.held() as more:
            number = str(request.path_params["number"])
            if not await run_in_threadpool(self._may_add, token, number):
                raise HTTPException(404)
            name = await self.storage.take(await read_body(request, LARGEST, SLOWEST, more))
            if name is None:
                raise HTTPException(415)
            photo = await run_in_threadpool(self._add, token, number, name)
        await self.storage.keep(name)
        return JSONResponse({"photo": photo}, headers=NOT_KEPT)

    async def _photo(self, name: str, *, small: bool = False) -> Response:
        photo = await self.storage.read(name) if name else None
        if photo is None:
            raise HTTPException(404)
        if small:
            photo = await run_in_threadpool(preview, photo)
        return Response(photo, media_type="image/jpeg", headers=NOT_KEPT)

    def _name_for(self, token: str, photo: int) -> str:
        with self.dispatcher.sessions.begin() as session:
            officer = _officer(session, token)
            row = _seen(session, officer, photo) if officer else None
            if officer is None or row is None:
                return ""
            audit.write(session, officer.name, "photo", "console", case=row.feedback_id)
            return row.name

    def _name_of_evidence(self, token: str) -> str:
        photo = self.dispatcher.secrecy.open_or_none(_sealed(token), "evidence") or ""
        with self.dispatcher.sessions() as session:
            row = session.get(Attachment, int(photo)) if photo.isdecimal() else None
            return row.name if row and row.by_officer and not row.failure else ""

    def _name_shown(self, token: str) -> str:
        """Nothing ("") where it is too old, or where the officer may not see the case any more.

        That it was asked for stands in the audit log already."""
        opened = self.dispatcher.secrecy.open_or_none(_sealed(token), PURPOSE)
        until, officer, photo = json.loads(opened) if opened else (0, 0, 0)
        if now() >= datetime.fromtimestamp(until, UTC):
            return ""
        with self.dispatcher.sessions() as session:
            found = session.get(Staff, officer)
            row = _seen(session, found, photo) if found and found.removed_at is None else None
            return row.name if row else ""

    def _may_add(self, token: str, number: str) -> bool:
        with self.dispatcher.sessions() as session:
            found = _case_for(session, token, number)
            return found is not None and len(cases.attachments(session, found[1])) < _MOST

    def _add(self, token: str, number: str, name: str) -> int:
        with self.dispatcher.sessions.begin() as session:
            found = _case_for(session, token, number)
            if found is None:
                raise HTTPException(404)
            officer, case = found
            audit.write(session, officer.name, "evidence", "console", case=case.id)
            return stored_now(session, case, name)


def _sealed(token: str) -> str:
    """As it was sealed, of what stands in an address."""
    return BOUND + token.translate(_TO_SEALED) + "=" * (-len(token) % 4)


def _seen(session: Session, officer: Staff, photo: int) -> Attachment | None:
    """The photo, where its case is the officer's to see."""
    row = session.get(Attachment, photo)
    case = session.get(Feedback, row.feedback_id) if row and not row.failure else None
    return row if case and sees(officer, case) else None


def _officer(session: Session, token: str) -> Staff | None:
    found = staff.of_session(session, token)
    return found[0] if found else None


def _case_for(session: Session, token: str, number: str) -> tuple[Staff, Feedback] | None:
    officer, known = _officer(session, token), find_number(number)
    case = cases.by_number(session, known) if known else None
    return (officer, case) if officer and case and sees(officer, case) else None
