"""What does the log look like, and what never gets into it?

A line says what happened and with which request or call it began. A fault is told by its kind and where it happened;
what it says stays out, for that may repeat what a person wrote or hold a secret. Only the database, the system and the
network are quoted, which say what is wrong with them and nothing of people.
"""

import logging
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter
from sqlalchemy.exc import OperationalError

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUOTED = (OperationalError, ConnectionError, TimeoutError)
_log = logging.getLogger(__name__)
Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request during which something happens, also in what goes on after it was answered."""
call_id: ContextVar[int] = ContextVar("call_id", default=0)
"""The row of the outbox that is being sent."""


def set_up(level: int, form: str, stream: TextIO = sys.stderr) -> None:
    """Everything that is logged goes to the stream; `form`: text or json. Who logs already goes on as before."""
    if logging.getLogger().handlers:
        return
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text(_TEXT))
    handler.addFilter(_correlate)
    logging.basicConfig(level=level, handlers=[handler])
    threading.excepthook = _log_end_of_thread


def told(fault: BaseException) -> str:
    """Where it happened and of what kind it is, with what caused it."""
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    before = f"{told(cause)}\n\n" if cause else ""
    words = str(fault).splitlines()
    quoted = f": {words[0]}" if isinstance(fault, _QUOTED) and words else ""
    return before + "".join((*traceback.format_tb(fault.__traceback__), type(fault).__name__, quoted))


class _Text(logging.Formatter):
    def formatException(self, ei: Fault) -> str:  # noqa: N802  # the library's name
        return told(ei[1]) if ei[1] else ""


class _Json(JsonFormatter):
    """time, level, logger, message, and where known request, call, fault."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(request)s %(call)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "fault"},
            json_ensure_ascii=False,
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: Fault) -> str:  # noqa: N802  # the library's name
        return told(ei[1]) if ei[1] else ""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in log_data.items() if value}


def _log_end_of_thread(end: threading.ExceptHookArgs) -> None:
    """Python itself would print the fault with all that it says."""
    if end.exc_value is not None:
        _log.critical("A thread ended.", exc_info=end.exc_value)


def _correlate(record: logging.LogRecord) -> bool:
    record.request, record.call = request_id.get(), call_id.get()
    return True
