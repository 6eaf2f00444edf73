"""What does a spreadsheet of ours say: one table for each kind of thing; or one table of projects alone?"""

from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from knowledge.plan_document import (
    Agency,
    Fault,
    Goal,
    Indicator,
    Passage,
    Place,
    PlanDocument,
    PlanError,
    Remark,
    Stakeholder,
)
from knowledge.readers.companion import Companion
from knowledge.readers.digest import digest_of
from knowledge.readers.figures import target_of
from knowledge.readers.sheets.cells import Cells, Findings, cells_of
from knowledge.readers.sheets.fact_tables import facts_in, words_in
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.line_table import read_lines
from knowledge.readers.sheets.list_tables import lists_in
from knowledge.readers.sheets.plan_fields import plan_fields
from knowledge.readers.sheets.project_table import read_projects
from knowledge.readers.sheets.skeleton import Skeleton, only
from knowledge.readers.sheets.sums import level_sums
from knowledge.readers.sheets.values import year_of
from knowledge.readers.sheets.wording import columns_of

_MOST_FAULTS = 50


def read_template(path: Path, tables: dict[str, Grid], companion: Companion, unknown: list[Remark]) -> PlanDocument:
    """The plan; raises PlanError with every fault that was found."""
    found = Findings(remarks=unknown)
    fields = plan_fields(path, tables, companion, found)
    cells = {
        name: cells_of(grid, found, cites=fields.cites, group=columns_of(name))
        for name, grid in tables.items()
        if name not in ("plan", "help")
    }
    projects = cells.get("project")
    unit = projects.head.unit if projects else None
    if projects and unit is None:
        found.remarks.append(Remark("no_sheet_unit", projects.head.row.number, sheet=projects.grid.name))
    skeleton = Skeleton(fields.strategy.code, unit)
    _read_issues(cells, skeleton)
    section = _read_texts(cells, skeleton)
    if projects:
        read_projects(projects, skeleton, _budget_places(cells.get("budget_place")))
    read_lines(cells.get("budget_line"), skeleton, range(fields.first_year, fields.last_year + 1))
    facts = facts_in(cells.get("plan_fact"), {skeleton.strategy, *found.codes})
    lists, words = lists_in(cells, skeleton), words_in(cells.get("plan_word"))
    if not skeleton.projects:
        found.faults.append(Fault("no_rows"))
    if found.faults:
        raise PlanError(path.name, found.faults[:_MOST_FAULTS])
    if found.mended:
        found.remarks.append(Remark("marks_mended", subject=str(found.mended)))
    issues = skeleton.whole()
    document = PlanDocument(
        document=fields.document,
        digest=digest_of(path),
        province=fields.province,
        province_en=fields.province_en,
        first_year=fields.first_year,
        last_year=fields.last_year,
        strategy=fields.strategy,
        issues=issues,
        section=section,
        agencies=(),
        aliases=_aliases(cells.get("alias")),
        remarks=tuple(dict.fromkeys(found.remarks)),
        facts=facts,
        words=words,
        lists=lists,
    )
    document = replace(document, agencies=_agencies(cells.get("agency"), document))
    return replace(document, sums=level_sums(document))


def _read_issues(cells: dict[str, Cells | None], skeleton: Skeleton) -> None:
    if table := cells.get("issue"):
        for row in table.rows():
            skeleton.add_issue(table, row, stated="budget_unit" in table.head.columns)
    if table := cells.get("tactic"):
        for row in table.rows():
            skeleton.add_tactic(table, row)
    goals: dict[str, tuple[str, Goal]] = {}
    if table := cells.get("goal"):
        for row in table.rows():
            if issue := skeleton.known(table, row, "issue"):
                number = sum(above == issue for above, _ in goals.values()) + 1
                code = table.take(row, table.text(row, "code") or f"{issue}.G{number}")
                goal = Goal(code, table.text(row, "name"), table.text(row, "name_en"), table.place(row), ())
                goals[code] = (issue, goal)
    if table := cells.get("indicator"):
        _read_indicators(table, goals)
    for issue, goal in goals.values():
        skeleton.goals.setdefault(issue, []).append(goal)


def _read_indicators(table: Cells, goals: dict[str, tuple[str, Goal]]) -> None:
    for row in table.rows():
        told = table.text(row, "goal")
        if told not in goals:
            told = only({code: goal.name for code, (_, goal) in goals.items()}, told) or told
        if told not in goals:
            table.fault("code_unknown", row, told[:60])
            continue
        name = table.text(row, "name")
        if {"target", "target_text"} & table.head.columns.keys():
            unit, words = table.text(row, "target_unit") or None, table.text(row, "target_text") or None
            target = (table.decimal(row, "target"), unit, words)
        else:
            target = target_of(name)
        issue, goal = goals[told]
        code = table.take(row, table.text(row, "code") or f"{goal.code}.K{len(goal.indicators) + 1}")
        indicator = Indicator(code, name, table.text(row, "name_en"), table.place(row), *target)
        goals[told] = (issue, replace(goal, indicators=(*goal.indicators, indicator)))


def _read_texts(cells: dict[str, Cells | None], skeleton: Skeleton) -> tuple[Passage, ...]:
    """Stakeholders and passages of issues; those of no issue are the section on carrying the plan out."""
    if table := cells.get("stakeholder"):
        for row in table.rows():
            kind, issue = table.kind(row), skeleton.known(table, row, "issue")
            if kind in ("agency", "strategy"):
                holder = cast(Literal["agency", "strategy"], kind)
                told = Stakeholder(holder, table.text(row, "name"), table.place(row), table.text(row, "name_en"))
                skeleton.stakeholders.setdefault(issue, []).append(told)
            else:
                table.fault("kind_unknown", row, table.text(row, "kind")[:60])
    section: list[Passage] = []
    if table := cells.get("passage"):
        for row in table.rows():
            passage = _passage(table, row)
            if passage.kind not in ("measure", "framework", "section"):
                table.fault("kind_unknown", row, table.text(row, "kind")[:60])
            elif table.text(row, "issue"):
                skeleton.passages.setdefault(skeleton.known(table, row, "issue"), []).append(passage)
            else:
                section.append(passage)
    return tuple(section)


def _passage(table: Cells, row: Row) -> Passage:
    return Passage(
        kind=cast(Literal["measure", "framework", "section"], table.kind(row)),
        number=table.number(row, "number"),
        heading=table.text(row, "heading"),
        text=table.text(row, "text"),
        place=table.place(row, "text"),
        heading_en=table.text(row, "heading_en"),
        text_en=table.text(row, "text_en"),
    )


def _budget_places(table: Cells | None) -> dict[tuple[str, int], Place]:
    """Where single budgets stand, where that is elsewhere than the project's others."""
    places: dict[tuple[str, int], Place] = {}
    if table is None or not table.cites:
        return places
    for row in table.rows():
        if year := year_of(table.head.cell(row, "year")):
            places[table.text(row, "code"), year] = table.place(row, "code")
    return places


def _agencies(table: Cells | None, document: PlanDocument) -> tuple[Agency, ...]:
    """Those of the table in its order, then those that projects name beside."""
    known: dict[str, Agency] = {}
    if table is not None:
        for row in table.rows():
            name = table.text(row, "name")
            known[name] = Agency(name, table.text(row, "name_full"), table.text(row, "name_en"))
    for name in (name for project in document.projects for name in project.agencies):
        known.setdefault(name, Agency(name, "", ""))
    return tuple(known.values())


def _aliases(table: Cells | None) -> tuple[tuple[str, str], ...]:
    if table is None:
        return ()
    return tuple((table.text(row, "code"), table.verbatim(row, "name")) for row in table.rows())
