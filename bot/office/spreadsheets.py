"""How does a table of the console become a file for Excel? Rows go to a temporary file, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from starlette.responses import Response

from bot.office.visit import NOT_KEPT

_A4 = 9
"""As spreadsheets number sizes of paper."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(title: str, rows: Iterable[Sequence[object]], widths: Mapping[str, int], frozen: str = "") -> BytesIO:
    """A workbook of one sheet, for A4 across. `widths`: of columns, by letter; `frozen`: the first cell that moves."""
    from bot.workbook import cell_of, new_book

    book = new_book()
    page = book.create_sheet(title)
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", _A4, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if frozen:
        page.freeze_panes = frozen
    for letter, width in widths.items():
        page.column_dimensions[letter].width = width
    for row in rows:
        page.append([cell_of(page, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream


def told(stream: BytesIO, name: str) -> Response:
    """A file to keep."""
    headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream.getvalue(), media_type=_XLSX, headers=headers)
