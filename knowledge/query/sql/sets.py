"""Which things are in a set? A statement that finds their ids."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select, true

from knowledge.query.algebra import (
    All,
    And,
    Compared,
    Condition,
    Course,
    First,
    Funded,
    Grew,
    Has,
    Last,
    Measure,
    Named,
    Of,
    Or,
    Set,
    Value,
    Where,
    Without,
    Words,
    kind_of,
)
from knowledge.query.kinds import Kind
from knowledge.query.sql.figures import CELLS, compared, figures, yearly_amounts
from knowledge.query.sql.tables import TABLES, Column, Ids, along, everything, named

_TREE = ("strategy", "issue", "tactic", "project")
"""Kinds that each project stands under, or is."""
_ESCAPE = "\\"


@dataclass(frozen=True)
class Known:
    """What a statement cannot say by itself."""

    years: tuple[int, ...]
    """Of the plan."""
    bound: Callable[[Value], Fraction | None]
    """What a value comes to that things are compared with."""


def ids(of: Set, known: Known) -> Ids:
    """The ids of the things of a set."""
    match of:
        case All(kind=kind, plan=plan):
            return everything(kind, plan)
        case Named(kind=kind, keys=keys, plan=plan) | Last(kind=kind, keys=keys, plan=plan):
            return named(kind, keys, plan)
        case Of(kind=kind, of=inner):
            if _holds_all(inner, kind):
                return everything(kind, 0)
            found = along(narrowed(inner, known), kind_of(inner), kind)
            return found if isinstance(inner, All | Named | Last) else _apart(found)
        case First():
            return _apart(select(ranks(of, known).subquery().c.id))
    own = TABLES[kind_of(of)].id
    return _apart(select(own.label("id")).where(member(of, own, known)))


def _apart(found: Ids) -> Ids:
    """The statement written beside the one that uses it: SQLite's parser gives up at statements within statements."""
    return select(found.cte().c[0])


def member(of: Set, column: Column, known: Known) -> ColumnElement[bool]:
    """Whether the thing whose id stands in the column is in the set. What everything is in is not looked up."""
    match of:
        case And():
            return and_(member(of.left, column, known), member(of.right, column, known))
        case Or():
            return or_(member(of.left, column, known), member(of.right, column, known))
        case Without():
            return and_(member(of.left, column, known), not_(member(of.right, column, known)))
        case Where():
            holds = _holds(of.condition, kind_of(of), column, known)
            return and_(member(of.of, column, known), not_(holds) if of.negated else holds)
        case All(kind=kind) if _is_whole(of) and not TABLES[kind].clauses:
            return true()
    return column.in_(ids(of, known))


def narrowed(of: Set, known: Known) -> Ids | None:
    """The ids of a set, None where everything is in it: what is not looked up costs nothing."""
    return None if _is_whole(of) else ids(of, known)


def has_money(of: Set, column: Column, known: Known) -> ColumnElement[bool]:
    """Whether the project whose id stands in the column has a part in the money of the set."""
    if is_all_money(of):
        return true()
    return member(of if kind_of(of) == "project" else Of("project", of), column, known)


def is_all_money(of: Set) -> bool:
    """Whether the money of the set is that of all projects."""
    return _is_whole(of) and kind_of(of) in _TREE


def ranks(of: First, known: Known) -> Ids:
    """(id, figure, place) of the first things of a set; things with the same figure share a place."""
    found = figures(kind_of(of), of.by, narrowed(of.of, known)).cte()
    order = found.c.figure.asc() if of.smallest else found.c.figure.desc()
    placed = select(found.c.id, found.c.figure, func.rank().over(order_by=order).label("place"))
    if not of.n:
        return placed
    # Only what is as good as the n-th is given its place: to sort 29,000 things takes longer than to find five.
    best = select(found.c.figure).order_by(order).limit(of.n).subquery()
    last = select(func.max(best.c.figure) if of.smallest else func.min(best.c.figure)).scalar_subquery()
    return placed.where(found.c.figure <= last if of.smallest else found.c.figure >= last)


def _holds_all(of: Set, kind: Kind) -> bool:
    """Whether everything of a kind stands under the set."""
    return _is_whole(of) and kind_of(of) in _TREE and kind in _TREE[_TREE.index(kind_of(of)) :]


def _is_whole(of: Set) -> bool:
    return isinstance(of, All) and not of.plan


def _holds(condition: Condition, kind: Kind, own: Column, known: Known) -> ColumnElement[bool]:
    """Whether the thing whose id stands in the column `own` fulfils the condition."""
    match condition:
        case Compared():
            return _compared(condition, kind, own, known)
        case Funded(years=years):
            money = yearly_amounts(kind, years, None).having(func.sum(CELLS.c.satang) > 0).subquery()
            funded = select(money.c.id).group_by(money.c.id).having(func.count() == len(years))
            return own.in_(funded)
        case Grew(first=first, last=last, down=down):
            return own.in_(_grown(kind, (first, last), down))
        case Course(years=years, way="steady"):
            every = _holds(Funded(years), kind, own, known)
            return and_(every, *(~_differs(kind, own, pair) for pair in pairwise(years)))
        case Course(years=years, way="alternate"):
            has = {year: _holds(Funded((year,)), kind, own, known) for year in years}
            turns = (or_(and_(has[one], ~has[two]), and_(~has[one], has[two])) for one, two in pairwise(years))
            return and_(*turns)
        case Course(years=years, way=way):
            return and_(*(own.in_(_grown(kind, pair, way == "down")) for pair in pairwise(years)))
        case Has(what=what):
            found = figures(kind, _HAD[what], None).subquery()
            return own.in_(select(found.c.id).where(found.c.figure > 0) if what == "agency" else select(found.c.id))
        case Words(text=text):
            table = TABLES[kind]
            said = or_(*(_holds_words(table.column(name), text) for name in (table.name, table.name_en)))
            return said if own is table.id else own.in_(select(table.id).where(said))


def _grown(kind: Kind, years: tuple[int, int], down: bool) -> Select[tuple[int]]:
    """The things of a kind that have more in the second year than in the first, or less."""
    yearly = yearly_amounts(kind, years, None).subquery()
    more = func.sum(case((yearly.c.year == years[1], yearly.c.figure), else_=-yearly.c.figure))
    return select(yearly.c.id).group_by(yearly.c.id).having(more < 0 if down else more > 0)


def _differs(kind: Kind, own: Column, years: tuple[int, int]) -> ColumnElement[bool]:
    """Whether the thing has more in one of the two years than in the other."""
    return or_(*(own.in_(_grown(kind, years, down)) for down in (False, True)))


_HAD = {"budget": Measure("amount"), "agency": Measure("count", "agency"), "target": Measure("target")}


def _holds_words(column: Column, text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True, escape=_ESCAPE)


def _compared(condition: Compared, kind: Kind, own: Column, known: Known) -> ColumnElement[bool]:
    measure = condition.measure
    number, parts = _bound(condition, known)
    if number is None:
        return false()
    if condition.when == "total":
        found = figures(kind, measure, None).subquery()
        is_so = compared(found.c.figure, condition.op, number, condition.upper, parts)
        return own.in_(select(found.c.id).where(is_so))
    yearly = yearly_amounts(kind, measure.years, None).subquery()
    is_so = compared(yearly.c.figure, condition.op, number, condition.upper, parts)
    some = select(yearly.c.id).where(is_so)
    if condition.when == "some":
        return own.in_(some)
    return own.in_(some.group_by(yearly.c.id).having(func.count() == len(measure.years or known.years)))


def _bound(condition: Compared, known: Known) -> tuple[int | None, int]:
    if isinstance(condition.bound, int):
        return condition.bound, 1
    value = known.bound(condition.bound)
    return (None, 1) if value is None else (value.numerator, value.denominator)
