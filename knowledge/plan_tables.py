"""Which tables of the plan can be taken along, and what stands in their columns? The same for files and programs."""

from collections.abc import Callable, Iterable

from knowledge.plan_table import Column, Table, baht
from knowledge.plan_view import PlanView, ProjectView
from knowledge.progress_tables import progress, results, summary

_SOURCE = (Column("document"), Column("line", "integer"))


def _text(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key) for key in keys)


def projects(view: PlanView, chosen: Iterable[ProjectView] | None = None) -> Table:
    """One row a project, or of those chosen."""
    columns = (
        *_text("code", "name", "name_en", "issue", "tactic", "agencies", "funding"),
        *(Column(f"baht_{year}", "baht") for year in view.years),
        Column("baht_total", "baht"),
        *_SOURCE,
    )
    rows = []
    for p in view.projects if chosen is None else chosen:
        money = dict(p.budgets)
        amounts = (*(baht(money.get(year)) for year in view.years), baht(p.total))
        names = (p.code, p.name, p.name_en, p.issue, p.parent, "; ".join(p.agencies), p.funding)
        rows.append((*names, *amounts, view.document, p.line))
    return Table(
        "projects", columns, tuple(rows), ("code",), (("issue", "issues", "code"), ("tactic", "tactics", "code"))
    )


def budgets(view: PlanView) -> Table:
    """One row a project and year; an empty amount says that the plan sets none."""
    rows = tuple(
        (p.code, year, baht(satang), view.document, p.line) for p in view.projects for year, satang in p.budgets
    )
    columns = (Column("project"), Column("year", "integer"), Column("baht", "baht"), *_SOURCE)
    return Table("budgets", columns, rows, ("project", "year"), (("project", "projects", "code"),))


def issues(view: PlanView) -> Table:
    """One row an issue, with its money."""
    years = tuple(Column(f"baht_{year}", "baht") for year in view.years)
    columns = (*_text("code", "name", "name_en", "unit_stated"), Column("projects", "integer"), *years)
    rows = tuple(
        (
            i.code, i.name, i.name_en, view.units[i.code], len(view.by_issue[i.code]),
            *(baht(view.sums.get((i.code, year), 0)) for year in view.years),
            baht(view.sum_of(i.code)), view.document, i.line,
        )
        for i in view.issues
    )  # fmt: skip
    return Table("issues", (*columns, Column("baht_total", "baht"), *_SOURCE), rows, ("code",))


def tactics(view: PlanView) -> Table:
    """One row a tactic."""
    rows = tuple((t.code, t.parent, t.name, t.name_en, view.document, t.line) for t in view.tactics)
    return Table("tactics", (*_text("code", "issue", "name", "name_en"), *_SOURCE), rows, ("code",), (_OF_ISSUE,))


_OF_ISSUE = ("issue", "issues", "code")


def indicators(view: PlanView) -> Table:
    """One row an indicator, with its goal and target."""
    goals = {goal.code: goal for goal in view.goals}
    columns = (
        *_text("code", "name", "name_en", "goal", "goal_name", "issue"),
        Column("target", "number"), *_text("target_unit", "target_text"), *_SOURCE,
    )  # fmt: skip
    rows = tuple(
        (
            i.code, i.name, i.name_en, i.parent, goals[i.parent].name, goals[i.parent].parent,
            i.target, i.target_unit, i.target_text, view.document, i.line,
        )
        for i in view.indicators
    )  # fmt: skip
    return Table("indicators", columns, rows, ("code",), (_OF_ISSUE,))


def agencies(view: PlanView) -> Table:
    """One row an agency; a project that several share counts in full for each."""
    columns = (*_text("name", "name_full", "name_en"), Column("projects", "integer"), Column("baht_total", "baht"))
    rows = tuple((a.name, a.name_full, a.name_en, a.projects, baht(a.total)) for a in view.agencies)
    return Table("agencies", columns, rows, ("name",))


def years(view: PlanView) -> Table:
    """One row a fiscal year."""
    columns = (Column("year", "integer"), Column("projects", "integer"), Column("baht", "baht"))
    funded = {year: sum(dict(p.budgets).get(year) is not None for p in view.projects) for year in view.years}
    rows = tuple((year, funded[year], baht(view.sums.get(("", year), 0))) for year in view.years)
    return Table("years", columns, rows, ("year",))


TABLES: dict[str, Callable[[PlanView], Table]] = {
    "projects": projects,
    "budgets": budgets,
    "issues": issues,
    "tactics": tactics,
    "indicators": indicators,
    "agencies": agencies,
    "years": years,
    "progress": progress,
    "results": results,
    "summary": summary,
}
