"""How much money, by project, issue, tactic, agency or year? The only place where figures are read."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Agency, Budget, Issue, Project, ProjectAgency, Source, Tactic
from db.statements import rows, slots
from knowledge.money import Amount
from knowledge.question import By, Question
from knowledge.scope import KEPT, Scope, in_years, project_ids, scope_of, values_of

_KEYS = {
    "project": Project.code,
    "tactic": Tactic.code,
    "issue": Issue.code,
    "agency": Agency.name,
    "year": Budget.year,
}
_ORDER = {
    "project": Project.position,
    "tactic": Tactic.position,
    "issue": Issue.position,
    "agency": Agency.position,
    "year": Budget.year,
}


@dataclass(frozen=True)
class Sum:
    """What one thing adds up to."""

    key: str
    """Plan code, agency name, or the fiscal year as text."""
    amount: Amount
    cells: int
    """Budget cells set; 0 means that no budget is set at all."""


@dataclass(frozen=True)
class Cell:
    """One project in one fiscal year."""

    code: str
    year: int
    amount: Amount | None
    """None: the plan sets no budget that year."""


@dataclass(frozen=True)
class Place:
    """Where a fact stands."""

    document: str
    line: int
    quote: str


def sum_of(session: Session, question: Question) -> Sum:
    """The sum over the question's projects and years."""
    (row,) = rows(session, _sum(scope_of(question)), values_of(question))
    return Sum("", Amount.of(row, "satang"), row.cells)


def sums_by(session: Session, question: Question, by: By) -> tuple[Sum, ...]:
    """A sum for each thing, in document order; a project with two agencies counts in full for each."""
    found = rows(session, _sums(scope_of(question), by), values_of(question))
    return tuple(Sum(str(row.key), Amount.of(row, "satang"), row.cells) for row in found)


def counts_by(session: Session, question: Question, by: By) -> tuple[tuple[str, int], ...]:
    """How many projects each thing has, in document order; for a year those with a budget in it."""
    found = rows(session, _counts(scope_of(question), by), values_of(question))
    return tuple((str(row.key), row.projects) for row in found)


def cells_of(session: Session, question: Question) -> tuple[Cell, ...]:
    """Every project and year of the question, in document order, years ascending."""
    found = rows(session, _cells(scope_of(question)), values_of(question))
    return tuple(Cell(row.code, row.year, None if row.satang is None else Amount.of(row, "satang")) for row in found)


def places_of(session: Session, question: Question) -> tuple[Place, ...]:
    """Where the figures of the question stand: the line of every project that has one in its years."""
    return tuple(Place(*row) for row in rows(session, _places(scope_of(question)), values_of(question)))


# --- The statements, each put together once for a scope.


@lru_cache(maxsize=KEPT)
def _sum(scope: Scope) -> Select[int | None, int]:
    query = select(func.sum(Budget.satang).label("satang"), func.count(Budget.satang).label("cells"))
    return query.where(Budget.project_id.in_(project_ids(scope)), in_years(scope))


@lru_cache(maxsize=KEPT)
def _sums(scope: Scope, by: By) -> Select[object, int | None, int]:
    key = _KEYS[by].label("key")
    query = (
        select(key, func.sum(Budget.satang).label("satang"), func.count(Budget.satang).label("cells"))
        .select_from(Budget)
        .join(Project, Budget.project_id == Project.id)
        .join(Tactic, Project.tactic_id == Tactic.id)
        .join(Issue, Tactic.issue_id == Issue.id)
        .where(Project.id.in_(project_ids(scope)), in_years(scope))
    )
    if by == "agency":
        query = query.join(ProjectAgency, ProjectAgency.project_id == Project.id)
        query = query.join(Agency, Agency.id == ProjectAgency.agency_id)
        # Of a project that two agencies share only the one asked for is wanted.
        query = query.where(Agency.name.in_(slots("agency", scope.agencies))) if scope.agencies else query
    return query.group_by(_KEYS[by], _ORDER[by]).order_by(_ORDER[by])


@lru_cache(maxsize=KEPT)
def _counts(scope: Scope, by: By) -> Select[object, int]:
    query = (
        select(_KEYS[by].label("key"), func.count(Project.id.distinct()).label("projects"))
        .select_from(Project)
        .join(Tactic, Project.tactic_id == Tactic.id)
        .join(Issue, Tactic.issue_id == Issue.id)
        .where(Project.id.in_(project_ids(scope)))
    )
    if by == "agency":
        query = query.join(ProjectAgency, ProjectAgency.project_id == Project.id)
        query = query.join(Agency, Agency.id == ProjectAgency.agency_id)
    if by == "year":
        query = query.join(Budget, Budget.project_id == Project.id).where(Budget.satang.is_not(None))
    return query.group_by(_KEYS[by], _ORDER[by]).order_by(_ORDER[by])


@lru_cache(maxsize=KEPT)
def _cells(scope: Scope) -> Select[str, int, int | None]:
    query = select(Project.code, Budget.year, Budget.satang).join(Project, Budget.project_id == Project.id)
    query = query.where(Project.id.in_(project_ids(scope)), in_years(scope))
    return query.order_by(Project.position, Budget.year)


@lru_cache(maxsize=KEPT)
def _places(scope: Scope) -> Select[str, int, str]:
    funded = select(Budget.project_id).where(in_years(scope), Budget.satang.is_not(None))
    query = select(Source.document, Source.line, Source.quote).join(Project, Project.source_id == Source.id)
    query = query.where(Project.id.in_(project_ids(scope)), Project.id.in_(funded))
    return query.order_by(Source.line)
