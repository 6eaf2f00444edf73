"""What does the page of one answer say, and what does the search find? What the bot would, without a chat around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.text import as_text
from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits
from bot.web.plan.answer_table import table_of
from bot.web.plan.choosing import LONGEST
from bot.web.plan.files import MADE
from bot.web.plan.rendering import Rendering, language_of
from bot.web.plan.which import query_of, view_asked
from db.plan_codes import of_plan
from handlers.answer import Answer, Bars, Figure, Listing, Part, Text
from handlers.message import Message
from knowledge.answer_link import address_of
from knowledge.plan_view import Named, PlanView, ProjectView, squeezed

_SHOWN = ("answered", "clarify", "unknown")
"""Whatever else the bot would say belongs to a person, and into a chat."""
_NOT_KEPT = {"Cache-Control": "no-store"}
_MOST = 50


@dataclass(frozen=True)
class Asking:
    """The pages to which a reader brings words. Nothing of them is kept."""

    chats: Chats
    cookies: Cookies
    limits: Limits
    rendering: Rendering

    async def answer(self, request: Request) -> Response:
        """GET /plan/ask?q=...: the answer, whose address can be passed on."""
        return await self._respond(request, self._answer)

    async def again(self, request: Request) -> Response:
        """GET /plan/answer?a=...: the answer to what was asked at some point of a chat; `a` is what its link says."""
        return await self._respond(request, self._again)

    async def table(self, request: Request) -> Response:
        """GET /plan/answer.csv|xlsx|json, with `a=` as above or words in `q=`."""
        if request.path_params["form"] not in MADE:
            raise HTTPException(404)
        return await self._respond(request, self._table)

    async def search(self, request: Request) -> Response:
        """GET /plan/search?q=...: what the bot takes the words for, then what has them in its name."""
        return await self._respond(request, self._search)

    async def _respond(self, request: Request, page: Callable[[Request, str], Response]) -> Response:
        browser = self.cookies.browser_of(request)
        self.limits.hold_back(request, browser)
        q = " ".join(request.query_params.get("q", "")[:LONGEST].split())
        self.limits.charge(request, browser, q)
        async with self.limits.seat(request):
            return await run_in_threadpool(page, request, q)

    def _answer(self, request: Request, q: str) -> Response:
        view = view_asked(request, self.chats)
        answer = self._ask(request, q, view) if q else None
        shown = answer if answer and answer.status in _SHOWN else None
        text = as_text(shown) if shown else ""
        if shown:
            view = self._view_of(shown, view)
            shown = _within(shown, view)
        response = self.rendering.page(
            request, view, "ask.html", q=q, asked=q, answer=shown, text=" ".join(text.split()),
            tables=_tables(shown, q) if shown else {}, linked=False,
        )  # fmt: skip
        return _not_kept(response)

    def _again(self, request: Request, q: str) -> Response:
        view = view_asked(request, self.chats)
        answer = self._linked(request, view)
        response = self.rendering.page(
            request, view, "ask.html", q="", asked=_asked(answer), answer=_within(answer, view),
            text=" ".join(as_text(answer).split()), tables=_tables(answer), linked=True,
        )  # fmt: skip
        return _not_kept(response)

    def _table(self, request: Request, q: str) -> Response:
        view = view_asked(request, self.chats)
        answer = self._ask(request, q, view) if q else self._linked(request, view)
        if answer.status not in _SHOWN:
            raise HTTPException(404)
        form, view = request.path_params["form"], self._view_of(answer, view)
        media_type, make = MADE[form]
        name = {"Content-Disposition": f'attachment; filename="answer.{form}"'}
        body = make([table_of(_within(answer, view), view)], language_of(request))
        return Response(body, media_type=media_type, headers=_NOT_KEPT | name)

    def _linked(self, request: Request, view: PlanView) -> Answer:
        if not request.query_params.get("a"):
            raise HTTPException(404)
        answer = self._told(request, Message("ask", "page", "", language=language_of(request)), view)
        if answer.status not in _SHOWN:
            raise HTTPException(404)
        return answer

    def _search(self, request: Request, q: str) -> Response:
        view = view_asked(request, self.chats)
        answer = self._ask(request, q, view) if q else None
        codes = of_plan(answer.codes, view.beside) if answer and answer.status in _SHOWN else ()
        meant = [view.by_code[code] for code in codes if code in view.by_code]
        projects = [thing for thing in meant if isinstance(thing, ProjectView)]
        letters = squeezed(q)
        seen = {project.code for project in projects}
        others = (p for p in view.with_letters(letters) if p.code not in seen)
        found = [*projects, *others][:_MOST]
        end = query_of(view, language_of(request))
        things = [(thing, _href(view, thing) + end) for thing in meant if not isinstance(thing, ProjectView)]
        named = dict.fromkeys(answer.agencies if answer and not projects and not things else ())
        named |= dict.fromkeys(a.name for a in view.agencies if letters and letters in squeezed(a.name + a.name_en))
        agencies = [name for name in named if name in view.by_agency][:_MOST]
        response = self.rendering.page(
            request, view, "search.html", q=q, found=found, things=things[:_MOST], agencies=agencies
        )
        return _not_kept(response)

    def _view_of(self, answer: Answer, view: PlanView) -> PlanView:
        """The plan that the answer is from, which the question may have named."""
        documents = {source.document for source in answer.sources}
        of = next((plan.name for plan in view.stored if {plan.document} == documents), view.name)
        return view if of == view.name else self.chats.view(of)

    def _ask(self, request: Request, q: str, view: PlanView) -> Answer:
        # Asked as on the terminal: nobody is behind it, of whom anything could be told, kept or erased.
        return self._told(request, Message("ask", "page", q, language=language_of(request)), view)

    def _told(self, request: Request, message: Message, view: PlanView) -> Answer:
        """`a` in the address: what an earlier answer was to, which this goes on about."""
        try:
            return self.chats.answer_alone(message, view.beside, request.query_params.get("a", ""))
        except LookupError:
            raise HTTPException(404) from None


def _href(view: PlanView, thing: Named) -> str:
    """The page on which a thing stands: an issue, or that of a tactic, goal or indicator."""
    at: Named | None = thing
    while at is not None and at.code not in view.by_issue:
        at = view.by_code.get(at.parent)
    return f"/plan/issues/{at.code}" if at else "/plan"


def _within(answer: Answer, view: PlanView) -> Answer:
    """The answer with the codes of what it lists as they stand within the plan, on whose page it is shown."""

    def own(part: Part) -> Part:
        if not isinstance(part, Listing):
            return part
        codes = ((item, of_plan([item.code], view.beside)) for item in part.items)
        return Listing(tuple(replace(item, code=code[0]) if code else item for item, code in codes))

    return replace(answer, parts=tuple(map(own, answer.parts)))


def _asked(answer: Answer) -> str:
    """What was asked, in the words in which the answer says what was looked up."""
    figure = next((part.caption for part in answer.parts if isinstance(part, Figure)), "")
    return figure or next((part.text for part in answer.parts if isinstance(part, Text)), "")


def _tables(answer: Answer, q: str = "") -> dict[str, str]:
    """Form -> where the answer is as a table of it; {} where it is none."""
    if answer.status != "answered" or not any(isinstance(part, Figure | Bars | Listing) for part in answer.parts):
        return {}
    if q and not answer.link:
        told = {"q": q} | ({"lang": "en"} if answer.language == "en" else {})
        return {form: f"/plan/answer.{form}?{urlencode(told)}" for form in MADE}
    return {form: address_of(answer.link, answer.plan, answer.language, form) for form in MADE}


def _not_kept(response: Response) -> Response:
    """An answer changes with the bot, and a question is nobody else's business."""
    del response.headers["ETag"]
    response.headers.update(_NOT_KEPT)
    return response
