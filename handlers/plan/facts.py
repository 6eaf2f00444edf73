"""What does every renderer need? The database, the names of things, and words for figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar, cast

from sqlalchemy.orm import Session

from handlers.answer import Value
from handlers.wording import Language, Wording, one_or_several, wording
from knowledge.parsing.edit import Piece, changed
from knowledge.query.algebra import MOST_NODES, Compared, Named, Node, Query, Set
from knowledge.query.algebra import Value as Asked
from knowledge.query.result import Figure, Found, Result
from knowledge.query.sentence.names import Names, read_names
from knowledge.query.sentence.say import say, say_set, say_value
from knowledge.query.sql.evaluate import evaluate

_CENT = Decimal("0.01")
_LONGEST_TOLD = 300
"""Characters of a sentence to read; a set of many names is cut."""
_VEIL = 987_654_321
"""Satang that stand in the place of an amount that was typed while a sentence is made."""
_TYPED = r"\s*9\.87654321\s*"
_TOLD_APART = re.compile(r" \[[A-Z]\d+\]")
"""How names are told apart that are no plan codes: readers do not know these."""
_Piece = TypeVar("_Piece", bound=Node)
_MILLION = 10**8
_BUTTONS: Mapping[str, str] = {"satang": "ล้านบาท", "percent": "ร้อยละ", "years": "ปี", "count:project": "โครงการ"}
"""The units that a value may have; whatever else is counted is of รายการ."""


@dataclass(frozen=True)
class Facts:
    """The plan, in one language. `names` may be kept as long as the plan stays as it is."""

    session: Session
    names: Names
    words: Wording

    def say(self, sentence: str, /, **values: object) -> str:
        """A sentence of handlers/words/, whose block `query` is ours."""
        return self.words.say(sentence, **values)

    def evaluate(self, query: Query) -> Result:
        """What a query comes to that was made of the one asked, and may be larger than that."""
        return evaluate(self.session, query, 4 * MOST_NODES)

    def said(self, query: Query) -> str:
        """The query as a sentence, to be sent again: with the amounts that were typed."""
        return say(query, self.names)

    def told(self, query: Query) -> str:
        """The query as a sentence to read, without the amounts that were typed: they are no figures of the plan."""
        return self._to_read(say(self._veiled(query), self.names))

    def what(self, value: Asked) -> str:
        """A value as a part of a sentence to read."""
        return self._to_read(say_value(self._veiled(value), self.names))

    def which(self, of: Set) -> str:
        """A set as a part of a sentence to read."""
        return self._to_read(say_set(self._veiled(of), self.names))

    def _veiled(self, node: _Piece) -> _Piece:
        """Without the amounts that were typed, and each name once."""

        def change(piece: Piece) -> Piece:
            if isinstance(piece, Compared) and piece.measure.field == "amount" and isinstance(piece.bound, int):
                return replace(piece, bound=_VEIL, upper=_VEIL if piece.upper else 0)
            if isinstance(piece, Named):
                first = {self.names.plain(piece.kind, key): key for key in reversed(piece.keys)}
                return replace(piece, keys=tuple(key for key in piece.keys if key in first.values()))
            return piece

        return cast(_Piece, changed(node, change))

    def _to_read(self, text: str) -> str:
        unit = re.escape(self.say("query.unit.million"))
        shown = re.sub(_TYPED + unit, self.say("query.asked_amount"), _TOLD_APART.sub("", text))
        return shown if len(shown) <= _LONGEST_TOLD else f"{shown[: _LONGEST_TOLD - 1]}…"

    def number(self, figure: Figure) -> str:
        """The figure without its unit: "15.00", "3"."""
        number = rounded(figure)
        return f"{number:,}" if number is not None else self.say("query.list.no_budget")

    def unit(self, figure: Figure) -> str:
        """The figure's unit in the reader's language."""
        if figure.unit == "target":
            return self.say("query.unit.percent") if figure.target_unit == _BUTTONS["percent"] else figure.target_unit
        if figure.unit.startswith("count:"):
            return self._counted(figure.unit.removeprefix("count:"), figure.number)
        unit = self.say(f"query.unit.{'million' if figure.unit == 'satang' else figure.unit}")
        return one_or_several(unit, figure.number)

    def figure(self, figure: Figure) -> str:
        """ "15.00 ล้านบาท", or the words for none."""
        if figure.number is None:
            return self.say("query.list.no_target" if figure.unit == "target" else "query.list.no_budget")
        return f"{self.number(figure)} {self.unit(figure)}".strip()

    def count(self, number: int, kind: str) -> str:
        """ "7 โครงการ"."""
        return f"{number:,} {self._counted(kind, number)}"

    def name(self, found: Found) -> str:
        """A thing's name; beside the English name the Thai one."""
        if self.words.language == "th" or not found.name_en or found.name_en == found.name:
            return found.name
        return f"{found.name_en} ({found.name})"

    def _counted(self, kind: str, number: Fraction | int | None) -> str:
        known = ("project", "agency", "issue", "tactic", "goal", "indicator", "strategy")
        return one_or_several(self.say(f"query.counted.{kind}" if kind in known else "query.unit.item"), number)


def facts_of(session: Session, language: Language, names: Names | None = None) -> Facts:
    """What is needed to answer in a language; names that were kept need not be read again."""
    return Facts(session, names or read_names(session, language), wording(language))


def rounded(figure: Figure) -> Decimal | None:
    """As it is shown: money in millions and parts with two decimals, counts whole unless they are an average."""
    if figure.number is None:
        return None
    number = figure.number / _MILLION if figure.unit == "satang" else figure.number
    if figure.unit in ("satang", "percent", "times") or number.denominator != 1:
        return _decimal(number)
    return Decimal(int(number))


def value_of(figure: Figure) -> Value | None:
    """The one number that was asked for, as others read it; None of a ratio, for which they know no unit."""
    number = rounded(figure)
    if number is None or figure.unit == "times":
        return None
    unit = figure.target_unit if figure.unit == "target" else _BUTTONS.get(figure.unit, "รายการ")
    return Value(abs(number), unit)


def _decimal(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)
