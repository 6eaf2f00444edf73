"""Does `python -m bot worker` delete chats that are too old, keep the others, and stop when told to?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.conversations import REMEMBERED
from db.migrate import upgrade
from db.models import Conversation, now
from db.session import create_engine_for, session_factory
from tests import VAR_FOLDER, line_platform, telegram_platform
from tests.line_platform import Line
from tests.platforms import Mock, Server, WithPlan, environment, needs_harness, process, telegram_mock

ROOT = Path(__file__).parent.parent
LONGEST_WAIT = 60


@pytest.fixture(name="engine")
def _engine(with_plan: WithPlan, tmp_path: Path) -> Iterator[Engine]:
    """A database with a chat of yesterday's yesterday and one of now."""
    engine = create_engine_for(with_plan(tmp_path))
    upgrade(engine)
    with session_factory(engine).begin() as session:
        session.add(Conversation(key="old", state="{}", updated_at=now() - REMEMBERED - timedelta(minutes=1)))
        session.add(Conversation(key="new", state="{}", updated_at=now()))
    yield engine
    engine.dispose()


@pytest.fixture(name="worker")
def _worker(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": os.environ["PATH"], "VAR_FOLDER": VAR_FOLDER, "DATABASE_URL": engine.url.render_as_string()}
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


# --- the processes beside each other: `web` without a relay, `worker`, and `poll` on a developer's machine

QUESTION, ANSWER = "งบ e-service", "10.00"


def _run(command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A start that fails."""
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_FOLDER": VAR_FOLDER,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        **settings,
    }
    return subprocess.run(
        (sys.executable, "-m", "bot", command), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("command", ["worker", "poll"])
def test_a_bad_setting_is_told_by_its_name(tmp_path: Path, command: str) -> None:
    refused = _run(command, tmp_path, CONVERSATION_KEY="short", TELEGRAM_BOT_TOKEN="1:a")

    assert (refused.returncode, "CONVERSATION_KEY" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)


@pytest.mark.parametrize("command", ["worker", "poll"])
def test_a_database_that_cannot_be_used_is_told_without_a_traceback(tmp_path: Path, command: str) -> None:
    (tmp_path / "bot.db").mkdir()
    refused = _run(command, tmp_path, CONVERSATION_KEY="k" * 32, TELEGRAM_BOT_TOKEN="1:a")

    assert (refused.returncode, "did not start" in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


def test_without_a_token_there_is_nobody_to_ask_for_updates(tmp_path: Path) -> None:
    refused = _run("poll", tmp_path)

    assert (refused.returncode, refused.stderr.splitlines()[1]) == (
        2,
        "TELEGRAM_BOT_TOKEN: is missing; @BotFather gives one.",
    )


@contextmanager
def _beside(command: str, settings: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with process((sys.executable, "-m", "bot", command), folder / f"{command}.log", settings) as started:
        yield started


@needs_harness
def test_what_the_web_left_is_sent_by_the_worker(mock_line: Mock, with_plan: WithPlan, tmp_path: Path) -> None:
    settings = environment(with_plan(tmp_path), line=mock_line)
    web = Server(settings, tmp_path / "web.log", (sys.executable, "-m", "bot", "serve", "--without-relay"))
    given = line_platform.text("มานี", QUESTION)
    web.start()
    try:
        web.wait()
        with closing(Line(mock_line, web.address)) as people:
            mock_line.fault(op="replyMessage", status=500)
            people.deliver(given)
            failed = [call["status"] for call in people.answers(given)]
            time.sleep(3)  # By now a relay would have tried again.
            left = [call["status"] for call in people.answers(given)]
            with _beside("worker", settings, tmp_path):
                sent = people.reply(given, patience=LONGEST_WAIT)
    finally:
        web.stop()

    assert (failed, left, sent is not None) == ([500], [500], True)


@needs_harness
def test_polling_answers_and_stops_when_it_is_told_to(with_plan: WithPlan, tmp_path: Path) -> None:
    with telegram_mock(tmp_path) as telegram:
        settings = environment(with_plan(tmp_path), telegram=telegram)
        del settings["TELEGRAM_WEBHOOK_SECRET"]
        with _beside("poll", settings, tmp_path) as poll:
            telegram.tell("update", {"update": telegram_platform.text(101, QUESTION)})
            answers = telegram.calls(patience=60, op="sendMessage", chat_id="101")
            poll.send_signal(signal.SIGTERM)
            status = poll.wait(LONGEST_WAIT)

    assert ([ANSWER in call["body"]["text"] for call in answers], status) == ([True], 0)
