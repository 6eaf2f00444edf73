"""Which tables a part of the plan has, and which of its lines are prose."""

from dataclasses import dataclass, field
from typing import Literal

from knowledge.plan_document import Fault
from knowledge.readers.companion import without_spaces
from knowledge.readers.heads import FIRST, Head, head_of
from knowledge.readers.lines import Line, pattern, words

Kind = Literal["stakeholders", "goals", "budget"]

_KINDS: tuple[Kind, ...] = ("stakeholders", "goals", "budget")


@dataclass
class Table:
    """One table of an issue. After a page break its head is repeated, and here that is another table."""

    kind: Kind
    opened: Line
    columns: int
    unit: str | None = None
    head: Head | None = None
    """Of a budget table."""
    rows: list[Line] = field(default_factory=list)

    @property
    def years(self) -> tuple[int, ...]:
        """Fiscal years; () where the head is not read yet, or names none."""
        return self.head.years if self.head else ()


@dataclass
class Content:
    """What stands in a part."""

    tables: list[Table] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Table]:
        return [table for table in self.tables if table.kind == kind]


@dataclass
class _Place:
    """Where the reader is."""

    around: int
    """A year near those that are written in two digits."""
    unit: str | None
    """What a line of its own says of the tables below it."""
    table: Table | None = None


def content_of(part: list[Line], around: int, unit: str | None = None) -> Content:
    """Tables and prose of one part. An empty line ends a table.

    `around` is a year near those of the plan; `unit` the unit of money that is said above all parts.
    """
    content = Content()
    at = _Place(around, unit)
    for line in part:
        if line.is_blank:
            at.table = None
        elif stated := unit_line(line):
            _state_unit(stated, at)
        elif kind := _opens(line):
            at.table = _open(kind, line, at, content)
        elif at.table is None and "\t" in line.raw.strip("\t\r "):
            content.faults.append(Fault("row_outside_table", line.number, line.raw.strip()[:80]))
        elif at.table is None:
            content.prose.append(line)
        else:
            _add(line, at, at.table, content)
    content.faults += [
        Fault("no_years", table.opened.number, "")
        for table in content.of("budget")
        if not table.years and not table.rows
    ]
    return content


def unit_line(line: Line) -> str:
    """The unit of money that a line of its own states: "(หน่วย : ล้านบาท)"; "" for any other line."""
    match = pattern("unit_line").fullmatch(without_spaces(line.text))
    return match[1] if match else ""


def _state_unit(unit: str, at: _Place) -> None:
    """Within a table the line speaks of that table, elsewhere of those that follow."""
    if at.table is None:
        at.unit = unit
    else:
        at.table.unit = at.table.unit or unit


def _opens(line: Line) -> Kind | None:
    first = without_spaces(line.cells[0])
    return next((kind for kind in _KINDS if "\t" in line.raw and first in words()[f"{kind}_table"]), None)


def _open(kind: Kind, line: Line, at: _Place, content: Content) -> Table:
    cells = line.cells
    table = Table(kind, line, len(cells))
    if kind == "budget":
        _read_head(table, cells, at, content)
    elif len(cells) != 2:
        content.faults.append(Fault("header", line.number, line.raw.strip()))
    content.tables.append(table)
    return table


def _read_head(table: Table, cells: list[str], at: _Place, content: Content) -> None:
    """The unit of the budget's column; the years too, where the head has one line only."""
    table.unit = at.unit
    table.head = head_of(cells, (), at.around)
    heading = without_spaces(cells[FIRST]) if len(cells) > FIRST + 1 else ""
    match = pattern("budget_column").match(heading)
    if match:
        table.unit = match[1] or at.unit
    elif table.head is None:
        content.faults.append(Fault("header", table.opened.number, table.opened.raw.strip()))


def _add(line: Line, at: _Place, table: Table, content: Content) -> None:
    if table.kind == "budget" and table.head is None and not table.rows:
        table.head = head_of(table.opened.cells, line.cells, at.around) if len(line.cells) <= table.columns else None
        if table.head:
            return
        content.faults.append(Fault("no_years", line.number, line.raw.strip()[:80]))
    found = line.raw.count("\t") + 1
    if found == table.columns:
        table.rows.append(line)
    else:
        content.faults.append(Fault("columns", line.number, f"{found} ≠ {table.columns}"))
