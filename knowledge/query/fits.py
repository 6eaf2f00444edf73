"""Does a query make sense? If not, for which reason: what goes with what is said here and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.query.algebra import (
    MOST_KEYS,
    MOST_NODES,
    All,
    Among,
    And,
    Average,
    Change,
    Check,
    Compared,
    Comparison,
    Course,
    Difference,
    Extreme,
    First,
    Funded,
    Grew,
    Grouped,
    Has,
    Last,
    Measure,
    Named,
    Node,
    Number,
    Of,
    Operator,
    Or,
    Query,
    Ratio,
    Several,
    Share,
    Total,
    Value,
    Where,
    Without,
    Words,
    kind_of,
    nodes,
    plans,
)
from knowledge.query.kinds import GROUPS, KINDS, MONEY, TARGET, Kind, way
from knowledge.query.units import measured_in, unit_of

_LONGEST_WORDS = 60
_MOST_ASKS = 6
_FIRST_YEAR, _LAST_YEAR = 2400, 2700
_QUOTES = frozenset("“”")
"""They set words apart in a sentence, and so cannot stand within them."""
_LARGEST = 10**17
"""What both databases can multiply by a count and still hold in 64 bits."""


@dataclass(frozen=True)
class Reason:
    """Why something does not fit."""

    kind: str
    """Which sort of reason; its words are under `query.misfit` in handlers/words/."""
    of: str = ""
    """The kind, unit or number that it is about."""


def misfit(query: Query, most: int = MOST_NODES) -> Reason | None:
    """The first reason for which the query makes no sense; None where it does. `most`: nodes."""
    return next(_reasons(query, most), None)


def _reasons(query: Query, most: int) -> Iterator[Reason]:
    every = list(nodes(query))
    if len(every) > most:
        yield Reason("too_large", str(len(every)))
    if len(plans(query)) > 1:
        yield Reason("two_plans")
    each = [node.value for node in every if isinstance(node, Grouped) and node.by == "indicator"]
    for node in every:
        yield from (reason for reason in _of_node(node) if reason.kind != "one_target" or node not in each)


def _of_node(node: Node) -> Iterator[Reason]:
    match node:
        case All(kind=kind):
            yield from [] if kind in KINDS else [Reason("no_kind", kind)]
        case Named() | Last():
            yield from _named(node)
        case Of(kind=kind, of=of):
            if kind == kind_of(of) or way(kind_of(of), kind) is None:
                yield Reason("not_tied", f"{kind} {kind_of(of)}")
        case And() | Or() | Without() | Among():
            if kind_of(node.left) != kind_of(node.right):
                yield Reason("other_kind", f"{kind_of(node.left)} {kind_of(node.right)}")
        case Where(of=of, condition=condition):
            yield from _condition(condition, kind_of(of))
        case First(of=of, by=by, n=n):
            yield from _ordered(by, kind_of(of))
            yield from [] if 0 <= n <= MOST_KEYS else [Reason("range", str(n))]
        case _:
            yield from _of_value(node)


def _of_value(node: Node) -> Iterator[Reason]:
    match node:
        case Total(measure=measure, of=of):
            yield from _measure(measure, kind_of(of))
            if measure.field == "target" and not (isinstance(of, Named | Last) and len(of.keys) == 1):
                yield Reason("one_target")
        case Average(measure=measure, of=of, per=per):
            yield from _ordered(measure, kind_of(of))
            if per == "year" and measure.field != "amount":
                yield Reason("per_year", measure.field)
        case Extreme(measure=measure, of=of):
            yield from _ordered(measure, kind_of(of))
        case Share(part=left, whole=right) | Difference(left=left, right=right) | Ratio(left=left, right=right):
            yield from _same_unit(left, right)
        case Change(of=of, first=first, last=last):
            yield from _measure(Measure("amount", years=(first,)), kind_of(of))
            yield from [] if first != last and _is_year(last) else [Reason("years", f"{first} {last}")]
        case _:
            yield from _of_form(node)


def _of_form(node: Node) -> Iterator[Reason]:
    match node:
        case Check(value=value, op=op, bound=bound, upper=upper):
            yield from _bounds(op, bound, upper)
            if not isinstance(bound, int):
                yield from _same_unit(value, bound)
        case Comparison(values=values):
            yield from [] if 2 <= len(values) <= _MOST_ASKS else [Reason("range", str(len(values)))]
            for other in values[1:]:
                yield from _same_unit(values[0], other)
        case Grouped():
            yield from _grouped(node)
        case Several(asks=asks):
            yield from [] if 2 <= len(asks) <= _MOST_ASKS else [Reason("range", str(len(asks)))]
        case _:
            return


def _named(node: Named | Last) -> Iterator[Reason]:
    if node.kind not in KINDS:
        yield Reason("no_kind", node.kind)
    if not 1 <= len(node.keys) <= MOST_KEYS or len(set(node.keys)) < len(node.keys):
        yield Reason("range", str(len(node.keys)))


def _measure(measure: Measure, kind: Kind) -> Iterator[Reason]:
    """What measures go with a kind."""
    if measure.field in ("amount", "years") and kind not in MONEY:
        yield Reason("no_money", kind)
    if measure.field == "target" and kind not in TARGET:
        yield Reason("no_target", kind)
    if measure.field == "count" and (measure.kind is None or kind == measure.kind or way(kind, measure.kind) is None):
        yield Reason("not_tied", f"{measure.kind} {kind}")
    if (measure.kind is not None) != (measure.field == "count"):
        yield Reason("no_kind", str(measure.kind))
    if measure.years and measure.field != "amount":
        yield Reason("years", measure.field)
    if measure.unit and (measure.field != "target" or set(measure.unit) & _QUOTES):
        yield Reason("unit", measure.unit)
    yield from _years(measure.years)


def _ordered(measure: Measure, kind: Kind) -> Iterator[Reason]:
    """A measure by which things are put in order: targets only in one unit."""
    yield from _measure(measure, kind)
    if measure.field == "target" and not measure.unit:
        yield Reason("target_unit")


def _condition(condition: Node, kind: Kind) -> Iterator[Reason]:
    match condition:
        case Compared(measure=measure, op=op, bound=bound, upper=upper, when=when):
            yield from _ordered(measure, kind)
            yield from _bounds(op, bound, upper)
            if when != "total" and measure.field != "amount":
                yield Reason("per_year", measure.field)
            if not isinstance(bound, int) and unit_of(bound) != measured_in(measure):
                yield Reason("other_unit", f"{measured_in(measure)} {unit_of(bound)}")
        case Funded(years=years):
            yield from _measure(Measure("years"), kind)
            yield from _years(years) if years else [Reason("years", "")]
        case Grew(first=first, last=last):
            yield from _measure(Measure("amount", years=(first,)), kind)
            yield from [] if first != last and _is_year(last) else [Reason("years", f"{first} {last}")]
        case Course(years=years):
            yield from _measure(Measure("amount", years=years), kind)
            yield from [] if len(years) > 1 else [Reason("years", "")]
        case Has(what=what):
            yield from _measure(_HAD[what], kind)
        case Words(text=text):
            if text != text.strip() or not 1 <= len(text) <= _LONGEST_WORDS or set(text) & _QUOTES:
                yield Reason("words", text[:_LONGEST_WORDS])


_HAD = {"budget": Measure("amount"), "agency": Measure("count", "agency"), "target": Measure("target")}


def _bounds(op: Operator, bound: "int | Value", upper: int) -> Iterator[Reason]:
    if not isinstance(bound, int):
        yield from [Reason("range", str(upper))] if op == "between" or upper else []
        return
    if abs(bound) > _LARGEST or upper > _LARGEST or (upper < bound if op == "between" else upper != 0):
        yield Reason("range", f"{bound} {upper}")


def _same_unit(left: Value, right: Value) -> Iterator[Reason]:
    if unit_of(left) != unit_of(right):
        yield Reason("other_unit", f"{unit_of(left)} {unit_of(right)}")


def _years(years: tuple[int, ...]) -> Iterator[Reason]:
    if list(years) != sorted(set(years)) or not all(map(_is_year, years)):
        yield Reason("years", " ".join(map(str, years)))


def _is_year(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _grouped(node: Grouped) -> Iterator[Reason]:
    if (node.n is not None and not 0 <= node.n <= MOST_KEYS) or (node.n is None and node.smallest):
        yield Reason("range", str(node.n))
    part = node.value.part if isinstance(node.value, Share) else node.value
    if node.by == "year":
        yield from [] if _has_years(part) else [Reason("by_year", unit_of(part))]
        return
    if node.by == "funding":
        yield from [] if _has_sources(node.value) else [Reason("by_funding", type(node.value).__name__)]
        return
    if node.by not in GROUPS:
        yield Reason("no_kind", node.by)
        return
    if not isinstance(part, Total | Number | Average | Extreme | Change) or (
        isinstance(part, Change) and part is not node.value
    ):
        yield Reason("grouped", type(part).__name__)
        return
    kind = "project" if _is_of_projects(part) else kind_of(part.of)
    if kind != node.by and way(kind, node.by) is None:
        yield Reason("not_tied", f"{node.by} {kind}")
    if isinstance(part, Total) and part.measure.field == "target" and node.by != "indicator":
        yield Reason("one_target")
    if isinstance(part, Total) and part.measure.field == "target" and node.n is not None and not part.measure.unit:
        yield Reason("target_unit")


def _has_sources(value: Value) -> bool:
    """Whether it can be said for each source of money: how many projects, or their money."""
    counted = isinstance(value, Number) and kind_of(value.of) == "project"
    return counted or (isinstance(value, Total) and value.measure.field == "amount")


def _is_of_projects(part: Value) -> bool:
    """Whether the money of projects is shared out among the groups."""
    if isinstance(part, Average):
        return part.per == "year"
    if isinstance(part, Change):
        return True
    return isinstance(part, Total) and part.measure.field in ("amount", "years")


def _has_years(value: Value) -> bool:
    """Whether it can be said year by year."""
    match value:
        case Difference(left=left, right=right) | Ratio(left=left, right=right):
            return _has_years(left) and _has_years(right)
        case Number(of=of):
            return kind_of(of) in MONEY
        case Total(measure=measure) | Extreme(measure=measure):
            return measure.field == "amount"
        case Average(measure=measure, per=per):
            return measure.field == "amount" and per == "thing"
        case _:
            return False
