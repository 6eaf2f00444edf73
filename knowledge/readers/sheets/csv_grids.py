"""Which tables does a CSV file hold, as Excel, a database or an old Thai program wrote it?"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from knowledge.characters import storable
from knowledge.plan_document import Fault, PlanError
from knowledge.readers.sheets.escaping import unescaped
from knowledge.readers.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row

_MOST_MEGABYTES = 64
_LONGEST_CELL = 100_000
"""Characters. The longest of a real plan has 2,000; without a limit one open quotation mark takes the rest in."""
_SEPARATORS = ",;\t"
SECTION = "#"
"""A row whose first cell begins with it names the table that follows: a CSV has no sheets."""


def read_csv(path: Path) -> tuple[Grid, ...]:
    """The tables of a file in UTF-8, UTF-16 or the Thai code page; raises PlanError where it is none."""
    if path.stat().st_size > _MOST_MEGABYTES * 1_000_000:
        raise PlanError(path.name, [Fault("too_big", value=str(_MOST_MEGABYTES))])
    text = storable(_decoded(path.name, path.read_bytes()))
    try:
        return tuple(_grids(list(_rows(path.name, text))))
    except csv.Error as error:
        raise PlanError(path.name, [Fault("csv", value=str(error))]) from None


def _decoded(name: str, data: bytes) -> str:
    if not data.strip(b"\0\r\n\t ,;"):
        raise PlanError(name, [Fault("empty")])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise PlanError(name, [Fault("binary")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error
    try:
        return data.decode("cp874")
    except UnicodeDecodeError:
        value = f"0x{data[broken.start]:02X}"
        raise PlanError(name, [Fault("encoding", data.count(b"\n", 0, broken.start) + 1, value)]) from None


def _rows(name: str, text: str) -> Iterator[Row]:
    separator = _separator(text)
    lines = text.split("\n")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ended, filled = 0, 0
    for number, cells in enumerate(reader, start=1):
        begun, ended = ended, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise PlanError(name, [Fault("too_many_rows", number, f"{MOST_ROWS:,}")])
        told = tuple(unescaped(cell).strip() for cell in cells[:MOST_COLUMNS])
        yield Row(number, told, lines[begun].rstrip("\r") if begun < len(lines) else "", separator)


def _separator(text: str) -> str:
    """Whichever parts the first lines into most cells: a Thai Excel writes commas, others semicolons or tabs."""
    beginning = text[:5000]
    return max(_SEPARATORS, key=beginning.count)


def _grids(rows: list[Row]) -> Iterator[Grid]:
    """The sections of the file; one without a name where it names none."""
    name, held = "", list[Row]()
    for row in rows:
        if row.cell(0).startswith(SECTION) and not any(row.cells[1:]):
            if held:
                yield Grid(name, tuple(held))
            name, held = row.cell(0).removeprefix(SECTION).strip(), []
        else:
            held.append(row)
    yield Grid(name, tuple(held))
