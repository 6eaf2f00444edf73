"""Databases for tests: real files and a real server, built once a test session and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled
from knowledge.names.completing import open_index
from tests.chats import FILES, FOLDER, Played, play, read_chats
from tests.once import encoded_once, indexed_once, made_once, of_the_run, worked_out_once
from tests.platforms import WithPlan
from tests.postgres import NotAvailableError, Postgres, running_postgres

BACKENDS = ("sqlite", "postgresql")


ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _var_is_left_alone() -> Iterator[None]:
    """Whoever works on the bot keeps a database, a key and photos of their own in the checkout's `var/`."""
    before = _kept_in(ROOT / "var")
    yield
    assert _kept_in(ROOT / "var") == before


def _kept_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file, by its path; without those that a running server of theirs writes to."""
    found = {str(file): file.stat() for file in folder.rglob("*") if file.is_file()}
    return {path: (at.st_size, at.st_mtime_ns) for path, at in found.items() if not _is_in_use(Path(path))}


def _is_in_use(file: Path) -> bool:
    return file.with_name(file.name.removesuffix("-wal").removesuffix("-shm") + "-shm").exists()


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_worked_out_twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with encoded_once(of_the_run(tmp_path_factory) / "encoded.db"), indexed_once():
        yield


@pytest.fixture(scope="session", name="postgres")
def _postgres() -> Iterator[Postgres]:
    try:
        with running_postgres() as server:
            yield server
    except NotAvailableError as error:
        pytest.skip(f"No PostgreSQL here: {error}")


@pytest.fixture(params=BACKENDS, name="database_url")
def _database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, SQLite and PostgreSQL in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=BACKENDS, name="plan_url")
def _plan_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the bundled plan, SQLite and PostgreSQL in turn; the test may write to it."""
    if request.param == "sqlite":
        yield _copy(request.getfixturevalue("plan_file"), tmp_path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create(template=request.getfixturevalue("postgres_template"))
    yield url
    server.drop(url)


@pytest.fixture(scope="session", name="postgres_template")
def _postgres_template(postgres: Postgres) -> str:
    url = postgres.create()
    _build(url, with_plan=True)
    return postgres.name(url)


@pytest.fixture(scope="session", name="empty_file")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shared = made_once(of_the_run(tmp_path_factory) / "empty.db", partial(_build_file, with_plan=False))
    return shutil.copyfile(shared, tmp_path_factory.mktemp("databases") / "empty.db")


@pytest.fixture(scope="session", name="plan_file")
def _plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plan in an SQLite file that no test writes to."""
    shared = made_once(of_the_run(tmp_path_factory) / "plan.db", partial(_build_file, with_plan=True))
    return shutil.copyfile(shared, tmp_path_factory.mktemp("databases") / "plan.db")


@pytest.fixture(scope="session", name="with_plan")
def _with_plan(plan_file: Path) -> WithPlan:
    """For a process that starts on it: to import the plan first would take it four seconds."""
    return partial(_copy, plan_file)


@pytest.fixture(scope="module", name="session")
def _session(plan_file: Path) -> Iterator[Session]:
    """A session on the bundled plan, to read."""
    with _opened(f"sqlite:///{plan_file}") as session:
        yield session


@pytest.fixture(scope="session", name="index")
def _index(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """What is known about the bundled plan's words."""
    # From a copy: the session that a test has open keeps others out of its file.
    with _opened(_copy(plan_file, tmp_path_factory.mktemp("index"))) as session:
        return load_index(session)


@pytest.fixture(scope="session", name="played")
def _played(index: Index, plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    """Every chat of `tests/questions/` about the bundled plan with what the bot says in it, by file."""

    def play_all() -> dict[str, Played]:
        with _opened(_copy(plan_file, tmp_path_factory.mktemp("played"))) as session:
            return {file: _play(session, index, FOLDER / file) for file in FILES}

    played: dict[str, Played] = worked_out_once(of_the_run(tmp_path_factory) / "played", play_all)
    return played


def _play(session: Session, index: Index, file: Path) -> Played:
    return [(chat, play(session, index, [turn.user for turn in chat.turns])) for chat in read_chats(file)]


@pytest.fixture(name="engine")
def _engine(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite file without any row."""
    engine = create_engine_for(_copy(empty_file, tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture(name="plan_engine")
def _plan_engine(plan_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """An SQLite file with the bundled plan; the test may write to it."""
    engine = create_engine_for(_copy(plan_file, tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture(name="plan_session")
def _plan_session(plan_engine: Engine) -> Iterator[Session]:
    """A session on a database with the bundled plan; the test may write to it."""
    with session_factory(plan_engine)() as session:
        yield session


@contextmanager
def _opened(url: str) -> Iterator[Session]:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


def _build_file(file: Path, *, with_plan: bool) -> None:
    _build(f"sqlite:///{file}", with_plan=with_plan)


def _build(url: str, *, with_plan: bool) -> None:
    engine = create_engine_for(url)
    upgrade(engine)
    if with_plan:
        with session_factory(engine)() as session:
            load_bundled(session)
        open_index(session_factory(engine))
    # The last connection to close folds the log into the file, so that the file alone can be copied.
    engine.dispose()


def _copy(file: Path, folder: Path) -> str:
    target = folder / "test.db"
    shutil.copyfile(file, target)
    return f"sqlite:///{target}"
