"""Can something be written to the database and read from it now, and if not, why?

It is asked on a connection of its own that gives up soon: one from the pool may be broken, or none may be left.
"""

import shutil
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from db import heartbeats
from db.heartbeats import ASKING, Beat
from db.models import now
from db.plans import plan_version

PATIENCE = 2
"""Seconds for each step: to connect, to get the lock, to write."""
FULL = "The database's disk is full."
LOCKED = "The database is locked by somebody else."
READ_ONLY = "The database cannot be written to."
_SIGNS = {
    FULL: ("53100", "disk is full", "No space left"),
    LOCKED: ("55P03", "57014", "database is locked", "table is locked"),
    READ_ONLY: ("25006", "readonly database", "read-only", "disk I/O error"),
}
"""What drivers say then: PostgreSQL's codes, SQLite's words."""
_FULL_BELOW = 1_000_000
"""Bytes. SQLite's log may have room for one row where no photo and no long message finds any."""


def probing(engine: Engine) -> Engine:
    """An engine for the same database that keeps no connection and waits for nothing long."""
    if engine.dialect.name == "sqlite":
        if engine.url.database in (None, "", ":memory:"):
            return engine  # another connection would see another database
        return create_engine(engine.url, poolclass=NullPool, connect_args={"timeout": PATIENCE}, hide_parameters=True)
    limits = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
    # A server that went away without a word is noticed by the system, which asks it every second.
    silent = {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": PATIENCE}
    patience = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000, "options": limits, **silent}
    return create_engine(engine.url, poolclass=NullPool, connect_args=patience, hide_parameters=True)


def why_not_ready(probe: Engine, process: str) -> str:
    """Why no message could be answered and stored now; empty where it could. Writes a row of this process's own."""
    if _no_room(probe):
        return FULL
    try:
        with Session(probe) as session, session.begin():
            heartbeats.beat(session, Beat(process, ASKING, relays=False, started_at=now(), beat_at=now()))
            return "" if plan_version(session) is not None else "No plan is loaded."
    except SQLAlchemyError as fault:
        return _why(fault)


def _no_room(probe: Engine) -> bool:
    """Whether the disk of an SQLite file is full. PostgreSQL's is on a machine that may be another one."""
    file = Path(probe.url.database or "") if probe.dialect.name == "sqlite" else None
    return file is not None and file.is_file() and shutil.disk_usage(file.parent).free < _FULL_BELOW


def _why(fault: SQLAlchemyError) -> str:
    """In plain words: what the driver says may name hosts, and strangers may ask whether we are ready."""
    driver = getattr(fault, "orig", None)
    told = f"{getattr(driver, 'sqlstate', '')} {driver}"
    for words, signs in _SIGNS.items():
        if any(sign in told for sign in signs):
            return words
    return "The database does not answer."
