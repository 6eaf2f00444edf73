"""How much money, by project, issue, tactic, agency or year? The only place where figures are read."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Agency, Budget, Issue, Project, ProjectAgency, Source, Tactic
from knowledge.money import Amount
from knowledge.question import By, Question
from knowledge.scope import in_years, project_ids

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
    row = session.execute(
        select(func.sum(Budget.satang).label("satang"), func.count(Budget.satang).label("cells"))
        .where(Budget.project_id.in_(project_ids(question)), in_years(question))
    ).one()  # fmt: skip
    return Sum("", Amount.of(row, "satang"), row.cells)


def sums_by(session: Session, question: Question, by: By) -> tuple[Sum, ...]:
    """A sum for each thing, in document order; a project with two agencies counts in full for each."""
    key = _KEYS[by]
    query = (
        select(key.label("key"), func.sum(Budget.satang).label("satang"), func.count(Budget.satang).label("cells"))
        .select_from(Budget).join(Project, Budget.project_id == Project.id)
        .join(Tactic, Project.tactic_id == Tactic.id).join(Issue, Tactic.issue_id == Issue.id)
        .where(Project.id.in_(project_ids(question)), in_years(question))
    )  # fmt: skip
    if by == "agency":
        query = query.join(ProjectAgency, ProjectAgency.project_id == Project.id).join(
            Agency, Agency.id == ProjectAgency.agency_id
        )
        if question.agencies:
            query = query.where(Agency.name.in_(question.agencies))
    rows = session.execute(query.group_by(key, _ORDER[by]).order_by(_ORDER[by]))
    return tuple(Sum(str(row.key), Amount.of(row, "satang"), row.cells) for row in rows)


def counts_by(session: Session, question: Question, by: By) -> tuple[tuple[str, int], ...]:
    """How many projects each thing has, in document order; for a year those with a budget in it."""
    key = _KEYS[by]
    query = (
        select(key.label("key"), func.count(Project.id.distinct()).label("projects"))
        .select_from(Project).join(Tactic, Project.tactic_id == Tactic.id).join(Issue, Tactic.issue_id == Issue.id)
        .where(Project.id.in_(project_ids(question)))
    )  # fmt: skip
    if by == "agency":
        query = query.join(ProjectAgency, ProjectAgency.project_id == Project.id).join(
            Agency, Agency.id == ProjectAgency.agency_id
        )
    if by == "year":
        query = query.join(Budget, Budget.project_id == Project.id).where(Budget.satang.is_not(None))
    rows = session.execute(query.group_by(key, _ORDER[by]).order_by(_ORDER[by]))
    return tuple((str(row.key), row.projects) for row in rows)


def cells_of(session: Session, question: Question) -> tuple[Cell, ...]:
    """Every project and year of the question, in document order, years ascending."""
    rows = session.execute(
        select(Project.code, Budget.year, Budget.satang).join(Project, Budget.project_id == Project.id)
        .where(Project.id.in_(project_ids(question)), in_years(question)).order_by(Project.position, Budget.year)
    )  # fmt: skip
    return tuple(Cell(row.code, row.year, None if row.satang is None else Amount.of(row, "satang")) for row in rows)


def places_of(session: Session, question: Question, funded_only: bool = True) -> tuple[Place, ...]:
    """Where the figures of the question stand: the line of every project summed."""
    query = select(Source.document, Source.line, Source.quote).join(Project, Project.source_id == Source.id)
    query = query.where(Project.id.in_(project_ids(question)))
    if funded_only:
        query = query.where(
            Project.id.in_(select(Budget.project_id).where(in_years(question), Budget.satang.is_not(None)))
        )
    return tuple(Place(*row) for row in session.execute(query.order_by(Source.line)))
