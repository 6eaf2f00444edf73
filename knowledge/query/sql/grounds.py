"""On which lines of the plan does an answer rest, and what must be known about its figures?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Issue, Plan, Project, ProjectAgency, Source, Tactic
from db.plan_models import PlanFact
from knowledge.budgets import Place
from knowledge.query.algebra import (
    Among,
    Average,
    Change,
    Exists,
    Extreme,
    First,
    Grouped,
    Listing,
    Measure,
    Node,
    Number,
    Of,
    Query,
    Set,
    Text,
    Total,
    Unknown,
    children,
    kind_of,
    nodes,
    plans,
)
from knowledge.query.sql.figures import CELLS, planned
from knowledge.query.sql.sets import has_money, member
from knowledge.query.sql.tables import TABLES
from knowledge.query.sql.values import Values

_PROJECTS, _SOURCES = Project.__table__, Source.__table__
_PLACE = (_SOURCES.c.document, _SOURCES.c.line, _SOURCES.c.quote)


@dataclass(frozen=True)
class Money:
    """Whose money, and of which years; none is all."""

    of: Set
    years: tuple[int, ...] = ()


Ground = Money | Set


def grounds(query: Query) -> tuple[Ground, ...]:
    """The money and the things that the answer tells of; what only narrows it is not told."""
    return tuple(dict.fromkeys(_grounds(query)))


def places(session: Session, query: Query, most: int = 200) -> tuple[Place, ...]:
    """The lines that the answer rests on, in the order of the document; at most so many."""
    values = Values(session, query)
    found: dict[Place, None] = {}
    for ground in grounds(query):
        for row in values.run(_places(ground, values).order_by(_SOURCES.c.line).limit(most)):
            found[Place(*row)] = None
    return tuple(sorted(found, key=lambda place: place.line)[:most])


def issues_without_unit(session: Session, query: Query) -> tuple[str, ...]:
    """The codes of the issues whose tables state no unit of the money that the answer tells."""
    values = Values(session, query)
    found: dict[str, None] = {}
    issues, tactics = Issue.__table__, Tactic.__table__
    for money in (ground for ground in grounds(query) if isinstance(ground, Money)):
        under = select(tactics.c.issue_id).where(tactics.c.id.in_(_funded(money, values, _PROJECTS.c.tactic_id)))
        statement = select(issues.c.code).where(issues.c.budget_unit.is_(None), issues.c.id.in_(under))
        found |= dict.fromkeys(row[0] for row in values.run(statement.order_by(issues.c.position)))
    return tuple(found)


def is_shared(session: Session, query: Query) -> bool:
    """Whether the money of agencies is told, and some project of theirs is another's too."""
    values = Values(session, query)
    answers = ProjectAgency.__table__
    by_agency = any(isinstance(node, Grouped) and node.by == "agency" for node in nodes(query))
    several = select(answers.c.project_id).group_by(answers.c.project_id).having(func.count() > 1)
    for money in (ground for ground in grounds(query) if isinstance(ground, Money)):
        if by_agency or _tells_of_agencies(money.of):
            statement = _funded(money, values, _PROJECTS.c.id).where(_PROJECTS.c.id.in_(several)).limit(1)
            if values.run(statement):
                return True
    return False


@dataclass(frozen=True)
class Title:
    """Which plan an answer is taken from."""

    province: str
    province_en: str
    first: int
    last: int
    own: str = ""
    """What the plan is called by itself, where it is."""
    own_en: str = ""


def title(session: Session, query: Query) -> Title | None:
    """The plan that a query speaks of, or the first that is stored; None where none is."""
    wanted = next(iter(plans(query)), 0)
    stored = Plan.__table__.c
    statement = select(stored.id, stored.province, stored.province_en, stored.first_year, stored.last_year).order_by(
        stored.id
    )
    found = session.execute(statement.where(stored.id == wanted) if wanted else statement).first()
    if found is None:
        return None
    names = select(PlanFact.name, PlanFact.value).where(PlanFact.name.in_(("title", "title_en")))
    own = {row.name: row.value for row in session.execute(names.where(PlanFact.plan_id == found.id))}
    return Title(*found[1:], own.get("title", ""), own.get("title_en", ""))


def _tells_of_agencies(of: Set) -> bool:
    return kind_of(of) == "agency" or (isinstance(of, Of) and kind_of(of.of) == "agency")


def _grounds(node: Node) -> Iterator[Ground]:
    match node:
        case Total(measure=measure, of=of) | Average(measure=measure, of=of) | Extreme(measure=measure, of=of):
            yield from _measured(measure, of)
        case Number(of=of):
            yield of
        case Change(of=of, first=first, last=last):
            yield Money(of, tuple(sorted((first, last))))
        case Listing(of=of) | Exists(of=of) | Text(of=of) | Unknown(of=of):
            yield from [] if of is None else _listed(of)
        case Among(left=left, right=right):
            yield from (*_listed(left), *_listed(right))
        case _:
            for child in children(node):
                yield from _grounds(child)


def _measured(measure: Measure, of: Set) -> Iterator[Ground]:
    if measure.field == "count" and measure.kind is not None:
        yield Of(measure.kind, of)
    elif measure.field == "target":
        yield of
    else:
        yield Money(of, measure.years)


def _listed(of: Set) -> Iterator[Ground]:
    if isinstance(of, Of) and of.kind == "agency":
        of = of.of
        yield of if kind_of(of) == "project" else Of("project", of)
        return
    yield of
    if isinstance(of, First) and of.by.field in ("amount", "years"):
        yield Money(of, of.by.years)


def _places(ground: Ground, values: Values) -> Select[Any, Any, Any]:
    if isinstance(ground, Money):
        query = select(*_PLACE).join(_PROJECTS, _PROJECTS.c.source_id == _SOURCES.c.id)
        return query.where(_PROJECTS.c.id.in_(_funded(ground, values, _PROJECTS.c.id)))
    if kind_of(ground) == "agency":
        return _places(Of("project", ground), values)
    table = TABLES[kind_of(ground)]
    query = select(*_PLACE).join(table.table, table.column("source_id") == _SOURCES.c.id).where(*table.clauses)
    return query.where(member(ground, table.id, values.known))


def _funded(money: Money, values: Values, column: Any) -> Select[Any]:
    cells = select(CELLS.c.project_id).where(planned(money.years))
    query: Select[Any] = select(column).select_from(_PROJECTS).where(_PROJECTS.c.id.in_(cells))
    return query.where(has_money(money.of, _PROJECTS.c.id, values.known))
