"""Which days does a message name: "เดือนนี้", "ม.ค. 69", "ปีงบ 2569", "เมื่อวาน"?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias

from knowledge.case_words import loose_pattern
from knowledge.era import BUDDHIST_ERA, CENTURY, FIRST_OF_ERA
from knowledge.vocabulary import read

_WORDS = read("cases")
_OCTOBER = 10
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def _one_of(group: str) -> str:
    return f"(?:{loose_pattern(_WORDS[group]).pattern})"


_NUMBER = r"(\d{4}|\d{2})(?!\d)"
_OF_YEAR = rf"(?:\s*(?:{_one_of('year_words')}\s*)*{_NUMBER})"
_MONTHS = [
    re.compile(rf"(?:{_one_of('month_word')}\s*)?(?:{loose_pattern(names.split('|')).pattern}){_OF_YEAR}?")
    for names in _WORDS["months"]
]
_FISCAL = re.compile(_one_of("fiscal") + _OF_YEAR)
_YEAR = re.compile(rf"{_one_of('year_words')}\s*{_NUMBER}")
_RELATIVE = {
    name: loose_pattern(_WORDS[name])
    for name in ("today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year", "last_year")
}


@dataclass(frozen=True)
class Span:
    """Days, both ends included."""

    first: date
    last: date


def find_span(text: str, today: date) -> tuple[Span | None, str]:
    """From the first to the last of the days that a clean text names, None where it names none; and its other words."""
    found: list[Span] = []
    for pattern, spans in _meanings(today):
        found += [spans(match) for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    span = Span(min(one.first for one in found), max(one.last for one in found)) if found else None
    return span, text


def month(year: int, number: int) -> Span:
    """A month of a year of the common era; its number may lie outside 1 to 12."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Span(date(year, number, 1), date(year + number // 12, number % 12 + 1, 1) - _DAY)


_Meaning: TypeAlias = Callable[[re.Match[str]], Span]


def _meanings(today: date) -> Iterator[tuple[re.Pattern[str], _Meaning]]:
    """What to look for, in this order, and what it means."""
    for name, pattern in _RELATIVE.items():
        yield pattern, partial(_relative, name, today)
    for number, pattern in enumerate(_MONTHS, start=1):
        yield pattern, partial(_month_named, number, today)
    yield _FISCAL, lambda found: _months(_year(found[1]) - 1, _OCTOBER)
    yield _YEAR, lambda found: _months(_year(found[1]), 1)


def _relative(name: str, today: date, _found: re.Match[str]) -> Span:
    monday = today - today.weekday() * _DAY
    return {
        "today": Span(today, today),
        "yesterday": Span(today - _DAY, today - _DAY),
        "this_week": Span(monday, monday + _WEEK - _DAY),
        "last_week": Span(monday - _WEEK, monday - _DAY),
        "this_month": month(today.year, today.month),
        "last_month": month(today.year, today.month - 1),
        "this_year": _months(today.year, 1),
        "last_year": _months(today.year - 1, 1),
    }[name]


def _month_named(number: int, today: date, found: re.Match[str]) -> Span:
    """A month without a year is the last one of this name."""
    named = _year(found[1]) if found[1] else today.year - (number > today.month)
    return month(named, number)


def _months(year: int, first: int) -> Span:
    """Twelve months from this one on."""
    return Span(month(year, first).first, month(year, first + 11).last)


def _year(written: str) -> int:
    """The year of the common era: 69 and 2569 are 2026."""
    year = int(written)
    if year < 100:
        year += CENTURY
    return year - BUDDHIST_ERA if year > FIRST_OF_ERA else year
