"""Which projects does a question speak of? Its subject and conditions as SQL."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, SQLColumnExpression, and_, func, or_, select

from db.models import Agency, Budget, Issue, Project, ProjectAgency, Tactic
from db.statements import fill, slots
from knowledge.question import Condition, Field, Question

KEPT = 512
"""Statements kept of each kind."""

Slots = Sequence[BindParameter[Any]]
Number = SQLColumnExpression[int] | SQLColumnExpression[int | None]

_OPERATORS: dict[str, Callable[[Number, int], ColumnElement[bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True)
class Scope:
    """What of a question decides which statement is run, with the things, agencies and years named as its values."""

    about: int
    """How many things; 0 is the whole plan."""
    agencies: int
    where: tuple[Condition, ...]
    years: int


def scope_of(question: Question) -> Scope:
    """The scope of a question. Whether an indicator has a target says nothing of projects, so that is left out."""
    where = tuple(c for c in question.where if c.field != "target")
    return Scope(len(question.about), len(question.agencies), where, len(question.years))


def values_of(question: Question) -> dict[str, Any]:
    """What the statements of the question's scope are run with."""
    return fill("about", question.about) | fill("agency", question.agencies) | fill("year", question.years)


@lru_cache(maxsize=KEPT)
def project_ids(scope: Scope) -> Select[int]:
    """The ids of the projects meant: those under the subject, of the agencies, that fulfil every condition."""
    query = select(Project.id)
    if scope.about:
        query = query.join(Tactic, Project.tactic_id == Tactic.id).join(Issue, Tactic.issue_id == Issue.id)
        named = (column.in_(slots("about", scope.about)) for column in (Project.code, Tactic.code, Issue.code))
        query = query.where(or_(*named))
    query = query.where(*(Project.id.in_(_of_agencies(names)) for names in _alternatives(scope)))
    years = slots("year", scope.years)
    return query.where(*(_CLAUSES[c.field](c, years) for c in scope.where if c.field != "together"))


def in_years(scope: Scope) -> ColumnElement[bool]:
    """The budget cells of the scope's years, or all."""
    return Budget.year.in_(slots("year", scope.years)) if scope.years else Budget.year.is_not(None)


def _alternatives(scope: Scope) -> list[Slots]:
    """Agencies of which one is enough: all that were named or, if they are to answer together, each by itself."""
    named = slots("agency", scope.agencies)
    if any(c.field == "together" for c in scope.where):
        return [[agency] for agency in named]
    return [named] if named else []


def _of_agencies(names: Slots) -> Select[int]:
    query = select(ProjectAgency.project_id).join(Agency, ProjectAgency.agency_id == Agency.id)
    return query.where(Agency.name.in_(names))


# --- One function for each field of a condition: the condition on a project, within these years (or all).


def _funded(condition: Condition, _: Slots) -> ColumnElement[bool]:
    return Project.id.in_(_cells(()).where(Budget.year == condition.number))


def _unfunded(condition: Condition, _: Slots) -> ColumnElement[bool]:
    return Project.id.not_in(_cells(()).where(Budget.year == condition.number))


def _some_cell(condition: Condition, years: Slots) -> ColumnElement[bool]:
    return Project.id.in_(_cells(years).where(_compare(Budget.satang, condition)))


def _each_cell(condition: Condition, years: Slots) -> ColumnElement[bool]:
    """No year fails the condition; a year without a budget always does."""
    failing = select(Budget.project_id).where(or_(Budget.satang.is_(None), ~_compare(Budget.satang, condition)))
    failing = failing.where(Budget.year.in_(years)) if years else failing
    return and_(_some_cell(condition, years), Project.id.not_in(failing))


def _sum_of_cells(condition: Condition, years: Slots) -> ColumnElement[bool]:
    return _having(_compare(func.sum(Budget.satang), condition), years)


def _count_of_years(condition: Condition, _: Slots) -> ColumnElement[bool]:
    return _having(_compare(func.count(), condition))


def _steady(condition: Condition, _: Slots) -> ColumnElement[bool]:
    return _having(and_(func.count() == condition.number, func.min(Budget.satang) == func.max(Budget.satang)))


def _alternate(_: Condition, __: Slots) -> ColumnElement[bool]:
    """Two funded years lie two apart, three lie four apart: every other year."""
    span = func.max(Budget.year) - func.min(Budget.year)
    return _having(and_(func.count() > 1, span == 2 * (func.count() - 1)))


def _count_of_agencies(condition: Condition, _: Slots) -> ColumnElement[bool]:
    count = select(func.count()).where(ProjectAgency.project_id == Project.id).correlate(Project)
    return _compare(count.scalar_subquery(), condition)


_CLAUSES: dict[Field, Callable[[Condition, Slots], ColumnElement[bool]]] = {
    "total": _sum_of_cells,
    "each": _each_cell,
    "cell": _some_cell,
    "years": _count_of_years,
    "agencies": _count_of_agencies,
    "funded": _funded,
    "unfunded": _unfunded,
    "steady": _steady,
    "alternate": _alternate,
}


def _cells(years: Slots) -> Select[int]:
    """The projects with money in some of these years, or in any."""
    query = select(Budget.project_id).where(Budget.satang.is_not(None), Budget.satang > 0)
    return query.where(Budget.year.in_(years)) if years else query


def _having(clause: ColumnElement[bool], years: Slots = ()) -> ColumnElement[bool]:
    """The projects whose cells with money, taken together, fulfil the clause."""
    return Project.id.in_(_cells(years).group_by(Budget.project_id).having(clause))


def _compare(left: Number, condition: Condition) -> ColumnElement[bool]:
    if condition.op == "between":
        return and_(left >= condition.number, left <= condition.upper)
    return _OPERATORS[condition.op](left, condition.number)
