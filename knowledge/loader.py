"""What would a plan document change in the database, and how is it changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, text, update
from sqlalchemy.orm import Session

from db.models import Plan, Source
from knowledge.plan_document import Place, PlanDocument
from knowledge.plan_rows import TABLES, Key, Row, Rows, Value, rows_of, stored_rows
from knowledge.readers.companion import DATA
from knowledge.readers.digest import digest_of
from knowledge.readers.plan_text import read_plan_text

BUNDLED = DATA / "khon-kaen-plan-2554-2557-strategy-5.txt"
"""The plan that comes with the program."""

_PLAN = ("document", "province", "province_en", "first_year", "last_year")
_LOCK = 5_254_2558
"""Any number of our own: who loads a plan into a PostgreSQL database holds this lock."""


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


@dataclass(frozen=True)
class Difference:
    """Everything that loading a document would change; empty when it is stored as it is."""

    replaced: str | None
    """The document stored before; None where no plan is stored."""
    plan: tuple[tuple[str, Value, Value], ...]
    """(field, before, after) of the plan itself."""
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not self.plan and not self.changes


def read_plan(path: Path) -> PlanDocument:
    """The plan in a file; raises PlanError with every fault that was found."""
    return read_plan_text(path)


def compare(session: Session | None, document: PlanDocument) -> Difference:
    """What `load` would change; without a session, in a database that is not there yet. Writes nothing."""
    plan = session.scalars(select(Plan)).first() if session else None
    fields = tuple(
        (name, getattr(plan, name, None), getattr(document, name))
        for name in _PLAN
        if getattr(plan, name, None) != getattr(document, name)
    )
    changes = _changes(stored_rows(session) if session and plan else {}, rows_of(document))
    return Difference(plan.document if plan else None, fields, changes)


def load(session: Session, document: PlanDocument) -> Difference:
    """Make the stored plan what the document says; the caller commits. The version goes up with a real change."""
    _wait_for_others(session)
    difference = compare(session, document)
    plan = session.scalars(select(Plan)).first() or Plan(version=0)
    if difference.is_empty and plan.digest == document.digest:
        return difference
    plan.digest = document.digest
    plan.bundled = document.digest == digest_of(BUNDLED)
    if not difference.is_empty:
        _write_plan(session, plan, document)
        _write_rows(session, plan.id, document.document, difference.changes)
    session.flush()
    return difference


def load_bundled(session: Session) -> None:
    """Load the bundled plan where no plan is stored, or an older one that came with the program; commits.

    A plan that somebody imported stays: a start of the program must not undo their work.
    """
    digest = digest_of(BUNDLED)
    if not _is_settled(session, digest):
        _wait_for_others(session)
        if not _is_settled(session, digest):
            load(session, read_plan(BUNDLED))
    session.commit()


def _is_settled(session: Session, digest: str) -> bool:
    row = session.execute(select(Plan.bundled, Plan.digest)).first()
    return row is not None and (not row.bundled or row.digest == digest)


def _wait_for_others(session: Session) -> None:
    """Two processes must not load at once. On SQLite a session that may write is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _changes(before: Rows, after: Rows) -> tuple[Change, ...]:
    changes = []
    for name in TABLES:
        old, new = before.get(name, {}), after.get(name, {})
        changes += [Change(name, key, row, None) for key, row in old.items() if key not in new]
        changes += [Change(name, key, old.get(key), row) for key, row in new.items() if old.get(key) != row]
    return tuple(changes)


def _write_plan(session: Session, plan: Plan, document: PlanDocument) -> None:
    for name in _PLAN:
        setattr(plan, name, getattr(document, name))
    plan.version += 1
    plan.loaded_at = datetime.now(UTC)
    session.add(plan)
    session.flush()
    session.execute(update(Source).where(Source.plan_id == plan.id).values(document=document.document))


def _write_rows(session: Session, plan_id: int, document: str, changes: tuple[Change, ...]) -> None:
    writer = _Writer(session, plan_id, document)
    for change in reversed(changes):
        if change.after is None:
            writer.remove(change)
    for change in changes:
        if change.after is not None:
            writer.put(change, change.after)
    writer.sweep()


class _Writer:
    """Writes rows; knows the ids behind the keys."""

    def __init__(self, session: Session, plan_id: int, document: str) -> None:
        self._session = session
        self._plan_id = plan_id
        self._document = document
        self._ids: dict[str, dict[Value, int]] = {}

    def remove(self, change: Change) -> None:
        model = TABLES[change.table].model
        self._session.execute(delete(model).where(*self._conditions(change.table, change.key)))

    def put(self, change: Change, row: Row) -> None:
        table = TABLES[change.table]
        values = self._values(change, row)
        if change.before is not None:
            conditions = self._conditions(change.table, change.key)
            self._session.execute(update(table.model).where(*conditions).values(values))
            return
        self._session.execute(insert(table.model).values(values))
        self._ids.pop(change.table, None)

    def sweep(self) -> None:
        """Delete the sources at which nothing points any more."""
        columns = [table.model.__table__.columns[column] for table in TABLES.values() for column in table.sources]
        used = {id_ for column in columns for id_ in self._session.scalars(select(column)) if id_ is not None}
        stored = self._session.scalars(select(Source.id).where(Source.plan_id == self._plan_id))
        for id_ in set(stored) - used:
            self._session.execute(delete(Source).where(Source.id == id_))

    def _values(self, change: Change, row: Row) -> dict[str, Any]:
        """The columns to write: keys of other rows become ids, a place becomes a source of its own."""
        table = TABLES[change.table]
        values: dict[str, Any] = {}
        for column, value in row.items():
            if change.before is not None and column not in change.columns:
                continue
            if column in table.parents and value is not None:
                value = self._id(table.parents[column], value)
            values[column] = self._source(value) if isinstance(value, Place) else value
        if table.of_plan and change.before is None:
            values["plan_id"] = self._plan_id
        return values

    def _conditions(self, name: str, key: Key) -> list[ColumnElement[bool]]:
        table = TABLES[name]
        conditions = []
        for column, value in zip(table.key, key, strict=True):
            if column in table.parents and value is not None:
                value = self._id(table.parents[column], value)
            conditions.append(table.model.__table__.columns[column].is_not_distinct_from(value))
        return conditions

    def _id(self, name: str, label: Value) -> int:
        if name not in self._ids:
            columns = TABLES[name].model.__table__.columns
            labelled = self._session.execute(select(columns[TABLES[name].key[0]], columns["id"]))
            self._ids[name] = dict(tuple(row) for row in labelled)
        return self._ids[name][label]

    def _source(self, place: Place) -> int:
        values = {"plan_id": self._plan_id, "document": self._document, "line": place.line, "quote": place.quote}
        return self._session.execute(insert(Source).values(values).returning(Source.id)).scalar_one()
