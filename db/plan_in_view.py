"""Which of the stored plans does a session read? Whatever it selects are the rows of that one plan alone.

Statements are written as if there were one plan. Where several are stored, each is narrowed here before it is run:
every table of a plan that it begins with must say that the row is of the plan in view, and what is joined to such a row
is of the same plan. So no statement can forget it, and where one plan is stored nothing is narrowed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Alias, ColumnElement, FromClause, Join, Select, Table, bindparam, event, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.visitors import cloned_traverse, iterate

from db.models import Plan

ALL_PLANS = {"all_plans": True}
"""Execution options of a statement that is about every stored plan."""
ALONE = 0
"""In the place of a plan's id: it is the only one, so that there is nothing to leave out."""
_CHOSEN, _FOUND = "plan in view", "plan found"
_SLOT = "plan_in_view"
_KEPT = 2048
"""Narrowed statements kept."""
_PLANS = Plan.__table__
_STORED = select(_PLANS.c.id, _PLANS.c.is_default)


def look_at(session: Session, plan: int) -> None:
    """From now on the session reads this plan; ALONE where no other is stored."""
    session.info[_CHOSEN] = plan


def look_anew(session: Session) -> None:
    """From now on the session reads the default plan again, whichever that is."""
    session.info.pop(_CHOSEN, None)
    session.info.pop(_FOUND, None)


@contextmanager
def looking_at(session: Session, plan: int) -> Iterator[None]:
    """Meanwhile the session reads this plan."""
    before = session.info.get(_CHOSEN)
    look_at(session, plan)
    try:
        yield
    finally:
        if before is None:
            look_anew(session)
        else:
            look_at(session, before)


def plan_in_view(session: Session) -> int:
    """The id of the plan that the session reads: the one it was told, else the default one; ALONE where it is the only
    one."""
    chosen: int | None = session.info.get(_CHOSEN)
    if chosen is not None:
        return chosen
    transaction = session.get_transaction()
    found: tuple[Any, int] | None = session.info.get(_FOUND)
    if found is None or found[0] is not transaction or transaction is None:
        stored = session.connection().execute(_STORED).all()
        default = next((id_ for id_, is_default in stored if is_default), ALONE)
        found = session.info[_FOUND] = session.get_transaction(), default if len(stored) > 1 else ALONE
    return found[1]


def narrowed(session: Session, statement: Any) -> tuple[Any, dict[str, int]]:
    """A kept statement, and what it needs to be told more, so that it finds only what is of the plan in view."""
    if session.info.get(_CHOSEN) == ALONE or not isinstance(statement, Select) or not _is_of_plan(statement):
        return statement, {}
    plan = plan_in_view(session)
    return (_kept(statement), {_SLOT: plan}) if plan else (statement, {})


def narrow_what_is_run(sessions: type[Session]) -> None:
    """Whatever these sessions execute is narrowed."""
    if not event.contains(sessions, "do_orm_execute", _narrow):
        event.listen(sessions, "do_orm_execute", _narrow)


def _narrow(state: ORMExecuteState) -> None:
    session = state.session
    if session.info.get(_CHOSEN) == ALONE or not state.is_select or state.execution_options.get("all_plans"):
        return
    statement: Any = state.statement
    if _speaks_of_plan(statement) and (plan := plan_in_view(session)):
        state.statement = _of_plan(statement, bindparam(None, plan))


@lru_cache(_KEPT)
def _is_of_plan(statement: Select[*tuple[Any, ...]]) -> bool:
    return not statement.get_execution_options().get("all_plans") and _speaks_of_plan(statement)


@lru_cache(_KEPT)
def _kept(statement: Select[*tuple[Any, ...]]) -> Any:
    return _of_plan(statement, bindparam(_SLOT))


def _speaks_of_plan(statement: Any) -> bool:
    """Whether a statement selects from a table of plans at all."""
    for element in iterate(statement):
        table = element.table if isinstance(element, ColumnClause) else element
        if isinstance(table, Table) and _key(table) is not None:
            return True
    return False


def _of_plan(statement: Any, plan: ColumnElement[int]) -> Any:
    """The statement in which each select, also those within it, finds rows of the plan alone."""

    def narrow(one: Any) -> None:
        roots = dict.fromkeys(_root(source) for source in one.get_final_froms())
        one._where_criteria += tuple(key == plan for root in roots if (key := _key(root)) is not None)

    return cloned_traverse(statement, {}, {"select": narrow})


def _root(source: FromClause) -> FromClause:
    """What everything else is joined to."""
    while isinstance(source, Join):
        source = source.left
    return source


def _key(source: FromClause) -> Any:
    """The column that says of which plan a row is; None where the table is none of a plan's."""
    table = source.element if isinstance(source, Alias) else source
    if not isinstance(table, Table):
        return None
    if table.name == Plan.__tablename__:
        return source.c.id
    return source.c.plan_id if "plan_id" in table.c else None
