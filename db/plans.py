"""Which plans are stored now, which is the default one, and how does one become it or go?"""

import time
from dataclasses import dataclass

from sqlalchemy import delete, event, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.models import Base, Plan
from db.plan_codes import requalify
from db.plan_in_view import ALL_PLANS, look_anew, look_at
from db.statements import rows, run

_PLANS = Plan.__table__
_ATTEMPTS, _SECONDS_EACH = 60, 1
"""How often, and how long each time, somebody waits until nobody reads plans."""
_STORED = (
    select(_PLANS.c.id, _PLANS.c.name, _PLANS.c.is_default, _PLANS.c.version)
    .order_by(_PLANS.c.is_default.desc(), _PLANS.c.first_year.desc(), _PLANS.c.id)
    .execution_options(**ALL_PLANS)
)
_VERSION = select(_PLANS.c.version).order_by(_PLANS.c.is_default.desc()).limit(1).execution_options(**ALL_PLANS)


@dataclass(frozen=True)
class Stamp:
    """A stored plan as it is now; another stamp means that something of it changed."""

    id: int
    name: str
    is_default: bool
    version: int


def stored_plans(session: Session) -> tuple[Stamp, ...]:
    """Every stored plan, the default one first, then the newest."""
    return tuple(Stamp(id_, name, bool(default), version) for id_, name, default, version in rows(session, _STORED))


def plan_version(session: Session) -> int | None:
    """Goes up with every change of the default plan; None where no plan is stored."""
    version: int | None = run(session, _VERSION).scalar()
    return version


def plan_documents(session: Session) -> tuple[str, ...]:
    """The file names of the documents that the stored facts stand in."""
    return tuple(session.scalars(select(Plan.document).order_by(Plan.id).execution_options(**ALL_PLANS)))


def every_plan(session: Session) -> tuple[Plan, ...]:
    """The stored plans, the default one first, then the newest."""
    query = select(Plan).order_by(Plan.is_default.desc(), Plan.first_year.desc(), Plan.id)
    return tuple(session.scalars(query.execution_options(**ALL_PLANS)))


def plan_named(session: Session, name: str) -> Plan | None:
    """The plan of this name; None where there is none."""
    return session.scalars(select(Plan).where(Plan.name == name).execution_options(**ALL_PLANS)).first()


def look_at_named(session: Session, name: str) -> None:
    """From now on the session reads the plan of this name; the default one where none is told. Raises LookupError where
    no plan has it."""
    if not name:
        return
    plan = plan_named(session, name)
    if plan is None:
        raise LookupError(f"No stored plan is called {name}: `python -m bot plans` shows which there are.")
    look_at(session, plan.id)


def make_default(session: Session, plan: Plan) -> None:
    """From now on this plan is meant where nothing says another; the caller commits."""
    before = session.scalars(select(Plan).where(Plan.is_default).execution_options(**ALL_PLANS)).first()
    for each in {before, plan}:
        if each is not None:
            each.is_default = each is plan
            each.version += 1
    if before is not None and before is not plan:
        requalify(session, before.name, plan.name)
    session.flush()
    look_anew(session)


def withdraw(session: Session, plan: Plan) -> None:
    """Delete all that is stored of a plan; the caller commits. Reports of what was spent stay, for its document."""
    alone_at_commit(session)
    for table in reversed(Base.metadata.sorted_tables):
        if "plan_id" in table.c:
            session.execute(delete(table).where(table.c.plan_id == plan.id))
    session.execute(delete(Plan).where(Plan.id == plan.id))
    session.expunge(plan)
    look_anew(session)


def changed(session: Session, plan: int) -> int:
    """Raise the plan's version, so that every process reads it anew; the new version."""
    raised = update(Plan).where(Plan.id == plan).values(version=Plan.version + 1).returning(Plan.version)
    return session.scalar(raised) or 0


def alone_at_commit(session: Session) -> None:
    """Who reads plans now ends first, and nobody begins before the commit: in PostgreSQL a reader would otherwise see,
    between two of its statements, that there are other plans than it thought. SQLite shows each reader one moment."""
    if session.get_bind().dialect.name == "postgresql":
        event.listen(session, "before_commit", _lock, once=True)


def _lock(session: Session) -> None:
    """Who waits for a lock holds up all who come after, and a backup reads for minutes: it waits a second at a time."""
    connection = session.connection()
    connection.execute(text(f"SET LOCAL lock_timeout = '{_SECONDS_EACH}s'"))
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with connection.begin_nested():
                connection.execute(text("LOCK TABLE plan IN ACCESS EXCLUSIVE MODE"))
                return
        except OperationalError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(_SECONDS_EACH)
