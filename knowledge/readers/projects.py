"""Tactics, projects and their budgets of an issue, from its table."""

from dataclasses import dataclass, field, replace

from knowledge.plan_document import Budget, Fault, Project, Remark, Tactic
from knowledge.readers.companion import Companion, without_spaces
from knowledge.readers.figures import NotAFigureError, satang, unit_in_baht
from knowledge.readers.heads import Head
from knowledge.readers.lines import Line, pattern
from knowledge.readers.tables import Table
from knowledge.readers.totals import Above, is_total, restates


@dataclass
class Rows:
    """What was read so far of one issue."""

    issue: str
    companion: Companion
    faults: list[Fault]
    remarks: list[Remark]
    above: Above
    tactics: list[Tactic] = field(default_factory=list)
    projects: int = 0


def read_tactics(tables: list[Table], rows: Rows) -> tuple[Tactic, ...]:
    """Each row is a project; a row without a tactic belongs to the tactic above, over page breaks too.

    A row that adds up those above it is left out and remarked upon.
    """
    for page, table in enumerate(tables):
        unit = unit_in_baht(table.unit)
        if unit is None:
            rows.faults.append(Fault("unit", table.opened.number, str(table.unit)))
        if table.head is None:
            continue
        for at, line in enumerate(table.rows):
            if is_total(line, table.head, unit or 0, rows.above):
                _leave_out(line, table.head, unit or 0, rows)
                continue
            _read_tactic(line, rows, goes_on=page > 0 and at == 0)
            _read_project(line, table.head, unit or 0, rows)
    return tuple(rows.tactics)


def _leave_out(line: Line, head: Head, unit: int, rows: Rows) -> None:
    """A row of totals: said to be left out, and whether its sums are those of the rows above."""
    said = " ".join(cell for cell in line.cells if cell)
    agrees = restates(line, head, unit, rows.above)
    rows.remarks.append(
        Remark("total_row", line.number, said) if agrees else Remark("total_row_differs", line.number, said)
    )
    rows.above.since_total.clear()


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
    rows.above.tactic.clear()
    rows.tactics.append(Tactic(code, name, rows.companion.english.get(code, ""), place, None, ()))


def _continue_tactic(line: Line, rows: Rows) -> None:
    """A page break cut the tactic's cell in two (5.3.T3, lines 90 and 94). Thai joins without a space."""
    tactic = rows.tactics[-1]
    name = tactic.name + line.cells[0]
    rows.tactics[-1] = replace(tactic, name=name, continued=line.place(line.raw_cells[0]))


def _read_project(line: Line, head: Head, unit: int, rows: Rows) -> None:
    _, name, agency_text, *_ = line.cells
    if not name:
        rows.faults.append(Fault("no_project_name", line.number))
    if not rows.tactics:
        rows.faults.append(Fault("no_tactic", line.number, name))
        return
    rows.projects += 1
    code = f"{rows.issue}.{rows.projects}"
    tactic = rows.tactics[-1]
    budgets = _budgets(line, head, unit, rows)
    _check_total(line, head, unit, budgets, code, rows)
    rows.above.add(budgets)
    project = Project(
        code=code,
        name=name,
        name_en=rows.companion.english.get(code, ""),
        place=line.place(line.raw_cells[1]),
        funding=line.cells[head.funding] if head.funding is not None else "",
        agency_text=agency_text,
        agencies=_agencies(agency_text, rows.companion),
        budgets=budgets,
    )
    rows.tactics[-1] = replace(tactic, projects=(*tactic.projects, project))


def _budgets(line: Line, head: Head, unit: int, rows: Rows) -> tuple[Budget, ...]:
    # The row's figures are quoted together, as they stand: one figure alone ("-") would show nothing.
    figures = "\t".join(line.raw.split("\t")[head.places[0] : head.places[-1] + 1]).strip()
    place = line.place(figures or line.raw_cells[1])
    budgets = []
    for year, at in zip(head.years, head.places, strict=True):
        try:
            budgets.append(Budget(year, satang(line.cells[at], unit), place))
        except NotAFigureError:
            rows.faults.append(Fault("figure", line.number, f'"{line.cells[at]}" ({year})'))
    return tuple(budgets)


def _check_total(line: Line, head: Head, unit: int, budgets: tuple[Budget, ...], code: str, rows: Rows) -> None:
    """The row's own sum, where the table has a column for it, must be that of its years."""
    said = line.cells[head.total] if head.total is not None else ""
    try:
        differs = bool(said) and (satang(said, unit) or 0) != sum(budget.satang or 0 for budget in budgets)
    except NotAFigureError:
        differs = True
    if differs:
        rows.remarks.append(Remark("stated_sum_differs", line.number, code, said))


def _agencies(cell: str, companion: Companion) -> tuple[str, ...]:
    """Canonical names; a spelling that the companion does not have stays as it is."""
    spellings = [spelling for spelling in pattern("agency_separator").split(cell) if spelling.strip()]
    names = [companion.agencies.get(without_spaces(spelling), spelling.strip()) for spelling in spellings]
    return tuple(dict.fromkeys(names))
