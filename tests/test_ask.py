"""Does `python -m bot ask` answer as promised: on the terminal, a line at a time, in JSON Lines?"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import ask
from bot.__main__ import main
from bot.dispatch import Dispatcher
from db.session import create_engine_for
from tests import ask_process
from tests.platforms import WithPlan

FREE_WIFI = "โครงการ 5.3.6 ใช้งบเท่าไหร่"
ITS_AGENCY = "แล้วใครรับผิดชอบ"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ask") / "bot.db"


@pytest.fixture(scope="module")
def replies(database: Path) -> dict[str, dict[str, Any]]:
    """One batch that holds what the tests of a batch look at; a process takes a second to start."""
    lines: list[dict[str, Any] | bytes] = [
        {"id": "first", "session": "a", "text": FREE_WIFI},
        {"id": "other", "session": "b", "text": ITS_AGENCY},
        b"",
        b"  \t\r",
        b"this is no JSON",
        {"id": "no text", "session": "a"},
        {"id": "alone", "text": ITS_AGENCY},
        {"id": "follow-up", "session": "a", "text": ITS_AGENCY},
        {"id": "number", "session": 1, "text": FREE_WIFI},
        {"id": "string", "session": "1", "text": ITS_AGENCY},
        {"id": "same number", "session": 1, "text": ITS_AGENCY},
    ]
    answers = ask_process.ask_json(database, *lines)
    assert [answer["id"] for answer in answers] == [
        "first",
        "other",
        None,
        "no text",
        "alone",
        "follow-up",
        "number",
        "string",
        "same number",
    ]
    return {answer["id"] or "no JSON": answer for answer in answers}


def test_a_question_is_answered_with_the_place_in_the_plan(replies: dict[str, dict[str, Any]]) -> None:
    reply = replies["first"]

    assert (reply["status"], reply["codes"], reply["value"]) == (
        "answered",
        ["5.3.6"],
        {"number": "15.00", "unit": "ล้านบาท"},
    )


def test_an_answer_has_the_fields_of_the_interface_and_no_other(replies: dict[str, dict[str, Any]]) -> None:
    fields = ["id", "session", "status", "text", "codes", "value", "agencies", "sources", "suggestions"]

    assert list(replies["first"]) == fields


def test_a_quote_is_a_piece_of_the_line_that_is_named(replies: dict[str, dict[str, Any]]) -> None:
    folder = ask_process.ROOT / "knowledge" / "data"

    for source in replies["first"]["sources"]:
        lines = (folder / source["document"]).read_text(encoding="utf-8").splitlines()
        assert source["quote"] in lines[source["line"] - 1]


def test_lines_of_one_session_are_one_chat(replies: dict[str, dict[str, Any]]) -> None:
    assert replies["follow-up"]["codes"] == ["5.3.6"]


@pytest.mark.parametrize("line", ["other", "alone", "string"])
def test_a_chat_knows_nothing_of_another(replies: dict[str, dict[str, Any]], line: str) -> None:
    assert "5.3.6" not in replies[line]["codes"]


def test_a_session_may_be_named_by_a_number(replies: dict[str, dict[str, Any]]) -> None:
    assert replies["same number"]["codes"] == ["5.3.6"]


def test_a_line_that_is_no_json_has_an_error_in_its_place(replies: dict[str, dict[str, Any]]) -> None:
    assert list(replies["no JSON"]) == ["id", "error"]


def test_a_line_without_text_has_an_error_with_its_id(replies: dict[str, dict[str, Any]]) -> None:
    assert replies["no text"] == {"id": "no text", "error": '"text" must be a string, not missing.'}


def test_one_question_is_answered_on_the_terminal(database: Path) -> None:
    done = ask_process.ask(database, FREE_WIFI)

    assert (done.returncode, "15.00" in done.stdout.decode()) == (0, True)


def test_one_question_may_be_answered_in_json(database: Path) -> None:
    reply = json.loads(ask_process.ask(database, "--json", FREE_WIFI).stdout)

    assert (reply["id"], reply["session"], reply["codes"]) == (None, None, ["5.3.6"])


def test_plain_lines_are_single_questions(database: Path) -> None:
    given = f"\ufeff{FREE_WIFI}\r\n\r\n{ITS_AGENCY}".encode()

    together = ask_process.ask(database, given=given).stdout

    assert together == b"".join(ask_process.ask(database, text).stdout + b"\n" for text in (FREE_WIFI, ITS_AGENCY))


def test_a_person_at_a_terminal_has_one_chat(database: Path, replies: dict[str, dict[str, Any]]) -> None:
    keyboard, terminal = os.openpty()
    with ask_process.start(database, "ask", stdin=terminal) as process:
        assert process.stdout is not None
        os.write(keyboard, f"{FREE_WIFI}\n{ITS_AGENCY}\n\x04".encode())
        shown = process.stdout.read().decode()
    os.close(keyboard)
    os.close(terminal)

    assert shown == "".join(f"{replies[line]['text']}\n\n" for line in ("first", "follow-up"))


def test_the_locale_does_not_matter(database: Path) -> None:
    done = ask_process.ask(
        database, FREE_WIFI, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )

    assert (done.returncode, "ล้านบาท" in done.stdout.decode("utf-8")) == (0, True)


def test_an_answer_is_there_before_the_next_question(database: Path) -> None:
    with ask_process.start(database, "ask", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        seen = []
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": FREE_WIFI}).encode() + b"\n")
            process.stdin.flush()
            seen.append(json.loads(process.stdout.readline())["id"])
        process.stdin.close()

    assert seen == [0, 1, 2]


def test_a_reader_that_leaves_early_is_no_fault(database: Path) -> None:
    with ask_process.start(database, "ask", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps({"id": 1, "text": FREE_WIFI}).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(json.dumps({"id": 2, "text": FREE_WIFI}).encode() + b"\n")
        process.stdin.close()
        complaint = process.stderr.read()

    assert (process.returncode, complaint) == (0, b"")


@pytest.fixture
def heard_ctrl_c() -> Iterator[None]:
    """A shell starts background jobs with Ctrl-C ignored, and what they start inherits that. Tests run there too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_ctrl_c")
def test_ctrl_c_ends_it_quietly(database: Path) -> None:
    with ask_process.start(database, "ask", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"id": 1, "text": FREE_WIFI}).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)

    assert (process.returncode, complaint) == (130, b"")


def test_nothing_to_answer_is_no_fault(database: Path) -> None:
    done = ask_process.ask(database, "--json")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = ask_process.ask(tmp_path, FREE_WIFI, DATABASE_URL="mysql://localhost/plan")

    assert (done.returncode, done.stderr.decode().splitlines()) == (
        2,
        ["DATABASE_URL: names 'mysql', but only sqlite and postgresql are known."],
    )


def test_a_database_that_cannot_be_opened_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("this is no database, " * 100, encoding="utf-8")

    done = ask_process.ask(tmp_path / "bot.db", FREE_WIFI)

    assert (done.returncode, done.stdout, b"Traceback" in done.stderr) == (1, b"", False)
    assert b"file is not a database" in done.stderr


def test_no_conversation_is_stored(database: Path, replies: dict[str, dict[str, Any]]) -> None:
    connection = sqlite3.connect(database)

    assert connection.execute("SELECT count(*) FROM conversation").fetchone() == (0,)
    connection.close()


@pytest.fixture
def terminal(database: Path) -> Iterator[ask.Terminal]:
    engine = create_engine_for(f"sqlite:///{database}")
    yield ask.Terminal(Dispatcher(engine))
    engine.dispose()


def test_a_person_can_erase_what_a_batch_took(database: Path) -> None:
    said = ("ถนนหน้าบ้านเป็นหลุมใหญ่มาก", "ส่งเลย", "ลบข้อมูลของฉันทั้งหมด", "ยืนยัน", "เรื่องของฉันถึงไหนแล้ว")
    answers = ask_process.ask_json(database, *({"id": i, "session": "e", "text": text} for i, text in enumerate(said)))

    assert [answer["status"] for answer in answers] == ["feedback", "feedback", "privacy", "privacy", "status"]
    assert ("ใบรับการลบ" in answers[3]["text"], "ยังไม่มีเรื่อง" in answers[4]["text"]) == (True, True)


def test_of_too_many_sessions_the_longest_silent_starts_anew(
    terminal: ask.Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "CHATS", 2)
    for session in ("a", "b"):
        terminal.answer(FREE_WIFI, session)
    terminal.answer(ITS_AGENCY, "a")
    terminal.answer(FREE_WIFI, "c")

    assert [terminal.answer(ITS_AGENCY, session).codes for session in ("a", "c")] == [("5.3.6",), ("5.3.6",)]
    assert "5.3.6" not in terminal.answer(ITS_AGENCY, "b").codes


def test_without_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    status = main([])

    shown = capsys.readouterr().out
    assert (status, [name for name in ("ask", "serve", "import") if name not in shown]) == (0, [])


def test_nothing_is_left_in_the_home_of_whoever_runs_it(with_plan: WithPlan, tmp_path: Path) -> None:
    """A container or a hardened service has none that can be written to."""
    home = tmp_path / "home"
    home.mkdir()
    given = {"PATH": os.environ["PATH"], "HOME": str(home), "DATABASE_URL": with_plan(tmp_path)}
    command = [sys.executable, "-m", "bot", "ask", "สวัสดี"]
    subprocess.run(command, cwd=ask_process.ROOT, env=given, check=True, capture_output=True)

    assert list(home.iterdir()) == []
