"""Is this file text that can be read at all, and what are its lines."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.characters import one_line, storable
from knowledge.plan_document import Fault, PlanError

_MOST_MEGABYTES = 64
"""A plan of 100,000 projects has about 40 MB; a bigger file is a mistake, and reading it could fill the memory."""

_OTHER_KINDS = {".xls", ".ods", ".xlsm", ".xlsb", ".numbers", ".html", ".htm", ".pdf", ".doc", ".docx", ".zip"}
"""Kinds that are not read; spreadsheets that are go to `knowledge/readers/sheets/`."""


@dataclass(frozen=True)
class FileText:
    """A document as it came."""

    name: str
    text: str


def read_file_text(path: Path) -> FileText:
    """The text of a UTF-8 file; raises PlanError where it is none."""
    data = _read_bytes(path)
    return FileText(one_line(path.name), _decode(path.name, data))


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise PlanError(path.name, [Fault("directory", value=str(path))])
    if path.is_file() and path.suffix.lower() in _OTHER_KINDS:
        raise PlanError(path.name, [Fault("format", value=path.suffix)])
    try:
        if path.stat().st_size > _MOST_MEGABYTES * 1_000_000:
            raise PlanError(path.name, [Fault("too_big", value=str(_MOST_MEGABYTES))])
        return path.read_bytes()
    except FileNotFoundError:
        raise PlanError(path.name, [Fault("no_file", value=str(path))]) from None
    except OSError as error:
        raise PlanError(path.name, [Fault("unreadable", value=str(error))]) from None


def _decode(name: str, data: bytes) -> str:
    if not data.strip():
        raise PlanError(name, [Fault("empty")])
    # UTF-16 has zero bytes too, so its mark is looked at first.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PlanError(name, [Fault("encoding_utf16", 1)])
    if (zero := data.find(b"\0")) >= 0:
        raise PlanError(name, [Fault("binary", _line_of(data, zero))])
    try:
        return storable(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        value = f"0x{error.object[error.start]:02X}"
        raise PlanError(name, [Fault("encoding", _line_of(data, error.start), value)]) from None


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
