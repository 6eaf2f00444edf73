"""Does a bot that is started by a wrong clock, or whose clock is set while it runs, lose or delay nothing?"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.feedback_models import Feedback, Person
from db.models import Conversation
from db.session import create_engine_for, session_factory
from tests.line_platform import Event, Line, again, text
from tests.platforms import Server, WithPlan, client, environment, line_mock, needs_harness, serving

YEARS, HOUR = 4 * 365 * 86400, 3600
PATIENCE = 30
SHIFTED = (sys.executable, "-m", "tests.shifted_clock")


@contextmanager
def _started(settings: dict[str, str], folder: Path, clock: Path) -> Iterator[Server]:
    server = Server(settings, folder / "shifted.log", (*SHIFTED, str(clock), "serve"))
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture(name="clock")
def _clock(tmp_path: Path) -> Path:
    """How many seconds the clock is ahead."""
    file = tmp_path / "clock"
    file.write_text("0")
    return file


def _counts(url: str) -> list[int]:
    """Cases with their words, people, and chats."""
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        written = session.scalar(select(func.count()).select_from(Feedback).where(Feedback.text != "")) or 0
        others = [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Person, Conversation)]
    engine.dispose()
    return [written, *others]


def _until_logged(log: Path, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert words in log.read_text()


def test_started_four_years_ahead_nothing_is_erased_and_the_log_says_why(
    plan_url: str, tmp_path: Path, clock: Path
) -> None:
    settings = environment(plan_url) | {"ATTACHMENTS_URL": str(tmp_path / "photos"), "PUBLIC_URL": ""}
    with serving(settings, tmp_path) as server, client(server.address) as page:
        for words in ("เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก", "ยินยอมและส่งเรื่อง", "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"):
            page.post("/chat", json={"text": words}).raise_for_status()
    before = _counts(plan_url)
    clock.write_text(str(YEARS))
    with _started(settings, tmp_path, clock):
        _until_logged(tmp_path / "shifted.log", "days ahead of when the database was last looked through")

    assert (before, _counts(plan_url)) == ([1, 1, 1], [1, 1, 1])


@needs_harness
@pytest.mark.parametrize("step", [-HOUR, -YEARS, HOUR, YEARS])
def test_pending_answers_of_a_chat_are_sent_though_the_clock_is_set(
    plan_url: str, tmp_path: Path, clock: Path, step: int
) -> None:
    with line_mock(tmp_path) as mock:
        settings = environment(plan_url, line=mock) | {"ATTACHMENTS_URL": str(tmp_path / "photos")}
        with _started(settings, tmp_path, clock) as server:
            line = Line(mock, server.address)
            mock.fault(op="replyMessage|pushMessage", n=2, kind="status", status=500)
            events = [text("สมชาย", words) for words in ("งบ e-service", "เน็ตฟรีใช้งบเท่าไหร่")]
            for event in events:
                _deliver(line, event)
            clock.write_text(str(step))
            answered = line.mock.calls(count=2, patience=PATIENCE, op="replyMessage|pushMessage", status="200")
            line.close()

    assert len(answered) == 2


def _deliver(line: Line, event: Event) -> None:
    """A busy machine may take longer than LINE waits: then it comes again."""
    deadline = time.monotonic() + PATIENCE
    while line.deliver(event) != 200:
        assert time.monotonic() < deadline
        event = again(event)


def test_the_shift_is_that_of_the_bots_clock(clock: Path, with_plan: WithPlan, tmp_path: Path) -> None:
    """Else these tests would prove nothing."""
    clock.write_text(str(YEARS))
    with _started(environment(with_plan(tmp_path)), tmp_path, clock):
        pass
    first = (tmp_path / "shifted.log").read_text().split("-")[0][-4:]

    assert int(first) - time.localtime().tm_year in (3, 4)
    assert os.environ["VAR_FOLDER"] != ""
