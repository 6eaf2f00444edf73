"""In which table does each kind of thing stand, and by which columns do the kinds hang together?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, SQLColumnExpression, select

from db.list_models import ListItem, PlanList
from db.models import (
    Agency,
    Base,
    Goal,
    Indicator,
    Issue,
    Passage,
    Project,
    ProjectAgency,
    Stakeholder,
    Strategy,
    Tactic,
)
from knowledge.query.kinds import ABOVE, Kind, way

Ids = Select[int]
"""A statement that finds ids of one kind's things."""
Column = SQLColumnExpression[Any]
_ANSWERS = ProjectAgency.__table__


@dataclass(frozen=True)
class Table:
    """Where the things of a kind stand."""

    model: type[Base]
    name: str = "name"
    name_en: str = "name_en"
    key: str = "code"
    letter: str = ""
    """Of kinds without a code: their key is this letter and their position."""
    above: str = ""
    """The column that holds the id of what the thing stands under."""
    kinds: tuple[str, ...] = ()
    """Of a table that holds several kinds: what stands in its column `kind`."""

    def column(self, name: str) -> Column:
        return self.table.c[name]

    @property
    def table(self) -> FromClause:
        """Statements over its columns are put together in a third of the time of those over the model."""
        return self.model.__table__

    @property
    def id(self) -> Column:
        return self.column("id")

    @property
    def clauses(self) -> list[ColumnElement[bool]]:
        """What tells the kind from others in the table."""
        return [self.column("kind").in_(self.kinds)] if self.kinds else []


TABLES: dict[Kind, Table] = {
    "strategy": Table(Strategy),
    "issue": Table(Issue, above="strategy_id"),
    "goal": Table(Goal, above="issue_id"),
    "indicator": Table(Indicator, above="goal_id"),
    "tactic": Table(Tactic, above="issue_id"),
    "project": Table(Project, above="tactic_id"),
    "agency": Table(Agency, key="name"),
    "measure": Table(Passage, "text", "text_en", "position", "P", "issue_id", ("measure",)),
    "passage": Table(Passage, "text", "text_en", "position", "P", "issue_id", ("framework", "section")),
    "stakeholder": Table(Stakeholder, key="position", letter="S", above="issue_id", kinds=("agency",)),
    "agency_strategy": Table(Stakeholder, key="position", letter="S", above="issue_id", kinds=("strategy",)),
    "list": Table(PlanList, "title", "title_en", above="issue_id"),
    "item": Table(ListItem, "text", "text_en", above="list_id"),
}


def everything(kind: Kind, plan: int) -> Ids:
    """All things of a kind; of one plan where it is not 0."""
    table = TABLES[kind]
    found = select(table.id).where(*table.clauses)
    if not plan:
        return found
    if "plan_id" in table.table.c:
        return found.where(table.column("plan_id") == plan)
    top: Kind = "project" if kind == "agency" else ABOVE[kind]
    return step(everything(top, plan), top, kind)


def named(kind: Kind, keys: Sequence[str], plan: int) -> Ids:
    """Those of a kind that have these keys; keys that nothing has find nothing."""
    table = TABLES[kind]
    values: list[str] | list[int] = list(keys)
    if table.letter:
        values = [int(key[1:]) for key in keys if key[:1] == table.letter and key[1:].isdecimal() and len(key) < 9]
    found = select(table.id).where(table.column(table.key).in_(values), *table.clauses)
    return found.where(table.id.in_(everything(kind, plan))) if plan else found


def along(found: Ids | None, start: Kind, end: Kind) -> Ids:
    """From the ids of one kind, or from all (None), to those of another that the plan ties to them."""
    for near, far in pairwise(way(start, end) or ()):
        found = step(found, near, far)
    assert found is not None, "kinds that are not tied do not fit"  # noqa: S101
    return found


def step(found: Ids | None, near: Kind, far: Kind) -> Ids:
    """The same, of kinds that follow each other."""
    table = TABLES[far]
    held: Column
    if "agency" in (near, far):
        held, wanted = (_ANSWERS.c.agency_id, _ANSWERS.c.project_id)[:: 1 if near == "agency" else -1]
        query = select(wanted)
    elif ABOVE.get(near) == far:
        held, up = TABLES[near].id, TABLES[near].column(TABLES[near].above)
        query = select(up).where(up.is_not(None), *TABLES[near].clauses)
    else:
        held = table.column(table.above)
        query = select(table.id).where(held.is_not(None), *table.clauses)
    return query if found is None else query.where(held.in_(found))


def joined(start: Kind, end: Kind, *, outer: bool = False) -> tuple[FromClause, Column]:
    """The tables from one kind to the other, joined, and the column of the other's ids. `outer`: things that nothing
    is tied to stay."""
    source: FromClause = TABLES[start].table
    at = TABLES[start].id
    passed = way(start, end) or ()
    for near, far in pairwise(passed):
        table = TABLES[far]
        if "agency" in (near, far):
            held, wanted = (_ANSWERS.c.agency_id, _ANSWERS.c.project_id)[:: 1 if near == "agency" else -1]
            source = source.join(_ANSWERS, at == held, isouter=outer)
            at = wanted
            if far != end:
                source = source.join(table.table, at == table.id, isouter=outer)
        elif ABOVE.get(near) == far:
            at = TABLES[near].column(TABLES[near].above)
            if far != end:
                source = source.join(table.table, at == table.id, isouter=outer)
        else:
            on = table.column(table.above) == at
            for clause in table.clauses:
                on = on & clause
            source = source.join(table.table, on, isouter=outer)
            at = table.id
    return source, at
