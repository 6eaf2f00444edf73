"""How does a report on what became of the plan look as a spreadsheet, empty and filled?"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.plan_document import Fault, PlanError
from knowledge.plan_sheets import Cell, Sheet
from knowledge.plan_table import baht
from knowledge.plan_view import PlanView
from knowledge.progress import Key, Progress
from knowledge.readers.figures import NotAFigureError
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.heads import Head, head_of
from knowledge.readers.sheets.sheet_plan import grids_of
from knowledge.readers.sheets.values import arabic, satang_of, year_of
from knowledge.readers.sheets.wording import first, words

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_MOST_FAULTS = 50


@dataclass
class ProgressFile:
    """What a filled spreadsheet says."""

    name: str
    spent: dict[Key, int] = field(default_factory=dict)
    """Satang."""
    reached: dict[Key, str] = field(default_factory=dict)
    over: list[tuple[int, Key]] = field(default_factory=list)
    """(row, key) where more was spent than the plan sets."""


def progress_sheets(view: PlanView, progress: Progress) -> tuple[Sheet, ...]:
    """A row for each project and year with money, and for each indicator and year; what was reported stands in it."""
    money: list[tuple[Cell, ...]] = []
    for project in view.projects:
        for year, satang in project.budgets:
            spent = progress.spent.get((project.code, year))
            if satang is not None or spent:
                done = baht(spent.satang) if spent else None
                money.append((project.code, project.name, year, baht(satang), done))
    results: list[tuple[Cell, ...]] = []
    for indicator in view.indicators:
        for year in view.years:
            reached = progress.reached.get((indicator.code, year))
            told = reached.value if reached else None
            results.append((indicator.code, indicator.name, indicator.target_text, year, told))
    return (
        Sheet(_sheet("spending"), _heads("code", "name", "year", "planned", "spent"), tuple(money)),
        Sheet(_sheet("results"), _heads("code", "name", "target_text", "year", "reached"), tuple(results)),
    )


def read_progress(path: Path, view: PlanView) -> ProgressFile:
    """What the file reports on this plan; raises PlanError with each row that cannot be read. Empty cells are none."""
    found, faults = ProgressFile(path.name), list[Fault]()
    for grid in grids_of(path):
        head = head_of(grid, "progress")
        if head and {"code", "year"} <= head.columns.keys() and {"spent", "reached"} & head.columns.keys():
            for row in head.rows:
                faults += _read_row(grid, head, row, view, found)
    if not (faults or found.spent or found.reached):
        faults.append(Fault("no_progress"))
    if faults:
        raise PlanError(path.name, faults[:_MOST_FAULTS])
    return found


def read_one(code: str, year: str, spent: str, reached: str, view: PlanView) -> ProgressFile:
    """One figure as if it stood in a file of one row; raises PlanError as that would."""
    cells = (code, year, spent, reached)
    names = ("code", "year", "spent", "reached")
    row = Row(0, cells, "\t".join(cells))
    head = Head(row, {name: place for place, name in enumerate(names)}, {}, None, (row,))
    found = ProgressFile(f"{code} {year}")
    faults = _read_row(Grid("", (row,)), head, row, view, found)
    if not (faults or found.spent or found.reached):
        faults = [Fault("no_progress")]
    if faults:
        raise PlanError(found.name, [replace(fault, line=None) for fault in faults])
    return found


def _read_row(grid: Grid, head: Head, row: Row, view: PlanView, found: ProgressFile) -> list[Fault]:
    """One row into what was found; the fault where it cannot be."""
    told = {name: head.cell(row, name) for name in ("code", "year", "spent", "reached")}
    if not (told["spent"].strip("-") or told["reached"].strip("-")):
        return []
    if computed := [place for place in row.formulas if place in head.columns.values()]:
        return [Fault("formula", row.number, row.cell(computed[0])[:60], grid.name)]
    year, known = year_of(told["year"]), view.projects_by_code if told["spent"] else view.indicators_by_code
    if told["code"] not in known:
        return [Fault("progress_code", row.number, told["code"][:60], grid.name)]
    if year not in view.years:
        return [Fault("progress_year", row.number, told["year"][:60], grid.name)]
    key = (told["code"], year)
    if key in found.spent or key in found.reached:
        return [Fault("progress_twice", row.number, f"{key[0]} {key[1]}", grid.name)]
    if told["reached"]:
        value = arabic(told["reached"]).replace(",", "").removesuffix("%").strip()
        if not _NUMBER.fullmatch(value):
            return [Fault("sheet_number", row.number, told["reached"][:60], grid.name)]
        found.reached[key] = value
        return []
    try:
        satang = satang_of(told["spent"], head.baht if head.unit else 1)
    except NotAFigureError:
        return [Fault("sheet_figure", row.number, told["spent"][:60], grid.name)]
    if satang is not None:
        found.spent[key] = satang
        planned = dict(view.projects_by_code[key[0]].budgets).get(year)
        if satang > (planned or 0):
            found.over.append((row.number, key))
    return []


def _sheet(name: str) -> str:
    return str(words()["progress_sheets"][name])


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(first("progress", name) for name in names)
