"""How are cases written as JSON Lines, CSV and XLSX? Each format takes one case after the other."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import fields
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.feedback.columns import visible
from bot.feedback.moments import here
from bot.feedback.wording import number_of
from db.case_search import Found

FIELDS = tuple(field.name for field in fields(Found))
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet program computes what begins with one of these, in Latin or full width."""


def write_jsonl(found: Iterable[Found], stream: BinaryIO) -> None:
    """One JSON object a line."""
    for case in found:
        told = vars(case) | {
            "number": number_of(case.number),
            "created_at": here(case.created_at).isoformat(),
            "updated_at": here(case.updated_at).isoformat(),
        }
        stream.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


def write_csv(found: Iterable[Found], stream: BinaryIO) -> None:
    """Excel takes it for UTF-8 only with the mark at its beginning."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for case in found:
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in _cells(case)])
    text.flush()
    text.detach()  # closing it would close the stream, which is not ours


def write_xlsx(found: Iterable[Found], stream: BinaryIO) -> None:
    """A workbook with one sheet."""
    from bot.workbook import cell_of, new_book

    book = new_book()
    sheet = book.create_sheet("feedback")
    sheet.freeze_panes = "A2"
    sheet.append(FIELDS)
    for case in found:
        sheet.append([cell_of(sheet, cell) for cell in _cells(case)])
    with TemporaryFile() as whole:  # a zip that cannot be finished, for the disk is full, would complain once more
        book.save(whole)
        whole.seek(0)
        shutil.copyfileobj(whole, stream)


WRITERS: dict[str, Callable[[Iterable[Found], BinaryIO], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "xlsx": write_xlsx,
}


def _cells(case: Found) -> list[str | int | None]:
    """As a spreadsheet shows it."""
    return [
        number_of(case.number),
        case.state,
        visible(case.text),
        ", ".join(case.codes),
        case.agency,
        case.channel,
        f"{here(case.created_at):%Y-%m-%d %H:%M:%S}",
        f"{here(case.updated_at):%Y-%m-%d %H:%M:%S}",
        case.satisfaction,
        ", ".join(case.attachments),
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
