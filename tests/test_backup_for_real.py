"""Do backup and restore hold while people write, and while they are killed at any moment?"""

import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, select

from bot.backup.checking import check
from bot.backup.manifest import BackupError
from bot.dispatch import Dispatcher
from bot.text import as_text
from db.feedback_models import Feedback
from db.migrate import SchemaError, upgrade
from db.session import create_engine_for, session_factory
from handlers.message import Message
from tests.case_rows import KEY
from tests.platforms import BOT, ROOT, environment
from tests.postgres_tools import put_on_path

NUMBER = re.compile(r"\d{3}-\d{3}-\d{3}")
WRITERS = 4
KILLS = 8


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(monkeypatch)


@pytest.fixture(name="settings")
def _settings(plan_url: str, tmp_path: Path) -> dict[str, str]:
    return environment(plan_url) | {"ATTACHMENTS_URL": str(tmp_path / "photos")}


def _send(bot: Dispatcher, user: str) -> str:
    """Feedback; the number that its person was told."""
    bot.chat(Message("line", user, f"เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก บ้านเลขที่ {user}"))
    told = as_text(bot.chat(Message("line", user, "ยินยอมและส่งเรื่อง")))
    [number] = NUMBER.findall(told)
    return str(number)


def _numbers(url: str) -> set[str]:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        found = {"-".join((each[:3], each[3:6], each[6:])) for each in session.scalars(select(Feedback.number))}
    engine.dispose()
    return found


def _run(settings: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = (*BOT, *map(str, arguments))
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120)


def _killed(settings: dict[str, str], seconds: float, *arguments: object) -> None:
    """The command, ended after so long as by a power cut."""
    with subprocess.Popen(
        (*BOT, *map(str, arguments)), cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(seconds)
        process.kill()


def test_nothing_is_lost_that_was_acknowledged_before_the_backup_began(
    engine: Engine, settings: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    bot, stop, acknowledged = Dispatcher(engine, KEY.encode()), Event(), list[str]()

    def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            acknowledged.append(_send(bot, f"{writer}-{number}"))
            number += 1

    with ThreadPoolExecutor(WRITERS) as writers:
        for writer in range(WRITERS):
            writers.submit(write, writer)
        while len(acknowledged) < 2 * WRITERS:
            time.sleep(0.01)
        before = set(acknowledged)
        done = _run(settings, "backup", tmp_path / "backup")
        after = set(acknowledged)
        stop.set()
    assert (done.returncode, len(after) > len(before)) == (0, True), done.stderr
    with _elsewhere(engine, tmp_path, request) as other:
        there = settings | {"DATABASE_URL": other, "ATTACHMENTS_URL": str(tmp_path / "other")}
        restored = _run(there, "restore", tmp_path / "backup")

        assert (restored.returncode, before - _numbers(other)) == (0, set()), restored.stderr


@contextmanager
def _elsewhere(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of another database, in which nothing is."""
    if engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


def test_a_backup_that_is_killed_is_whole_or_not_there(
    engine: Engine, settings: dict[str, str], tmp_path: Path
) -> None:
    bot, chance = Dispatcher(engine, KEY.encode()), random.Random(1)
    _send(bot, "somchai")
    began = time.monotonic()
    assert _run(settings, "backup", tmp_path / "whole").returncode == 0
    takes = time.monotonic() - began
    found = []
    for number in range(KILLS):
        place = tmp_path / f"backup-{number}"
        _killed(settings, takes * chance.uniform(0.3, 1.1), "backup", place)
        found.append(place.exists() and check(place).rows["feedback"])

    assert set(found) <= {False, 1}
    assert _run(settings, "backup", tmp_path / "after").returncode == 0


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_or_says_so(
    engine: Engine, settings: dict[str, str], tmp_path: Path
) -> None:
    bot, chance = Dispatcher(engine, KEY.encode()), random.Random(2)
    _send(bot, "somchai")
    assert _run(settings, "backup", tmp_path / "backup").returncode == 0
    _send(bot, "somsri")
    engine.dispose()
    takes = 3.0
    for _ in range(KILLS):
        _killed(settings, takes * chance.uniform(0.2, 1.0), "restore", tmp_path / "backup", "--replace")
        assert _state(engine) in (1, 2, "restore")
        engine.dispose()
    again = _run(settings, "restore", tmp_path / "backup", "--replace")

    assert (again.returncode, _state(engine)) == (0, 1), again.stderr


def _state(engine: Engine) -> int | str:
    """How many cases there are; restore: where the database says that it must be restored again."""
    deadline = time.monotonic() + 20
    while True:
        try:
            upgrade(engine)
            with session_factory(engine)() as session:
                return len(session.scalars(select(Feedback.id)).all())
        except SchemaError as fault:
            if "restore" in str(fault):
                return "restore"
            if time.monotonic() > deadline:
                raise


def test_the_commands_say_what_they_did(engine: Engine, settings: dict[str, str], tmp_path: Path) -> None:
    _send(Dispatcher(engine, KEY.encode()), "somchai")
    engine.dispose()
    made = _run(settings, "backup", tmp_path / "backup")
    checked = _run(settings, "restore", tmp_path / "backup", "--check")
    refused = _run(settings, "restore", tmp_path / "backup")
    restored = _run(settings, "restore", tmp_path / "backup", "--replace", "--aside", tmp_path / "aside")

    assert [each.returncode for each in (made, checked, refused, restored)] == [0, 0, 1, 0]
    assert ["was read back and is whole" in made.stdout, "1 are cases" in checked.stdout] == [True, True]
    assert ["--replace" in refused.stderr, str(tmp_path / "aside") in restored.stdout] == [True, True]
    assert check(tmp_path / "aside").rows["feedback"] == 1


def test_where_nobody_watches_there_is_no_bar(settings: dict[str, str], engine: Engine, tmp_path: Path) -> None:
    engine.dispose()

    assert _run(settings, "backup", tmp_path / "backup").stderr == ""


def test_what_is_no_backup_is_told(settings: dict[str, str], tmp_path: Path) -> None:
    told = _run(settings, "restore", tmp_path)

    assert (told.returncode, "is no backup" in told.stderr, "Traceback" in told.stderr) == (1, True, False)
    with pytest.raises(BackupError):
        check(tmp_path)


def test_a_running_server_is_not_restored_under(settings: dict[str, str], engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    assert _run(settings, "backup", tmp_path / "backup").returncode == 0
    command = (sys.executable, "-m", "bot", "worker")
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        refused = _run(settings, "restore", tmp_path / "backup", "--replace")
        worker.terminate()

    assert (refused.returncode, "stop" in refused.stderr) == (1, True)
