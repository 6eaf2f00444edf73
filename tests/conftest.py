"""Databases for tests: real files and a real server, built once a test session and copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.delivery.lanes import Lanes, lanes_for
from bot.dispatch import Dispatcher
from bot.transaction import transact
from db.migrate import upgrade
from db.session import session_factory
from knowledge import encoder
from knowledge.index import Index, load_index
from knowledge.loader import load
from tests.case_rows import given
from tests.databases import build, build_file, connected, copied, opened
from tests.odd_amounts import OddPlan, odd_plan
from tests.office import AGENCY, MALEE, PRANEE, Chat, bot_of, joined
from tests.office_browser import Browser, browsers
from tests.once import encoded_once, indexed_once, made_once, of_the_run
from tests.plans_together import document
from tests.platforms import Mock, WithPlan, line_mock, telegram_mock
from tests.played import PlayedFiles
from tests.postgres import NotAvailableError, Postgres, running_postgres
from tests.scheduling import LongestFirst, place
from tests.talk_chats import Talk
from tests.web_chats import Chats

if TYPE_CHECKING:
    from playwright import sync_api

BACKENDS = ("sqlite", "postgresql")


ROOT = Path(__file__).parent.parent
LARGEST_ENCODED = 64 * 2**20
"""Bytes: six times what the texts of a test run take."""


def pytest_configure(config: pytest.Config) -> None:
    """What was encoded in other runs holds codes of chance, too, that nobody says again: at times it begins anew."""
    file = _encoded(config)
    if not hasattr(config, "workerinput") and file.exists() and file.stat().st_size > LARGEST_ENCODED:
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()


def _encoded(config: pytest.Config) -> Path:
    return config.cache.mkdir("encoded") / f"{encoder.VERSION}.db"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first."""
    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LongestFirst | None:
    """In the order in which they were collected, not by how many tests a file has."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return LongestFirst(config, log)


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
def _nothing_is_worked_out_twice(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the encoder made of a text is kept from one test run to the next."""
    with encoded_once(_encoded(request.config)), indexed_once():
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
        yield copied(request.getfixturevalue("plan_file"), tmp_path)
        return
    yield request.getfixturevalue("postgres_plan_url")


@pytest.fixture(name="postgres_plan_url")
def _postgres_plan_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database with the bundled plan; the test may write to it."""
    with postgres.copy(postgres_template) as url:
        yield url


@pytest.fixture(scope="session", name="postgres_template")
def _postgres_template(postgres: Postgres) -> str:
    url = postgres.create()
    build(url, with_plan=True)
    return postgres.name(url)


@pytest.fixture(scope="session", name="empty_file")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shared = made_once(of_the_run(tmp_path_factory) / "empty.db", partial(build_file, with_plan=False))
    return shutil.copyfile(shared, tmp_path_factory.mktemp("databases") / "empty.db")


@pytest.fixture(scope="session", name="plan_file")
def _plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled plan in an SQLite file that no test writes to."""
    shared = made_once(of_the_run(tmp_path_factory) / "plan.db", partial(build_file, with_plan=True))
    return shutil.copyfile(shared, tmp_path_factory.mktemp("databases") / "plan.db")


@pytest.fixture(scope="session", name="with_plan")
def _with_plan(plan_file: Path) -> WithPlan:
    """For a process that starts on it: to import the plan first would take it four seconds."""
    return partial(copied, plan_file)


@pytest.fixture(scope="module", name="session")
def _session(plan_file: Path) -> Iterator[Session]:
    """A session on the bundled plan, to read."""
    with opened(f"sqlite:///{plan_file}") as session:
        yield session


@pytest.fixture(scope="session", name="index")
def _index(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """What is known about the bundled plan's words."""
    # From a copy: the session that a test has open keeps others out of its file.
    with opened(copied(plan_file, tmp_path_factory.mktemp("index"))) as session:
        return load_index(session)


@pytest.fixture(scope="session", name="odd")
def _odd(index: Index, plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OddPlan]:
    """The bundled plan with odd amounts, to read."""
    with odd_plan(plan_file, tmp_path_factory.mktemp("odd"), index) as plan:
        yield plan


@pytest.fixture(scope="session", name="played")
def _played(odd: OddPlan, plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedFiles]:
    """Every chat of `tests/questions/` about the bundled plan with what the bot says in it, by file."""
    with opened(copied(plan_file, tmp_path_factory.mktemp("played"))) as session:
        yield PlayedFiles(session, odd, of_the_run(tmp_path_factory))


@pytest.fixture(name="engine")
def _engine(plan_url: str) -> Iterator[Engine]:
    """The bundled plan, on SQLite and PostgreSQL in turn; the test may write to it."""
    with connected(plan_url) as engine:
        yield engine


@pytest.fixture(name="postgres_engine")
def _postgres_engine(postgres_plan_url: str) -> Iterator[Engine]:
    """The bundled plan on PostgreSQL alone, for what SQLite cannot do: there no two transactions write at once."""
    with connected(postgres_plan_url) as engine:
        yield engine


@pytest.fixture(name="empty_engine")
def _empty_engine(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite file without any row."""
    with connected(copied(empty_file, tmp_path)) as engine:
        yield engine


@pytest.fixture(name="migrated")
def _migrated(database_url: str) -> Iterator[Engine]:
    """The tables without a row, on SQLite and PostgreSQL in turn."""
    with connected(database_url) as engine:
        upgrade(engine)
        yield engine


@pytest.fixture(name="plan_engine")
def _plan_engine(plan_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """An SQLite file with the bundled plan; the test may write to it."""
    with connected(copied(plan_file, tmp_path)) as engine:
        yield engine


@pytest.fixture(scope="module", name="file_engine")
def _file_engine(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An SQLite file with the bundled plan, in which the tests of a file write beside each other."""
    with connected(copied(plan_file, tmp_path_factory.mktemp("file"))) as engine:
        yield engine


@pytest.fixture(name="plan_session")
def _plan_session(plan_engine: Engine) -> Iterator[Session]:
    """A session on a database with the bundled plan; the test may write to it."""
    with session_factory(plan_engine)() as session:
        yield session


@pytest.fixture(name="bot")
def _bot(engine: Engine) -> Dispatcher:
    """The bot, on SQLite and PostgreSQL in turn."""
    return bot_of(engine)


@pytest.fixture(name="plan_bot")
def _plan_bot(plan_engine: Engine) -> Dispatcher:
    """The bot, on SQLite alone."""
    return bot_of(plan_engine)


@pytest.fixture(scope="module", name="dispatcher")
def _dispatcher(file_engine: Engine) -> Dispatcher:
    """The bot of a file of tests, without a key: nobody's chat outlives it."""
    return Dispatcher(file_engine)


@pytest.fixture(name="malee")
def _malee(plan_bot: Dispatcher) -> Chat:
    """The chat of an officer of AGENCY."""
    return joined(plan_bot, MALEE)


@pytest.fixture(name="pranee")
def _pranee(plan_engine: Engine, tmp_path: Path) -> Iterator[Browser]:
    """The browser of a coordinator at the console."""
    with browsers(plan_engine, tmp_path) as new:
        yield new().join(plan_engine, PRANEE, "coordinator", "")


@pytest.fixture(name="case")
def _case(plan_engine: Engine) -> str:
    """The number of a new case of AGENCY."""
    return given(plan_engine, agency=AGENCY)


@pytest.fixture(name="two")
def _two(plan_engine: Engine) -> Engine:
    """The bundled plan and beside it a small one of another province."""
    with session_factory(plan_engine).begin() as session:
        load(session, document("small"), "small")
    return plan_engine


@pytest.fixture(name="talk")
def _talk(plan_session: Session, index: Index) -> Talk:
    """Somebody's chat on LINE; the test may write to the database."""
    return Talk(plan_session, index)


@pytest.fixture(name="lanes")
async def _lanes(engine: Engine) -> AsyncIterator[Lanes]:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    yield lanes
    await asyncio.to_thread(lanes.close)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Where the bot is told to keep photos; not there yet."""
    return tmp_path / "photos"


@pytest.fixture(name="chats")
def _chats() -> Chats:
    """Chats without a bot, which answer as a test says."""
    return Chats()


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator["sync_api.Browser"]:
    """For a file and no longer: meanwhile no test in the same process could be asynchronous."""
    from tests.web_server import browsing

    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module", name="mock_line")
def _mock_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    """LINE's API, with what the tests of the file before left in it."""
    with line_mock(tmp_path_factory.mktemp("line")) as mock:
        yield mock


@pytest.fixture(scope="module", name="mock_telegram")
def _mock_telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    """Telegram's API, with what the tests of the file before left in it."""
    with telegram_mock(tmp_path_factory.mktemp("telegram")) as mock:
        yield mock


@pytest.fixture(name="line_api")
def _line_api(mock_line: Mock) -> Mock:
    """LINE's API as if just started."""
    mock_line.tell("reset", {})
    return mock_line


@pytest.fixture(name="telegram_api")
def _telegram_api(mock_telegram: Mock) -> Mock:
    """Telegram's API as if just started."""
    mock_telegram.tell("reset", {})
    return mock_telegram
