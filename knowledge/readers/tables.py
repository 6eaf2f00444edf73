"""Which tables a part of the plan has, and which of its lines are prose."""

from dataclasses import dataclass, field
from typing import Literal

from knowledge.plan_document import Fault
from knowledge.readers.companion import without_spaces
from knowledge.readers.lines import Line, pattern, words

Kind = Literal["stakeholders", "goals", "budget"]

_KINDS: tuple[Kind, ...] = ("stakeholders", "goals", "budget")
_BUDGET_AT = 3
"""The column of the first year: tactic, project and agency stand before it."""


@dataclass
class Table:
    """One table of an issue. After a page break its head is repeated, and here that is another table."""

    kind: Kind
    head: Line
    columns: int
    unit: str | None = None
    years: tuple[int, ...] = ()
    rows: list[Line] = field(default_factory=list)


@dataclass
class Content:
    """What stands in a part."""

    tables: list[Table] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Table]:
        return [table for table in self.tables if table.kind == kind]


def content_of(part: list[Line]) -> Content:
    """Tables and prose of one part. An empty line ends a table."""
    content = Content()
    table: Table | None = None
    for line in part:
        if line.is_blank:
            table = None
        elif kind := _opens(line):
            table = _open(kind, line, content)
        elif table is None and "\t" in line.raw.strip("\t\r "):
            content.faults.append(Fault("row_outside_table", line.number, line.raw.strip()[:80]))
        elif table is None:
            content.prose.append(line)
        else:
            _add(line, table, content)
    content.faults += [
        Fault("no_years", table.head.number, "") for table in content.of("budget") if not table.years and not table.rows
    ]
    return content


def _opens(line: Line) -> Kind | None:
    first = without_spaces(line.cells[0])
    return next((kind for kind in _KINDS if "\t" in line.raw and first == words()[f"{kind}_table"]), None)


def _open(kind: Kind, line: Line, content: Content) -> Table:
    cells = line.cells
    table = Table(kind, line, len(cells))
    if kind == "budget":
        heading = without_spaces(cells[_BUDGET_AT]) if len(cells) > _BUDGET_AT + 1 else ""
        match = pattern("budget_column").match(heading)
        if match is None:
            content.faults.append(Fault("header", line.number, line.raw.strip()))
        else:
            table.unit = match[1]
    elif len(cells) != 2:
        content.faults.append(Fault("header", line.number, line.raw.strip()))
    content.tables.append(table)
    return table


def _add(line: Line, table: Table, content: Content) -> None:
    if table.kind == "budget" and not table.years and not table.rows:
        table.years = _years(line, table.columns)
        if table.years:
            return
        content.faults.append(Fault("no_years", line.number, line.raw.strip()[:80]))
    found = line.raw.count("\t") + 1
    if found == table.columns:
        table.rows.append(line)
    else:
        content.faults.append(Fault("columns", line.number, f"{found} ≠ {table.columns}"))


def _years(line: Line, columns: int) -> tuple[int, ...]:
    """The fiscal years of the table's second head ('54); nothing where the line is none."""
    cells = line.cells
    matches = [pattern("year").match(cell) for cell in cells[_BUDGET_AT : columns - 1]]
    if any(cells[:_BUDGET_AT]) or any(cells[columns - 1 :]) or not all(matches):
        return ()
    years = tuple(2500 + int(match[1]) if match[1] else int(match[2]) for match in matches if match)
    return years if years == tuple(range(years[0], years[0] + len(years))) else ()
