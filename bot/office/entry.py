"""How does an officer get in? By an invitation, by a link that the bot sent in chat, or by name and password.

A link's page is only looked at by whoever shows a preview of it; what it is good for happens when its button is
pressed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.dispatch import Dispatcher
from bot.office import passwords
from bot.office.forms import read_form
from bot.office.guest import Guest, guest_of
from bot.office.rendering import render
from bot.office.visit import NOT_KEPT, go
from bot.secrecy import Secrecy
from bot.token_bucket import TokenBuckets
from bot.web.limits import Limits, too_often
from db import audit, staff
from db.models import now
from db.staff_models import Staff
from handlers.officers.lists import begin_news

COOKIE = "office"
_PLATFORMS = ("line", "telegram")
Work = Callable[[Request, dict[str, str], Guest], Response]
_THEN = {"table": "/office/table.xlsx"}


def csrf_of(secrecy: Secrecy, token: str) -> str:
    """What the forms of a session hold; nobody can make it from the outside."""
    return secrecy.hash("form of the office", token)[:32]


@dataclass
class Entry:
    """The only addresses that somebody has who is not signed in."""

    dispatcher: Dispatcher
    limits: Limits
    https: bool
    _tries: TokenBuckets = field(default_factory=lambda: TokenBuckets(6, 1 / 60))
    """Of a name: passwords cannot be tried out."""
    _all_tries: TokenBuckets = field(default_factory=lambda: TokenBuckets(60, 1 / 5))

    def routes(self) -> list[Route]:
        """Sign in, join, enter."""
        return [
            Route("/office/sign-in", self.sign_in, methods=["GET", "POST"]),
            Route("/office/join/{token}", self.join, methods=["GET", "POST"]),
            Route("/office/enter/{token}", self.enter, methods=["GET", "POST"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        """Name and password."""
        return await self._do(request, self._sign_in)

    async def join(self, request: Request) -> Response:
        """An invitation: a password makes an officer of who has no chat; who has one sends the code there."""
        token = str(request.path_params["token"])
        return await self._do(request, partial(self._join, token=token, chats=await _chats(request, token)))

    async def enter(self, request: Request) -> Response:
        """A link from the chat."""
        return await self._do(request, self._enter)

    async def _do(self, request: Request, work: Work) -> Response:
        self.limits.hold_back(request, "")
        form = await read_form(request) if request.method == "POST" else {}
        guest = guest_of(request, self.dispatcher.secrecy)
        async with self.limits.seat(request):
            try:
                response = await run_in_threadpool(work, request, form, guest)
            except _UsedError:
                response = _page(guest, "sign_in.html", status=404, wrong="used")
            except _ElsewhereError:
                response = _page(guest, "sign_in.html", status=403, wrong="elsewhere")
        guest.give(response, https=self.https)
        return response

    def _sign_in(self, request: Request, form: dict[str, str], guest: Guest) -> Response:
        if request.method == "GET":
            return _page(guest, "sign_in.html", wrong="")
        _require(guest, form)
        name = form.get("name", "")[:100]
        if wait := self._all_tries.wait("") or self._tries.wait(name):
            raise too_often(wait)
        with self.dispatcher.sessions() as session:
            found = staff.by_name(session, name)
            stored = found.password if found else ""
        if not passwords.fits(form.get("password", ""), stored):
            return _page(guest, "sign_in.html", status=403, wrong="wrong", name=name)
        with self.dispatcher.sessions.begin() as session:
            again = staff.by_name(session, name)
            if again is None or again.password != stored:
                return _page(guest, "sign_in.html", status=403, wrong="wrong", name=name)
            return self._let_in(session, again)

    def _join(
        self, request: Request, form: dict[str, str], guest: Guest, *, token: str, chats: Mapping[str, str]
    ) -> Response:
        with self.dispatcher.sessions.begin() as session:
            invited = _invited(session, token, "join", use=False)
            address = f"{request.url.netloc}/office"
            page = partial(_page, guest, "join.html", invited=invited, token=token, chats=chats, address=address)
            if request.method == "GET":
                return page(wrong=False)
            _require(guest, form)
            password = form.get("password", "")
            if not passwords.is_good(password) or password != form.get("again", ""):
                return page(status=400, wrong=True)
            _invited(session, token, "join", use=True)
            invited.password, invited.joined_at = passwords.kept(password), now()
            begin_news(session, invited)
            audit.write(session, invited.name, "joined", "console")
            return self._let_in(session, invited)

    def _enter(self, request: Request, form: dict[str, str], guest: Guest) -> Response:
        token, to = str(request.path_params["token"]), request.query_params.get("to", "")
        with self.dispatcher.sessions.begin() as session:
            if request.method == "GET":
                return _page(guest, "enter.html", invited=_invited(session, token, "enter", use=False), to=to)
            invited = _invited(session, token, "enter", use=True)
            _require(guest, form)  # else the link is good as before
            return self._let_in(session, invited, _THEN.get(to, "/office"))

    def _let_in(self, session: Session, officer: Staff, where: str = "/office") -> Response:
        token = staff.begin_session(session, officer)
        staff.forget_old(session)
        audit.write(session, officer.name, "entered", "console")
        response = go(where)
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(staff.SESSION.total_seconds()),
            path="/office",
            httponly=True,
            samesite="lax",
            secure=self.https,
        )
        return response


async def _chats(request: Request, token: str) -> dict[str, str]:
    """By platform that is on the link that brings an invitation's code into the chat with the bot; "" where it has
    none to give."""
    on = {name: getattr(request.state, name, None) for name in _PLATFORMS}
    return {name: await webhook.channel.chat_link(token) or "" for name, webhook in on.items() if webhook}


class _UsedError(Exception):
    """Nobody is let in by this link: it was used, is too old, or never was one."""


class _ElsewhereError(Exception):
    """The form is of no page that this browser was shown."""


def _require(guest: Guest, form: Mapping[str, str]) -> None:
    if not guest.sent(form):
        raise _ElsewhereError


def _invited(session: Session, token: str, kind: staff.Kind, *, use: bool) -> Staff:
    found = staff.invited(session, token, kind, use=use)
    if found is None:
        raise _UsedError
    return found


def _page(guest: Guest, template: str, status: int = 200, **values: object) -> Response:
    return HTMLResponse(render(template, me=None, csrf=guest.csrf, path="", **values), status, headers=NOT_KEPT)
