"""What stands on which page of the plan?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.feedback.moments import here
from bot.web.chat import Chats
from bot.web.cookies import Cookies
from bot.web.limits import Limits
from bot.web.plan.bars import bars_of
from bot.web.plan.cases import CaseNumbers
from bot.web.plan.choosing import PAGE, Choice, choice_of, chosen
from bot.web.plan.progress_page import progress_told
from bot.web.plan.reading_document import headings_of, lines_of
from bot.web.plan.rendering import Rendering, language_of
from bot.web.plan.which import query_of, view_asked
from bot.web.plan.wording import words
from db.models import now
from knowledge.plan_view import Named, PlanView, ProjectView

_Page = Callable[[Request, PlanView], Response | None]
_MOST = 200
"""Projects listed on the page of an issue or agency; the rest has pages of its own."""


@dataclass(frozen=True)
class PlanPages:
    """The pages that need nothing but the plan, and are the same for everybody."""

    chats: Chats
    cookies: Cookies
    limits: Limits
    rendering: Rendering
    cases: CaseNumbers

    async def overview(self, request: Request) -> Response:
        """GET /plan."""
        return await self._respond(request, self._overview)

    async def issues(self, request: Request) -> Response:
        """GET /plan/issues."""
        return await self._respond(request, self._issues)

    async def issue(self, request: Request) -> Response:
        """GET /plan/issues/CODE."""
        return await self._respond(request, self._issue)

    async def projects(self, request: Request) -> Response:
        """GET /plan/projects?q=&issue=&agency=&year=&sort=&page=."""
        return await self._respond(request, self._projects)

    async def project(self, request: Request) -> Response:
        """GET /plan/projects/CODE."""
        return await self._respond(request, self._project)

    async def agencies(self, request: Request) -> Response:
        """GET /plan/agencies."""
        return await self._respond(request, self._agencies)

    async def agency(self, request: Request) -> Response:
        """GET /plan/agencies/NAME."""
        return await self._respond(request, self._agency)

    async def years(self, request: Request) -> Response:
        """GET /plan/years."""
        return await self._respond(request, self._years)

    async def progress(self, request: Request) -> Response:
        """GET /plan/progress?year=: what became of the plan, in one year or in all."""
        return await self._respond(request, self._progress)

    async def document(self, request: Request) -> Response:
        """GET /plan/document: each line has an address of its own, #L89."""
        return await self._respond(request, self._document)

    async def _respond(self, request: Request, page: _Page) -> Response:
        self.limits.hold_back(request, self.cookies.browser_of(request))
        async with self.limits.seat(request):
            return await run_in_threadpool(self._found, request, page)

    def _found(self, request: Request, page: _Page) -> Response:
        view = view_asked(request, self.chats)
        if same := self.rendering.unchanged(request, view, self._mark(request, view)):
            return same
        return page(request, view) or self.rendering.page(request, view, "missing.html", 404)

    def _mark(self, request: Request, view: PlanView) -> str:
        """What else a page says that changes without the plan: how many cases there are, and on the page of progress
        which years are over."""
        if "code" in request.path_params:
            return str(self.cases.of(view, request.path_params["code"]))
        is_progress = request.url.path.endswith("/progress")
        return f"{self.cases.all()} {here(now()).date()}" if is_progress else ""

    def _overview(self, request: Request, view: PlanView) -> Response:
        return self.rendering.page(
            request, view, "overview.html", by_year=_by_year(request, view), by_issue=_by_issue(request, view)
        )

    def _issues(self, request: Request, view: PlanView) -> Response:
        return self.rendering.page(request, view, "issues.html", by_issue=_by_issue(request, view))

    def _issue(self, request: Request, view: PlanView) -> Response | None:
        issue = view.by_code.get(request.path_params["code"])
        if issue is None or issue.code not in view.by_issue:
            return None
        shown = view.by_issue[issue.code][:_MOST]
        tactics = [(t, [p for p in shown if p.parent == t.code]) for t in view.tactics if t.parent == issue.code]
        goals = [(g, [i for i in view.indicators if i.parent == g.code]) for g in view.goals if g.parent == issue.code]
        count = len(view.by_issue[issue.code])
        return self.rendering.page(
            request, view, "issue.html", mark=self._mark(request, view), issue=issue, goals=goals,
            tactics=[(t, ps) for t, ps in tactics if ps],
            by_year=_by_year(request, view, issue.code), more=count if count > _MOST else 0,
            passages=[p for p in view.passages if p.issue == issue.code],
            results=lambda code: [(y, r) for (c, y), r in sorted(view.progress.reached.items()) if c == code], day=_day,
        )  # fmt: skip

    def _projects(self, request: Request, view: PlanView) -> Response:
        choice = choice_of(view, request.query_params)
        found = chosen(view, choice)
        first = min((choice.page - 1) * PAGE, max(0, (len(found) - 1) // PAGE * PAGE))
        shown = found[first : first + PAGE]
        offered = [agency.name for agency in view.agencies[:_MOST]]
        if choice.agency and choice.agency not in offered:
            offered.append(choice.agency)
        return self.rendering.page(
            request, view, "projects.html", choice=choice, found=shown, count=len(found),
            first=first + 1, last=first + len(shown), offered=offered,
        )  # fmt: skip

    def _project(self, request: Request, view: PlanView) -> Response | None:
        code = request.path_params["code"]
        issue = view.by_issue.get(code.rpartition(".")[0], ())
        project = next((each for each in issue if each.code == code), None)
        if project is None:
            return None
        w = words()[language_of(request)]
        bars = bars_of((w["year"].format(year=year), satang, "") for year, satang in project.budgets)
        return self.rendering.page(
            request, view, "project.html", project=project, by_year=bars, **_spent(view, project),
            mark=self._mark(request, view), cases=self.cases.of(view, code),
            issue=view.by_code[project.issue], tactic=view.by_code[project.parent],
        )  # fmt: skip

    def _agencies(self, request: Request, view: PlanView) -> Response:
        end = query_of(view, language_of(request))
        rows = ((a.name, a.total, f"/plan/agencies/{quote(a.name, safe='')}{end}") for a in view.agencies)
        return self.rendering.page(request, view, "agencies.html", by_agency=bars_of(rows))

    def _agency(self, request: Request, view: PlanView) -> Response | None:
        name = request.path_params["name"]
        agency = next((each for each in view.agencies if each.name == name), None)
        if agency is None:
            return None
        projects = view.by_agency[name]
        query = Choice(agency=name).query(language_of(request), view.beside)
        more = len(projects) if len(projects) > _MOST else 0
        return self.rendering.page(
            request, view, "agency.html", agency=agency, projects=projects[:_MOST], more=more, query=query
        )

    def _years(self, request: Request, view: PlanView) -> Response:
        return self.rendering.page(request, view, "years.html", by_year=_by_year(request, view))

    def _progress(self, request: Request, view: PlanView) -> Response:
        told = progress_told(request, view, self.cases)
        return self.rendering.page(request, view, "progress.html", mark=self._mark(request, view), **told)

    def _document(self, request: Request, view: PlanView) -> Response:
        lines = lines_of(view.document)
        headings = headings_of(lines, view)
        return self.rendering.page(
            request, view, "document.html", lines=lines, headings=headings,
            places={number for number, _ in headings}, cited=view.projects[:_MOST],
        )  # fmt: skip


def _spent(view: PlanView, project: ProjectView) -> dict[str, Any]:
    """What was reported of the project, year by year; the newest report is named."""
    done = {year: view.progress.spent.get((project.code, year)) for year in view.years}
    told = [spent.reported for spent in done.values() if spent]
    if not told:
        return {"spent": ()}
    planned = dict(project.budgets)
    reported = max(told, key=lambda each: each.at)
    return {
        "spent": [(year, planned.get(year), spent) for year, spent in done.items()],
        "reported": {"person": reported.person, "source": reported.source, "at": _day(reported.at)},
        "percent": lambda part, whole: f"{Decimal(part) * 100 / whole:.2f}",
    }


def _day(moment: datetime) -> str:
    """The day in Thailand, as both languages read it."""
    return f"{here(moment):%Y-%m-%d}"


def _by_year(request: Request, view: PlanView, issue: str = "") -> object:
    w = words()[language_of(request)]
    return bars_of((w["year"].format(year=year), view.sums.get((issue, year), 0), "") for year in view.years)


def _by_issue(request: Request, view: PlanView) -> object:
    english = language_of(request) == "en"
    end = query_of(view, language_of(request))
    return bars_of(
        (f"{i.code} {_name(i, english=english)}", view.sum_of(i.code), f"/plan/issues/{i.code}{end}")
        for i in view.issues
    )


def _name(thing: Named, *, english: bool) -> str:
    return (thing.name_en if english else "") or thing.name
