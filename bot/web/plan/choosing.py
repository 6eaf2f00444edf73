"""Which projects does a reader want to see, in which order, and which page of them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from knowledge.plan_view import PlanView, ProjectView, squeezed

PAGE = 50
"""Projects on one page."""
LONGEST = 200
"""Characters of a search."""
_ORDERS = ("plan", "money", "name")


@dataclass(frozen=True)
class Choice:
    """What the address asks for; what it says wrongly is left out."""

    q: str = ""
    issue: str = ""
    agency: str = ""
    year: int = 0
    sort: str = "plan"
    page: int = 1

    @property
    def is_all(self) -> bool:
        return not (self.q or self.issue or self.agency or self.year)

    def query(self, language: str, in_plan: str = "", **changes: object) -> str:
        """The address's query for this choice with changes, beginning with "?"; "" for the plain one. `in_plan`: the
        name of a plan beside the default one."""
        told = {**vars(self), **changes}
        plain = vars(Choice())
        kept = {key: value for key, value in told.items() if value != plain[key]}
        kept |= {"plan": in_plan} if in_plan else {}
        kept |= {"lang": language} if language != "th" else {}
        return f"?{urlencode(kept)}" if kept else ""


def choice_of(view: PlanView, query: Mapping[str, str]) -> Choice:
    """The choice in an address."""
    issue, agency, sort = query.get("issue", ""), query.get("agency", ""), query.get("sort", "")
    year, page = _number(query.get("year", "")), _number(query.get("page", ""))
    return Choice(
        q=" ".join(query.get("q", "")[:LONGEST].split()),
        issue=issue if issue in view.by_issue else "",
        agency=agency if agency in view.by_agency else "",
        year=year if year in view.years else 0,
        sort=sort if sort in _ORDERS else "plan",
        page=max(1, page),
    )


def chosen(view: PlanView, choice: Choice) -> tuple[ProjectView, ...]:
    """The projects, of all pages, in order."""
    if choice.is_all and choice.sort == "plan":
        return view.projects
    if choice.is_all and choice.sort == "money":
        return view.by_sum
    letters = squeezed(choice.q)
    found = [
        project
        for project in _among(view, choice, letters)
        if letters in project.letters
        and (not choice.issue or project.issue == choice.issue)
        and (not choice.year or dict(project.budgets).get(choice.year) is not None)
    ]
    if choice.sort == "money":
        found.sort(key=lambda project: _money(project, choice.year), reverse=True)
    if choice.sort == "name":
        found.sort(key=lambda project: project.name)
    return tuple(found)


def _among(view: PlanView, choice: Choice, letters: str) -> Iterable[ProjectView]:
    """Where to look: of 29,000 projects an issue or an agency has a few, and so have letters."""
    if choice.agency:
        return view.by_agency[choice.agency]
    if choice.issue:
        return view.by_issue[choice.issue]
    return view.with_letters(letters) if letters else view.projects


def _money(project: ProjectView, year: int) -> int:
    satang = dict(project.budgets).get(year) if year else project.total
    return -1 if satang is None else satang


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
