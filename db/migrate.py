"""Is the database's schema the newest, and how does it become so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK = 5_254_2557
"""Any number of our own: who migrates a PostgreSQL database holds this lock."""


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision; several processes may call it at once."""
    if not is_newest(engine):
        _run(engine, "upgrade", "head")


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Bring the schema back to an older revision."""
    _run(engine, "downgrade", revision)


def is_newest(engine: Engine) -> bool:
    """Whether there is nothing to migrate. Alembic takes 0.3 s to import, so this asks the table itself."""
    with engine.execution_options(read_only=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision == newest()


def newest() -> str:
    """The revision of the newest migration: its file's name begins with it, and names are in order."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _run(engine: Engine, command: str, revision: str) -> None:
    from alembic import command as alembic_command
    from alembic.config import Config

    config = Config()
    # The option is read through configparser, for which % is special.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _alone(engine) as connection:
        config.attributes["connection"] = connection
        getattr(alembic_command, command)(config, revision)


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
