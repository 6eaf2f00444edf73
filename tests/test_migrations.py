"""Do the migrations lead to the models, up and down, on both databases?"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

import db.bill_models
import db.feedback_models
import db.installation_models  # their tables join the others
import db.lesson_models
import db.list_models
import db.name_models
import db.plan_models
import db.progress_models
import db.staff_models  # noqa: F401
from db.migrate import MIGRATIONS, downgrade, is_newest, newest, upgrade
from db.models import Base, Plan, Project, Source
from db.session import create_engine_for, reading_factory, session_factory

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(name="fresh")
def _fresh(database_url: str) -> Iterator[Engine]:
    engine = create_engine_for(database_url)
    yield engine
    engine.dispose()


def test_upgraded_schema_is_that_of_the_models(fresh: Engine) -> None:
    upgrade(fresh)

    with fresh.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_downgrade_leaves_no_table_behind(fresh: Engine) -> None:
    upgrade(fresh)

    downgrade(fresh)

    assert inspect(fresh).get_table_names() == ["alembic_version"]


def test_schema_can_go_down_and_up_again(fresh: Engine) -> None:
    upgrade(fresh)
    downgrade(fresh)

    upgrade(fresh)

    assert is_newest(fresh) is True


def test_second_upgrade_changes_nothing(fresh: Engine) -> None:
    upgrade(fresh)

    upgrade(fresh)

    assert is_newest(fresh) is True


def test_empty_database_is_not_newest(fresh: Engine) -> None:
    assert is_newest(fresh) is False


def test_newest_by_file_name_is_the_head_of_the_chain() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_a_start_on_the_newest_schema_does_not_import_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from db.migrate import upgrade; from db.session import create_engine_for;"
        f"upgrade(create_engine_for('sqlite:///{tmp_path / 'test.db'}')); print('alembic' in sys.modules)"
    )

    runs = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True) for _ in range(2)]

    assert [run.stdout.strip() for run in runs] == ["True", "False"]


def test_fault_in_a_migration_leaves_the_schema_as_it_was(fresh: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.migrate._check_foreign_keys", lambda _connection: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        upgrade(fresh)

    assert inspect(fresh).get_table_names() == []


def test_amounts_beyond_32_bits_are_exact(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    with session_factory(engine).begin() as session:
        session.execute(text("UPDATE budget SET satang = 123456789012345 WHERE satang IS NOT NULL"))

    with reading_factory(engine)() as session:
        assert session.scalar(text("SELECT max(satang) FROM budget")) == 123456789012345
    engine.dispose()


def test_row_that_points_nowhere_is_refused(plan_url: str) -> None:
    engine = create_engine_for(plan_url)

    with pytest.raises(IntegrityError), session_factory(engine).begin() as session:
        session.execute(text("UPDATE project SET tactic_id = 9999"))
    engine.dispose()


def test_deleting_the_plan_deletes_its_facts(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    with session_factory(engine).begin() as session:
        for table in ("strategy", "passage", "plan_list"):
            session.execute(text(f"DELETE FROM {table}"))
        session.delete(session.scalars(select(Plan)).one())

    with reading_factory(engine)() as session:
        assert [session.scalars(select(model)).all() for model in (Project, Source)] == [[], []]
    engine.dispose()


def test_reading_session_cannot_write_on_sqlite(plan_engine: Engine) -> None:
    with reading_factory(plan_engine)() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("DELETE FROM alias"))


def test_connection_that_read_can_write_afterwards(plan_engine: Engine) -> None:
    with reading_factory(plan_engine)() as session:
        session.execute(text("SELECT 1"))

    with session_factory(plan_engine).begin() as session:
        session.execute(text("UPDATE plan SET version = 7"))

    with reading_factory(plan_engine)() as session:
        assert session.scalar(select(Plan.version)) == 7


@pytest.mark.parametrize(
    ("pragma", "expected"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1)]
)
def test_sqlite_is_set_up_to_lose_nothing(plan_engine: Engine, pragma: str, expected: str | int) -> None:
    with plan_engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


def test_foreign_keys_are_on_again_after_a_migration(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'test.db'}")
    upgrade(engine)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_a_postgresql_url_means_psycopg_3(scheme: str) -> None:
    assert create_engine_for(f"{scheme}://user@host/name").driver == "psycopg"
