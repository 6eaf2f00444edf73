"""What does `python -m bot feedback` show officers, and what does it hand out of people's cases?"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from bot.__main__ import main
from bot.feedback import progress
from bot.feedback.columns import fit, width
from bot.feedback.moments import day, day_after, shown_time
from bot.feedback.progress import watched
from db import cases
from db.feedback_models import Attachment
from db.models import now
from db.session import session_factory
from knowledge.loader import load_bundled
from tests.case_rows import KEY, add, confide, given, history, person, stored

ROOT = Path(__file__).parent.parent
FIELDS = [
    *("number", "state", "text", "codes", "agency"),
    *("channel", "created_at", "updated_at", "satisfaction", "attachments"),
]


class Command:
    """Runs the command on one database and keeps what it said."""

    def __init__(self, engine: Engine, capture: pytest.CaptureFixture[bytes]) -> None:
        self.engine = engine
        self._capture = capture
        self.status = -1
        self.errors = ""

    def __call__(self, *arguments: str) -> str:
        return self.bytes(*arguments).decode()

    def bytes(self, *arguments: str) -> bytes:
        """Of standard output."""
        try:
            self.status = main(["feedback", *arguments])
        except SystemExit as end:  # argparse refuses
            self.status = int(end.code or 0)
        said = self._capture.readouterr()
        self.errors = said.err.decode()
        return said.out


@pytest.fixture(name="command")
def _command(
    empty_engine: Engine, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Command:
    return _on(empty_engine, capfdbinary, monkeypatch)


@pytest.fixture(name="on_both")
def _on_both(engine: Engine, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """SQLite and PostgreSQL in turn."""
    return _on(engine, capfdbinary, monkeypatch)


def _on(engine: Engine, capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONVERSATION_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "80")
    return Command(engine, capture)


# --- list


def test_an_empty_list_says_so_in_words(command: Command) -> None:
    assert (command("list"), command.status) == ("ยังไม่มีเรื่องที่แจ้งเข้ามา\n", 0)


def test_a_list_that_filters_leave_empty_says_so_in_words(command: Command) -> None:
    given(command.engine)

    assert command("list", "--state", "closed") == "ไม่มีเรื่องที่ตรงกับเงื่อนไข\n"


def test_the_newest_case_stands_first(command: Command) -> None:
    first, second = given(command.engine), given(command.engine)

    assert re.findall(r"^\d{3}-\d{3}-\d{3}", command("list"), re.MULTILINE) == [second, first]


def test_lines_are_not_wider_than_the_terminal(command: Command) -> None:
    given(command.engine, "in_progress", text="น้ำท่วมที่นี่ " * 30, agency="องค์การบริหารส่วนจังหวัดขอนแก่นที่ยาวมาก")
    table = command("list").split("\n\n")[0]

    assert max(map(width, table.splitlines())) == 80


def test_columns_stand_below_each_other(command: Command) -> None:
    given(command.engine, "assigned", text="ก", assignee="สมศักดิ์")
    given(command.engine, "contested", text="ก", agency="ส่วนราชการประจำจังหวัดทุกส่วน")

    assert {width(line.removesuffix("ก")) for line in command("list").splitlines()[1:3]} == {60}


def test_a_limited_list_says_how_many_there_are(command: Command) -> None:
    for _ in range(3):
        given(command.engine)

    assert "แสดง 2 เรื่องล่าสุดจาก 3 เรื่อง" in command("list", "--limit", "2")


def test_the_list_counts_what_became_of_cases(command: Command) -> None:
    given(command.engine, "closed", fixed=True)
    given(command.engine, "closed", fixed=False)
    given(command.engine, "contested")

    assert "ทั้งหมด 3 เรื่อง: แก้แล้ว 1 · ปิดโดยไม่ได้แก้ 1 · ตอบแล้วยังไม่ปิด 0 · ยังไม่ได้ตอบ 1" in command("list")


def test_days_of_the_buddhist_era_are_understood(command: Command) -> None:
    with session_factory(command.engine).begin() as session:
        add(session, text="เมื่อวาน", created_at=datetime(2026, 11, 21, 16, 59, tzinfo=UTC))
        add(session, text="วันนี้", created_at=datetime(2026, 11, 21, 17, 0, tzinfo=UTC))
    listed = command("list", "--since", "2569-11-22", "--until", "2569-11-22")

    assert ("วันนี้" in listed, "เมื่อวาน" in listed) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [
        ("list", "--since", "22/11/2569"),
        ("list", "--until", "2569-13-01"),
        ("list", "--code", "เน็ตฟรี"),
        ("list", "--limit", "0"),
        ("list", "--state", "done"),
        ("start", "482915737"),
        ("start", "482915737", "--officer", " "),
        ("close", "482915737", "--officer", "มาลี", "--text", "เสร็จ"),
        ("merge", "482915737", "--officer", "มาลี"),
        ("export", "--format", "pdf"),
        (),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(command: Command, wrong: tuple[str, ...]) -> None:
    command(*wrong)

    assert (command.status, "error:" in command.errors) == (2, True)


# --- show


def _private(engine: Engine, **fields: Any) -> str:
    number = given(engine, text="โทร [เบอร์โทร] ครับ", **fields)
    confide(engine, number, "โทร 081-234-5678 ครับ", "ป้าแดง")
    return number


def test_who_handles_a_case_sees_all_of_it(command: Command) -> None:
    number = _private(command.engine, assignee="มาลี")
    shown = command("show", number, "--officer", "มาลี")

    assert ("081-234-5678" in shown, "ป้าแดง" in shown) == (True, True)


@pytest.mark.parametrize("officer", [(), ("--officer", ""), ("--officer", "สมศักดิ์"), ("--officer", "มาล")])
def test_nobody_else_sees_what_was_masked(command: Command, officer: tuple[str, ...]) -> None:
    number = _private(command.engine, assignee="มาลี")
    shown = command("show", number, *officer)

    assert ("081-234-5678" in shown, "ป้าแดง" in shown, "เห็นเฉพาะผู้ดูแล" in shown) == (False, False, True)


def test_of_a_case_without_an_officer_nobody_sees_what_was_masked(command: Command) -> None:
    number = _private(command.engine)

    assert "081-234-5678" not in command("show", number, "--officer", "")


def test_what_another_key_hides_is_said_to_be_closed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    number = _private(command.engine, assignee="มาลี")
    monkeypatch.setenv("CONVERSATION_KEY", "x" * 32)

    assert "เข้ารหัสด้วยกุญแจอื่น" in command("show", number, "--officer", "มาลี")


def test_the_history_says_who_did_what_and_why(command: Command) -> None:
    number = given(command.engine)
    command("answer", number, "--officer", "มาลี", "--text", "ช่างจะไปวันศุกร์")

    assert re.findall(r"  (\S+)  (\S+)\n +ช่างจะไปวันศุกร์", command("show", number)) == [("มาลี", "ตอบ")]


def test_what_a_case_is_about_is_shown_by_name(command: Command) -> None:
    with session_factory(command.engine).begin() as session:
        load_bundled(session)
    number = given(command.engine, codes=("5.3.6",))

    assert re.search("เกี่ยวกับ: 5.3.6 .*Free Wi-Fi", command("show", number))


def test_nothing_that_people_write_steers_the_terminal(command: Command) -> None:
    number = given(command.engine, text="ก\x1b[2J\x9b31mข\u202eค")

    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", command("show", number) + command("list")) == []


@pytest.mark.parametrize("action", ["withdrawn", "erased", "added", "rated", "contested", "noted"])
def test_everything_that_happens_to_a_case_has_a_name(command: Command, action: str) -> None:
    number = given(command.engine)
    with session_factory(command.engine).begin() as session:
        cases.note(session, session.merge(stored(command.engine, number)), "citizen", action)
    command("show", number)

    assert command.status == 0


# --- changes


def test_a_case_goes_its_way(on_both: Command) -> None:
    number = given(on_both.engine)
    said = [
        on_both("assign", number, "--officer", "สมศักดิ์", "--to", "มาลี", "--agency", "คลังจังหวัด"),
        on_both("start", number, "--officer", "มาลี"),
        on_both("answer", number, "--officer", "มาลี", "--text", "ช่างจะไปวันศุกร์"),
        on_both("close", number, "--officer", "มาลี", "--text", "ซ่อมแล้ว", "--fixed", "--evidence", "ที่ ขก 1/2569"),
    ]

    assert said == [f"เรื่องเลขที่ {number}: {state}\n" for state in ("มีผู้รับผิดชอบ", "กำลังทำ", "ตอบแล้ว", "ปิด แก้แล้ว")]


def test_who_does_not_say_to_whom_assigns_to_themselves(command: Command) -> None:
    number = given(command.engine)
    command("assign", number.replace("-", " "), "--officer", "  มาลี  ใจดี ")

    assert stored(command.engine, number).assignee == "มาลี ใจดี"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("start", "482-915-736"), "ไม่ใช่เลขที่เรื่อง"),
        (("start", "482-915-737"), "ไม่มีเรื่องเลขที่ 482-915-737"),
        (("answer", "{}"), "ต้องบอกผู้แจ้งด้วย"),
        (("reject", "{}", "--text", " "), "ต้องบอกผู้แจ้งด้วย"),
        (("answer", "{}", "--text", "ก" * 2001), "ยาวเกิน 2,000"),
        (("close", "{}", "--fixed", "--text", "ซ่อมแล้ว"), "--evidence"),
        (("merge", "{}", "--into", "{}"), "รวมกับตัวเองไม่ได้"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(command: Command, arguments: tuple[str, ...], reason: str) -> None:
    number = given(command.engine)
    said = command(*(part.format(number) for part in arguments), "--officer", "มาลี")
    unchanged = stored(command.engine, number).state == "received" and len(history(command.engine, number)) == 1

    assert (said, command.status, reason in command.errors, unchanged) == ("", 1, True, True)


# --- export


def _stored_photo(engine: Engine, number: str, name: str) -> None:
    with session_factory(engine).begin() as session:
        session.add(Attachment(feedback_id=stored(engine, number).id, reference="", name=name))


def test_json_lines_have_the_fields_of_the_contract(on_both: Command) -> None:
    number = given(on_both.engine, codes=("5.3.6",), agency="คลังจังหวัด", satisfaction=4)
    _stored_photo(on_both.engine, number, "a.jpg")
    _stored_photo(on_both.engine, number, "")
    [line] = on_both("export", "--format", "jsonl").splitlines()
    case = json.loads(line)

    assert list(case) == FIELDS
    assert {field: case[field] for field in FIELDS if not field.endswith("_at")} == {
        "number": number,
        "state": "received",
        "text": "เน็ตฟรีที่ศาลากลางหลุดบ่อย",
        "codes": ["5.3.6"],
        "agency": "คลังจังหวัด",
        "channel": "line",
        "satisfaction": 4,
        "attachments": ["a.jpg"],
    }


def test_times_are_thai_and_name_their_zone(command: Command) -> None:
    given(command.engine, created_at=datetime(2026, 11, 21, 17, 30, 1, 999, tzinfo=UTC))

    assert json.loads(command("export"))["created_at"] == "2026-11-22T00:30:01+07:00"


def test_nothing_of_the_person_is_exported(command: Command) -> None:
    _private(command.engine, name="U" + "7" * 32)
    exported = [command.bytes("export", "--format", form) for form in ("jsonl", "csv")]

    assert [word.encode() in b"".join(exported) for word in ("U777", "ป้าแดง", "081-234")] == [False] * 3


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_empty_export_is_no_fault(command: Command, form: str) -> None:
    exported = command.bytes("export", "--format", form)

    assert (command.status, len(exported.splitlines())) == (0, {"jsonl": 0, "csv": 1}[form])


def test_filters_hold_for_the_export_too(command: Command) -> None:
    given(command.engine, "answered")
    number = given(command.engine, "rejected")
    exported = command("export", "--state", "rejected")

    assert [json.loads(line)["number"] for line in exported.splitlines()] == [number]


def test_excel_takes_the_csv_for_utf_8(command: Command) -> None:
    assert command.bytes("export", "--format", "csv").startswith(b"\xef\xbb\xbf")


def test_a_csv_holds_each_case_in_a_row(command: Command) -> None:
    number = given(command.engine, text='บรรทัดแรก\n"บรรทัดที่สอง", ต่อ', codes=("5.3", "5.4"))
    [row] = csv.DictReader(io.StringIO(command.bytes("export", "--format", "csv").decode("utf-8-sig"), newline=""))

    assert (list(row), row["number"], row["text"], row["codes"], row["satisfaction"]) == (
        FIELDS,
        number,
        'บรรทัดแรก\n"บรรทัดที่สอง", ต่อ',
        "5.3, 5.4",
        "",
    )


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", " =", "\n@", "\uff1d"])
def test_no_text_in_a_csv_is_computed(command: Command, begins: str) -> None:
    given(command.engine, text=f'{begins}HYPERLINK("https://example.org")')
    [row] = csv.DictReader(io.StringIO(command.bytes("export", "--format", "csv").decode("utf-8-sig"), newline=""))

    assert row["text"][0] == "'"


def test_a_text_in_a_workbook_is_a_text(command: Command, tmp_path: Path) -> None:
    given(command.engine, text="=1+1\x00\x0b".replace("\x00", ""))
    command("export", "--format", "xlsx", "--output", str(tmp_path / "cases.xlsx"))
    [head, row] = load_workbook(tmp_path / "cases.xlsx").active.rows

    assert ([cell.value for cell in head], row[2].value, row[2].data_type) == (FIELDS, "=1+1", "s")


def test_a_workbook_can_be_piped(command: Command) -> None:
    given(command.engine)
    book = load_workbook(io.BytesIO(command.bytes("export", "--format", "xlsx")))

    assert len(list(book.active.rows)) == 2


def test_who_exports_into_a_file_is_told_how_many(command: Command, tmp_path: Path) -> None:
    given(command.engine)
    file = tmp_path / "cases.jsonl"
    said = command("export", "--output", str(file))

    assert (said, command.errors, len(file.read_text().splitlines())) == ("", f"ส่งออก 1 เรื่อง ไปที่ {file}\n", 1)


def test_nothing_but_the_file_is_left_behind(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    command("export", "--output", str(folder / "cases.csv"), "--format", "csv")

    assert [path.name for path in folder.iterdir()] == ["cases.csv"]


def test_a_place_that_cannot_be_written_to_is_named(command: Command, tmp_path: Path) -> None:
    command("export", "--output", str(tmp_path / "none" / "cases.jsonl"))

    assert (command.status, "เขียนไฟล์" in command.errors) == (1, True)


def test_a_device_stays_what_it_is(command: Command) -> None:
    command("export", "--output", os.devnull)

    assert (command.status, Path(os.devnull).is_char_device()) == (0, True)


def test_a_database_that_is_away_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none?connect_timeout=1")
    command("list")

    assert (command.status, "ใช้ฐานข้อมูลไม่ได้" in command.errors) == (1, True)


def test_more_cases_than_are_held_at_once_are_exported_whole(on_both: Command) -> None:
    with session_factory(on_both.engine).begin() as session:
        who = person(session)
        for number in range(2345):
            add(session, who, text=str(number))
    texts = [json.loads(line)["text"] for line in on_both("export").splitlines()]

    assert texts == [str(number) for number in reversed(range(2345))]


def test_an_export_does_not_keep_the_bot_from_writing(plan_engine: Engine, tmp_path: Path) -> None:
    """The reader of a pipe takes one line and then its time."""
    with session_factory(plan_engine).begin() as session:
        who = person(session)
        for _ in range(1500):
            add(session, who, text="ก" * 200)
    environment = {**os.environ, "DATABASE_URL": plan_engine.url.render_as_string(), "CONVERSATION_KEY": KEY}
    command = (sys.executable, "-m", "bot", "feedback", "export")
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        given(plan_engine)
        process.stdout.read()

    assert process.returncode == 0


def test_a_reader_who_has_seen_enough_is_no_fault(plan_engine: Engine) -> None:
    with session_factory(plan_engine).begin() as session:
        who = person(session)
        for _ in range(1500):
            add(session, who, text="ก" * 200)
    environment = {**os.environ, "DATABASE_URL": plan_engine.url.render_as_string(), "CONVERSATION_KEY": KEY}
    command = (sys.executable, "-m", "bot", "feedback", "export")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()

    assert (process.returncode, complaints) == (0, b"")


# --- the bar of a long export


class _Terminal(io.BytesIO):
    """Standard error where somebody watches."""

    def isatty(self) -> bool:
        return True


def _drawn(monkeypatch: pytest.MonkeyPatch, total: int) -> str:
    """What is drawn where an export is long from ten cases on. pytest sets standard error anew for each test."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(terminal))
    monkeypatch.setattr(progress, "LONG", 10)
    assert list(watched(range(total), total)) == list(range(total))
    return terminal.getvalue().decode()


def test_a_long_export_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _drawn(monkeypatch, 1000).split("\r") == [
        "",
        f"[{'#' * 15}{'.' * 15}] 500/1,000 เรื่อง",
        f"[{'#' * 30}] 1,000/1,000 เรื่อง\n",
    ]


def test_a_short_export_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _drawn(monkeypatch, 9) == ""


def test_where_nobody_watches_there_is_no_bar(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LONG", 1)
    given(command.engine)
    command("export")

    assert command.errors == ""


# --- columns and days


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("ที่นี่", 5, "ที่นี่   "),
        ("ที่นี่นั่น", 3, "ที่นี่…"),
        ("ก\nข  ค", 6, "ก ข ค "),
        ("", 2, "  "),
    ],
)
def test_a_text_takes_its_cells(text: str, cells: int, shown: str) -> None:
    assert (fit(text, cells), width(fit(text, cells))) == (shown, cells)


def test_a_day_begins_and_ends_at_thai_midnight() -> None:
    assert (day("2569-11-22"), day_after("2026-11-22")) == (
        datetime(2026, 11, 21, 17, tzinfo=UTC),
        datetime(2026, 11, 22, 17, tzinfo=UTC),
    )


def test_times_are_shown_as_thai_officers_write_them() -> None:
    assert shown_time(datetime(2026, 11, 21, 17, 5, tzinfo=UTC)) == "22/11/2569 00:05"


def test_now_is_a_time_that_can_be_shown() -> None:
    assert re.fullmatch(r"\d{2}/\d{2}/25\d{2} \d{2}:\d{2}", shown_time(now())) is not None
