"""Would opening this XLSX fill the memory? Looked at before anything is parsed, with a few kilobytes at a time."""

import re
import zipfile
from pathlib import Path

from knowledge.plan_document import Fault, PlanError

_MOST_MEGABYTES = 20
"""Of the file. All volumes of the country's budget are 3."""
_MOST_UNPACKED = 150_000_000
"""Bytes of all its parts together."""
_MOST_PARTS = 2_000
_STRINGS = (60_000_000, 3_000_000)
"""Bytes, and marks of markup, of the words that cells share: they are held in memory."""
_OTHERS = (10_000_000, 400_000)
"""The same of whatever else is read: styles, names of sheets."""
_BETWEEN_ROWS = (8_000_000, 200_000)
"""The same from one row to the next: a row, or what stands around the rows, is in memory whole."""
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls begins, and an .xlsx with a password as well."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_PIECE = 1 << 16


def look_at(path: Path) -> None:
    """Raises PlanError for a file that is too large packed or unpacked, is none, or has a password.

    A part that is larger than its zip says is cut off there by `zipfile`, so what it says can be counted on.
    """
    with path.open("rb") as file:
        if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
            # The folder that names it stands wherever the program that wrote the file put it.
            kind = "password" if _ENCRYPTED in file.read(_MOST_MEGABYTES * 1_000_000) else "old_excel"
            raise PlanError(path.name, [Fault(kind)])
    if path.stat().st_size > _MOST_MEGABYTES * 1_000_000:
        raise PlanError(path.name, [Fault("xlsx_too_big", value=str(_MOST_MEGABYTES))])
    try:
        with zipfile.ZipFile(path) as whole:
            fault = _fault_of(whole)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise PlanError(path.name, [Fault("xlsx", value=type(error).__name__)]) from None
    if fault:
        raise PlanError(path.name, [Fault(fault, value=str(_MOST_UNPACKED // 1_000_000))])


def _fault_of(whole: zipfile.ZipFile) -> str:
    parts = whole.infolist()
    if any(part.flag_bits & 1 for part in parts):
        return "password"
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        return "unpacked"
    read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    return "" if all(_is_small(whole, part) for part in read) else "unpacked"


def _is_small(whole: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    name = part.filename.lower()
    if "/worksheets/" in name:
        return _has_small_rows(whole, part)
    most_bytes, most_marks = _STRINGS if "sharedstrings" in name else _OTHERS
    if part.file_size > most_bytes:
        return False
    marks = 0
    with whole.open(part) as stream:
        while piece := stream.read(_PIECE):
            marks += piece.count(b"<")
            if marks > most_marks:
                return False
    return True


def _has_small_rows(whole: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    most_bytes, most_marks = _BETWEEN_ROWS
    held = marks = 0
    with whole.open(part) as stream:
        while piece := stream.read(_PIECE):
            # A row whose first letters end a piece is not seen: then two rows are counted as one, which does no harm.
            ends = [match.start() for match in _ROW.finditer(piece)]
            if ends:
                held, marks = len(piece) - ends[-1], piece.count(b"<", ends[-1])
            else:
                held, marks = held + len(piece), marks + piece.count(b"<")
            if held > most_bytes or marks > most_marks:
                return False
    return True
