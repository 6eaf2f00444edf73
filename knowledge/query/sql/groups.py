"""What is a value for each year or thing? One statement for all things, and one for each year."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from db.models import Project
from knowledge.query import arithmetic
from knowledge.query.algebra import (
    Average,
    Change,
    Difference,
    Extreme,
    Grouped,
    Measure,
    Number,
    Of,
    Ratio,
    Set,
    Share,
    Total,
    Value,
    kind_of,
)
from knowledge.query.kinds import Kind, way
from knowledge.query.result import Figure, Found
from knowledge.query.sql.figures import CELLS, exact, figures, planned, told_as
from knowledge.query.sql.sets import ids, is_all_money, narrowed
from knowledge.query.sql.tables import TABLES, joined
from knowledge.query.sql.things import things
from knowledge.query.sql.values import Values, in_year
from knowledge.query.units import unit_of

_PROJECTS = Project.__table__


def groups(asked: Grouped, values: Values) -> tuple[Found, ...]:
    """A group for each year or thing, in document order or, ranked, in that of their figures."""
    found = _of_groups(asked, values)
    if asked.n is None:
        return found
    places = arithmetic.places([one.figure.number if one.figure else None for one in found], smallest=asked.smallest)
    placed = [replace(one, place=place) for one, place in zip(found, places, strict=True)]
    kept = [one for one in placed if one.place > 0 and (one.place <= asked.n or not asked.n)]
    return tuple(sorted(kept, key=lambda one: one.place))


def _of_groups(asked: Grouped, values: Values) -> tuple[Found, ...]:
    if asked.by == "year":
        return _by_year(asked.value, values)
    return _by_funding(asked.value, values) if asked.by == "funding" else _by_thing(asked.value, asked.by, values)


def _by_funding(value: Value, values: Values) -> tuple[Found, ...]:
    """Each source as the plan writes it, in the order of the plan; "" where none is written."""
    assert isinstance(value, Number | Total), "`fits` has seen to it"  # noqa: S101
    of = value.of if kind_of(value.of) == "project" else Of("project", value.of)
    figure: Any = func.count(_PROJECTS.c.id)
    table: Any = _PROJECTS
    if isinstance(value, Total):
        figure = func.sum(CELLS.c.satang).label(told_as(value.measure))
        of_years = and_(CELLS.c.project_id == _PROJECTS.c.id, planned(value.measure.years))
        table = _PROJECTS.join(CELLS, of_years, isouter=True)
    query = select(_PROJECTS.c.funding, figure).select_from(table).where(_PROJECTS.c.id.in_(ids(of, values.known)))
    rows = values.run(query.group_by(_PROJECTS.c.funding).order_by(func.min(_PROJECTS.c.id)))
    unit = unit_of(value)
    return tuple(
        Found(source, source, source, Figure(None if number is None else exact(number), unit))
        for source, number in rows
    )


def _by_year(value: Value, values: Values) -> tuple[Found, ...]:
    years = years_of(value) or values.known.years
    return tuple(Found(str(year), str(year), str(year), values.figure(in_year(value, year))) for year in years)


def years_of(value: Value) -> tuple[int, ...]:
    """The years that a value speaks of by itself."""
    match value:
        case Total(measure=measure) | Average(measure=measure) | Extreme(measure=measure):
            return measure.years
        case Share(part=part):
            return years_of(part)
        case Difference(left=left) | Ratio(left=left):
            return years_of(left)
    return ()


def _by_thing(value: Value, by: Kind, values: Values) -> tuple[Found, ...]:
    part = value.part if isinstance(value, Share) else value
    assert isinstance(part, Total | Number | Average | Extreme | Change), "`fits` has seen to it"  # noqa: S101
    named = things(part.of if kind_of(part.of) == by else Of(by, part.of), values)
    numbers = _numbers(part, by, values)
    units = _units(part, values)
    whole = values.figure(value.whole).number if isinstance(value, Share) else None
    nothing = None if _may_lack(part) else Fraction(0)
    found = []
    for key, one in named.items():
        number = numbers.get(key, nothing)
        number = arithmetic.percent(number, whole) if isinstance(value, Share) else number
        found.append(replace(one, figure=Figure(number, unit_of(value), units.get(key, ""))))
    return tuple(found)


def _may_lack(part: Total | Number | Average | Extreme | Change) -> bool:
    """Whether a group may have no figure; a count then is 0."""
    return not isinstance(part, Number) and not (isinstance(part, Total) and part.measure.field in ("count", "years"))


def _numbers(part: Total | Number | Average | Extreme | Change, by: Kind, values: Values) -> dict[int, Fraction]:
    """The figure of each group, by id."""
    if isinstance(part, Change):
        return _changes(part, by, values)
    if isinstance(part, Number):
        pairs = _pairs(by, part.of, values)
        query: Any = select(pairs.c.group, func.count(), literal(1)).group_by(pairs.c.group)
    elif isinstance(part, Total) and part.measure.field in ("amount", "years"):
        query = _money(part.measure, by, part.of, values)
    elif isinstance(part, Average) and part.per == "year":
        query = _money(part.measure, by, part.of, values, len(part.measure.years or values.known.years))
    elif isinstance(part, Total) and part.measure.field == "count":
        query = _counts(part.measure, by, part.of, values)
    else:
        query = _of_each(part, by, values)
    return {group: exact(above) / below for group, above, below in values.run(query) if above is not None}


def _changes(part: Change, by: Kind, values: Values) -> dict[int, Fraction]:
    sides = [_numbers(Total(Measure("amount", years=(year,)), part.of), by, values) for year in (part.first, part.last)]
    changes = {
        key: arithmetic.change(*(side.get(key) for side in sides), in_percent=part.percent)
        for key in {**sides[0], **sides[1]}
    }
    return {key: change for key, change in changes.items() if change is not None}


def _pairs(by: Kind, of: Set, values: Values) -> Any:
    """(group, id): which things of the set belong to which group."""
    own, kind = TABLES[by].id, kind_of(of)
    source, thing = joined(by, kind)
    found: Select[Any, Any] = select(own.label("group"), thing.label("id")).select_from(source)
    found = found.where(*TABLES[kind].clauses) if by == kind else found
    wanted = narrowed(of, values.known)
    found = found if wanted is None else found.where(thing.in_(wanted))
    passed = way(by, kind) or ()
    return (found.distinct() if "agency" in passed and len(passed) > 2 else found).subquery()


def _money(measure: Measure, by: Kind, of: Set, values: Values, parts: int = 1) -> Any:
    if measure.field == "amount" and is_all_money(of):
        each = figures(by, measure, None).subquery()
        return select(each.c.id, each.c.figure.label(told_as(measure)), literal(parts))
    pairs = _pairs(by, of if kind_of(of) == "project" else Of("project", of), values)
    figure: Any = func.sum(CELLS.c.satang) if measure.field == "amount" else func.count(CELLS.c.year.distinct())
    cells = planned(measure.years) if measure.field == "amount" else CELLS.c.satang > 0
    query: Any = select(pairs.c.group, figure.label(told_as(measure)), literal(parts)).join(
        CELLS, CELLS.c.project_id == pairs.c.id
    )
    return query.where(cells).group_by(pairs.c.group)


def _counts(measure: Measure, by: Kind, of: Set, values: Values) -> Any:
    pairs, kind = _pairs(by, of, values), kind_of(of)
    assert measure.kind is not None, "a count counts something"  # noqa: S101
    source, counted = joined(kind, measure.kind)
    tied = select(TABLES[kind].id.label("id"), counted.label("counted")).select_from(source).subquery()
    query = select(pairs.c.group, func.count(tied.c.counted.distinct()), literal(1)).join(tied, tied.c.id == pairs.c.id)
    return query.group_by(pairs.c.group)


def _of_each(part: Total | Average | Extreme, by: Kind, values: Values) -> Any:
    """Average, largest or smallest of the things of each group; of targets the one there is."""
    pairs = _pairs(by, part.of, values)
    each = figures(kind_of(part.of), part.measure, ids(part.of, values.known)).subquery()
    figure: Any = func.max(each.c.figure)
    below: Any = 1
    if isinstance(part, Average):
        figure, below = func.sum(each.c.figure), func.count(each.c.figure)
    elif isinstance(part, Extreme) and part.smallest:
        figure = func.min(each.c.figure)
    query = select(pairs.c.group, figure.label(told_as(part.measure)), below).join(each, each.c.id == pairs.c.id)
    return query.group_by(pairs.c.group)


def _units(part: Total | Number | Average | Extreme | Change, values: Values) -> dict[int, str]:
    """The units of targets that are listed."""
    if not (isinstance(part, Total) and part.measure.field == "target"):
        return {}
    table = TABLES["indicator"]
    query = select(table.id, table.column("target_unit")).where(table.id.in_(ids(part.of, values.known)))
    return {id_: unit for id_, unit in values.run(query) if unit}
