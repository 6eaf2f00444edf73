"""Where does a table begin, which column is which, and in which unit is its money?"""

from dataclasses import dataclass

from knowledge.readers.figures import unit_in_baht
from knowledge.readers.sheets.grid import Grid, Row
from knowledge.readers.sheets.values import year_of
from knowledge.readers.sheets.wording import meant, pattern

_MOST_ABOVE = 40
"""Rows in which the head is looked for: a title, the unit and a note may stand above it."""


@dataclass(frozen=True)
class Head:
    """The head of one table."""

    row: Row
    columns: dict[str, int]
    """Field -> its column."""
    years: dict[int, int]
    """Fiscal year (BE) -> its column."""
    unit: str | None
    """As stated in the head or above it; None where nothing is."""
    rows: tuple[Row, ...]
    """What stands below."""
    above: tuple[Row, ...] = ()
    years_twice: tuple[int, ...] = ()
    """Years that stand over two columns: nobody knows which of them is the budget."""

    @property
    def baht(self) -> int:
        """Of one of the table's figures."""
        return unit_in_baht(self.unit) or 1

    def cell(self, row: Row, field: str) -> str:
        """The row's cell in the column of this field; "" where there is none."""
        return row.cell(self.columns.get(field))


def head_of(grid: Grid, group: str = "columns") -> Head | None:
    """The first row in which two cells are names of columns of a group, or one names projects and another a year; else
    None."""
    for place, row in enumerate(grid.rows[:_MOST_ABOVE]):
        columns, (years, twice) = _columns(row, group), _years(row)
        if len(columns) < 2 and not ("name" in columns and years):
            continue
        below = grid.rows[place + 1 :]
        if below and not years and _is_second_head(below[0]):
            (years, twice), columns = _years(below[0]), _columns(below[0], group) | columns
            below = below[1:]
        above = grid.rows[:place]
        return Head(row, columns, years, _unit((*above, row)), below, above, twice)
    return None


def _columns(row: Row, group: str) -> dict[str, int]:
    """The first column of each name: a second one of the same name is another thing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        if field := meant(group, cell):
            found.setdefault(field, place)
    return found


def _years(row: Row) -> tuple[dict[int, int], tuple[int, ...]]:
    """Year -> its column, and the years that have two."""
    years: dict[int, int] = {}
    twice = []
    for place, cell in enumerate(row.cells):
        year = year_of(pattern("unit").sub("", cell)) if cell else None
        if year is not None and years.setdefault(year, place) != place:
            twice.append(year)
    return years, tuple(twice)


def _is_second_head(row: Row) -> bool:
    """Under a merged head stand the years, and nothing but years and names of columns."""
    filled = [cell for cell in row.cells if cell]
    return bool(_years(row)[0]) and all(year_of(cell) or meant("columns", cell) for cell in filled)


def _unit(rows: tuple[Row, ...]) -> str | None:
    """The last one stated: what stands nearer to the figures is meant."""
    found = None
    for cell in (cell for row in rows for cell in row.cells):
        for match in pattern("unit").finditer(cell):
            # In a sentence the word says nothing of the table; in brackets, or alone, it does.
            if match[0].endswith(")") or match[0] == cell.strip():
                found = match[1]
    return found
