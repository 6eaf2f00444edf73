"""The last query with something changed: other years, another thing, something left out, the other end of a ranking."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from knowledge.query import algebra as a

Piece = a.Node | a.Measure
Change = Callable[[Piece], Piece]
_TWO = 2


def measures(query: a.Query) -> Iterator[a.Measure]:
    """Every measure in it."""
    for node in a.nodes(query):
        yield from (value for field in fields(node) if isinstance(value := getattr(node, field.name), a.Measure))


def changed(node: Piece, change: Change) -> Piece:
    """The node with `change` applied to each node in it, the innermost first."""
    told: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            told[field.name] = tuple(changed(part, change) if isinstance(part, a.Node) else part for part in value)
        elif isinstance(value, a.Node | a.Measure):
            told[field.name] = changed(value, change)
    return change(replace(node, **told))


def _as_query(node: Piece) -> a.Query | None:
    return node if isinstance(node, a.Query) else None


def is_change(query: a.Query) -> bool:
    """Whether it tells of a change from one year to another."""
    return any(isinstance(node, a.Change) for node in a.nodes(query))


def at_place(of: a.Set, measure: a.Measure, place: int, *, smallest: bool) -> a.Query:
    """What comes at a place of an order: first where those before it are left out; what ties with it stays."""
    rest = of if place == 1 else a.Without(of, a.First(of, measure, place - 1, smallest))
    return a.Grouped(a.Total(measure, rest), a.kind_of(of), 1, smallest)


def lists_unfunded(query: a.Query) -> bool:
    """Whether it lists what has no money in some years."""
    return isinstance(query, a.Listing) and any(
        isinstance(node, a.Where) and node.negated and isinstance(node.condition, a.Funded) for node in a.nodes(query)
    )


def has_years(query: a.Query) -> bool:
    """Whether it speaks of some years."""
    funded = any(isinstance(node, a.Funded) for node in a.nodes(query))
    return funded or any(measure.years for measure in measures(query))


def years_in(query: a.Query) -> set[tuple[int, ...]]:
    """The spans of years that it speaks of."""
    told = {measure.years for measure in measures(query)}
    return told | {node.years for node in a.nodes(query) if isinstance(node, a.Funded)}


def with_years(query: a.Query, years: tuple[int, ...]) -> a.Query | None:
    """The same of other years; () is all. None where its years are what it compares."""
    ends = {(n.first, n.last) for n in a.nodes(query) if isinstance(n, a.Change)}
    if len(ends) == 1 and (len(years) == _TWO or _is_run(years)):
        first, last = years[0], years[-1]
        return _as_query(changed(query, lambda n: replace(n, first=first, last=last) if isinstance(n, a.Change) else n))
    spans = {measure.years for measure in measures(query) if measure.field == "amount"}
    spans |= {n.years for n in a.nodes(query) if isinstance(n, a.Funded)}
    if len(spans) > 1 or any(isinstance(n, a.Change) for n in a.nodes(query)):
        return None

    def change(node: Piece) -> Piece:
        if isinstance(node, a.Measure) and node.field == "amount":
            return replace(node, years=years)
        return a.Funded(years) if isinstance(node, a.Funded) and years else node

    return _as_query(changed(query, change))


def _is_run(years: tuple[int, ...]) -> bool:
    """Whether these are the years from one to another: "61 ไป 64"."""
    return len(years) > _TWO and years == tuple(range(years[0], years[-1] + 1))


def with_amount(query: a.Query, op: a.Operator, number: int, upper: int = 0) -> a.Query | None:
    """The same with another amount of money in its one condition; None where it has none, or several."""
    found = [n for n in a.nodes(query) if isinstance(n, a.Compared) and n.measure.field == "amount"]
    if len(found) != 1:
        return None

    def change(node: Piece) -> Piece:
        if isinstance(node, a.Compared) and node.measure.field == "amount":
            return replace(node, op=op, bound=number, upper=upper)
        return node

    return _as_query(changed(query, change))


def turned(query: a.Query, *, smallest: bool, n: int | None = None) -> a.Query | None:
    """The other end of a ranking, of `n` things where that is said; None where nothing is ranked."""
    if not any(isinstance(n, a.First) or (isinstance(n, a.Grouped) and n.n is not None) for n in a.nodes(query)):
        return None

    def change(node: Piece) -> Piece:
        match node:
            case a.Without(left=left, right=a.First()):
                return left  # behind a runner-up everything is in the order again
            case a.First(n=old) | a.Grouped(n=int() as old):
                return replace(node, smallest=smallest, n=old if n is None else n)
        return node

    return _as_query(changed(query, change))


def renamed(query: a.Query, old: a.Named, new: a.Named) -> a.Query | None:
    """The same of other things, wherever those are named."""
    return _as_query(changed(query, lambda node: new if node == old else node))


def subject_in(query: a.Query) -> a.Set | None:
    """What the query is about; None where that is several things apart, or nothing."""
    match query:
        case a.Listing(of=a.Of(kind="agency", of=of)) | a.Among(right=a.Of(kind="agency", of=of)):
            return of
        case a.Listing(of=of) | a.Exists(of=of) | a.Text(of=of):
            return of
        case a.Tell(value=value) | a.Grouped(value=value) | a.Check(value=value):
            return _of_value(value)
        case a.Comparison(values=values):
            return _of_all(values)
        case a.Several(asks=asks):
            about_each = [subject_in(ask) for ask in asks]
            roots = {root_of(of) for of in about_each}
            return about_each[0] if len(roots) == 1 else None
    return None


def _of_value(value: a.Value) -> a.Set | None:
    match value:
        case a.Share(part=part):
            return _of_value(part)
        case a.Total(of=of) | a.Number(of=of) | a.Average(of=of) | a.Extreme(of=of) | a.Change(of=of):
            return of
    return None


def _of_all(values: tuple[a.Value, ...]) -> a.Set | None:
    """What several values are of, all together, where all is named and of one kind."""
    sets = [of for value in values if (of := _of_value(value)) is not None]
    named = [of for of in sets if isinstance(of, a.Named)]
    if not named or len(named) < len(values) or len({of.kind for of in named}) > 1:
        return None
    return a.Named(named[0].kind, tuple(dict.fromkeys(key for of in named for key in of.keys)))


def about(query: a.Query, new: Callable[[a.Set], a.Set | None]) -> a.Query | None:
    """The same of another set, made of the one it is about."""
    if isinstance(query, a.Several) and subject_in(query) is not None:
        made_each = [about(ask, new) for ask in query.asks]
        asks = tuple(one for one in made_each if one is not None and not isinstance(one, a.Several))
        return a.Several(asks) if len(asks) == len(query.asks) else None
    old = subject_in(query)
    made = None if old is None else new(old)
    if old is None or made is None:
        return None
    match query:
        case a.Listing(of=a.Of(kind="agency")) | a.Among(right=a.Of(kind="agency")):
            return a.Listing(a.Of("agency", made))
        case a.Listing() | a.Exists() | a.Text():
            return replace(query, of=made)
        case a.Tell(value=value):
            changed_value = _value_of(value, made)
            return None if changed_value is None else a.Tell(changed_value)
        case a.Grouped(value=value):
            changed_value = _value_of(value, made)
            return None if changed_value is None else replace(query, value=changed_value)
    return None


def _value_of(value: a.Value, of: a.Set) -> a.Value | None:
    match value:
        case a.Share(part=part):
            changed_part = _value_of(part, of)
            return None if changed_part is None else replace(value, part=changed_part)
        case a.Total() | a.Number() | a.Average() | a.Extreme() | a.Change():
            return replace(value, of=of)
    return None


def root_of(of: a.Set | None) -> a.Set | None:
    """What the conditions and kinds of a set are laid around."""
    while isinstance(of, a.Where | a.First | a.Of):
        of = of.of
    return of


def in_place_of(old: a.Set, new: a.Set) -> a.Set | None:
    """The new thing where the old one stands: itself, or what is its, with the old conditions."""
    match old:
        case a.Where(of=of, condition=condition, negated=negated):
            inner = in_place_of(of, new)
            return None if inner is None else a.Where(inner, condition, negated)
        case a.First(of=of):
            inner = in_place_of(of, new)
            return None if inner is None else replace(old, of=inner)
        case a.And(left=left, right=a.Of(of=a.Named(kind=kind)) as right):
            if kind == a.kind_of(new):
                return a.And(left, a.Of(right.kind, new))
            return a.And(inner, right) if (inner := in_place_of(left, new)) is not None else None
        case a.Of(kind=kind, of=a.Named() | a.Last() | a.All()):
            return new if a.kind_of(new) == kind else a.Of(kind, new)
        case a.All(kind=kind):
            return new if a.kind_of(new) == kind else a.Of(kind, new)
        case a.Named() | a.Last():
            return new
    return None
