"""How a line of `ask --json` becomes a question, and an answer a line: the fields that other programs rely on."""

import json
import math
from dataclasses import asdict, dataclass
from typing import Any

from bot.text import as_text
from handlers.answer import Answer, Value

LONGEST_LINE = 8 * 1024 * 1024
"""Bytes. A longer line is refused, so that one without an end cannot fill the memory."""
_TWO_DECIMALS = ("ล้านบาท", "ร้อยละ")
"""Units of which parts are told; of the others (years, projects, items) there are only whole ones."""
_BREAKS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
"""What many readers take for the end of a line though JSON does not; as escapes they mean the same."""


@dataclass(frozen=True)
class Asked:
    """One question of a batch."""

    id: Any
    """Whatever JSON value the asker gave; comes back as it is."""
    session: Any
    """Lines of one session are one chat; None is a chat of its own."""
    text: str


@dataclass(frozen=True)
class Refused:
    """A line that holds no question."""

    id: Any
    error: str


TOO_DEEP = Refused(None, "The line is nested too deeply.")


def parse(line: bytes) -> Asked | Refused:
    """The question on the line, or what is wrong with the line."""
    if len(line) > LONGEST_LINE:
        return Refused(None, f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_finite)
    except ValueError as fault:  # also what is not UTF-8
        return Refused(None, f"The line is not valid JSON: {fault}.")
    except RecursionError:
        return TOO_DEEP
    if not isinstance(given, dict):
        return Refused(None, 'The line is not a JSON object with a "text".')
    if not isinstance(given.get("text"), str):
        return Refused(given.get("id"), f'"text" must be a string, not {_kind(given)}.')
    return Asked(given.get("id"), given.get("session"), given["text"])


def answered(asked: Asked, answer: Answer) -> bytes:
    """The line that answers a question."""
    return _line(
        {
            "id": asked.id,
            "session": asked.session,
            "status": answer.status,
            "text": as_text(answer),
            "codes": answer.codes,
            "value": _value(answer.value),
            "agencies": answer.agencies,
            "sources": [asdict(source) for source in answer.sources],
            "suggestions": answer.suggestions,
        }
    )


def refused(refusal: Refused) -> bytes:
    """The line that stands in the place of one that could not be read."""
    return _line({"id": refusal.id, "error": refusal.error})


def _line(fields: dict[str, Any]) -> bytes:
    """A lone surrogate cannot be written as UTF-8; "backslashreplace" makes it the escape that it came as."""
    text = json.dumps(fields, ensure_ascii=False)
    return text.translate(_BREAKS).encode("utf-8", "backslashreplace") + b"\n"


def _value(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    decimals = 2 if value.unit in _TWO_DECIMALS else 0
    return {"number": f"{value.number:.{decimals}f}", "unit": value.unit}


def _kind(given: dict[str, Any]) -> str:
    return type(given["text"]).__name__ if "text" in given else "missing"


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:40]} is too large a number")
    return number
