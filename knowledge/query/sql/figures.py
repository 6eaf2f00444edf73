"""Which figure has each thing of a kind? One statement for each measure."""

from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Numeric, SQLColumnExpression, and_, cast, func, literal, select, true

from db.models import Budget, Indicator
from knowledge.query.algebra import Measure, Operator
from knowledge.query.kinds import Kind
from knowledge.query.sql.tables import TABLES, Ids, joined

CELLS = Budget.__table__
_INDICATORS = Indicator.__table__

_TARGET = cast(_INDICATORS.c.target, Numeric(asdecimal=False))
"""Kept as it is written (`db/columns.Exact`); compared and added up as a number."""
_DECIMALS = 6
"""Of a target: it comes as a float, for SQLite has no exact numbers but whole ones."""

Figures = Any
"""A statement that finds (id, figure). Columns that are chosen by kind have no type that mypy could follow."""


def figures(kind: Kind, measure: Measure, of: Ids | None) -> Figures:
    """The figure of each thing of the ids, or of all. Things without one are left out; a count of 0 is a figure."""
    if measure.field == "amount":
        return _amounts(kind, measure, of)
    if measure.field == "years":
        return _years(kind, of)
    if measure.field == "target":
        return _targets(measure, of)
    assert measure.kind is not None, "a count counts something"  # noqa: S101  # `fits` has seen to it
    source, counted = joined(kind, measure.kind, outer=True)
    own = TABLES[kind].id
    found: Any = select(own.label("id"), func.count(counted.distinct()).label("figure")).select_from(source)
    return _among(found, own, of).where(*TABLES[kind].clauses).group_by(own)


def told_as(measure: Measure) -> str:
    """The column of a figure that is read: money is called satang and a target so, there as in the tables."""
    return {"amount": "satang", "target": "target"}.get(measure.field, "figure")


def exact(figure: Any) -> Fraction:
    """A figure as a database gives it back: a whole number, an exact one or, of a target, a float."""
    return Fraction(str(round(figure, _DECIMALS))) if isinstance(figure, float) else Fraction(figure)


def yearly_amounts(kind: Kind, years: tuple[int, ...], of: Ids | None) -> Figures:
    """(id, year, figure) of each thing and year that has a budget."""
    own, found = _budgets(kind)
    found = found.add_columns(CELLS.c.year.label("year"), func.sum(CELLS.c.satang).label("figure"))
    return _among(found, own, of).where(planned(years)).group_by(own, CELLS.c.year)


def planned(years: tuple[int, ...]) -> ColumnElement[bool]:
    """The cells of these years, or of all, that have a budget."""
    given = CELLS.c.satang.is_not(None)
    return and_(given, CELLS.c.year.in_(years)) if years else given


def compared(figure: SQLColumnExpression[Any], op: Operator, number: int, upper: int, parts: int = 1) -> Any:
    """Whether a figure is so; `parts`: the bound is a fraction, of which `number` stands above the line."""
    left = figure * parts if parts != 1 else figure
    if op == "between":
        return and_(left >= number, left <= upper)
    return left.op(op)(literal(number))


def _amounts(kind: Kind, measure: Measure, of: Ids | None) -> Figures:
    if of is None and kind != "project":
        return _all_amounts(kind, measure)
    own, found = _budgets(kind)
    found = found.add_columns(func.sum(CELLS.c.satang).label("figure"))
    return _among(found, own, of).where(planned(measure.years)).group_by(own)


def _all_amounts(kind: Kind, measure: Measure) -> Figures:
    """Of everything of a kind: added up by project first, so that a project is looked up once and not for each cell."""
    cells = select(CELLS.c.project_id, func.sum(CELLS.c.satang).label("satang")).where(planned(measure.years))
    summed = cells.group_by(CELLS.c.project_id).subquery()
    source, project = joined(kind, "project")
    own = TABLES[kind].id
    found: Any = select(own.label("id"), func.sum(summed.c.satang).label("figure"))
    return found.select_from(source.join(summed, summed.c.project_id == project)).group_by(own)


def _years(kind: Kind, of: Ids | None) -> Figures:
    """How many years have money; none is a figure, too."""
    source, project = joined(kind, "project", outer=True)
    funded = and_(CELLS.c.project_id == project, CELLS.c.satang > 0)
    own = TABLES[kind].id
    found: Any = select(own.label("id"), func.count(CELLS.c.year.distinct()).label("figure"))
    found = found.select_from(source.join(CELLS, funded, isouter=True))
    return _among(found, own, of).group_by(own)


def _targets(measure: Measure, of: Ids | None) -> Figures:
    found = select(_INDICATORS.c.id.label("id"), _TARGET.label("figure")).where(_INDICATORS.c.target.is_not(None))
    found = found.where(_INDICATORS.c.target_unit == measure.unit) if measure.unit else found
    return _among(found, _INDICATORS.c.id, of)


def _budgets(kind: Kind) -> tuple[SQLColumnExpression[Any], Any]:
    """The budget cells beside the ids of the things that they belong to; a project's are read from their index."""
    if kind == "project":
        return CELLS.c.project_id, select(CELLS.c.project_id.label("id"))
    source, project = joined(kind, "project")
    own = TABLES[kind].id
    joint = source.join(CELLS, CELLS.c.project_id == project)
    return own, select(own.label("id")).select_from(joint)


def _among(found: Any, own: SQLColumnExpression[Any], of: Ids | None) -> Any:
    return found.where(own.in_(of) if of is not None else true())
