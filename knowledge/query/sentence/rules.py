"""Which parts has the sentence of each node? The words between them are in th.yaml and en.yaml, by the rule's name.

A rule is used both ways: `take` gives the parts of a node that it can say, `make` the node of its parts. Where several
rules could say a node the first one does. Brackets stand where a reader would not know what belongs together: a
`chain` ends in conditions, a `base` and a `leaf` do not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.query import algebra as a
from knowledge.query.kinds import stands_under
from knowledge.query.units import unit_of

Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Limit:
    """What something is compared with."""

    op: a.Operator
    bound: Any
    upper: int = 0


@dataclass(frozen=True)
class Rule:
    """How one sort of node is said."""

    name: str
    """Of its words in the YAML files."""
    slots: Mapping[str, str]
    """Place in the words -> what is said there, and how: a nonterminal."""
    take: Callable[[Any], Parts | None]
    make: Callable[[Parts], Any]


def _plain(
    name: str,
    made: type[Any],
    slots: Mapping[str, str],
    fixed: Parts | None = None,
    *,
    when: Callable[[Any], bool] = lambda _: True,
) -> Rule:
    """A rule whose parts are fields of the node. `fixed`: what other fields must be."""
    given = fixed or {}

    def take(node: Any) -> Parts | None:
        if type(node) is not made or any(getattr(node, key) != value for key, value in given.items()):
            return None
        return {key: getattr(node, key) for key in slots} if when(node) else None

    return Rule(name, slots, take, lambda parts: made(**parts, **given))


def _is_up(node: a.Of) -> bool:
    """Whether what is wanted stands above what is given."""
    return stands_under(a.kind_of(node.of), node.kind)


def _limited(name: str, limit: str, is_such: Callable[[a.Compared], bool], when: a.Quantifier) -> Rule:
    def take(node: Any) -> Parts | None:
        if not isinstance(node, a.Compared) or node.when != when or not is_such(node):
            return None
        return {"measure": node.measure, "limit": Limit(node.op, node.bound, node.upper)}

    def make(parts: Parts) -> a.Compared:
        said = parts["limit"]
        return a.Compared(parts["measure"], said.op, said.bound, said.upper, when)

    return Rule(name, {"measure": "measure", "limit": limit}, take, make)


def _checked(limit: str, is_such: Callable[[a.Check], bool]) -> Rule:
    def take(node: Any) -> Parts | None:
        if not isinstance(node, a.Check) or not is_such(node):
            return None
        return {"value": node.value, "limit": Limit(node.op, node.bound, node.upper)}

    def make(parts: Parts) -> a.Check:
        said = parts["limit"]
        return a.Check(parts["value"], said.op, said.bound, said.upper)

    return Rule("check", {"value": "value", "limit": limit}, take, make)


def _brackets(inside: str) -> Rule:
    return Rule("brackets", {"inside": inside}, lambda node: {"inside": node}, lambda parts: parts["inside"])


def _bound(kind: str) -> list[Rule]:
    """A limit of amounts, counts or values."""
    between = _plain("between", Limit, {"bound": kind, "upper": kind}, {"op": "between"})
    return [between, _plain("compared_with", Limit, {"op": "operator", "bound": kind}, {"upper": 0})]


_NO_PLAN = {"plan": 0}
_SETS = {"left": "base", "right": "base"}
_LEAF = (
    _plain("all", a.All, {"kind": "kind"}, _NO_PLAN),
    _plain("all_of_plan", a.All, {"kind": "kind", "plan": "count"}),
    _plain(
        "named_one", a.Named, {"kind": "kind_one", "keys": "names"}, _NO_PLAN, when=lambda node: len(node.keys) == 1
    ),
    _plain("named", a.Named, {"kind": "kind", "keys": "names"}, _NO_PLAN),
    _plain("named_of_plan", a.Named, {"kind": "kind", "keys": "names", "plan": "count"}),
    _plain("last", a.Last, {"kind": "kind", "keys": "names"}, _NO_PLAN),
    _plain("last_of_plan", a.Last, {"kind": "kind", "keys": "names", "plan": "count"}),
)
_OF = {"kind": "kind", "of": "base"}
_BASE = (
    *_LEAF,
    _plain(
        "agencies_of_projects", a.Of, {"of": "base"}, {"kind": "agency"}, when=lambda n: a.kind_of(n.of) == "project"
    ),
    _plain("agencies_of", a.Of, {"of": "base"}, {"kind": "agency"}),
    _plain(
        "projects_of_agencies", a.Of, {"of": "base"}, {"kind": "project"}, when=lambda n: a.kind_of(n.of) == "agency"
    ),
    _plain("of_agencies", a.Of, _OF, when=lambda n: a.kind_of(n.of) == "agency"),
    _plain("over", a.Of, _OF, when=_is_up),
    _plain("under", a.Of, _OF),
)
_CHAIN_OF = {"of": "chain", "by": "measure"}
_CHAIN = (
    _plain("where", a.Where, {"of": "chain", "condition": "condition"}, {"negated": False}),
    _plain("where_not", a.Where, {"of": "chain", "condition": "condition"}, {"negated": True}),
    _plain("largest", a.First, _CHAIN_OF, {"n": 1, "smallest": False}),
    _plain("smallest", a.First, _CHAIN_OF, {"n": 1, "smallest": True}),
    _plain("ranking", a.First, _CHAIN_OF, {"n": 0, "smallest": False}),
    _plain("ranking_up", a.First, _CHAIN_OF, {"n": 0, "smallest": True}),
    _plain("first", a.First, {**_CHAIN_OF, "n": "count"}, {"smallest": False}),
    _plain("last_ones", a.First, {**_CHAIN_OF, "n": "count"}, {"smallest": True}),
)
_SET = (
    _plain("and", a.And, _SETS),
    _plain("or", a.Or, _SETS),
    _plain("without", a.Without, _SETS),
)


def _is_money(node: a.Compared) -> bool:
    return node.measure.field == "amount"


_QUANTIFIED: tuple[tuple[str, a.Quantifier], ...] = (
    ("compared", "total"),
    ("compared_each", "each"),
    ("compared_some", "some"),
)
_CONDITION = (
    *(
        _limited(name, limit, is_such, when)
        for name, when in _QUANTIFIED
        for limit, is_such in (
            ("value_limit", lambda node: not isinstance(node.bound, int)),
            ("money_limit", _is_money),
            ("count_limit", lambda node: not _is_money(node)),
        )
    ),
    _plain("funded", a.Funded, {"years": "years"}),
    _plain("grew", a.Grew, {"first": "year", "last": "year"}, {"down": False}),
    _plain("shrank", a.Grew, {"first": "year", "last": "year"}, {"down": True}),
    _plain("rising", a.Course, {"years": "years"}, {"way": "up"}),
    _plain("falling", a.Course, {"years": "years"}, {"way": "down"}),
    _plain("steady", a.Course, {"years": "years"}, {"way": "steady"}),
    _plain("alternating", a.Course, {"years": "years"}, {"way": "alternate"}),
    _plain("has", a.Has, {"what": "had"}),
    _plain("words", a.Words, {"text": "quoted"}),
)
_MEASURE = (
    _plain("amount", a.Measure, {}, {"field": "amount", "kind": None, "years": (), "unit": ""}),
    _plain("amount_in", a.Measure, {"years": "years"}, {"field": "amount", "kind": None, "unit": ""}),
    _plain("count", a.Measure, {"kind": "kind"}, {"field": "count", "years": (), "unit": ""}),
    _plain("years_funded", a.Measure, {}, {"field": "years", "kind": None, "years": (), "unit": ""}),
    _plain("target", a.Measure, {}, {"field": "target", "kind": None, "years": (), "unit": ""}),
    _plain("target_in", a.Measure, {"unit": "quoted"}, {"field": "target", "kind": None, "years": ()}),
)
_MEASURED = {"measure": "measure", "of": "set"}
_SIDES = {"left": "part", "right": "part"}
_CHANGED = {"of": "set", "first": "year", "last": "year"}
_VALUE = (
    _plain("total", a.Total, _MEASURED),
    _plain("number", a.Number, {"of": "set"}),
    _plain("average", a.Average, _MEASURED, {"per": "thing"}),
    _plain("average_year", a.Average, _MEASURED, {"per": "year"}),
    _plain("highest", a.Extreme, _MEASURED, {"smallest": False}),
    _plain("lowest", a.Extreme, _MEASURED, {"smallest": True}),
    _plain("share", a.Share, {"part": "part", "whole": "part"}),
    _plain("difference", a.Difference, _SIDES),
    _plain("ratio", a.Ratio, _SIDES),
    _plain("change", a.Change, _CHANGED, {"percent": False}),
    _plain("change_percent", a.Change, _CHANGED, {"percent": True}),
)
_LEAVES = (a.All, a.Named, a.Last)
_PART = (
    _plain("total", a.Total, {"measure": "measure", "of": "leaf"}, when=lambda node: isinstance(node.of, _LEAVES)),
    _plain("number", a.Number, {"of": "leaf"}, when=lambda node: isinstance(node.of, _LEAVES)),
    _brackets("value"),
)
_GROUPED = {"value": "value", "by": "by"}
_ASK = (
    _plain("tell", a.Tell, {"value": "value"}),
    _plain("listing", a.Listing, {"of": "set"}),
    _plain("exists", a.Exists, {"of": "set"}),
    _plain("among", a.Among, _SETS),
    _checked("value_limit", lambda node: not isinstance(node.bound, int)),
    _checked("money_limit", lambda node: unit_of(node.value) == "satang"),
    _checked("count_limit", lambda node: unit_of(node.value) != "satang"),
    _plain("comparison", a.Comparison, {"values": "values"}),
    _plain("text", a.Text, {"of": "set"}),
    _plain("grouped", a.Grouped, _GROUPED, {"n": None, "smallest": False}),
    _plain("grouped_ranking", a.Grouped, _GROUPED, {"n": 0, "smallest": False}),
    _plain("grouped_ranking_up", a.Grouped, _GROUPED, {"n": 0, "smallest": True}),
    _plain("grouped_first", a.Grouped, {**_GROUPED, "n": "count"}, {"smallest": False}),
    _plain("grouped_last", a.Grouped, {**_GROUPED, "n": "count"}, {"smallest": True}),
    _plain("unknown", a.Unknown, {"what": "gap"}, {"of": None}),
    _plain("unknown_of", a.Unknown, {"what": "gap", "of": "set"}),
)


@dataclass(frozen=True)
class Series:
    """Several of a kind in a row."""

    name: str
    """Of the word between them."""
    of: str
    fewest: int = 2
    as_node: type[Any] | None = field(default=None)
    """The node that they make."""
    last: str = ""
    """Of the word before the last one, where that is another: "2555, 2556 และ 2557"."""


RULES: Mapping[str, tuple[Rule, ...]] = {
    "leaf": _LEAF,
    "base": (*_BASE, _brackets("set")),
    "chain": (*_CHAIN, *_BASE, _brackets("set")),
    "set": (*_SET, *_CHAIN, *_BASE),
    "condition": _CONDITION,
    "measure": _MEASURE,
    "value": _VALUE,
    "part": _PART,
    "ask": _ASK,
    "money_limit": tuple(_bound("money")),
    "count_limit": tuple(_bound("count")),
    "value_limit": tuple(_bound("part")),
}
"""By nonterminal."""
SERIES: Mapping[str, Series] = {
    "values": Series("values_between", "part"),
    "names": Series("names_between", "name", 1),
    "years": Series("years_between", "year", 1, last="years_last"),
    "query": Series("asks_between", "ask", 1, a.Several),
}
WORDS: Mapping[str, str] = {
    "kind": "kinds",
    "kind_one": "kinds_one",
    "by": "groups",
    "gap": "gaps",
    "had": "had",
    "operator": "operators",
}
"""Nonterminals that are one word of a table in the YAML files."""
