"""Which two things does a message set side by side, each named by words of its own: "แก้มลิง ก กับถนน ข อันไหนแพงกว่า"?

The words of two items stand in no item together, so the message is taken apart where they are joined.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from knowledge.bill.asked import Asked, Lines
from knowledge.bill.book import Book
from knowledge.bill.narrowing import lines_of, within
from knowledge.bill.said import Said, take_in
from knowledge.bill.sums import same_called
from knowledge.bill.words import looked_up
from knowledge.index import Index
from knowledge.vocabulary import read_groups

_MOST = 3
"""Places at which a message is tried to be taken apart."""
_OF_ITEMS = {"items", "words", "kinds", "called", "topics"}
"""What names a thing; who gets the money does not."""


def both_named(index: Index, book: Book, said: Said) -> Asked | None:
    """The two as sides; None where there are not two, each of them known by all of its words and with no line of the
    other in it."""
    if not any(token.text in _joiners() for token in said.tokens) or said.of("axis") or said.of("pages"):
        return None
    for start, end in islice(_between(said), _MOST):
        one, other = (_named(index, book, text) for text in (said.text[:start], said.text[end:]))
        if one and other and not _lines_in(book, one) & _lines_in(book, other):
            years = said.years.inside(index.years)
            sides = tuple(replace(side, years=years) for side in _of_the_same(book, one, other))
            return Asked(sides, "sides", differ=said.has("compare", "more_than", "less_than", "most", "least"))
    return None


def _between(said: Said) -> Iterator[tuple[int, int]]:
    """Where a word that joins stands, outside of what is named."""
    for match in _joining().finditer(said.text):
        if all(match.end() <= mark.start or mark.end <= match.start() for mark in said.marks):
            yield match.span()


def _joiners() -> list[str]:
    return read_groups("bill")["small"]["joiners"]


@cache
def _joining() -> re.Pattern[str]:
    words = sorted(_joiners(), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words))


def _named(index: Index, book: Book, text: str) -> Lines | None:
    """The thing that a part of a message names; None where a word of it is left, or none is named."""
    said = take_in(index, book, text)
    if said.of("elsewhere") or said.of("regions") or said.of("axis") or said.asks_beyond:
        return None
    found = looked_up(book, said.runs, within(book, lines_of(said.marks, ())))
    if found.left or found.unused:
        return None
    lines = within(book, found.lines)
    if len({item.name for item in book.items if item.code in lines.items}) > 1:
        return None  # one was meant, and nobody knows which
    return lines if _OF_ITEMS & set(lines.narrows) else None


def _of_the_same(book: Book, one: Lines, other: Lines) -> tuple[Lines, Lines]:
    """ "วัสดุ ก กับวัสดุ ข ของขอนแก่น": who is named once is meant of both, but for an item that others get."""
    units = one.units or other.units
    if not units or (one.units and other.units):
        return one, other
    first, second = (replace(side, units=units) for side in (one, other))
    return (first if _is_meant(book, first) else one), (second if _is_meant(book, second) else other)


def _is_meant(book: Book, lines: Lines) -> bool:
    """Whether those who are named get it; of a kind or topic they are asked all the same."""
    return not (lines.items or lines.words) or bool(_lines_in(book, lines))


def _lines_in(book: Book, lines: Lines) -> set[str]:
    """Their codes."""
    projects, items, kinds = same_called(book, lines), set(lines.items), set(lines.kinds)
    return {
        item.code
        for item in book.with_words(lines.words)
        if item.project in projects
        and (not items or item.code in items)
        and (not kinds or kinds & {item.name, *item.kinds})
    }
