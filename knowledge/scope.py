"""Which projects does a question speak of? Its subject and conditions as SQL."""

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from db.models import Agency, Budget, Issue, Project, ProjectAgency, Tactic
from knowledge.question import Condition, Question

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


def project_ids(question: Question) -> Select[tuple[int]]:
    """The ids of the projects meant: those under the subject, of the agencies, that fulfil every condition."""
    return _project_ids(question.about, question.agencies, question.where, question.years if question.where else ())


@lru_cache(maxsize=512)
def _project_ids(
    about: tuple[str, ...], agencies: tuple[str, ...], where: tuple[Condition, ...], years: tuple[int, ...]
) -> Select[tuple[int]]:
    """One statement for one scope: putting it together takes longer than running it."""
    query = select(Project.id).join(Tactic, Project.tactic_id == Tactic.id).join(Issue, Tactic.issue_id == Issue.id)
    if about:
        query = query.where(or_(Project.code.in_(about), Tactic.code.in_(about), Issue.code.in_(about)))
    if agencies:
        query = query.where(Project.id.in_(_of_agencies(agencies)))
    for condition in where:
        query = query.where(_clause(condition, years))
    return query


def in_years(question: Question) -> ColumnElement[bool]:
    """The budget cells of the question's years, or all."""
    return Budget.year.in_(question.years) if question.years else Budget.year.is_not(None)


def _of_agencies(names: tuple[str, ...]) -> Select[tuple[int]]:
    return (
        select(ProjectAgency.project_id)
        .join(Agency, ProjectAgency.agency_id == Agency.id)
        .where(Agency.name.in_(names))
    )


def _clause(condition: Condition, years: tuple[int, ...]) -> ColumnElement[bool]:
    """One condition on a project."""
    cells = select(Budget.project_id).where(Budget.satang.is_not(None), Budget.satang > 0)
    if condition.field == "funded":
        return Project.id.in_(cells.where(Budget.year == condition.number))
    if condition.field == "unfunded":
        return Project.id.not_in(cells.where(Budget.year == condition.number))
    within = cells.where(Budget.year.in_(years)) if years else cells
    if condition.field == "cell":
        return Project.id.in_(within.where(_compare(Budget.satang, condition)))
    if condition.field == "each":
        return and_(
            Project.id.in_(within.where(_compare(Budget.satang, condition))),
            Project.id.not_in(_failing(condition, years)),
        )
    if condition.field == "years":
        return Project.id.in_(cells.group_by(Budget.project_id).having(_compare(func.count(), condition)))
    if condition.field == "steady":
        same = and_(func.count() == condition.number, func.min(Budget.satang) == func.max(Budget.satang))
        return Project.id.in_(cells.group_by(Budget.project_id).having(same))
    if condition.field == "alternate":
        gaps = and_(func.count() > 1, func.max(Budget.year) - func.min(Budget.year) == 2 * (func.count() - 1))
        return Project.id.in_(cells.group_by(Budget.project_id).having(gaps))
    if condition.field == "agencies":
        count = select(func.count()).where(ProjectAgency.project_id == Project.id).correlate(Project).scalar_subquery()
        return _compare(count, condition)
    totals = within.group_by(Budget.project_id).having(_compare(func.sum(Budget.satang), condition))
    return Project.id.in_(totals)


def _failing(condition: Condition, years: tuple[int, ...]) -> Select[tuple[int]]:
    """Projects with a year that does not fulfil the condition; a year without a budget never does."""
    query = select(Budget.project_id).where(or_(Budget.satang.is_(None), ~_compare(Budget.satang, condition)))
    return query.where(Budget.year.in_(years)) if years else query


def _compare(left: Any, condition: Condition) -> ColumnElement[bool]:
    if condition.op == "between":
        return and_(left >= condition.number, left <= condition.upper)
    clause: ColumnElement[bool] = _OPERATORS[condition.op](left, condition.number)
    return clause
