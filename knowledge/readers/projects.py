"""Tactics, projects and their budgets of an issue, from its table."""

from dataclasses import dataclass, field, replace

from knowledge.plan_document import Budget, Fault, Project, Tactic
from knowledge.readers.companion import Companion, without_spaces
from knowledge.readers.figures import NotAFigureError, satang, unit_in_baht
from knowledge.readers.lines import Line, pattern
from knowledge.readers.tables import Table


@dataclass
class Rows:
    """What was read so far of one issue."""

    issue: str
    companion: Companion
    faults: list[Fault]
    tactics: list[Tactic] = field(default_factory=list)
    projects: int = 0


def read_tactics(issue: str, tables: list[Table], companion: Companion, faults: list[Fault]) -> tuple[Tactic, ...]:
    """Each row is a project; a row without a tactic belongs to the tactic above, over page breaks too."""
    rows = Rows(issue, companion, faults)
    for page, table in enumerate(tables):
        unit = unit_in_baht(table.unit)
        if unit is None:
            faults.append(Fault("unit", table.head.number, str(table.unit)))
        for at, line in enumerate(table.rows):
            _read_tactic(line, rows, goes_on=page > 0 and at == 0)
            _read_project(line, table.years, unit or 0, rows)
    return tuple(rows.tactics)


def _read_tactic(line: Line, rows: Rows, *, goes_on: bool) -> None:
    cell = line.cells[0]
    match = pattern("numbered").match(cell)
    if match:
        _begin_tactic(line, int(match[1]), match[2], rows)
    elif cell and goes_on and rows.tactics:
        _continue_tactic(line, rows)
    elif cell:
        rows.faults.append(Fault("no_number", line.number, cell))


def _begin_tactic(line: Line, number: int, name: str, rows: Rows) -> None:
    if number != len(rows.tactics) + 1:
        rows.faults.append(Fault("number_order", line.number, line.cells[0]))
    code = f"{rows.issue}.T{len(rows.tactics) + 1}"
    place = line.place(line.raw_cells[0])
    rows.tactics.append(Tactic(code, name, rows.companion.english.get(code, ""), place, None, ()))


def _continue_tactic(line: Line, rows: Rows) -> None:
    """A page break cut the tactic's cell in two (5.3.T3, lines 90 and 94). Thai joins without a space."""
    tactic = rows.tactics[-1]
    name = tactic.name + line.cells[0]
    rows.tactics[-1] = replace(tactic, name=name, continued=line.place(line.raw_cells[0]))


def _read_project(line: Line, years: tuple[int, ...], unit: int, rows: Rows) -> None:
    _, name, agency_text, *figures, funding = line.cells
    if not name:
        rows.faults.append(Fault("no_project_name", line.number))
    if not rows.tactics:
        rows.faults.append(Fault("no_tactic", line.number, name))
        return
    rows.projects += 1
    code = f"{rows.issue}.{rows.projects}"
    tactic = rows.tactics[-1]
    project = Project(
        code=code,
        name=name,
        name_en=rows.companion.english.get(code, ""),
        place=line.place(line.raw_cells[1]),
        funding=funding,
        agency_text=agency_text,
        agencies=_agencies(agency_text, rows.companion),
        budgets=_budgets(line, years, figures, unit, rows),
    )
    rows.tactics[-1] = replace(tactic, projects=(*tactic.projects, project))


def _budgets(line: Line, years: tuple[int, ...], figures: list[str], unit: int, rows: Rows) -> tuple[Budget, ...]:
    # The row's figures are quoted together, as they stand: one figure alone ("-") would show nothing.
    place = line.place("\t".join(line.raw.split("\t")[3:-1]).strip())
    budgets = []
    for year, figure in zip(years, figures, strict=False):
        try:
            budgets.append(Budget(year, satang(figure, unit), place))
        except NotAFigureError:
            rows.faults.append(Fault("figure", line.number, f'"{figure}" ({year})'))
    return tuple(budgets)


def _agencies(cell: str, companion: Companion) -> tuple[str, ...]:
    """Canonical names; a spelling that the companion does not have stays as it is."""
    spellings = [spelling for spelling in pattern("agency_separator").split(cell) if spelling.strip()]
    names = [companion.agencies.get(without_spaces(spelling), spelling.strip()) for spelling in spellings]
    return tuple(dict.fromkeys(names))
