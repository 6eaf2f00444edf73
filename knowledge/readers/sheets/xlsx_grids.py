"""Which tables does an XLSX file hold, when anybody may have made it?

Nothing of it is computed. What it would take to open it is known beforehand (`xlsx_limits.py`), rows come one after the
other, and no cell is made for what is only claimed to be there.
"""

import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import compress, repeat
from operator import is_not
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from knowledge.characters import storable
from knowledge.plan_document import Fault, PlanError
from knowledge.readers.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row
from knowledge.readers.sheets.xlsx_limits import look_at

_MOST_SHEETS = 50
_LAST_ROW = 1_048_576
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException,
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError, RuntimeError,
    OverflowError, zipfile.LargeZipFile,
)  # fmt: skip
"""What the zip and XML of a damaged or made-up file raise, from wherever in openpyxl that is."""


def read_xlsx(path: Path) -> tuple[Grid, ...]:
    """The sheets that hold something; raises PlanError for a file that is none, too large, or has a password."""
    look_at(path)
    try:
        with path.open("rb") as file:
            grids = tuple(grid for grid in _grids(path.name, file) if grid.rows)
    except _BROKEN as error:
        raise PlanError(path.name, [Fault("xlsx", value=type(error).__name__)]) from None
    if not grids:
        raise PlanError(path.name, [Fault("empty")])
    return grids


def _grids(name: str, file: BinaryIO) -> Iterator[Grid]:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    left = MOST_ROWS
    for sheet in book.worksheets[:_MOST_SHEETS]:
        rows = tuple(_rows(name, sheet, left))
        left -= len(rows)
        yield Grid(storable(sheet.title).strip(), rows)


def _rows(name: str, sheet: Any, most: int) -> Iterator[Row]:
    # What the sheet says of its own size is a claim, and openpyxl would fill every row up to it.
    sheet.reset_dimensions()
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=_LAST_ROW), start=1):
        # There may be a million rows of none, or of cells that have nothing but a colour.
        here = compress(cells, map(is_not, cells, repeat(EMPTY_CELL)))
        if all(cell.value is None for cell in here):
            continue
        told = tuple(_text(cell.value) for cell in cells)
        if not any(told):
            continue
        filled += 1
        if filled > most:
            raise PlanError(name, [Fault("too_many_rows", number, f"{MOST_ROWS:,}")])
        while told and not told[-1]:
            told = told[:-1]
        computed = tuple(place for place, cell in enumerate(cells) if cell.data_type == "f")
        yield Row(number, told, "\t".join(told), "\t", computed)


def _text(value: object) -> str:
    """A cell as it is shown. Excel keeps 15 digits of a number: 0.1 + 0.2 is 0.3 there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        return storable(getattr(value, "text", None) or "{=TABLE}").strip()
    return storable(str(value)).strip()


def _number(value: float) -> str:
    if not abs(value) < 1e15:  # also what is no number at all
        return str(value)
    return f"{value:.15g}" if abs(value) >= 1e-4 or value == 0 else f"{value:.10f}".rstrip("0")
