"""What would a plan document change in the database, and how is it changed?

Several plans stand side by side, each under its name; nothing here touches another one than that which is loaded.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from db.models import Plan, Project, Source
from db.plan_in_view import ALL_PLANS, look_anew, looking_at
from db.plans import alone_at_commit
from knowledge.plan_document import PlanDocument
from knowledge.plan_facts import PlanFacts, facts_of
from knowledge.plan_rows import Change, Rows, Value, changes_between, rows_of, stored_rows
from knowledge.plan_writer import write_rows
from knowledge.readers.companion import DATA
from knowledge.readers.digest import digest_of
from knowledge.readers.plan_text import read_plan_text
from knowledge.readers.sheets.sheet_plan import SPREADSHEETS, read_plan_sheet
from knowledge.readers.spellings import spelled_once

BUNDLED = DATA / "khon-kaen-plan-2554-2557-strategy-5.txt"
"""The plan that comes with the program."""

MAIN = "main"
"""What the first plan is called where nobody names it."""
_PLAN = ("document", "province", "province_en", "first_year", "last_year")
_LOCK = 5_254_2558
"""Any number of our own: who loads a plan into a PostgreSQL database holds this lock."""


class StoredTwiceError(Exception):
    """The document is stored already, under the name of another plan (`name`): its lines would be cited for both."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The document is that of the stored plan {name}.")


@dataclass(frozen=True)
class Difference:
    """Everything that loading a document would change; empty when it is stored as it is."""

    replaced: str | None
    """The document stored before; None where no plan is stored."""
    plan: tuple[tuple[str, Value, Value], ...]
    """(field, before, after) of the plan itself."""
    changes: tuple[Change, ...]
    beside_bundled: bool = False
    """Nothing is stored yet and the document is not to be the default plan: the one that came with the program is."""

    @property
    def is_empty(self) -> bool:
        return not self.plan and not self.changes


def read_plan(path: Path) -> PlanDocument:
    """The plan in a file; raises PlanError with every fault that was found."""
    read = read_plan_sheet if path.suffix.lower() in SPREADSHEETS else read_plan_text
    return spelled_once(read(path))


def compare(session: Session | None, document: PlanDocument, name: str = "") -> Difference:
    """What `load` would change of the plan of this name ("": the default one); without a session, in a database that is
    not there yet. Writes nothing."""
    plan = _stored(session, name) if session else None
    if session:
        _refuse_twice(session, document, plan)
    fields = tuple(
        (name, getattr(plan, name, None), getattr(document, name))
        for name in _PLAN
        if getattr(plan, name, None) != getattr(document, name)
    )
    changes = changes_between(_rows_of(session, plan) if session and plan else {}, rows_of(document))
    beside = (session is None or not _any(session)) and _needs_bundled(document, name)
    return Difference(plan.document if plan else None, fields, changes, beside)


def load(session: Session, document: PlanDocument, name: str = "") -> Difference:
    """Make the stored plan of this name ("": the default one) what the document says; the caller commits.

    A name that no plan has stores one more. The version goes up with a real change.
    """
    _wait_for_others(session)
    difference = compare(session, document, name)
    plan = _stored(session, name) or _new(session, name)
    if difference.is_empty and plan.digest == document.digest:
        return difference
    plan.digest = document.digest
    plan.bundled = document.digest == digest_of(BUNDLED)
    if not difference.is_empty:
        _write_plan(session, plan, document)
        with looking_at(session, plan.id):
            write_rows(session, plan, difference.changes)
    session.flush()
    look_anew(session)
    return difference


def load_bundled(session: Session) -> None:
    """Load the bundled plan where no plan is stored, or an older one that came with the program; commits.

    A plan that somebody imported stays: a start of the program must not undo their work.
    """
    digest = digest_of(BUNDLED)
    if _awaiting(session, digest) is not None:
        _wait_for_others(session)
        if (name := _awaiting(session, digest)) is not None:
            load(session, read_plan(BUNDLED), name)
    session.commit()


def load_first(session: Session, document: PlanDocument, name: str) -> bool:
    """Load the bundled plan where none is stored and the document is to stand beside others under this name; whether
    that was so. Otherwise a name would make the document the plan that everybody means. Commits."""
    if _any(session) or not _needs_bundled(document, name):
        return False
    load_bundled(session)
    return True


def _needs_bundled(document: PlanDocument, name: str) -> bool:
    return name not in ("", MAIN) and document.document != BUNDLED.name


def _any(session: Session) -> bool:
    return session.scalars(select(Plan.id).limit(1).execution_options(**ALL_PLANS)).first() is not None


def the_plan(session: Session) -> Plan:
    """The plan in view. Raises LookupError where none is stored."""
    plan = session.scalars(select(Plan)).first()
    if plan is None:
        raise LookupError("No plan is stored: run `python -m bot import FILE`.")
    return plan


def facts_and_size(session: Session, plan: Plan) -> tuple[PlanFacts, int]:
    """What is known about a stored plan as a whole, and how many projects it has."""
    with looking_at(session, plan.id):
        projects = session.scalar(select(func.count()).select_from(Project)) or 0
        return facts_of(session, plan), projects


def _awaiting(session: Session, digest: str) -> str | None:
    """The name of the plan that the bundled document is to be loaded as; None where there is nothing to do."""
    query = select(Plan.name, Plan.bundled, Plan.digest).execution_options(**ALL_PLANS)
    stored = session.execute(query).all()
    if not stored:
        return MAIN
    return next((name for name, bundled, stored_digest in stored if bundled and stored_digest != digest), None)


def _stored(session: Session, name: str) -> Plan | None:
    query = select(Plan).where(Plan.name == name if name else Plan.is_default)
    return session.scalars(query.execution_options(**ALL_PLANS)).first()


def _new(session: Session, name: str) -> Plan:
    """The first plan is the default one. Before a second one is there, who reads the first must have done."""
    is_first = not _any(session)
    if not is_first:
        alone_at_commit(session)
    return Plan(name=name or MAIN, is_default=is_first, version=0)


def _refuse_twice(session: Session, document: PlanDocument, plan: Plan | None) -> None:
    query = select(Plan.id, Plan.name).where(Plan.document == document.document)
    for id_, name in session.execute(query.execution_options(**ALL_PLANS)):
        if plan is None or id_ != plan.id:
            raise StoredTwiceError(name)


def _rows_of(session: Session, plan: Plan) -> Rows:
    with looking_at(session, plan.id):
        return stored_rows(session)


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
