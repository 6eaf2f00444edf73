"""Which lines do the names of a message mean, and what is meant of what is called nearly so?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from knowledge.bill.asked import Lines
from knowledge.bill.before import NARROWS
from knowledge.bill.book import Book, loosely
from knowledge.bill.marks import Mark
from knowledge.vocabulary import read_groups


def lines_of(marks: Sequence[Mark], years: tuple[int, ...]) -> Lines:
    named: dict[str, Any] = {what: values_of(marks, what) for what in NARROWS}
    return Lines(years=years, **named)


def values_of(marks: Sequence[Mark], what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for mark in marks if mark.what == what for value in mark.values))


def within(book: Book, lines: Lines) -> Lines:
    """What is called nearly so, where those who are named have nothing that is called just so; an item that others get
    stands in the place that is named."""
    own = set(lines.units)
    if own and lines.called:
        exact = {name for code, name in book.called.items() if book.units[code] in own} & set(lines.called)
        near = {loosely(name) for name in lines.called}
        if not exact:
            alike = {name for code, name in book.called.items() if book.units[code] in own and loosely(name) in near}
            lines = replace(lines, called=tuple(sorted(alike))) if alike else lines
    if lines.items and own:
        inside = {item.code for item in book.items if item.code in lines.items and book.units[item.project] in own}
        kept = tuple(code for code in lines.items if code in inside)
        lines = replace(lines, items=kept) if kept else replace(lines, units=())
    if lines.words:
        found = book.with_words(lines.words)
        if own and not any(book.units[item.project] in own for item in found):
            places = tuple(unit.removeprefix(head_of(unit)) for unit in lines.units)
            if book.with_words((*lines.words, *places)):
                lines = replace(lines, words=(*lines.words, *places), units=())
    return lines


def headed(lines: Lines, axis: Mark | None) -> Lines:
    """Only those who are asked for as a kind: "จังหวัดไหน"."""
    return replace(lines, heads=axis.values[0]) if axis and axis.axis == "unit" and axis.values else lines


def head_of(unit: str) -> str:
    """How the name of a unit begins, where that is a kind."""
    kinds = read_groups("agency_heads")["kinds"]
    return max((head for head in kinds if unit.startswith(head)), key=len, default="")
