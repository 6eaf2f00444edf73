"""Is the database's schema the newest, how does it become so, and what is done before stored data are touched?"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from db.premigration import copy_aside
from db.tables import VERSION

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
RESTORING = "restoring"
"""A table that is there while a backup is being restored, and stays where that was cut off. Its one row says where what
was there before is kept (`aside`)."""
MARK = f"CREATE TABLE {RESTORING} (aside TEXT NOT NULL)"
UNMARK = f"DROP TABLE IF EXISTS {RESTORING}"
_LOCK = 5_254_2557
"""Any number of our own: who migrates a PostgreSQL database holds this lock."""


class SchemaError(SQLAlchemyError):
    """The database cannot be used as it is; says why, and what to do. Whoever opens one tells its faults already."""


def upgrade(engine: Engine, allowed: str = "") -> None:
    """Bring the schema to the newest revision; several processes may call it at once.

    Before stored data are touched, an SQLite file is copied, unless somebody says that there is a backup: by the
    revision that is `allowed`. With PostgreSQL somebody must. Raises SchemaError where nobody did, or where the
    database is of a newer version.
    """
    if not is_newest(engine):
        _run(engine, "upgrade", "head", allowed)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Bring the schema back to an older revision."""
    _run(engine, "downgrade", revision, newest())


def finish_restoring(engine: Engine, work: Callable[[Connection], None]) -> None:
    """Bring what was restored to the newest schema, and do this work with it, in one transaction."""
    with _alone(engine) as connection:
        _migrate(connection, "upgrade", "head")
        work(connection)


def is_newest(engine: Engine) -> bool:
    """Whether there is nothing to migrate. Alembic takes 0.3 s to import, so this asks the table itself."""
    with engine.execution_options(read_only=True).connect() as connection:
        return revision_of(connection) == newest()


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema; None where there is none yet. Raises SchemaError for one that is not known here."""
    tables = inspect(connection).get_table_names()
    require_whole(tables)
    revisions = list(connection.scalars(text("SELECT version_num FROM alembic_version"))) if VERSION in tables else []
    if len(revisions) > 1 or (not revisions and "plan" in tables):
        raise SchemaError("The database has tables of this program, but does not say of which version.")
    revision: str | None = revisions[0] if revisions else None
    if revision is not None and revision not in known():
        raise SchemaError(
            f"The database was written by a newer version of this program: its tables are of revision {revision}, this "
            f"version knows them up to {newest()}. Install the newer version again, or restore a backup from before it."
        )
    return revision


def require_whole(tables: Collection[str]) -> None:
    """Raises SchemaError where a backup was not restored to the end."""
    if RESTORING in tables:
        raise SchemaError(
            "A backup was being restored into this database when that was cut off. Run `python -m bot restore` again."
        )


def newest() -> str:
    """The revision of the newest migration: its file's name begins with it, and names are in order."""
    return max(known())


def known() -> set[str]:
    """Every revision that this version of the program knows."""
    return {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _run(engine: Engine, command: str, revision: str, allowed: str) -> None:
    with _alone(engine) as connection:
        if command != "upgrade" or revision_of(connection) != newest():  # another process may have been faster
            _secure(engine, connection, allowed)
        _migrate(connection, command, revision)


def _migrate(connection: Connection, command: str, revision: str) -> None:
    from alembic import command as alembic_command
    from alembic.config import Config

    config = Config()
    # The option is read through configparser, for which % is special.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    getattr(alembic_command, command)(config, revision)


def _secure(engine: Engine, connection: Connection, allowed: str) -> None:
    """Nothing stored is changed that could not be brought back."""
    revision = revision_of(connection)
    if revision is None or allowed == newest():
        return
    if engine.dialect.name == "sqlite":
        copy_aside(engine, newest())
        return
    raise SchemaError(
        f"The tables of the database are of revision {revision}, this version needs {newest()}, and nobody said that "
        "there is a backup. Take one and go on: `python -m bot migrate --backup DEST`. Or, after a backup of your "
        f"hosting service: `python -m bot migrate --backed-up`, or MIGRATE_TO={newest()} in the settings."
    )


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction in which nobody else migrates: the second process waits here, then finds it done."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Alembic rebuilds a table to change it; with foreign keys on, dropping the old one would delete
            # the rows that point at it. The pragma works only outside of a transaction.
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
                _check_foreign_keys(connection)
        finally:
            if engine.dialect.name == "sqlite":
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={state}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration left rows that point nowhere: {broken[:5]}.")
