"""Which rows of which tables a plan is: from its document, and as it is stored, so that the two can be compared.

A row is told apart by its key, the codes and names people know, never by an id; where it points at another row it
holds that row's key, where it points at a source it holds line and quote.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bill_models, list_models, models, plan_models
from knowledge.plan_document import Goal, Indicator, Issue, Passage, Place, PlanDocument, Project, Strategy, Tactic
from knowledge.plan_facts import ANSWER

Value = str | int | Decimal | None | Place
Key = tuple[Value, ...]
Row = dict[str, Value]
Rows = dict[str, dict[Key, Row]]
"""Table -> key -> row."""


@dataclass(frozen=True)
class Table:
    """How the rows of one table are told apart and what they point at."""

    model: type[models.Base]
    key: tuple[str, ...]
    parents: dict[str, str] = field(default_factory=dict)
    """Column -> the table it points at, whose key is a single value."""
    sources: tuple[str, ...] = ("source_id",)


TABLES: dict[str, Table] = {
    "agency": Table(models.Agency, ("name",), sources=()),
    "strategy": Table(models.Strategy, ("code",)),
    "issue": Table(models.Issue, ("code",), {"strategy_id": "strategy"}),
    "goal": Table(models.Goal, ("code",), {"issue_id": "issue"}),
    "indicator": Table(models.Indicator, ("code",), {"goal_id": "goal"}),
    "tactic": Table(models.Tactic, ("code",), {"issue_id": "issue"}, sources=("source_id", "continued_source_id")),
    "project": Table(models.Project, ("code",), {"tactic_id": "tactic"}),
    "project_agency": Table(
        models.ProjectAgency, ("project_id", "agency_id"), {"project_id": "project", "agency_id": "agency"}, sources=()
    ),
    "budget": Table(models.Budget, ("project_id", "year"), {"project_id": "project"}),
    "budget_line": Table(bill_models.BudgetLine, ("code",), {"project_id": "project"}),
    "stakeholder": Table(models.Stakeholder, ("issue_id", "kind", "name"), {"issue_id": "issue"}),
    "passage": Table(models.Passage, ("issue_id", "kind", "text"), {"issue_id": "issue"}),
    "plan_list": Table(list_models.PlanList, ("code",), {"issue_id": "issue"}),
    "list_item": Table(list_models.ListItem, ("code",), {"list_id": "plan_list"}),
    "alias": Table(models.Alias, ("code", "name"), sources=()),
    "plan_fact": Table(plan_models.PlanFact, ("name",), sources=()),
    "plan_word": Table(plan_models.PlanWord, ("kind", "name", "word"), sources=()),
}
"""Every table that a plan fills; a row comes after those it points at."""


@dataclass(frozen=True)
class Change:
    """One row that comes, goes, or becomes another."""

    table: str
    key: Key
    before: Row | None
    after: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Which columns of a changed row differ."""
        if self.before is None or self.after is None:
            return ()
        return tuple(column for column, value in self.after.items() if self.before.get(column) != value)


_SOURCES = select(models.Source.id, models.Source.line, models.Source.quote)
_Fact = Strategy | Issue | Goal | Indicator | Tactic | Project


def rows_of(document: PlanDocument) -> Rows:
    """The rows that the document asks for."""
    rows: Rows = {name: {} for name in TABLES}
    for name, row in _rows(document):
        rows[name][key_of(name, row)] = row
    return rows


def key_of(name: str, row: Row) -> Key:
    """What tells the row apart within its table."""
    return tuple(row[column] for column in TABLES[name].key)


def stored_rows(session: Session) -> Rows:
    """The rows of the plan in view that are in the database."""
    places = {id_: Place(line, quote) for id_, line, quote in session.execute(_SOURCES)}
    labels: dict[str, dict[int, Value]] = {}
    rows: Rows = {}
    for name, table in TABLES.items():
        columns = table.model.__table__.columns
        table_columns = [column.name for column in columns]
        rows[name], labels[name] = {}, {}
        for stored in session.execute(select(*columns)).mappings():
            row: Row = {column: stored[column] for column in table_columns if column not in ("id", "plan_id")}
            row |= {column: labels[parent].get(stored[column]) for column, parent in table.parents.items()}
            row |= {column: places.get(stored[column]) for column in table.sources}
            rows[name][key_of(name, row)] = row
            if "id" in stored:
                labels[name][stored["id"]] = row[table.key[0]]
    return rows


def changes_between(before: Rows, after: Rows) -> tuple[Change, ...]:
    """What turns the one into the other; a row comes after those it points at."""
    changes = []
    for name in TABLES:
        old, new = before.get(name, {}), after.get(name, {})
        changes += [Change(name, key, row, None) for key, row in old.items() if key not in new]
        changes += [Change(name, key, old.get(key), row) for key, row in new.items() if old.get(key) != row]
    return tuple(changes)


def _rows(document: PlanDocument) -> Iterator[tuple[str, Row]]:
    for position, agency in enumerate(document.agencies):
        yield (
            "agency",
            {
                "name": agency.name,
                "name_full": agency.name_full,
                "name_en": agency.name_en,
                "position": position,
            },
        )
    yield "strategy", _fact(document.strategy, 0)
    for position, issue in enumerate(document.issues):
        yield "issue", _fact(issue, position, strategy_id=document.strategy.code, budget_unit=issue.budget_unit)
    yield from _goal_rows(document)
    yield from _tactic_rows(document)
    yield from _text_rows(document)
    yield from _list_rows(document)
    for code, name in document.aliases:
        yield "alias", {"code": code, "name": name}
    for name, value in asdict(document.facts).items():
        if value:
            yield "plan_fact", {"name": name, "value": value}
    for number, ready in enumerate(document.answers, 1):
        yield "plan_fact", {"name": f"{ANSWER}{number}", "value": json.dumps(asdict(ready), ensure_ascii=False)}
    for word in document.words:
        yield "plan_word", {"kind": word.kind, "name": word.name, "word": word.word}


def _fact(fact: _Fact, position: int, **more: Value) -> Row:
    return {
        "code": fact.code,
        "name": fact.name,
        "name_en": fact.name_en,
        "position": position,
        "source_id": fact.place,
        **more,
    }


def _goal_rows(document: PlanDocument) -> Iterator[tuple[str, Row]]:
    goals = [(issue.code, goal) for issue in document.issues for goal in issue.goals]
    for position, (issue_code, goal) in enumerate(goals):
        yield "goal", _fact(goal, position, issue_id=issue_code)
    indicators = [(goal.code, indicator) for _, goal in goals for indicator in goal.indicators]
    for position, (goal_code, indicator) in enumerate(indicators):
        row = _fact(indicator, position, goal_id=goal_code)
        row |= {column: getattr(indicator, column) for column in ("target", "target_unit", "target_text")}
        yield "indicator", row


def _tactic_rows(document: PlanDocument) -> Iterator[tuple[str, Row]]:
    tactics = [(issue.code, tactic) for issue in document.issues for tactic in issue.tactics]
    for position, (issue_code, tactic) in enumerate(tactics):
        yield "tactic", _fact(tactic, position, issue_id=issue_code, continued_source_id=tactic.continued)
    projects = [(tactic.code, project) for _, tactic in tactics for project in tactic.projects]
    for position, (tactic_code, project) in enumerate(projects):
        more = {"tactic_id": tactic_code, "funding": project.funding, "agency_text": project.agency_text}
        yield "project", _fact(project, position, **more)
        yield from _project_rows(project)


def _project_rows(project: Project) -> Iterator[tuple[str, Row]]:
    for position, agency in enumerate(project.agencies):
        yield "project_agency", {"project_id": project.code, "agency_id": agency, "position": position}
    for budget in project.budgets:
        yield (
            "budget",
            {"project_id": project.code, "year": budget.year, "satang": budget.satang, "source_id": budget.place},
        )
    for position, item in enumerate(project.items, 1):
        row: Row = {column: getattr(item, column) for column in ("name", "year", "satang", "volume", "page")}
        row |= {"code": f"{project.code}.B{position}", "kinds": _joined(item.kinds), "position": position}
        yield "budget_line", row | {"project_id": project.code, "source_id": item.place}


def _joined(kinds: tuple[str, ...]) -> str:
    between = bill_models.BETWEEN
    return f"{between}{between.join(kinds)}{between}" if kinds else ""


def _text_rows(document: PlanDocument) -> Iterator[tuple[str, Row]]:
    stakeholders = [(issue.code, holder) for issue in document.issues for holder in issue.stakeholders]
    for position, (issue_code, holder) in enumerate(stakeholders):
        row: Row = {"issue_id": issue_code, "kind": holder.kind, "name": holder.name, "name_en": holder.name_en}
        yield "stakeholder", row | {"position": position, "source_id": holder.place}
    passages: list[tuple[str | None, Passage]] = [
        (issue.code, passage) for issue in document.issues for passage in issue.passages
    ]
    passages += [(None, passage) for passage in document.section]
    columns = ("kind", "number", "heading", "heading_en", "text", "text_en")
    for position, (code, passage) in enumerate(passages):
        row = {column: getattr(passage, column) for column in columns}
        yield "passage", row | {"issue_id": code, "position": position, "source_id": passage.place}


def _list_rows(document: PlanDocument) -> Iterator[tuple[str, Row]]:
    for position, found in enumerate(document.lists):
        row: Row = {"code": found.code, "title": found.title, "title_en": found.title_en, "issue_id": found.issue}
        yield "plan_list", row | {"position": position, "source_id": found.place}
    items = [(found.code, item) for found in document.lists for item in found.items]
    for position, (code, item) in enumerate(items):
        row = {column: getattr(item, column) for column in ("code", "number", "text", "text_en")}
        yield "list_item", row | {"list_id": code, "position": position, "source_id": item.place}
