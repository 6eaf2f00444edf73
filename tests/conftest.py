"""Databases for tests: real files and a real server, built once a test session and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled
from knowledge.names.completing import open_index
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
    path = tmp_path_factory.mktemp("databases") / "empty.db"
    _build(f"sqlite:///{path}", with_plan=False)
    return path


@pytest.fixture(scope="session", name="plan_file")
def _plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plan in an SQLite file that no test writes to."""
    path = tmp_path_factory.mktemp("databases") / "plan.db"
    _build(f"sqlite:///{path}", with_plan=True)
    return path


@pytest.fixture(scope="module", name="session")
def _session(plan_file: Path) -> Iterator[Session]:
    """A session on the bundled plan, to read."""
    engine = create_engine_for(f"sqlite:///{plan_file}")
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module", name="index")
def _index(session: Session) -> Index:
    """What is known about the bundled plan's words."""
    return load_index(session)


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
