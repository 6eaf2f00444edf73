"""Is a server not ready, with the reason, while its database is locked, frozen, full or read only, and never silent?"""

import asyncio
import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot import readiness
from bot.dispatch import Dispatcher
from bot.patience import Patience
from bot.server import create_app
from bot.settings import Settings
from db.installation_models import Heartbeat
from db.readiness import probing, why_not_ready
from db.session import create_engine_for
from tests.postgres import NotAvailableError, running_postgres
from tests.web_chats import Chats

KEY = b"k" * 32


@pytest.fixture(name="plan_database")
def _plan_database(plan_url: str) -> Iterator[Engine]:
    engine = create_engine_for(plan_url)
    yield engine
    engine.dispose()


def _reason(engine: Engine) -> str:
    return why_not_ready(probing(engine), "a process readyz")


def test_what_can_be_written_and_read_is_ready(plan_database: Engine) -> None:
    assert _reason(plan_database) == ""


def test_asking_again_and_again_leaves_one_row(plan_database: Engine) -> None:
    _reason(plan_database)
    _reason(plan_database)

    with Session(plan_database) as session:
        assert list(session.scalars(select(Heartbeat.process))) == ["a process readyz"]


def test_a_locked_file_is_told(plan_engine: Engine) -> None:
    with contextlib.closing(sqlite3.connect(str(plan_engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert _reason(plan_engine) == "The database is locked by somebody else."


def test_a_locked_table_is_told(postgres_engine: Engine) -> None:
    with psycopg.connect(_dsn(postgres_engine)) as other:
        other.execute("LOCK TABLE heartbeat")

        assert _reason(postgres_engine) == "The database is locked by somebody else."


def test_a_database_that_may_only_be_read_is_told(postgres_engine: Engine) -> None:
    """As a copy is that follows another server, after a failover to the wrong one."""
    name = str(postgres_engine.url.database)
    with psycopg.connect(_dsn(postgres_engine), autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())

    assert _reason(postgres_engine) == "The database cannot be written to."


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB of its own, where one may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True)
    if made.returncode:
        pytest.skip("No disk can be made here.")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_is_told(small_disk: Path, plan_file: Path) -> None:
    shutil.copyfile(plan_file, small_disk / "bot.db")
    engine = create_engine_for(f"sqlite:///{small_disk / 'bot.db'}")
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)

    assert _reason(engine) == "The database's disk is full."
    engine.dispose()


# --- what hangs


def test_a_database_that_is_silent_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SECONDS", 0.05)
    released = threading.Event()

    class Silent(Chats):
        def why_not_ready(self) -> str:
            released.wait()
            return ""

    with TestClient(create_app(Settings(), Silent())) as client:
        response = client.get("/readyz")
        released.set()

    assert (response.status_code, response.text) == (503, f"{readiness.SILENT}\n")


async def test_while_one_hangs_no_other_is_begun() -> None:
    released, begun = threading.Event(), []

    def ask() -> str:
        begun.append(1)
        released.wait()
        return "here"

    patience = Patience(ask, seconds=0.02, good_for=0)
    told = await asyncio.gather(*(patience.ask() for _ in range(20)), return_exceptions=True)
    released.set()

    assert ([type(one) for one in told], len(begun)) == ([TimeoutError] * 20, 1)


async def test_what_answers_again_is_heard() -> None:
    released = threading.Event()
    patience = Patience(lambda: released.wait() and "here", seconds=0.02, good_for=0)
    with pytest.raises(TimeoutError):
        await patience.ask()

    released.set()
    patience = Patience(lambda: "here", seconds=5, good_for=0)
    assert await patience.ask() == "here"


async def test_an_answer_that_is_fresh_is_told_again() -> None:
    begun: list[int] = []
    patience = Patience(lambda: begun.append(1), seconds=5, good_for=60)
    for _ in range(3):
        await patience.ask()

    assert len(begun) == 1


def test_a_frozen_server_is_not_ready_and_one_that_goes_on_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of PostgreSQL's processes stand still, as on a machine that swaps."""
    monkeypatch.setattr(readiness, "GOOD_FOR", 0.0)
    with contextlib.ExitStack() as stack:
        try:
            postgres = stack.enter_context(running_postgres())
        except NotAvailableError as error:
            pytest.skip(f"No PostgreSQL here: {error}")
        engine = create_engine_for(postgres.create())
        stack.callback(engine.dispose)
        with TestClient(create_app(Settings(), Dispatcher(engine, KEY))) as client:
            before = client.get("/readyz").status_code
            with _frozen(postgres.folder):
                frozen = client.get("/readyz").status_code
            after = _until_ready(client)

    assert (before, frozen, after) == (200, 503, 200)


@contextlib.contextmanager
def _frozen(folder: Path) -> Iterator[None]:
    """The server whose files are there and all that it started."""
    main = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    everybody = [main, *map(int, children)]
    for process in everybody:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in everybody:
            os.kill(process, signal.SIGCONT)


def _until_ready(client: TestClient) -> int:
    for _ in range(20):
        if client.get("/readyz").status_code == 200:
            return 200
        threading.Event().wait(0.5)
    return 503


def _dsn(engine: Engine) -> str:
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
