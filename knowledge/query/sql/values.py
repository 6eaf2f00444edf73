"""What is a value? Each kind of it is one statement; what is set against each other is reckoned exactly."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from db.models import Indicator, Plan
from knowledge.query import arithmetic
from knowledge.query.algebra import (
    Average,
    Change,
    Difference,
    Extreme,
    Funded,
    Measure,
    Node,
    Number,
    Of,
    Ratio,
    Set,
    Share,
    Total,
    Value,
    Where,
    kind_of,
    plans,
)
from knowledge.query.result import Figure
from knowledge.query.sql.figures import CELLS, exact, figures, planned, told_as
from knowledge.query.sql.sets import Known, has_money, ids, narrowed
from knowledge.query.units import unit_of

_PLANS = Plan.__table__
_YEARS = select(_PLANS.c.first_year, _PLANS.c.last_year).order_by(_PLANS.c.id)
_INDICATORS = Indicator.__table__


class Values:
    """Finds what values come to, over one session. A value that is asked for twice is looked up once."""

    def __init__(self, session: Session, asked: Node) -> None:
        self._session = session
        self._kept: dict[Value, Figure] = {}
        self.known = Known(_years(session, asked), lambda value: self.figure(value).number)

    def run(self, statement: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows that a statement finds."""
        return self._session.execute(statement).all()

    def figure(self, value: Value) -> Figure:
        """What a value comes to."""
        if value not in self._kept:
            self._kept[value] = self._found(value)
        return self._kept[value]

    def things(self, of: Set) -> int:
        """How many there are."""
        return int(
            self.run(select(func.count().label("things")).select_from(ids(of, self.known).distinct().subquery()))[0][0]
        )

    def _found(self, value: Value) -> Figure:
        if isinstance(value, Total) and value.measure.field == "target":
            return self._target(value)
        return Figure(self._number(value), unit_of(value), self._target_unit(value))

    def _number(self, value: Value) -> Fraction | None:
        match value:
            case Number(of=of):
                return Fraction(self.things(of))
            case Total(measure=measure, of=of):
                return self._total(measure, of)
            case Average(measure=measure, of=of, per="year"):
                total = self._total(measure, of)
                return None if total is None else total / len(measure.years or self.known.years)
            case Average(measure=measure, of=of):
                found = self._column(measure, of)
                total, count = self.run(select(func.sum(found).label(told_as(measure)), func.count(found)))[0]
                return exact(total) / count if count else None
            case Extreme(measure=measure, of=of, smallest=smallest):
                found = self._column(measure, of)
                ends = (func.min(found) if smallest else func.max(found)).label(told_as(measure))
                return _fraction(self.run(select(ends))[0][0])
            case Change(of=of, first=first, last=last, percent=in_percent):
                before, after = (self._total(Measure("amount", years=(year,)), of) for year in (first, last))
                return arithmetic.change(before, after, in_percent=in_percent)
        return self._of_two(value)

    def _of_two(self, value: Share | Difference | Ratio) -> Fraction | None:
        sides = (value.part, value.whole) if isinstance(value, Share) else (value.left, value.right)
        left, right = (self.figure(side) for side in sides)
        if left.target_unit != right.target_unit:
            return None  # 20 per cent and 2 topics have no difference
        match value:
            case Share():
                return arithmetic.percent(left.number, right.number)
            case Difference():
                return arithmetic.difference(left.number, right.number, left.unit)
            case Ratio():
                return arithmetic.ratio(left.number, right.number)

    def _total(self, measure: Measure, of: Set) -> Fraction | None:
        if measure.field == "count" and measure.kind is not None:
            return Fraction(self.things(Of(measure.kind, of)))
        if measure.field == "amount":
            query = select(func.sum(CELLS.c.satang).label(told_as(measure))).where(planned(measure.years))
        else:
            query = select(func.count(CELLS.c.year.distinct())).where(CELLS.c.satang > 0)
        return _fraction(self.run(query.where(has_money(of, CELLS.c.project_id, self.known)))[0][0])

    def _column(self, measure: Measure, of: Set) -> Any:
        return figures(kind_of(of), measure, narrowed(of, self.known)).subquery().c.figure

    def _target(self, value: Total) -> Figure:
        query = select(_INDICATORS.c.target, _INDICATORS.c.target_unit).where(
            _INDICATORS.c.id.in_(ids(value.of, self.known))
        )
        wanted = value.measure.unit
        found = next((row for row in self.run(query) if row[0] is not None and wanted in ("", row[1])), (None, ""))
        return Figure(_fraction(found[0]), "target", found[1] or "")

    def _target_unit(self, value: Value) -> str:
        match value:
            case Average(measure=measure) | Extreme(measure=measure):
                return measure.unit
            case Difference(left=left):
                return self.figure(left).target_unit
        return ""


def in_year(value: Value, year: int) -> Value:
    """The same value of one year alone; of a share the part."""
    match value:
        case Total(measure=measure) | Average(measure=measure) | Extreme(measure=measure):
            return replace(value, measure=replace(measure, years=(year,)))
        case Number(of=of):
            return Number(funded_in(of, year))
        case Share(part=part):
            return replace(value, part=in_year(part, year))
        case Difference(left=left, right=right) | Ratio(left=left, right=right):
            return replace(value, left=in_year(left, year), right=in_year(right, year))
    return value


def funded_in(of: Set, year: int) -> Set:
    """Those of a set that have money in a year."""
    return Where(of, Funded((year,)))


def _years(session: Session, asked: Node) -> tuple[int, ...]:
    """The years of the plan that is spoken of; without one, of the first that is stored."""
    plan = next(iter(plans(asked)), 0)
    found = session.execute(_YEARS.where(_PLANS.c.id == plan) if plan else _YEARS).first()
    return tuple(range(found[0], found[1] + 1)) if found else ()


def _fraction(number: Any) -> Fraction | None:
    return None if number is None else exact(number)
