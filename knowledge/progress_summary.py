"""What became of a plan in one year, or in all of them, as its page and its spreadsheet tell it."""

from dataclasses import dataclass
from datetime import date

from knowledge.against_plan import Against, Line, grouped, late, whole_of
from knowledge.plan_view import IndicatorView, PlanView
from knowledge.progress import Reached, Reported
from knowledge.targets import is_reached


@dataclass(frozen=True)
class Result:
    """What an indicator came to in a year."""

    indicator: IndicatorView
    year: int
    reached: Reached
    met: bool | None
    """None of a target without a number."""


@dataclass(frozen=True)
class Summary:
    """As far as it was reported; money in satang."""

    year: int
    """0: all years."""
    whole: Against[int]
    by_issue: tuple[Against[int], ...]
    by_agency: tuple[Against[int], ...]
    results: tuple[Result, ...]
    reports: tuple[Reported, ...]
    """Those that count in it, newest first."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported."""
        return not (self.whole.lines or self.results)

    def late(self, today: date) -> tuple[Against[int], ...]:
        """The projects that are behind, furthest first."""
        return late(self.whole.lines, today)


def summary_of(view: PlanView, year: int = 0) -> Summary:
    """Made once for each year of a view."""
    found: Summary = view.summaries.get(year) or _made(view, year)
    view.summaries[year] = found
    return found


def reported_years(view: PlanView) -> tuple[int, ...]:
    """The years of which something was reported."""
    return tuple(sorted({year for _, year in (*view.progress.spent, *view.progress.reached)}))


def _made(view: PlanView, year: int) -> Summary:
    spent = {key: told for key, told in view.progress.spent.items() if year in (0, key[1])}
    lines = [
        Line(code, of_year, dict(project.budgets).get(of_year), told.satang)
        for (code, of_year), told in sorted(spent.items(), key=lambda each: each[0][1])
        if (project := view.projects_by_code.get(code))
    ]
    results = tuple(
        Result(indicator, of_year, told, is_reached(told.value, indicator.target, indicator.target_text))
        for indicator in view.indicators
        for of_year in view.years
        if year in (0, of_year) and (told := view.progress.reached.get((indicator.code, of_year)))
    )
    reports = {told.reported for told in spent.values()} | {result.reached.reported for result in results}
    return Summary(
        year=year,
        whole=whole_of(lines),
        by_issue=_in_order(grouped(lines, {p.code: (p.issue,) for p in view.projects}), [i.code for i in view.issues]),
        by_agency=_in_order(
            grouped(lines, {p.code: p.agencies for p in view.projects}), [a.name for a in view.agencies]
        ),
        results=results,
        reports=tuple(sorted(reports, key=lambda each: each.at, reverse=True)),
    )


def _in_order(found: tuple[Against[int], ...], keys: list[str]) -> tuple[Against[int], ...]:
    places = {key: place for place, key in enumerate(keys)}
    return tuple(sorted(found, key=lambda each: places[each.key]))
