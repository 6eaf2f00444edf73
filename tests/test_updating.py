"""Is nothing stored changed by an update without a backup, and is a newer schema refused in a sentence everywhere?"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from bot import migrate as command
from bot.checks import check_database
from bot.settings import Settings
from db import premigration, sqlite_copy
from db.feedback_models import Person
from db.migrate import SchemaError, downgrade, is_newest, newest, upgrade
from db.models import Plan
from db.session import create_engine_for, session_factory
from tests.case_rows import KEY, person
from tests.platforms import ROOT, environment, finished
from tests.postgres_tools import put_on_path
from tests.test_doctor import wrong

OLDER = "0003"


@pytest.fixture(name="stored")
def _stored(engine: Engine) -> Engine:
    """A database of an older version, with somebody in it."""
    with session_factory(engine).begin() as session:
        person(session)
    downgrade(engine, OLDER)
    for copy in _copies(engine):
        copy.unlink()
    return engine


def _copies(engine: Engine) -> list[Path]:
    """What lies beside an SQLite file."""
    if engine.dialect.name != "sqlite":
        return []
    file = Path(engine.url.database or "")
    return sorted(each for each in file.parent.glob("*before*"))


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


# --- before stored data are touched


def test_sqlite_is_copied_before(stored: Engine) -> None:
    if not _is_sqlite(stored):
        pytest.skip("PostgreSQL is not copied by itself.")
    upgrade(stored)
    [copy] = _copies(stored)
    with closing(sqlite3.connect(copy)) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        people = connection.execute("SELECT count(*) FROM person").fetchone()

    assert (revision, people, copy.stat().st_mode & 0o777, is_newest(stored)) == ((OLDER,), (1,), 0o600, True)


def test_postgresql_is_refused_with_the_command(stored: Engine) -> None:
    if _is_sqlite(stored):
        pytest.skip("SQLite is copied.")
    with pytest.raises(SchemaError, match="migrate --backup DEST"):
        upgrade(stored)
    with session_factory(stored)() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == OLDER


def test_where_somebody_says_that_there_is_a_backup_it_goes_on(stored: Engine) -> None:
    upgrade(stored, newest())

    assert (is_newest(stored), _copies(stored)) == (True, [])


def test_who_said_so_of_an_earlier_update_did_not_say_so_of_this_one(stored: Engine) -> None:
    if _is_sqlite(stored):
        pytest.skip("SQLite is copied.")
    with pytest.raises(SchemaError):
        upgrade(stored, OLDER)


def test_a_new_database_needs_no_backup(database_url: str) -> None:
    engine = create_engine_for(database_url)
    upgrade(engine)

    assert (is_newest(engine), _copies(engine)) == (True, [])
    engine.dispose()


def test_where_it_cannot_be_copied_nothing_is_changed(stored: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    if not _is_sqlite(stored):
        pytest.skip("PostgreSQL is not copied by itself.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sqlite_copy, "copy", full)
    with pytest.raises(premigration.NoCopyError, match="No space left"):
        upgrade(stored)
    with session_factory(stored)() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == OLDER
    assert _copies(stored) == []


def test_a_copy_that_is_not_whole_counts_as_none(stored: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    if not _is_sqlite(stored):
        pytest.skip("PostgreSQL is not copied by itself.")
    monkeypatch.setattr(sqlite_copy, "faults", lambda _: ["Page 7 is never used"])
    with pytest.raises(premigration.NoCopyError, match="Page 7"):
        upgrade(stored)

    assert _copies(stored) == []


def test_two_processes_that_start_at_once_make_one_copy(stored: Engine) -> None:
    if not _is_sqlite(stored):
        pytest.skip("PostgreSQL is not copied by itself.")
    code = (
        "from db.migrate import upgrade; from db.session import create_engine_for;"
        f"upgrade(create_engine_for({_url(stored)!r}))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(2)]

    assert ([process.wait() for process in both], len(_copies(stored)), is_newest(stored)) == ([0, 0], 1, True)


# --- the command


def test_the_command_says_what_is_missing(
    stored: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", _url(stored))
    monkeypatch.setenv("CONVERSATION_KEY", KEY)
    status = command.run(backup=None, backed_up=False)
    told = capsys.readouterr()

    assert (status, "MIGRATE_TO" in told.err) == ((0, False) if _is_sqlite(stored) else (1, True))


@pytest.mark.parametrize("how", ["backed-up", "setting"])
def test_the_command_goes_on_where_somebody_says_so(stored: Engine, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setenv("DATABASE_URL", _url(stored))
    monkeypatch.setenv("CONVERSATION_KEY", KEY)
    if how == "setting":
        monkeypatch.setenv("MIGRATE_TO", newest())

    assert (command.run(backup=None, backed_up=how == "backed-up"), is_newest(stored)) == (0, True)


def test_the_command_makes_a_backup_before(
    stored: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_on_path(monkeypatch)
    for name, value in {
        "DATABASE_URL": _url(stored),
        "CONVERSATION_KEY": KEY,
        "ATTACHMENTS_URL": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    status = command.run(backup=tmp_path / "backup", backed_up=False)

    assert (status, is_newest(stored), f"revision {OLDER}" in capsys.readouterr().out) == (0, True, True)


def test_where_the_backup_fails_nothing_is_changed(
    stored: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "backup").write_text("somebody's")
    monkeypatch.setenv("DATABASE_URL", _url(stored))
    monkeypatch.setenv("CONVERSATION_KEY", KEY)

    assert (command.run(backup=tmp_path / "backup", backed_up=False), is_newest(stored)) == (1, False)


def test_a_new_database_gets_its_plan(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a release of a hosting service prepares it."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("CONVERSATION_KEY", KEY)
    status = command.run(backup=None, backed_up=False)
    engine = create_engine_for(database_url)
    with session_factory(engine)() as session:
        plans = session.scalars(select(Plan.id)).all()
    engine.dispose()

    assert (status, len(plans)) == (0, 1)


# --- a schema that is newer than the program


@pytest.fixture(name="newer")
def _newer(engine: Engine) -> Engine:
    return _made_newer(engine)


def _made_newer(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    return engine


COMMANDS = [
    "serve",
    "worker",
    "poll",
    "ask x",
    "ask --json",
    "import {plan}",
    "import {plan} --dry-run",
    "feedback list",
    "feedback show 482-915-737",
    "feedback export",
    "feedback start 482-915-737 --officer x",
    "retention",
    "retention --dry-run",
    "rekey",
    "photos",
    "tidy",
    "migrate",
    "migrate --backed-up",
    "backup {folder}/backup",
    "doctor",
]
ON_POSTGRESQL = ["serve", "worker", "import {plan}", "feedback list", "migrate", "backup {folder}/backup"]
"""Which database it is, one function of all commands finds out: of those that open it in the same way, one is tried."""


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_so_in_a_sentence(plan_engine: Engine, tmp_path: Path, words: str) -> None:
    _says_so(_made_newer(plan_engine), tmp_path, words)


@pytest.mark.parametrize("words", ON_POSTGRESQL)
def test_on_postgresql_too(
    postgres_engine: Engine, tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(monkeypatch)
    _says_so(_made_newer(postgres_engine), tmp_path, words)


def _says_so(newer: Engine, tmp_path: Path, words: str) -> None:
    plan = ROOT / "knowledge" / "data" / "khon-kaen-plan-2554-2557-strategy-5.txt"
    settings = environment(_url(newer)) | {
        "TELEGRAM_BOT_TOKEN": "1:a",
        "PUBLIC_URL": "",
        "ATTACHMENTS_URL": str(tmp_path),
    }
    arguments = [part.format(plan=plan, folder=tmp_path) for part in words.split()]
    done = subprocess.run(
        (sys.executable, "-m", "bot", *arguments),
        cwd=ROOT, env=settings, capture_output=True, text=True, input="", timeout=60,
    )  # fmt: skip
    told = done.stdout + done.stderr

    assert (done.returncode, "Traceback" in told, "newer version of this program" in told, "9999" in told) == (
        1, False, True, True,
    )  # fmt: skip


async def test_doctor_does_not_advise_to_start_the_server(newer: Engine) -> None:
    findings = [finding async for finding in check_database(Settings(database_url=_url(newer)))]

    assert [("Install the newer version" in found.text, "Start" in found.remedy) for found in findings] == [
        (True, False)
    ]


async def test_doctor_tells_an_older_one_from_a_newer_one(stored: Engine) -> None:
    assert await wrong(check_database(Settings(database_url=_url(stored)))) == [
        "Database: answers, but its tables are not the newest."
    ]


@pytest.mark.parametrize("statement", ["DELETE FROM alembic_version", "DROP TABLE alembic_version"])
def test_tables_that_do_not_say_their_version_are_refused(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))

    with pytest.raises(SchemaError, match="does not say of which version"):
        upgrade(engine)


def test_a_newer_schema_is_left_as_it_is(newer: Engine) -> None:
    with pytest.raises(SchemaError):
        upgrade(newer)
    with session_factory(newer)() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert session.scalars(select(Person)).all() == []


def test_the_release_of_a_hosting_service_ends_with_a_failure(stored: Engine) -> None:
    """So that it keeps the old version running."""
    status, told = finished("migrate", environment(_url(stored)))

    assert (status, "MIGRATE_TO" in told) == ((0, False) if _is_sqlite(stored) else (1, True))
