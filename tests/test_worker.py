"""Does `python -m bot worker` delete chats that are too old, keep the others, and stop when told to?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.conversations import REMEMBERED
from db.migrate import upgrade
from db.models import Conversation, now
from db.session import create_engine_for, session_factory

ROOT = Path(__file__).parent.parent
LONGEST_WAIT = 20


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with a chat of yesterday's yesterday and one of now."""
    engine = create_engine_for(f"sqlite:///{tmp_path / 'bot.db'}")
    upgrade(engine)
    with session_factory(engine).begin() as session:
        session.add(Conversation(key="old", state="{}", updated_at=now() - REMEMBERED - timedelta(minutes=1)))
        session.add(Conversation(key="new", state="{}", updated_at=now()))
    yield engine
    engine.dispose()


@pytest.fixture(name="worker")
def _worker(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": engine.url.render_as_string()}
    command = (sys.executable, "-m", "bot", "worker")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "Working (Ctrl+C stops)\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def _keys(engine: Engine) -> list[str]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Conversation.key)))


@pytest.mark.usefixtures("worker")
def test_only_chats_that_are_too_old_are_deleted(engine: Engine) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while len(_keys(engine)) > 1 and time.monotonic() < until:
        time.sleep(0.05)

    assert _keys(engine) == ["new"]


def test_it_stops_when_it_is_told_to(worker: subprocess.Popen[str]) -> None:
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=LONGEST_WAIT) == 0
