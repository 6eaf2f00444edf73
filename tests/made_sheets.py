"""Spreadsheets for tests, made cell by cell or byte by byte: what officials send, and what nobody should."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

EXCERPT = Path(__file__).parent / "sheets" / "budget-2565-excerpt.csv"
_SHEET = "xl/worksheets/sheet1.xml"


def bill_rows() -> list[list[str]]:
    """The excerpt, its head first."""
    return list(csv.reader(io.StringIO(EXCERPT.read_text(encoding="utf-8"))))


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8", separator: str = ",") -> Path:
    """A CSV file of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], merged: Iterable[str] = (), title: str = "Sheet1") -> Path:
    """A workbook with one sheet, some of its cells merged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def with_sheet(path: Path, xml: Iterable[bytes], part: str = _SHEET) -> Path:
    """A workbook of which one part is these bytes instead."""
    whole = io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as stream:
            for piece in xml:
                stream.write(piece)
    return path


def around(rows: Iterable[bytes]) -> Iterable[bytes]:
    """The sheet's XML with these bytes where its rows are."""
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    yield b'<dimension ref="A1:XFD1048576"/><sheetData>'
    yield from rows
    yield b"</sheetData></worksheet>"
