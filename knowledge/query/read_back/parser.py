"""How is a sentence taken apart? By the rules that say it, each tried on a stretch of the text and its parts within.

A quotation is one letter here, so that nothing in a name is taken for a word of the grammar. What was tried on a
stretch is kept, so that the time stays within bounds; a stretch whose brackets do not close is not tried.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from knowledge.query.algebra import Query, Several
from knowledge.query.sentence.grammar import Template, grammar
from knowledge.query.sentence.names import Names
from knowledge.query.sentence.rules import SERIES, Series
from knowledge.query.sentence.say import MILLION

_QUOTED = re.compile("“([^“”]*)”")
_PRIVATE = 0xE000
"""The first of the letters that stand for quotations; nobody writes them."""
_MOST_QUOTES = 6000
_MOST_READINGS = 8
"""Of one stretch; a sentence of ours has one, rarely two."""
_MOST_STRETCHES = 30_000
_DEEPEST = 60
"""Limits for texts that nobody said: sentences of ours need some hundred stretches, within each other a dozen."""
_NUMBER = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,8})?")


class Parser:
    """Takes one sentence apart."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self._words = grammar(names.language)
        self._quotes: list[str] = []
        unused = not any(_PRIVATE <= ord(letter) < _PRIVATE + _MOST_QUOTES for letter in text)
        self._text = _QUOTED.sub(self._quote, text) if unused else ""
        self._kept: dict[tuple[str, int, int], list[Any]] = {}
        self._level = 0
        self._depth = [0]
        for letter in self._text:
            self._depth.append(self._depth[-1] + (letter == "(") - (letter == ")"))

    def queries(self) -> list[Query]:
        """Everything that the sentence may mean."""
        return self._read("query", 0, len(self._text)) if self._text else []

    def _quote(self, match: re.Match[str]) -> str:
        self._quotes.append(match[1])
        return chr(_PRIVATE + len(self._quotes) - 1)

    def _read(self, nonterminal: str, start: int, end: int) -> list[Any]:
        """What the stretch means as this."""
        at = (nonterminal, start, end)
        if at not in self._kept:
            self._kept[at] = []  # a rule that asks for itself on the same stretch finds nothing new
            if start < end and self._is_whole(start, end) and self._is_within_limits():
                self._level += 1
                self._kept[at] = self._found(nonterminal, start, end)[:_MOST_READINGS]
                self._level -= 1
        return self._kept[at]

    def _is_within_limits(self) -> bool:
        return len(self._kept) < _MOST_STRETCHES and self._level < _DEEPEST

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether the brackets within close each other."""
        level = self._depth[start]
        return self._depth[end] == level and min(self._depth[start : end + 1]) >= level

    def _found(self, nonterminal: str, start: int, end: int) -> list[Any]:
        if nonterminal in SERIES:
            return self._series(nonterminal, start, end)
        if nonterminal in self._words.meanings:
            meant = self._words.meanings[nonterminal].get(self._text[start:end])
            return [] if meant is None else [meant]
        if nonterminal in self._words.templates:
            found = [self._filled(template, start, end) for template in self._words.templates[nonterminal]]
            return [node for nodes in found for node in nodes]
        return self._token(nonterminal, self._text[start:end])

    def _series(self, nonterminal: str, start: int, end: int) -> list[Any]:
        series = SERIES[nonterminal]
        for pieces in self._cuts_of(series, start, end):
            if len(pieces) < series.fewest:
                continue
            read = [self._read(series.of, *piece) for piece in pieces]
            if all(read):
                rows = [tuple(row) for row in product(*read)][:_MOST_READINGS]
                if series.as_node is None:
                    return rows
                return [Several(row) if len(row) > 1 else row[0] for row in rows]
        return []

    def _cuts_of(self, series: Series, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
        """The stretch cut into the pieces of a series, where another word stands before the last piece there first.

        That word between all of them is read, too: so older sentences, on buttons and in links, were said.
        """
        between = self._words.between[series.name]
        if not series.last:
            yield from self._cuts(between, start, end)
            return
        for before, *last in self._cuts(self._words.between[series.last], start, end):
            for pieces in self._cuts(between, *before):
                yield [*pieces, *last] if len(last) == 1 or len(pieces) == 1 else []

    def _cuts(self, between: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
        """The stretch cut wherever the word stands outside brackets; that word is in nothing else of a series."""
        pieces, begin, level = [], start, self._depth[start]
        at = self._text.find(between, start, end)
        while at >= 0:
            if self._depth[at] == level:
                pieces.append((begin, at))
                begin = at + len(between)
            at = self._text.find(between, at + len(between), end)
        yield [*pieces, (begin, end)]

    def _filled(self, template: Template, start: int, end: int) -> Iterator[Any]:
        """The nodes that the rule makes of the stretch."""
        first, last = template.words[0], template.words[-1]
        text = self._text
        if not template.places:
            if text[start:end] == first:
                yield template.rule.make({})
            return
        if not text.startswith(first, start, end) or not text.endswith(last, start, end):
            return
        inner = (start + len(first), end - len(last))
        for parts in self._parts(template, 0, *inner):
            node = template.rule.make(_with_keys(parts, self._names))
            yield node

    def _parts(self, template: Template, number: int, start: int, end: int) -> Iterator[dict[str, Any]]:
        """The parts from the place of this number on, that fill the stretch."""
        place = template.places[number]
        nonterminal = template.rule.slots[place]
        if number == len(template.places) - 1:
            yield from ({place: part} for part in self._read(nonterminal, start, end))
            return
        words = template.words[number + 1]
        at = self._text.find(words, start + 1, end)
        while at >= 0:
            rest: list[dict[str, Any]] | None = None
            for part in self._read(nonterminal, start, at):
                rest = list(self._parts(template, number + 1, at + len(words), end)) if rest is None else rest
                yield from ({place: part, **more} for more in rest)
            at = self._text.find(words, at + 1, end)

    def _token(self, nonterminal: str, text: str) -> list[Any]:
        if nonterminal in ("name", "quoted"):
            is_quote = len(text) == 1 and 0 <= ord(text) - _PRIVATE < len(self._quotes)
            return [self._quotes[ord(text) - _PRIVATE]] if is_quote else []
        if nonterminal == "money":
            return self._money(text)
        return [int(text)] if _NUMBER.fullmatch(text) else []

    def _money(self, text: str) -> list[Any]:
        before, behind = self._words.money
        if not (text.startswith(before) and text.endswith(behind)):
            return []
        number = text[len(before) : len(text) - len(behind)]
        if not _DECIMAL.fullmatch(number):
            return []
        whole, _, part = number.lstrip("-").partition(".")
        satang = int(whole) * MILLION + int((part + "0" * 8)[:8])
        return [-satang if number.startswith("-") else satang]


def _with_keys(parts: dict[str, Any], names: Names) -> dict[str, Any]:
    """Names turned into the keys of the things of that kind."""
    if "keys" not in parts:
        return parts
    return {**parts, "keys": tuple(names.key(parts["kind"], name) for name in parts["keys"])}
