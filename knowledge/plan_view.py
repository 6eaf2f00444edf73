"""What of a stored plan do its pages, files and programs see? All of it."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan
from knowledge.plan_document import Place
from knowledge.plan_rows import Row, Rows, stored_rows
from knowledge.progress import Progress, progress_of

_COUNTS = "feedback_indicator"


@dataclass(frozen=True)
class Named:
    """Anything with a name: issue, tactic, goal, or the strategy."""

    code: str
    name: str
    name_en: str
    parent: str
    """Code of what it stands under; "" of the strategy."""
    line: int
    quote: str


@dataclass(frozen=True)
class IndicatorView(Named):
    """An indicator with its target; its parent is its goal."""

    target: Decimal | None
    target_unit: str
    target_text: str

    @property
    def unit_behind(self) -> str:
        """The unit as it stands behind a number."""
        return "%" if self.target_unit == "ร้อยละ" else f" {self.target_unit}".rstrip()


@dataclass(frozen=True)
class ProjectView(Named):
    """A project; its parent is its tactic. Money in satang, None where the plan sets none."""

    issue: str
    funding: str
    agencies: tuple[str, ...]
    budgets: tuple[tuple[int, int | None], ...]
    """(fiscal year BE, satang), years ascending."""
    total: int | None
    """Of all years; None where none has any."""
    letters: str
    """Its names as they are searched: small, without blanks."""


@dataclass(frozen=True)
class AgencyView:
    """An agency with what its projects come to; one that is shared counts in full for each."""

    name: str
    name_full: str
    name_en: str
    projects: int
    total: int


@dataclass(frozen=True)
class PassageView:
    """A paragraph of the plan. `issue` is "" in the part on carrying it out."""

    issue: str
    kind: str
    heading: str
    heading_en: str
    text: str
    text_en: str
    line: int


@dataclass(frozen=True)
class StoredPlan:
    """One of the plans that are stored, as a reader chooses it."""

    name: str
    is_default: bool
    document: str
    title: str
    """By itself; "" where it is called by its province."""
    title_en: str
    province: str
    province_en: str
    first_year: int
    last_year: int


@dataclass(frozen=True)
class PlanView:
    """One stored plan."""

    name: str
    beside: str
    """The name once more, of a plan beside the default one; "" of the default plan."""
    version: int
    document: str
    province: str
    province_en: str
    years: tuple[int, ...]
    loaded_at: datetime
    strategy: Named
    issues: tuple[Named, ...]
    units: dict[str, str]
    """Issue -> the unit its budget table states; "" where it states none."""
    tactics: tuple[Named, ...]
    goals: tuple[Named, ...]
    indicators: tuple[IndicatorView, ...]
    projects: tuple[ProjectView, ...]
    agencies: tuple[AgencyView, ...]
    passages: tuple[PassageView, ...]
    progress: Progress
    """What was reported of spending and results."""
    feedback_indicator: str = ""
    """The indicator that counts what citizens send; "" where the plan has none."""
    stored: tuple[StoredPlan, ...] = ()
    """Every stored plan, the default one first."""

    @cached_property
    def summaries(self) -> dict[int, Any]:
        """What became of it, by year, as far as somebody asked (`knowledge/progress_summary.py`)."""
        return {}

    @cached_property
    def by_code(self) -> dict[str, Named]:
        """Everything that has a code."""
        parts = (self.issues, self.tactics, self.goals, self.indicators, self.projects)
        return {self.strategy.code: self.strategy} | {thing.code: thing for part in parts for thing in part}

    @cached_property
    def projects_by_code(self) -> dict[str, ProjectView]:
        """The projects."""
        return {project.code: project for project in self.projects}

    @cached_property
    def indicators_by_code(self) -> dict[str, IndicatorView]:
        """The indicators."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def by_issue(self) -> dict[str, tuple[ProjectView, ...]]:
        """The projects of each issue."""
        found: dict[str, list[ProjectView]] = {issue.code: [] for issue in self.issues}
        for project in self.projects:
            found[project.issue].append(project)
        return {code: tuple(projects) for code, projects in found.items()}

    @cached_property
    def by_agency(self) -> dict[str, tuple[ProjectView, ...]]:
        """The projects of each agency."""
        found: dict[str, list[ProjectView]] = {agency.name: [] for agency in self.agencies}
        for project in self.projects:
            for name in project.agencies:
                found[name].append(project)
        return {name: tuple(projects) for name, projects in found.items()}

    @cached_property
    def by_sum(self) -> tuple[ProjectView, ...]:
        """Those with most money first, those without any last."""
        return tuple(sorted(self.projects, key=_money, reverse=True))

    def with_letters(self, letters: str) -> Iterator[ProjectView]:
        """The projects in whose names these are, in order. One long text is looked through a hundred times as fast as
        29,000 names one after the other."""
        text, starts = self._letters
        at = text.find(letters) if letters else -1
        while at >= 0:
            number = bisect_right(starts, at) - 1
            yield self.projects[number]
            at = text.find(letters, starts[number + 1]) if number + 1 < len(starts) else -1

    @cached_property
    def _letters(self) -> tuple[str, tuple[int, ...]]:
        """All names as they are searched, a line each, and where each begins."""
        lengths = accumulate((len(project.letters) + 1 for project in self.projects), initial=0)
        return "\n".join(project.letters for project in self.projects), tuple(lengths)[:-1]

    @cached_property
    def sums(self) -> dict[tuple[str, int], int]:
        """(issue, year) -> satang; the whole plan under ""."""
        found: dict[tuple[str, int], int] = {}
        for project in self.projects:
            for year, satang in project.budgets:
                for key in ((project.issue, year), ("", year)):
                    found[key] = found.get(key, 0) + (satang or 0)
        return found

    def sum_of(self, issue: str = "") -> int:
        """Satang of an issue, or of the whole plan, over all years."""
        return sum(self.sums.get((issue, year), 0) for year in self.years)


def _money(project: ProjectView) -> int:
    return -1 if project.total is None else project.total


def load_view(session: Session) -> PlanView:
    """Everything that is stored of the plan in view. Raises LookupError where none is."""
    plan = session.scalars(select(Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    rows = stored_rows(session)
    projects = _projects(rows)
    [strategy] = (Named(*_named(row, "")) for row in rows["strategy"].values())
    issues = _things(rows, "issue", "strategy_id")
    return PlanView(
        name=plan.name,
        beside="" if plan.is_default else plan.name,
        version=plan.version,
        document=plan.document,
        province=plan.province,
        province_en=plan.province_en,
        years=tuple(range(plan.first_year, plan.last_year + 1)),
        loaded_at=plan.loaded_at,
        strategy=strategy,
        issues=issues,
        units={str(row["code"]): str(row["budget_unit"] or "") for row in rows["issue"].values()},
        tactics=_things(rows, "tactic", "issue_id"),
        goals=_things(rows, "goal", "issue_id"),
        indicators=tuple(_indicator(row) for row in _in_order(rows, "indicator")),
        projects=projects,
        agencies=_agencies(rows, projects),
        passages=tuple(_passage(row) for row in _in_order(rows, "passage")),
        progress=progress_of(session, plan.document),
        feedback_indicator=next((str(f["value"]) for f in rows["plan_fact"].values() if f["name"] == _COUNTS), ""),
    )


def _in_order(rows: Rows, table: str) -> list[Row]:
    return sorted(rows[table].values(), key=_position)


def _position(row: Row) -> int:
    position = row["position"]
    return position if isinstance(position, int) else 0


def _named(row: Row, parent: str) -> tuple[str, str, str, str, int, str]:
    place = row["source_id"]
    line, quote = (place.line, place.quote) if isinstance(place, Place) else (0, "")
    return str(row["code"]), str(row["name"]), str(row["name_en"]), str(row[parent]) if parent else "", line, quote


def _things(rows: Rows, table: str, parent: str) -> tuple[Named, ...]:
    return tuple(Named(*_named(row, parent)) for row in _in_order(rows, table))


def _indicator(row: Row) -> IndicatorView:
    target = row["target"]
    number = target if isinstance(target, Decimal) else None
    unit, text = str(row["target_unit"] or ""), str(row["target_text"] or "")
    return IndicatorView(*_named(row, "goal_id"), number, unit, text)


def _projects(rows: Rows) -> tuple[ProjectView, ...]:
    issues = {row["code"]: str(row["issue_id"]) for row in rows["tactic"].values()}
    agencies: dict[object, list[str]] = {}
    for row in _in_order(rows, "project_agency"):
        agencies.setdefault(row["project_id"], []).append(str(row["agency_id"]))
    money: dict[object, list[tuple[int, int | None]]] = {}
    for row in rows["budget"].values():
        year, satang = row["year"], row["satang"]
        if isinstance(year, int):
            money.setdefault(row["project_id"], []).append((year, satang if isinstance(satang, int) else None))
    found = []
    for row in _in_order(rows, "project"):
        budgets = tuple(sorted(money.get(row["code"], ()), key=lambda cell: cell[0]))
        stated = [satang for _, satang in budgets if satang is not None]
        found.append(
            ProjectView(
                *_named(row, "tactic_id"),
                issue=issues[row["tactic_id"]],
                funding=str(row["funding"]),
                agencies=tuple(agencies.get(row["code"], ())),
                budgets=budgets,
                total=sum(stated) if stated else None,
                letters=squeezed(f"{row['code']} {row['name']} {row['name_en']}"),
            )
        )
    return tuple(found)


def squeezed(text: str) -> str:
    """As names are searched: small letters, no blanks."""
    return "".join(text.split()).casefold()


def _agencies(rows: Rows, projects: tuple[ProjectView, ...]) -> tuple[AgencyView, ...]:
    sums: dict[str, tuple[int, int]] = {}
    for project in projects:
        for name in project.agencies:
            count, total = sums.get(name, (0, 0))
            sums[name] = count + 1, total + (project.total or 0)
    return tuple(
        AgencyView(name, str(row["name_full"]), str(row["name_en"]), *sums.get(name, (0, 0)))
        for row in _in_order(rows, "agency")
        for name in [str(row["name"])]
    )


def _passage(row: Row) -> PassageView:
    place = row["source_id"]
    return PassageView(
        issue=str(row["issue_id"] or ""),
        kind=str(row["kind"]),
        heading=str(row["heading"]),
        heading_en=str(row["heading_en"]),
        text=str(row["text"]),
        text_en=str(row["text_en"]),
        line=place.line if isinstance(place, Place) else 0,
    )
