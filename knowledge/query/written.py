"""How is a query written down, for a button or the state of a chat, and read again?

Compact JSON: `[1,"T",["t",["a"],["N","p",["5.3.6"]]]]` is a version, then a node: its letter and its fields in order,
those at the end left out that are as they are by default. What is read may come from anybody: whatever is not exactly
that, or makes no sense, is refused.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_args

from knowledge.query import algebra as a
from knowledge.query.fits import misfit
from knowledge.query.kinds import Kind

VERSION = 1
"""Of the form; goes up when a node, a field or a letter changes, so that an old button says that it is old."""
LONGEST = 4_000
"""Characters of a query that is read; MOST_KEYS agencies fit."""
_DEEPEST = 30
_LONGEST_TEXT = 300


class WrittenError(ValueError):
    """The text is no query; the message says why, in English and without the text."""


@dataclass(frozen=True)
class _Letters:
    """The letters of the words of one sort."""

    letters: Mapping[str, str]
    sort: str

    def write(self, word: Any) -> Any:
        return self.letters[word]

    def read(self, value: Any, _: int) -> Any:
        found = [word for word, letter in self.letters.items() if letter == value]
        if not found:
            raise WrittenError(f"Unknown {self.sort}.")
        return found[0]


_KINDS: Mapping[Kind, str] = {
    "strategy": "s",
    "issue": "i",
    "goal": "g",
    "indicator": "k",
    "tactic": "t",
    "project": "p",
    "agency": "a",
    "measure": "m",
    "stakeholder": "h",
    "agency_strategy": "v",
    "list": "l",
    "item": "e",
    "passage": "x",
}
_FIELDS: Mapping[a.Field, str] = {"amount": "a", "count": "c", "years": "y", "target": "t"}
_NODES: Mapping[str, type[Any]] = {
    "*": a.All,
    "N": a.Named,
    "L": a.Last,
    "O": a.Of,
    "W": a.Where,
    "&": a.And,
    "|": a.Or,
    "-": a.Without,
    "F": a.First,
    "c": a.Compared,
    "f": a.Funded,
    "m": a.Grew,
    "s": a.Course,
    "h": a.Has,
    "w": a.Words,
    "t": a.Total,
    "#": a.Number,
    "v": a.Average,
    "x": a.Extreme,
    "%": a.Share,
    "d": a.Difference,
    "r": a.Ratio,
    "g": a.Change,
    "T": a.Tell,
    "I": a.Listing,
    "E": a.Exists,
    "A": a.Among,
    "C": a.Check,
    "V": a.Comparison,
    "X": a.Text,
    "G": a.Grouped,
    "U": a.Unknown,
    "S": a.Several,
}
"""A letter for each node."""
_LETTERS = {made: letter for letter, made in _NODES.items()}
_SETS = (a.All, a.Named, a.Last, a.Of, a.Where, a.And, a.Or, a.Without, a.First)
_VALUES = get_args(a.Value)
_ASKS = get_args(a.Ask)


def write(query: a.Query) -> str:
    """The query as compact JSON text."""
    return json.dumps([VERSION, *_write_node(query)], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> a.Query:
    """The query of `write`. Raises WrittenError for every other text, also where the query would make no sense."""
    if len(text) > LONGEST:
        raise WrittenError("Too long.")
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise WrittenError("Not the JSON of a query.") from None
    if not isinstance(value, list) or not value or type(value[0]) is not int:
        raise WrittenError("Not a query.")
    if value[0] != VERSION:
        raise WrittenError(f"Written by version {value[0]}; this one reads {VERSION}.")
    query: a.Query = _read_node(value[1:], (*_ASKS, a.Several), 0)
    if reason := misfit(query):
        raise WrittenError(f"Makes no sense: {reason.kind}.")
    return query


def _refuse(_: str) -> None:
    raise WrittenError("Not a query: a number that is no whole one.")


def _write_node(node: Any) -> list[Any]:
    written = [_CODECS[type(node)][field.name][0](getattr(node, field.name)) for field in fields(node)]
    for field in reversed(fields(node)):
        if field.default is MISSING or getattr(node, field.name) != field.default:
            break
        written.pop()
    return [_LETTERS[type(node)], *written] if type(node) in _LETTERS else written


def _read_node(value: Any, allowed: tuple[type[Any], ...], depth: int) -> Any:
    if not isinstance(value, list) or not value or depth > _DEEPEST:
        raise WrittenError("A node was expected." if depth <= _DEEPEST else "Too deep.")
    made = _NODES.get(value[0]) if isinstance(value[0], str) else None
    if made is None or made not in allowed:
        raise WrittenError("A node of another sort was expected.")
    return _filled(made, value[1:], depth)


def _filled(made: type[Any], values: list[Any], depth: int) -> Any:
    wanted = fields(made)
    needed = sum(field.default is MISSING for field in wanted)
    if not needed <= len(values) <= len(wanted):
        raise WrittenError("A node has too many or too few fields.")
    given = {
        field.name: _CODECS[made][field.name][1](value, depth + 1) for field, value in zip(wanted, values, strict=False)
    }
    return made(**given)


# --- One codec for each field: how it is written, how it is read and checked.

_Codec = tuple[Callable[[Any], Any], Callable[[Any, int], Any]]


def _words(letters: Mapping[Any, str], sort: str) -> _Codec:
    codec = _Letters(letters, sort)
    return codec.write, codec.read


def _one_of(literal: Any, sort: str) -> _Codec:
    """Words of a Literal, written in full."""
    return _words({word: word for word in get_args(literal)}, sort)


def _whole(value: Any, _: int) -> int:
    if type(value) is not int or abs(value) > 10**17:
        raise WrittenError("A whole number was expected.")
    return value


def _flag(value: Any, _: int) -> bool:
    if type(value) is not int or value not in (0, 1):
        raise WrittenError("0 or 1 was expected.")
    return bool(value)


def _text(value: Any, _: int) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise WrittenError("A short text was expected.")
    return value


def _each(read_one: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    def read_all(value: Any, depth: int) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > a.MOST_KEYS:
            raise WrittenError("A list was expected.")
        return tuple(read_one(one, depth) for one in value)

    return read_all


def _node(*allowed: type[Any]) -> _Codec:
    return _write_node, lambda value, depth: _read_node(value, allowed, depth)


def _or_none(codec: _Codec) -> _Codec:
    write_one, read_one = codec
    return (
        lambda value: None if value is None else write_one(value),
        lambda value, depth: None if value is None else read_one(value, depth),
    )


_KIND = _words(_KINDS, "kind")
_BY = _words({**_KINDS, "year": "y", "funding": "f"}, "group")
_NUMBER: _Codec = (int, _whole)
_FLAG: _Codec = (int, _flag)
_TEXT: _Codec = (str, _text)
_TEXTS: _Codec = (list, _each(_text))
_YEARS: _Codec = (list, _each(_whole))
_SET = _node(*_SETS)
_VALUE = _node(*_VALUES)
_MEASURE: _Codec = (lambda measure: _write_node(measure), lambda value, depth: _read_measure(value, depth))
_BOUND: _Codec = (
    lambda bound: bound if isinstance(bound, int) else _write_node(bound),
    lambda value, depth: _whole(value, depth) if type(value) is int else _VALUE[1](value, depth),
)


def _read_measure(value: Any, depth: int) -> a.Measure:
    if not isinstance(value, list):
        raise WrittenError("A measure was expected.")
    measure: a.Measure = _filled(a.Measure, value, depth)
    return measure


def _many(codec: _Codec) -> _Codec:
    return lambda values: [codec[0](value) for value in values], _each(codec[1])


_BY_NAME: Mapping[str, _Codec] = {
    "kind": _KIND,
    "keys": _TEXTS,
    "plan": _NUMBER,
    "of": _SET,
    "left": _SET,
    "right": _SET,
    "condition": _node(*get_args(a.Condition)),
    "negated": _FLAG,
    "smallest": _FLAG,
    "percent": _FLAG,
    "down": _FLAG,
    "by": _MEASURE,
    "measure": _MEASURE,
    "n": _NUMBER,
    "op": _one_of(a.Operator, "operator"),
    "bound": _BOUND,
    "upper": _NUMBER,
    "when": _one_of(a.Quantifier, "quantifier"),
    "years": _YEARS,
    "what": _one_of(a.Had, "field"),
    "way": _one_of(a.Way, "way"),
    "text": _TEXT,
    "unit": _TEXT,
    "field": _words(_FIELDS, "measure"),
    "per": _words({"thing": "t", "year": "y"}, "part"),
    "part": _VALUE,
    "whole": _VALUE,
    "first": _NUMBER,
    "last": _NUMBER,
    "value": _VALUE,
    "values": _many(_VALUE),
    "asks": _many(_node(*_ASKS)),
}
"""What a field of this name holds."""
_OTHERWISE: Mapping[type[Any], Mapping[str, _Codec]] = {
    a.Measure: {"kind": _or_none(_KIND)},
    a.Difference: {"left": _VALUE, "right": _VALUE},
    a.Ratio: {"left": _VALUE, "right": _VALUE},
    a.Grouped: {"by": _BY, "n": _or_none(_NUMBER)},
    a.Unknown: {"what": _one_of(a.Gap, "gap"), "of": _or_none(_SET)},
}
"""Nodes whose field of the name holds something else."""
_CODECS: Mapping[type[Any], Mapping[str, _Codec]] = {
    made: {field.name: {**_BY_NAME, **_OTHERWISE.get(made, {})}[field.name] for field in fields(made)}
    for made in (*_NODES.values(), a.Measure)
}
