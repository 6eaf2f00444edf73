"""What is a table of a spreadsheet, whatever file it came from: rows of cells as text, numbered as Excel shows them."""

from dataclasses import dataclass

MOST_COLUMNS = 80
"""What stands further to the right is not read: a plan has twenty columns, and a file may claim 16,384."""
MOST_ROWS = 250_000
"""Filled rows of one file; all volumes of the country's budget are 33,000."""


@dataclass(frozen=True)
class Row:
    """One row that holds something."""

    number: int
    """Counted from 1, empty rows too."""
    cells: tuple[str, ...]
    """As they stand, without blanks around them; an empty cell is ""."""
    raw: str
    """The row as a line: cells of a CSV as they are written there, of an XLSX joined by tabs."""
    separator: str = "\t"
    formulas: tuple[int, ...] = ()
    """Places of cells that a program would compute."""

    def cell(self, place: int | None) -> str:
        """The cell at this place; "" for no place, or behind the row's end."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    def piece(self, first: int, last: int) -> str:
        """The cells from first to last as they stand in `raw`; the first alone where they do not."""
        joined = self.separator.join(self.cells[first : last + 1]).strip(self.separator)
        return joined if joined in self.raw else self.cell(first)


@dataclass(frozen=True)
class Grid:
    """One sheet, or one section of a CSV file."""

    name: str
    """Of the sheet; "" of a plain CSV."""
    rows: tuple[Row, ...]
