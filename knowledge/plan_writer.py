"""How are the changed rows of a plan written: in few statements, keys turned into ids, places into sources."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, TypeGuard, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, union_all, update
from sqlalchemy.orm import Session

from db.models import Base, Plan, Source
from knowledge.plan_document import Place
from knowledge.plan_rows import TABLES, Change, Key, Row, Value

_T = TypeVar("_T")
_K = TypeVar("_K")
_KEY = "key_"
"""Before the names of the columns of a key, which are not those that are set."""


def write_rows(session: Session, plan: Plan, changes: tuple[Change, ...]) -> None:
    """Write the changes of the plan in view, which are in the order of the tables: what is pointed at comes first, and
    goes last."""
    writer = _Writer(session, plan)
    tables = [(name, list(group)) for name, group in groupby(changes, key=lambda change: change.table)]
    for name, group in tables:
        writer.add(name, [change.after for change in group if change.before is None and change.after])
        writer.change(name, [change for change in group if change.before is not None and change.after is not None])
    # Last: a project may have moved to another tactic, and deleting its old one first would take it along.
    for name, group in reversed(tables):
        writer.remove(name, [change.key for change in reversed(group) if change.after is None])
    writer.sweep()


class _Writer:
    """Knows the ids behind the keys, and the sources written so far."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._plan = plan
        self._ids: dict[str, dict[Value, int]] = {}
        self._sources: dict[Place, int] = {}

    def remove(self, name: str, keys: list[Key]) -> None:
        """Rows of one table; one by one, the 33,000 lines of a bill took a minute."""
        for empty, some in _grouped(keys, _empty):
            statement = delete(_table(name)).where(*self._conditions(name, empty))
            self._session.execute(statement, [self._keyed(name, key) for key in some])

    def add(self, name: str, rows: list[Row]) -> None:
        """New rows of one table, all at once: one by one, 10,000 projects took 17 seconds."""
        if not rows:
            return
        table = TABLES[name]
        self._write_sources([value for row in rows for value in row.values() if _is_place(value)])
        plan = {"plan_id": self._plan.id}
        self._session.execute(insert(table.model), [self._values(name, row) | plan for row in rows])
        self._ids.pop(name, None)

    def change(self, name: str, changes: list[Change]) -> None:
        """The columns that differ. A source is never changed: other rows may stand in the same place."""
        self._write_sources([value for change in changes for value in _changed(change).values() if _is_place(value)])
        for (columns, empty), some in _grouped(changes, lambda change: (change.columns, _empty(change.key))):
            statement = update(_table(name)).where(*self._conditions(name, empty))
            rows = [self._keyed(name, change.key) | self._values(name, _changed(change)) for change in some]
            self._session.execute(statement.values({column: bindparam(column) for column in columns}), rows)

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

    def _conditions(self, name: str, empty: tuple[bool, ...]) -> list[ColumnElement[bool]]:
        """What tells a row by its key, of which these parts are None: "IS NOT DISTINCT FROM" uses no index."""
        columns = TABLES[name].model.__table__.columns
        told = zip(TABLES[name].key, empty, strict=True)
        same = (columns[key].is_(None) if is_empty else columns[key] == bindparam(_KEY + key) for key, is_empty in told)
        return [columns["plan_id"] == self._plan.id, *same]

    def _keyed(self, name: str, key: Key) -> dict[str, Any]:
        told = zip(TABLES[name].key, key, strict=True)
        return {_KEY + column: self._value(name, column, value) for column, value in told if value is not None}

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


def _table(name: str) -> Table:
    """Without what the ORM does for each row that is written by it."""
    return Base.metadata.tables[TABLES[name].model.__tablename__]


def _changed(change: Change) -> Row:
    return {column: (change.after or {})[column] for column in change.columns}


def _is_place(value: Value) -> TypeGuard[Place]:
    return isinstance(value, Place)


def _empty(key: Key) -> tuple[bool, ...]:
    return tuple(part is None for part in key)


def _grouped(things: Iterable[_T], key: Callable[[_T], _K]) -> Iterable[tuple[_K, list[_T]]]:
    groups: defaultdict[_K, list[_T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups.items()
