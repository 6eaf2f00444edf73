"""How are tables written as XLSX and CSV, so that Excel shows Thai and computes nothing of what people wrote?"""

import csv
import io
from collections.abc import Sequence

from knowledge.plan_sheets import Sheet
from knowledge.readers.sheets.csv_grids import SECTION
from knowledge.readers.sheets.escaping import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_LONGEST_CELL = 32_767
"""Characters; Excel opens no file with a longer one."""
_WIDEST = 60


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet for each table; the head stays in sight."""
    from bot.workbook import cell_of, new_book

    book = new_book()
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        for place, width in enumerate(_widths(sheet)):
            page.column_dimensions[
                chr(ord("A") + place) if place < 26 else f"A{chr(ord('A') + place - 26)}"
            ].width = width
        page.append([cell_of(page, cell, longest=_LONGEST_CELL, bold=True) for cell in sheet.head])
        for row in sheet.rows:
            page.append([cell_of(page, cell, longest=_LONGEST_CELL) for cell in row])
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def csv_of(sheets: Sequence[Sheet]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; of several tables each begins with a row that names it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for sheet in sheets:
        if len(sheets) > 1:
            writer.writerow([f"{SECTION} {sheet.name}"])
        writer.writerow([escaped(cell) for cell in sheet.head])
        for row in sheet.rows:
            writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _widths(sheet: Sheet) -> list[int]:
    """Of the columns, in letters, as the first rows need them."""
    columns = zip(*(sheet.head, *(row for row in sheet.rows[:50] if len(row) == len(sheet.head))), strict=True)
    return [min(_WIDEST, max(len(str(cell or "")) for cell in column) + 2) for column in columns]
