"""Which database is spoken to, and how a transaction begins there."""

import os
import sqlite3
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.orm import Session, sessionmaker

from db.folder import VAR, create_private, keep_private, make_private_folder
from db.plan_in_view import narrow_what_is_run

DEFAULT_URL = f"sqlite:///{VAR / 'bot.db'}"
"""An SQLite file: a newcomer needs no database server."""

_BUSY_SECONDS = 15
"""How long a writer waits for another one before SQLite gives up."""
_CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer a new connection; without it the operating system waits minutes."""
_ANSWERING_CONNECT_SECONDS = 3
"""The same for who must answer people: it is tried again with the next message."""

narrow_what_is_run(Session)


def create_engine_for(url: str, seconds: float | None = None) -> Engine:
    """The engine of a DATABASE_URL, SQLite or PostgreSQL. `seconds`: of who must answer people, the limit of a
    statement; without it a migration or an export takes as long as it takes."""
    parsed = _with_driver(make_url(url))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return _postgresql_engine(parsed, seconds)


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions that may write. On SQLite each takes the one writer's lock when it begins: a transaction that
    first reads and then writes cannot be told halfway that somebody else was faster."""
    return sessionmaker(engine, expire_on_commit=False)


def reading_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read: on SQLite they wait for no writer, and a write raises."""
    return sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False)


def peeking_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read, for who writes on the same connections: on SQLite nothing has to be set anew for them,
    so nothing but their statements keeps them from writing."""
    return sessionmaker(engine.execution_options(peeking=True), expire_on_commit=False)


def _with_driver(url: URL) -> URL:
    # Hosting services hand out postgres:// and postgresql://, for which SQLAlchemy would look for psycopg2.
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _postgresql_engine(url: URL, seconds: float | None) -> Engine:
    from db.patience import (
        WITHIN_TCP,
        be_patient_for,
        leave_what_is_no_primary,
    )  # not for SQLite, which needs no driver

    connecting = _CONNECT_SECONDS if seconds is None else _ANSWERING_CONNECT_SECONDS
    limits = {"connect_timeout": str(connecting), **WITHIN_TCP}
    patience = {name: limit for name, limit in limits.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args=patience,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        pool_timeout=seconds or _CONNECT_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _leave_out_the_row)
    event.listen(engine, "handle_error", leave_what_is_no_primary)
    if seconds is not None:
        be_patient_for(engine, seconds)
    return engine


def _leave_out_the_row(context: ExceptionContext) -> None:
    """`hide_parameters` keeps what people confide out of SQLAlchemy's messages, not out of PostgreSQL's own: it adds
    "DETAIL: Failing row contains (...)". Both the fault and the one it is wrapped in end up in the log."""
    detail = getattr(getattr(context.original_exception, "diag", None), "message_detail", None)
    for fault in (context.original_exception, context.sqlalchemy_exception):
        if detail and fault is not None:
            fault.args = tuple(str(part).replace(detail, "left out") for part in fault.args)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
    if url.database and url.database != ":memory:":
        make_private_folder(Path(url.database).parent)
        event.listen(engine, "do_connect", partial(_keep_private, Path(url.database)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_private(file: Path, *_: Any) -> None:
    """Whatever the umask is; SQLite gives its log the same permissions. Where it cannot be, SQLite will say why."""
    with suppress(OSError):
        os.close(create_private(file))
    for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        if each.is_file():
            keep_private(each)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not begin transactions by itself: it would use a plain BEGIN, and none at all before DDL.
    connection.isolation_level = None
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Two processes that open a new file at once: the switch answers "locked" at once, whatever the timeout."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    read_only = bool(options.get("read_only"))
    if connection.info.get("read_only") != read_only:  # setting it anew makes SQLite forget every prepared statement
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        connection.info["read_only"] = read_only
    connection.exec_driver_sql("BEGIN" if read_only or options.get("peeking") else "BEGIN IMMEDIATE")
