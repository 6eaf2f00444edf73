"""How is a query said as a sentence?"""

from decimal import Decimal
from typing import Any

from knowledge.query.algebra import Query, Set, Several, Value
from knowledge.query.sentence.grammar import Grammar, grammar
from knowledge.query.sentence.names import Names
from knowledge.query.sentence.rules import SERIES

MILLION = 10**8
"""Satang."""


def say(query: Query, names: Names) -> str:
    """The query as a sentence in the language of the names. `read_back` understands it."""
    return _Speaker(grammar(names.language), names).said("query", query)


def say_value(value: Value, names: Names) -> str:
    """A value as a part of a sentence: "งบรวมของโครงการ “...”"."""
    return _Speaker(grammar(names.language), names).said("value", value)


def say_set(of: Set, names: Names) -> str:
    """A set as a part of a sentence: "โครงการใน..."."""
    return _Speaker(grammar(names.language), names).said("set", of)


class _Speaker:
    """Says nodes by the rules of a language."""

    def __init__(self, words: Grammar, names: Names) -> None:
        self._words = words
        self._names = names

    def said(self, nonterminal: str, what: Any, kind: Any = None) -> str:
        """`kind`: of the things whose names are said."""
        if nonterminal in SERIES:
            return self._series(nonterminal, what, kind)
        if nonterminal in self._words.tables:
            return self._words.tables[nonterminal][what]
        if nonterminal in self._words.templates:
            return self._filled(nonterminal, what)
        return self._token(nonterminal, what, kind)

    def _series(self, nonterminal: str, what: Any, kind: Any) -> str:
        series = SERIES[nonterminal]
        if series.as_node is not None:
            what = what.asks if isinstance(what, Several) else (what,)
        said = [self.said(series.of, one, kind) for one in what]
        between = self._words.between[series.name]
        if not series.last or len(said) == 1:
            return between.join(said)
        return between.join(said[:-1]) + self._words.between[series.last] + said[-1]

    def _filled(self, nonterminal: str, what: Any) -> str:
        for template in self._words.templates[nonterminal]:
            parts = template.rule.take(what)
            if parts is None:
                continue
            kind = parts.get("kind")
            said = [self.said(template.rule.slots[place], parts[place], kind) for place in template.places]
            pairs = zip(template.words[1:], said, strict=True)
            return template.words[0] + "".join(part + words for words, part in pairs)
        raise ValueError(f"No rule of {nonterminal} says {what!r}.")

    def _token(self, nonterminal: str, what: Any, kind: Any) -> str:
        if nonterminal == "name":
            return f"“{self._names.name(kind, what)}”"
        if nonterminal == "quoted":
            return f"“{what}”"
        if nonterminal == "money":
            before, behind = self._words.money
            return f"{before}{(Decimal(what) / MILLION).normalize():f}{behind}"
        return str(what)
