"""Which items of which projects stand in the table of budget lines, and do they add up to the projects' budgets?"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from knowledge.plan_document import BillItem, Project
from knowledge.readers.figures import NotAFigureError
from knowledge.readers.sheets.amounts import millions
from knowledge.readers.sheets.bill_kinds import kinds_in_cell
from knowledge.readers.sheets.cells import Cells
from knowledge.readers.sheets.grid import Row
from knowledge.readers.sheets.skeleton import Skeleton
from knowledge.readers.sheets.values import satang_of, year_of
from knowledge.readers.sheets.wording import first

_NEEDED = ("project", "item", "year", "amount")
_Added = dict[tuple[str, int], tuple[Row, int]]
"""Project and year -> its first row, and what its rows add up to."""


def read_lines(cells: Cells | None, skeleton: Skeleton, years: range) -> None:
    """Put the table's items under their projects, in its order; sums that are not the project's budget are reported."""
    if cells is None or not _is_whole(cells):
        return
    projects = {project.code: project for group in skeleton.projects.values() for project in group}
    names = Counter(project.name for project in projects.values())
    codes = {project.name: code for code, project in projects.items() if names[project.name] == 1}
    items: defaultdict[str, list[BillItem]] = defaultdict(list)
    added: _Added = {}
    for row in cells.rows():
        told = cells.stated(row, "project")
        code = told if told in projects else codes.get(told, "")
        item = _item(cells, row, years)
        if told and not code:
            cells.fault("code_unknown", row, told[:60])
        elif code and item:
            items[code].append(item)
            begun, satang = added.get((code, item.year), (row, 0))
            added[code, item.year] = begun, satang + (item.satang or 0)
    _check_sums(cells, added, projects)
    for group in skeleton.projects.values():
        group[:] = [replace(project, items=tuple(items[project.code])) for project in group]


def _is_whole(cells: Cells) -> bool:
    missing = [first(cells.group, name) for name in _NEEDED if name not in cells.head.columns]
    if missing:
        cells.fault("header", cells.head.row, ", ".join(missing))
    return not missing


def _item(cells: Cells, row: Row, years: range) -> BillItem | None:
    """The row; None where its year or amount cannot be read, which is a fault."""
    name, said = cells.stated(row, "item"), cells.head.cell(row, "year")
    year = year_of(said)
    if year is None:
        cells.fault("sheet_year", row, f'"{said[:60]}"')
    elif year not in years:
        cells.fault("years_differ", row, str(year))
    try:
        satang = satang_of(cells.head.cell(row, "amount"), cells.head.baht)
    except NotAFigureError:
        cells.fault("sheet_figure", row, f'"{cells.head.cell(row, "amount")[:60]}"')
        return None
    if satang is None:
        cells.remark("no_amount", row, name)
    if year is None:
        return None
    told = (cells.text(row, "volume"), cells.text(row, "page"))
    return BillItem(name, kinds_in_cell(cells.text(row, "kinds")), year, satang, *told, cells.place(row, "item"))


def _check_sums(cells: Cells, added: _Added, projects: Mapping[str, Project]) -> None:
    """Who changes an item has to change the project's budget as well: nobody knows which of both is right."""
    for (code, year), (row, satang) in added.items():
        stated = sum(budget.satang or 0 for budget in projects[code].budgets if budget.year == year)
        if stated != satang:
            cells.remark("items_differ", row, f"{code} ({year})", millions(stated), millions(satang))
