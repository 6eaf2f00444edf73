"""Do the other commands do their part: `worker` beside `serve --without-relay`, `poll`, and `register` for Telegram?"""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import telegram_platform
from tests.line_platform import Line, person, text
from tests.platforms import (
    BOT,
    ROOT,
    Mock,
    WithPlan,
    environment,
    line_mock,
    needs_harness,
    process,
    serving,
    telegram_mock,
)

pytestmark = needs_harness

QUESTION, ANSWER = "งบ e-service", "10.00"


@pytest.fixture(name="line", scope="module")
def _line(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A server that sends each answer once, and a worker that tries again."""
    folder = tmp_path_factory.mktemp("worker")
    with line_mock(folder) as mock:
        settings = environment(with_plan(folder), line=mock)
        with (
            serving(settings, folder, "--without-relay") as server,
            closing(Line(mock, server.address)) as line,
            process((*BOT, "worker"), folder / "worker.log", settings),
        ):
            yield line


def test_the_worker_sends_what_the_server_could_not(line: Line) -> None:
    line.mock.fault(op="replyMessage", status=500)
    given = text("ก้อย", QUESTION)
    line.deliver(given)

    assert line.reply(given, patience=20) is not None


def test_two_processes_do_not_send_the_same(line: Line) -> None:
    given = [text("แดง", words) for words in (QUESTION, "เน็ตฟรีใช้งบเท่าไหร่", "ขอบคุณค่ะ")]
    line.deliver(*given)
    line.reply(given[-1], patience=20)

    sent = line.mock.calls(op="replyMessage", to=person("แดง"))
    assert [call["replyToken"] for call in sent] == [each["replyToken"] for each in given]


@pytest.fixture(name="telegram")
def _telegram(tmp_path: Path) -> Iterator[Mock]:
    with telegram_mock(tmp_path) as mock:
        yield mock


def test_a_machine_that_telegram_cannot_reach_asks_for_its_messages(
    telegram: Mock, with_plan: WithPlan, tmp_path: Path
) -> None:
    settings = environment(with_plan(tmp_path), telegram=telegram)
    telegram.tell("update", {"update": telegram_platform.text(101, QUESTION)})
    with process((*BOT, "poll"), tmp_path / "poll.log", settings):
        calls = telegram.calls(patience=30, op="sendMessage", chat_id="101", status="200")

    assert [ANSWER in call["body"]["text"] for call in calls] == [True]


def test_after_register_telegram_reaches_the_bot(telegram: Mock, with_plan: WithPlan, tmp_path: Path) -> None:
    settings = environment(with_plan(tmp_path), telegram=telegram)
    settings["PUBLIC_URL"] = f"http://127.0.0.1:{settings['PORT']}"
    with serving(settings, tmp_path):
        subprocess.run((*BOT, "register"), cwd=ROOT, env=settings, check=True, capture_output=True)
        telegram.tell("update", {"update": telegram_platform.text(101, QUESTION)})
        calls = telegram.calls(patience=20, op="sendMessage", chat_id="101", status="200")

    assert [ANSWER in call["body"]["text"] for call in calls] == [True]
