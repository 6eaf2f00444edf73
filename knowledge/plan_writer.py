"""How are the changed rows of a plan written: in few statements, keys turned into ids, places into sources."""

from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, union_all, update
from sqlalchemy.orm import Session

from db.models import Plan, Source
from knowledge.plan_document import Place
from knowledge.plan_rows import TABLES, Change, Key, Row, Value


def write_rows(session: Session, plan: Plan, changes: tuple[Change, ...]) -> None:
    """Write the changes of the plan in view, which are in the order of the tables: what is pointed at comes first, and
    goes last."""
    writer = _Writer(session, plan)
    for name, group in groupby(changes, key=lambda change: change.table):
        kept = [change for change in group if change.after is not None]
        writer.add(name, [change.after for change in kept if change.before is None and change.after])
        for change in kept:
            if change.before is not None:
                writer.change(change)
    # Last: a project may have moved to another tactic, and deleting its old one first would take it along.
    for change in reversed(changes):
        if change.after is None:
            writer.remove(change)
    writer.sweep()


class _Writer:
    """Knows the ids behind the keys, and the sources written so far."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._plan = plan
        self._ids: dict[str, dict[Value, int]] = {}
        self._sources: dict[Place, int] = {}

    def remove(self, change: Change) -> None:
        model = TABLES[change.table].model
        self._session.execute(delete(model).where(*self._conditions(change.table, change.key)))

    def add(self, name: str, rows: list[Row]) -> None:
        """New rows of one table, all at once: one by one, 10,000 projects took 17 seconds."""
        if not rows:
            return
        table = TABLES[name]
        self._write_sources([value for row in rows for value in row.values() if isinstance(value, Place)])
        plan = {"plan_id": self._plan.id}
        self._session.execute(insert(table.model), [self._values(name, row) | plan for row in rows])
        self._ids.pop(name, None)

    def change(self, change: Change) -> None:
        """The columns that differ. A source is never changed: other rows may stand in the same place."""
        row = {column: value for column, value in (change.after or {}).items() if column in change.columns}
        self._write_sources([value for value in row.values() if isinstance(value, Place)])
        statement = update(TABLES[change.table].model).where(*self._conditions(change.table, change.key))
        self._session.execute(statement.values(self._values(change.table, row)))

    def sweep(self) -> None:
        """Delete the sources at which nothing points any more."""
        columns = [table.model.__table__.columns[column] for table in TABLES.values() for column in table.sources]
        used = union_all(*(select(column).where(column.is_not(None)) for column in columns))
        self._session.execute(delete(Source).where(Source.plan_id == self._plan.id, Source.id.not_in(used)))

    def _values(self, name: str, row: Row) -> dict[str, Any]:
        return {column: self._value(name, column, value) for column, value in row.items()}

    def _value(self, name: str, column: str, value: Value) -> Any:
        parents = TABLES[name].parents
        if isinstance(value, Place):
            return self._sources[value]
        return self._id(parents[column], value) if column in parents and value is not None else value

    def _conditions(self, name: str, key: Key) -> list[ColumnElement[bool]]:
        table = TABLES[name]
        columns = table.model.__table__.columns
        same = (
            columns[column].is_not_distinct_from(self._value(name, column, value))
            for column, value in zip(table.key, key, strict=True)
        )
        return [columns["plan_id"] == self._plan.id, *same]

    def _id(self, name: str, label: Value) -> int:
        if name not in self._ids:
            columns = TABLES[name].model.__table__.columns
            labelled = self._session.execute(select(columns[TABLES[name].key[0]], columns["id"]))
            self._ids[name] = dict(tuple(row) for row in labelled)
        return self._ids[name][label]

    def _write_sources(self, places: list[Place]) -> None:
        """A source for each place that has none yet: a row's four budget cells share one."""
        new = [place for place in dict.fromkeys(places) if place not in self._sources]
        if not new:
            return
        statement = insert(Source).returning(Source.id, sort_by_parameter_order=True)
        rows = [
            {"plan_id": self._plan.id, "document": self._plan.document, "line": place.line, "quote": place.quote}
            for place in new
        ]
        self._sources.update(zip(new, self._session.scalars(statement, rows), strict=True))
