"""Which tables tell what became of the plan? Where a report comes from stands in them, not who made it."""

from collections.abc import Iterator

from knowledge.against_plan import Against, Line, whole_of
from knowledge.plan_table import Cell, Column, Table, baht
from knowledge.plan_view import PlanView
from knowledge.progress import Reported
from knowledge.progress_summary import Summary, reported_years, summary_of

_REPORT = (Column("report_source"), Column("reported_at"))


def progress(view: PlanView) -> Table:
    """One row a project and year that has money or was reported."""
    columns = (
        Column("project"), Column("year", "integer"), Column("baht_planned", "baht"), Column("baht_spent", "baht"),
        Column("percent", "number"), *_REPORT,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for project in view.projects:
        for year, satang in project.budgets:
            told = view.progress.spent.get((project.code, year))
            if told:
                percent = _percent(told.satang, satang)
                rows.append((project.code, year, baht(satang), baht(told.satang), percent, *_report(told.reported)))
            elif satang is not None:
                rows.append((project.code, year, baht(satang), None, None, None, None))
    return Table("progress", columns, tuple(rows), ("project", "year"), (("project", "projects", "code"),))


def results(view: PlanView) -> Table:
    """One row an indicator and year that was reported."""
    columns = (
        Column("indicator"), Column("year", "integer"), Column("result", "number"), Column("target", "number"),
        Column("target_unit"), Column("met"), *_REPORT,
    )  # fmt: skip
    rows = tuple(
        (
            each.indicator.code, each.year, each.reached.exact, each.indicator.target, each.indicator.target_unit,
            {True: "yes", False: "no", None: None}[each.met], *_report(each.reached.reported),
        )
        for each in summary_of(view).results
    )  # fmt: skip
    return Table("results", columns, rows, ("indicator", "year"), (("indicator", "indicators", "code"),))


def summary(view: PlanView) -> Table:
    """The whole plan, each issue and each agency, year by year: planned, and spent as far as it was reported."""
    columns = (
        Column("level"), Column("key"), Column("year", "integer"), Column("projects_reported", "integer"),
        Column("baht_planned", "baht"), Column("baht_spent", "baht"), Column("percent", "number"),
        Column("baht_left", "baht"),
    )  # fmt: skip
    rows = tuple(row for year in reported_years(view) for row in _summed(summary_of(view, year)))
    return Table("summary", columns, rows, ("level", "key", "year"))


def _summed(found: Summary) -> Iterator[tuple[Cell, ...]]:
    levels: tuple[tuple[str, tuple[Against[int], ...]], ...] = (
        ("plan", (found.whole,)), ("issue", found.by_issue), ("agency", found.by_agency),
    )  # fmt: skip
    for level, of_level in levels:
        for each in of_level:
            if each.lines:
                money = (baht(each.planned), baht(each.spent), each.percent, baht(each.left))
                yield level, each.key or "*", found.year, each.projects_reported, *money


def _report(reported: Reported) -> tuple[str, str]:
    return reported.source, reported.at.isoformat()


def _percent(spent: int, planned: int | None) -> Cell:
    return whole_of([Line("", 0, planned, spent)]).percent
