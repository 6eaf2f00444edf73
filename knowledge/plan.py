"""What does the plan say about a thing: names, parents, agencies, targets, texts and where they stand?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db import models as m
from knowledge import vocabulary
from knowledge.budgets import Place
from knowledge.question import Question
from knowledge.scope import KEPT, Scope, project_ids, scope_of


@dataclass(frozen=True)
class Thing:
    """An issue, tactic or goal. What it is called, the index knows."""

    code: str
    place: Place


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its target."""

    code: str
    goal: str
    target: int | None
    target_unit: str | None
    target_text: str | None
    place: Place


@dataclass(frozen=True)
class ProjectRow:
    """A project without its money."""

    code: str
    name: str
    tactic: str
    issue: str
    funding: str
    agencies: tuple[str, ...]
    """Canonical names; empty where the plan names none."""
    unit_stated: bool
    """Whether its budget table states a unit."""
    place: Place


@dataclass(frozen=True)
class TextRow:
    """A passage or stakeholder."""

    id: int
    kind: str
    text: str
    text_en: str
    heading: str
    heading_en: str
    issue: str
    number: int | None
    place: Place


def projects(session: Session, question: Question) -> tuple[ProjectRow, ...]:
    """The projects that a question speaks of, in document order."""
    scope = scope_of(question)
    agencies: dict[int, list[str]] = {}
    for project_id, name in session.execute(_agencies_of_projects(scope)):
        agencies.setdefault(project_id, []).append(name)
    return tuple(
        ProjectRow(
            code=p.code,
            name=p.name,
            tactic=p.tactic,
            issue=p.issue,
            funding=p.funding,
            agencies=tuple(agencies.get(p.id, ())),
            unit_stated=p.budget_unit is not None,
            place=Place(p.document, p.line, p.quote),
        )
        for p in session.execute(_projects(scope))
    )


@lru_cache(maxsize=KEPT)
def _agencies_of_projects(scope: Scope) -> Select[int, str]:
    query = select(m.ProjectAgency.project_id, m.Agency.name).join(m.Agency)
    query = query.where(m.ProjectAgency.project_id.in_(project_ids(scope)))
    return query.order_by(m.ProjectAgency.position)


@lru_cache(maxsize=KEPT)
def _projects(scope: Scope) -> Select[int, str, str, str, str, str, str | None, str, int, str]:
    return (
        select(
            m.Project.id,
            m.Project.code,
            m.Project.name,
            m.Tactic.code.label("tactic"),
            m.Issue.code.label("issue"),
            m.Project.funding,
            m.Issue.budget_unit,
            m.Source.document,
            m.Source.line,
            m.Source.quote,
        )
        .join(m.Tactic, m.Project.tactic_id == m.Tactic.id)
        .join(m.Issue, m.Tactic.issue_id == m.Issue.id)
        .join(m.Source, m.Project.source_id == m.Source.id)
        .where(m.Project.id.in_(project_ids(scope)))
        .order_by(m.Project.position)
    )


def issues(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Issues by code, or all."""
    query = select(m.Issue, m.Source).join(m.Source, m.Issue.source_id == m.Source.id).order_by(m.Issue.position)
    query = query.where(m.Issue.code.in_(codes)) if codes else query
    return tuple(Thing(i.code, _place(s)) for i, s in session.execute(query))


def tactics(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Tactics by their code, their issue's or a project's of theirs; or all."""
    return _in_issues(session, m.Tactic, codes, select(m.Project.tactic_id).where(m.Project.code.in_(codes)))


def goals(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Goals by their code, their issue's or an indicator's of theirs; or all."""
    return _in_issues(session, m.Goal, codes, select(m.Indicator.goal_id).where(m.Indicator.code.in_(codes)))


def _in_issues(
    session: Session, model: type[m.Tactic] | type[m.Goal], codes: Sequence[str], of_parts: Select[int]
) -> tuple[Thing, ...]:
    """Things by their code, their issue's or that of what stands in them (`of_parts`: ids of the things); or all."""
    query = (
        select(model.code, m.Source)
        .join(m.Issue, model.issue_id == m.Issue.id)
        .join(m.Source, model.source_id == m.Source.id)
        .order_by(model.position)
    )
    if codes:
        query = query.where(model.code.in_(codes) | m.Issue.code.in_(codes) | model.id.in_(of_parts))
    return tuple(Thing(code, _place(source)) for code, source in session.execute(query))


def indicators(session: Session, codes: Sequence[str] = ()) -> tuple[IndicatorRow, ...]:
    """Indicators by their code, their goal's or their issue's; or all."""
    query = (
        select(m.Indicator, m.Source, m.Goal.code)
        .join(m.Goal, m.Indicator.goal_id == m.Goal.id)
        .join(m.Issue, m.Goal.issue_id == m.Issue.id)
        .join(m.Source, m.Indicator.source_id == m.Source.id)
    )
    if codes:
        query = query.where(m.Indicator.code.in_(codes) | m.Goal.code.in_(codes) | m.Issue.code.in_(codes))
    return tuple(
        IndicatorRow(i.code, goal, i.target, i.target_unit, i.target_text, _place(s))
        for i, s, goal in session.execute(query.order_by(m.Indicator.position))
    )


def passages(session: Session, kinds: Sequence[str], ids: Sequence[int] = ()) -> tuple[TextRow, ...]:
    """Passages of these kinds, or those of these ids among them, in document order."""
    query = (
        select(m.Passage, m.Issue.code, m.Source)
        .outerjoin(m.Issue, m.Passage.issue_id == m.Issue.id)
        .join(m.Source, m.Passage.source_id == m.Source.id)
    )
    query = query.where(m.Passage.kind.in_(kinds))
    if ids:
        query = query.where(m.Passage.id.in_(ids))
    return tuple(
        TextRow(p.id, p.kind, p.text, p.text_en, p.heading, p.heading_en, issue or "", p.number, _place(s))
        for p, issue, s in session.execute(query.order_by(m.Passage.position))
    )


def activities(section: Sequence[TextRow]) -> list[TextRow]:
    """The activities among the passages of section 8: its own part, without the kinds of monitoring below it."""
    begins = tuple(vocabulary.read("activities")["begins"])
    return [r for r in section if r.heading == section[0].heading and r.text.startswith(begins)]


def stakeholders(session: Session, kind: str, issues: Sequence[str] = ()) -> tuple[TextRow, ...]:
    """Related agencies (kind `agency`) or their strategies (`strategy`) of issues, or of all."""
    query = (
        select(m.Stakeholder, m.Issue.code, m.Source)
        .join(m.Issue, m.Stakeholder.issue_id == m.Issue.id)
        .join(m.Source, m.Stakeholder.source_id == m.Source.id)
    )
    query = query.where(m.Stakeholder.kind == kind)
    if issues:
        query = query.where(m.Issue.code.in_(issues))
    return tuple(
        TextRow(s.id, s.kind, s.name, s.name_en, "", "", issue, None, _place(source))
        for s, issue, source in session.execute(query.order_by(m.Issue.position, m.Stakeholder.position))
    )


def lines_with(session: Session, word: str) -> tuple[Place, ...]:
    """The places of the plan whose words hold this word, spaces aside; each line once."""
    squeezed = word.replace(" ", "").lower()
    found: dict[int, Place] = {}
    for source in session.scalars(select(m.Source).order_by(m.Source.line)):
        if squeezed in source.quote.replace(" ", "").lower():
            found.setdefault(source.line, _place(source))
    return tuple(found.values())


def agencies(session: Session) -> dict[str, str]:
    """Canonical names with their English ones, in document order."""
    rows = session.execute(select(m.Agency.name, m.Agency.name_en).order_by(m.Agency.position))
    return {row.name: row.name_en for row in rows}


def _place(source: m.Source) -> Place:
    return Place(source.document, source.line, source.quote)
