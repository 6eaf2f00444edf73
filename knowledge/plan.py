"""What does the plan say about a thing: names, parents, agencies, targets, texts and where they stand?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from db import models as m
from db.statements import fill, rows, slots
from knowledge import vocabulary
from knowledge.budgets import Place
from knowledge.question import Question
from knowledge.scope import KEPT, Scope, project_ids, scope_of, values_of

_PLACE = (m.Source.document, m.Source.line, m.Source.quote)
_LINES = select(*_PLACE).order_by(m.Source.line)
_AGENCIES = select(m.Agency.name, m.Agency.name_en).order_by(m.Agency.position)


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
    target: Decimal | None
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
    found = groupby(rows(session, _projects(scope_of(question)), values_of(question)), key=lambda row: row.code)
    return tuple(_project(list(of_project)) for _, of_project in found)


def _project(of_project: Sequence[Row[*tuple[Any, ...]]]) -> ProjectRow:
    """A project from its rows, of which there is one for each agency."""
    p = of_project[0]
    return ProjectRow(
        code=p.code,
        name=p.name,
        tactic=p.tactic,
        issue=p.issue,
        funding=p.funding,
        agencies=tuple(row.agency for row in of_project if row.agency is not None),
        unit_stated=p.budget_unit is not None,
        place=Place(p.document, p.line, p.quote),
    )


@lru_cache(maxsize=KEPT)
def _projects(scope: Scope) -> Select[str, str, str, str, str, str | None, str | None, str, int, str]:
    return (
        select(
            m.Project.code,
            m.Project.name,
            m.Tactic.code.label("tactic"),
            m.Issue.code.label("issue"),
            m.Project.funding,
            m.Issue.budget_unit,
            m.Agency.name.label("agency"),
            *_PLACE,
        )
        .join(m.Tactic, m.Project.tactic_id == m.Tactic.id)
        .join(m.Issue, m.Tactic.issue_id == m.Issue.id)
        .join(m.Source, m.Project.source_id == m.Source.id)
        .outerjoin(m.ProjectAgency, m.ProjectAgency.project_id == m.Project.id)
        .outerjoin(m.Agency, m.ProjectAgency.agency_id == m.Agency.id)
        .where(m.Project.id.in_(project_ids(scope)))
        .order_by(m.Project.position, m.ProjectAgency.position)
    )


def lacks_unit(session: Session, question: Question) -> bool:
    """Whether some project that a question speaks of stands in a table that states no unit of money."""
    return bool(rows(session, _without_unit(scope_of(question)), values_of(question)))


@lru_cache(maxsize=KEPT)
def _without_unit(scope: Scope) -> Select[int]:
    query = select(m.Project.id).join(m.Tactic, m.Project.tactic_id == m.Tactic.id)
    query = query.join(m.Issue, m.Tactic.issue_id == m.Issue.id).where(m.Issue.budget_unit.is_(None))
    return query.where(m.Project.id.in_(project_ids(scope))).limit(1)


def issues(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Issues by code, or all."""
    return _things(session, _issues(len(codes)), codes)


@lru_cache(maxsize=KEPT)
def _issues(codes: int) -> Select[str, str, int, str]:
    query = select(m.Issue.code, *_PLACE).join(m.Source, m.Issue.source_id == m.Source.id).order_by(m.Issue.position)
    return query.where(m.Issue.code.in_(slots("code", codes))) if codes else query


def tactics(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Tactics by their code, their issue's or a project's of theirs; or all."""
    return _things(session, _tactics(len(codes)), codes)


@lru_cache(maxsize=KEPT)
def _tactics(codes: int) -> Select[str, str, int, str]:
    return _in_issues(m.Tactic, codes, select(m.Project.tactic_id).where(m.Project.code.in_(slots("code", codes))))


def goals(session: Session, codes: Sequence[str] = ()) -> tuple[Thing, ...]:
    """Goals by their code, their issue's or an indicator's of theirs; or all."""
    return _things(session, _goals(len(codes)), codes)


@lru_cache(maxsize=KEPT)
def _goals(codes: int) -> Select[str, str, int, str]:
    return _in_issues(m.Goal, codes, select(m.Indicator.goal_id).where(m.Indicator.code.in_(slots("code", codes))))


def _things(session: Session, statement: Select[str, str, int, str], codes: Sequence[str]) -> tuple[Thing, ...]:
    return tuple(Thing(code, Place(*place)) for code, *place in rows(session, statement, fill("code", codes)))


def _in_issues(model: type[m.Tactic] | type[m.Goal], codes: int, of_parts: Select[int]) -> Select[str, str, int, str]:
    """Things by their code, their issue's or that of what stands in them (`of_parts`: ids of the things); or all."""
    query = (
        select(model.code, *_PLACE)
        .join(m.Issue, model.issue_id == m.Issue.id)
        .join(m.Source, model.source_id == m.Source.id)
        .order_by(model.position)
    )
    if not codes:
        return query
    named = slots("code", codes)
    return query.where(model.code.in_(named) | m.Issue.code.in_(named) | model.id.in_(of_parts))


def indicators(session: Session, codes: Sequence[str] = ()) -> tuple[IndicatorRow, ...]:
    """Indicators by their code, their goal's or their issue's; or all."""
    found = rows(session, _indicators(len(codes)), fill("code", codes))
    return tuple(
        IndicatorRow(code, goal, None if target is None else Decimal(target), unit, text, Place(*place))
        for code, goal, target, unit, text, *place in found
    )


@lru_cache(maxsize=KEPT)
def _indicators(codes: int) -> Select[str, str, Decimal | None, str | None, str | None, str, int, str]:
    of = m.Indicator
    query = (
        select(of.code, m.Goal.code, of.target, of.target_unit, of.target_text, *_PLACE)
        .join(m.Goal, of.goal_id == m.Goal.id)
        .join(m.Issue, m.Goal.issue_id == m.Issue.id)
        .join(m.Source, of.source_id == m.Source.id)
        .order_by(of.position)
    )
    named = slots("code", codes)
    return query.where(of.code.in_(named) | m.Goal.code.in_(named) | m.Issue.code.in_(named)) if codes else query


def passages(session: Session, kinds: Sequence[str], ids: Sequence[int] = ()) -> tuple[TextRow, ...]:
    """Passages of these kinds, or those of these ids among them, in document order."""
    found = rows(session, _passages(len(kinds), len(ids)), fill("kind", kinds) | fill("id", ids))
    return tuple(
        TextRow(key, kind, text, english, heading, english_heading, issue or "", number, Place(*place))
        for key, kind, text, english, heading, english_heading, issue, number, *place in found
    )


@lru_cache(maxsize=KEPT)
def _passages(kinds: int, ids: int) -> Select[int, str, str, str, str, str, str | None, int | None, str, int, str]:
    of = m.Passage
    query = (
        select(of.id, of.kind, of.text, of.text_en, of.heading, of.heading_en, m.Issue.code, of.number, *_PLACE)
        .outerjoin(m.Issue, of.issue_id == m.Issue.id)
        .join(m.Source, of.source_id == m.Source.id)
        .where(of.kind.in_(slots("kind", kinds)))
        .order_by(of.position)
    )
    return query.where(of.id.in_(slots("id", ids))) if ids else query


def activities(section: Sequence[TextRow]) -> list[TextRow]:
    """The activities among the passages of section 8: its own part, without the kinds of monitoring below it."""
    begins = tuple(vocabulary.read("activities")["begins"])
    return [r for r in section if r.heading == section[0].heading and r.text.startswith(begins)]


def stakeholders(session: Session, kind: str, issues: Sequence[str] = ()) -> tuple[TextRow, ...]:
    """Related agencies (kind `agency`) or their strategies (`strategy`) of issues, or of all."""
    found = rows(session, _stakeholders(kind, len(issues)), fill("issue", issues))
    return tuple(
        TextRow(key, kind, name, english, "", "", issue, None, Place(*place))
        for key, name, english, issue, *place in found
    )


@lru_cache(maxsize=KEPT)
def _stakeholders(kind: str, issues: int) -> Select[int, str, str, str, str, int, str]:
    of = m.Stakeholder
    query = (
        select(of.id, of.name, of.name_en, m.Issue.code, *_PLACE)
        .join(m.Issue, of.issue_id == m.Issue.id)
        .join(m.Source, of.source_id == m.Source.id)
        .where(of.kind == kind)
        .order_by(m.Issue.position, of.position)
    )
    return query.where(m.Issue.code.in_(slots("issue", issues))) if issues else query


def lines_with(session: Session, word: str) -> tuple[Place, ...]:
    """The places of the plan whose words hold this word, spaces aside; each line once."""
    squeezed = word.replace(" ", "").lower()
    found: dict[int, Place] = {}
    for place in rows(session, _LINES):
        if squeezed in place.quote.replace(" ", "").lower():
            found.setdefault(place.line, Place(*place))
    return tuple(found.values())


def agencies(session: Session) -> dict[str, str]:
    """Canonical names with their English ones, in document order."""
    return {row.name: row.name_en for row in rows(session, _AGENCIES)}
