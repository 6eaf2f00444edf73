"""What would a plan document change in the database, and how is it changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from db.models import Plan, Source
from knowledge.plan_document import PlanDocument
from knowledge.plan_rows import Change, Value, changes_between, rows_of, stored_rows
from knowledge.plan_writer import write_rows
from knowledge.readers.companion import DATA
from knowledge.readers.digest import digest_of
from knowledge.readers.plan_text import read_plan_text
from knowledge.readers.sheets.sheet_plan import SPREADSHEETS, read_plan_sheet

BUNDLED = DATA / "khon-kaen-plan-2554-2557-strategy-5.txt"
"""The plan that comes with the program."""

_PLAN = ("document", "province", "province_en", "first_year", "last_year")
_LOCK = 5_254_2558
"""Any number of our own: who loads a plan into a PostgreSQL database holds this lock."""


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
    return read_plan_sheet(path) if path.suffix.lower() in SPREADSHEETS else read_plan_text(path)


def compare(session: Session | None, document: PlanDocument) -> Difference:
    """What `load` would change; without a session, in a database that is not there yet. Writes nothing."""
    plan = session.scalars(select(Plan)).first() if session else None
    fields = tuple(
        (name, getattr(plan, name, None), getattr(document, name))
        for name in _PLAN
        if getattr(plan, name, None) != getattr(document, name)
    )
    changes = changes_between(stored_rows(session) if session and plan else {}, rows_of(document))
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
        write_rows(session, plan, difference.changes)
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


def the_plan(session: Session) -> Plan:
    """The stored plan. Raises LookupError where none is stored."""
    plan = session.scalars(select(Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    return plan


def _is_settled(session: Session, digest: str) -> bool:
    row = session.execute(select(Plan.bundled, Plan.digest)).first()
    return row is not None and (not row.bundled or row.digest == digest)


def _wait_for_others(session: Session) -> None:
    """Two processes must not load at once. On SQLite a session that may write is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _write_plan(session: Session, plan: Plan, document: PlanDocument) -> None:
    for name in _PLAN:
        setattr(plan, name, getattr(document, name))
    plan.version += 1
    plan.loaded_at = datetime.now(UTC)
    session.add(plan)
    session.flush()
    session.execute(update(Source).where(Source.plan_id == plan.id).values(document=document.document))
