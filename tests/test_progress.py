"""Is what was spent and reached kept as reported, with who and whence, shown, and undone without a trace lost?"""

import argparse
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from starlette.testclient import TestClient

from bot.__main__ import _parser
from bot.dispatch import Dispatcher
from bot.progress_reports import run
from bot.server import create_app
from bot.settings import Settings
from bot.text import as_text
from db.models import Plan
from db.progress_models import Spending
from db.session import create_engine_for, session_factory
from handlers.answer import Answer, Value
from handlers.conversation import Conversation
from handlers.message import Message
from tests.made_sheets import write_csv

Command = Callable[..., tuple[int, str]]
HEAD = ["รหัส", "ปี", "เบิกจ่ายจริง (บาท)"]
RESULTS = ["รหัส", "ปี", "ผลที่ได้"]
WHO = ("--by", "สมศรี", "--source", "GFMIS 30 ก.ย. 2555")


@pytest.fixture(name="progress")
def _progress(plan_url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command on a database with the bundled plan, SQLite and PostgreSQL in turn."""

    def command(*arguments: str) -> tuple[int, str]:
        options: argparse.Namespace = _parser().parse_args(["progress", *arguments])
        return run(options, plan_url), capfdbinary.readouterr().out.decode()

    return command


def write(tmp_path: Path, *rows: list[object], head: list[str] | None = None) -> str:
    return str(write_csv(tmp_path / "report.csv", [head or HEAD, *rows]))


def stored(url: str) -> tuple[int, int]:
    """Spendings, and the plan's version."""
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        found = session.scalar(select(func.count(Spending.id))) or 0, session.scalar(select(Plan.version)) or 0
    engine.dispose()
    return found


def shown(url: str, path: str) -> str:
    engine = create_engine_for(url)
    text = TestClient(create_app(Settings(), Dispatcher(engine))).get(path).text
    engine.dispose()
    return text


def test_the_template_has_a_row_for_each_budget_and_indicator(progress: Command, tmp_path: Path) -> None:
    status, _ = progress("template", "--output", str(tmp_path / "t.xlsx"))

    book = load_workbook(tmp_path / "t.xlsx")
    assert (status, book["เบิกจ่าย"].max_row, book["ผลตัวชี้วัด"].max_row) == (0, 1 + 75, 1 + 17 * 4)


def test_a_filled_template_is_taken_and_comes_back_in_the_next_one(progress: Command, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    progress("template", "--output", str(file))
    book = load_workbook(file)
    row = next(row for row in book["เบิกจ่าย"].iter_rows() if (row[0].value, row[2].value) == ("5.3.6", 2555))
    row[4].value = 3_500_000.25
    result = next(row for row in book["ผลตัวชี้วัด"].iter_rows() if row[0].value == "5.3.G1.K1")
    result[4].value = 82.5
    book.save(file)

    status, said = progress("report", str(file), *WHO)
    progress("template", "--output", str(file), "--format", "csv")

    assert (status, "5.3.6 ปี 2555 เบิกจ่าย (ล้านบาท): ยังไม่มี เป็น 3.50000025 (งบตามแผน 5.00)" in said) == (0, True)
    again = file.read_text(encoding="utf-8-sig")
    assert ",2555,5000000.00,3500000.25" in again
    assert ",2554,82.5" in again


def test_the_page_tells_what_was_spent_and_who_says_so(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.6", "ปี 55", "3,500,000"]), *WHO)

    page = shown(plan_url, "/plan/projects/5.3.6")

    assert ("3.50" in page, "70.00" in page, "รายงานโดย สมศรี จาก GFMIS 30 ก.ย. 2555" in page) == (True, True, True)
    assert "ผลการเบิกจ่าย" not in shown(plan_url, "/plan/projects/5.3.5")
    assert '"spent":{"baht":"3500000.00"' in shown(plan_url, "/api/v1/projects/5.3.6")


def test_a_result_stands_beside_its_target(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.G1.K1", 2557, "๗๕"], head=RESULTS), *WHO)

    assert "ผลปี 2557: 75" in shown(plan_url, "/plan/issues/5.3")


def test_a_dry_run_writes_nothing(progress: Command, plan_url: str, tmp_path: Path) -> None:
    status, said = progress("report", write(tmp_path, ["5.3.6", 2555, 1]), *WHO, "--dry-run")

    assert (status, said.splitlines()[-1], stored(plan_url)) == (0, "ลองดูเท่านั้น ยังไม่ได้บันทึก", (0, 1))


def test_the_same_again_is_no_report(progress: Command, plan_url: str, tmp_path: Path) -> None:
    file = write(tmp_path, ["5.3.6", 2555, 1])
    progress("report", file, *WHO)

    _, said = progress("report", file, *WHO)

    assert (said.splitlines()[-1], stored(plan_url)) == ("ไม่มีอะไรเปลี่ยน จึงไม่ได้บันทึก", (1, 2))


def test_undoing_brings_the_one_before_back(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.6", 2555, 1_000_000]), *WHO)
    progress("report", write(tmp_path, ["5.3.6", 2555, 2_000_000]), *WHO)

    first = progress("undo", "2", "--by", "สมชาย")
    second = progress("undo", "2", "--by", "สมชาย")

    assert (first[0], second[0]) == (0, 1)
    assert '"spent":{"baht":"1000000.00"' in shown(plan_url, "/api/v1/projects/5.3.6")
    _, told = progress("history")
    assert [line[0] for line in told.splitlines()] == ["2", "1"]
    assert "ยกเลิกแล้วเมื่อ" in told.splitlines()[0]
    assert "โดย สมชาย" in told.splitlines()[0]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["9.9.9", 2555, 1]], "แถว 2: แผนนี้ไม่มีโครงการหรือตัวชี้วัดรหัส 9.9.9"),
        ([["5.3.6", 2555, 1], ["5.3.6", 2555, 2]], "แถว 3: รายงานรายการเดียวกันสองครั้ง: 5.3.6 2555"),
        ([["5.3.6", 2600, 1]], "แถว 2: ปี 2600 ไม่ใช่ปีงบประมาณของแผนนี้"),
        ([["5.3.6", 2555, "มาก"]], "แถว 2: อ่านจำนวนเงินไม่ได้: มาก"),
        ([["5.3.6", 2555, "-"]], "ไม่พบยอดเบิกจ่าย"),
    ],
)
def test_a_faulty_report_is_refused_whole(
    progress: Command, plan_url: str, tmp_path: Path, rows: list[list[object]], reason: str
) -> None:
    status, said = progress("report", write(tmp_path, ["5.3.5", 2555, 1], *rows) if "-" not in rows[0] else
                            write(tmp_path, *rows), *WHO)  # fmt: skip

    assert (status, reason.replace("แถว 2", "แถว 3").replace("แถว 3: รายงาน", "แถว 4: รายงาน") in said) == (1, True)
    assert stored(plan_url)[0] == 0


def test_more_than_was_planned_is_doubtful_and_kept(progress: Command, plan_url: str, tmp_path: Path) -> None:
    _, said = progress("report", write(tmp_path, ["5.3.6", 2555, 9_000_000]), *WHO)

    assert ("แถว 2: 5.3.6 ปี 2555 เบิกจ่ายมากกว่างบตามแผน" in said, stored(plan_url)[0]) == (True, 1)


def test_one_figure_is_reported_by_command(progress: Command, plan_url: str) -> None:
    status, said = progress("set", "5.3.6", "2556", "--spent", "4,900,000.50", *WHO)
    progress("set", "5.1.G1.K1", "๒๕๕๖", "--reached", "๘๑.๕", *WHO)

    assert (status, "เป็น 4.9000005 (งบตามแผน 5.00)" in said) == (0, True)
    assert "4.9000005" in shown(plan_url, "/plan/projects/5.3.6")
    assert "81.5%" in shown(plan_url, "/plan/issues/5.1")


@pytest.mark.parametrize(
    ("code", "year", "option", "figure", "reason"),
    [
        ("9.9", "2556", "--spent", "1", "แผนนี้ไม่มีโครงการหรือตัวชี้วัดรหัส 9.9"),
        ("5.1.G1.K1", "2556", "--spent", "1", "แผนนี้ไม่มีโครงการหรือตัวชี้วัดรหัส 5.1.G1.K1"),
        ("5.3.6", "2600", "--spent", "1", "ปี 2600 ไม่ใช่ปีงบประมาณของแผนนี้"),
        ("5.3.6", "2556", "--spent", "=1+1", "อ่านจำนวนเงินไม่ได้: =1+1"),
        ("5.3.6", "2556", "--spent", "-", "ไม่พบยอดเบิกจ่าย"),
    ],
)
def test_a_figure_that_is_none_of_the_plans_is_refused(
    progress: Command, plan_url: str, code: str, year: str, option: str, figure: str, reason: str
) -> None:
    status, said = progress("set", code, year, f"{option}={figure}", *WHO)

    assert (status, reason in said, "แถว" in said, stored(plan_url)[0]) == (1, True, False, 0)


def test_a_name_without_letters_is_refused(progress: Command, tmp_path: Path) -> None:
    assert progress("report", write(tmp_path, ["5.3.6", 2555, 1]), "--by", " \x07", "--source", "x")[0] == 1


# --- What the bot answers.


def ask(url: str, *texts: str) -> Answer:
    """The last answer of a chat."""
    engine = create_engine_for(url)
    dispatcher, conversation = Dispatcher(engine), Conversation()
    for text in texts:
        answer, conversation = dispatcher.answer(Message("ask", "one", text), conversation)
    engine.dispose()
    return answer


def test_without_any_report_the_bot_says_that_the_plan_does_not_tell(plan_url: str) -> None:
    answer = ask(plan_url, "เน็ตฟรีเบิกจ่ายจริงเท่าไร")

    assert (answer.status, answer.value) == ("unknown", None)


def test_what_was_spent_is_told_with_who_says_so(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.6", 2555, 3_500_000], ["5.3.6", 2556, 5_000_000]), *WHO)

    answer = ask(plan_url, "เน็ตฟรีเบิกจ่ายจริงเท่าไร")

    assert (answer.status, answer.value, answer.codes) == ("answered", Value(Decimal("8.50"), "ล้านบาท"), ("5.3.6",))
    assert [source.line for source in answer.sources] == [89]
    said = as_text(answer)
    assert "ร้อยละ 85.00 ของงบตามแผน 10.00 ล้านบาท" in said
    assert "รายงานโดย สมศรี จาก GFMIS 30 ก.ย. 2555" in said


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("เน็ตฟรีเบิกจ่ายจริงไปกี่เปอร์เซ็นต์", "70.00", "ร้อยละ"),
        ("ประเด็นที่ 3 เบิกจ่ายจริงเท่าไร", "3.50", "ล้านบาท"),
        ("สำนักงานจังหวัดเบิกจ่ายจริงเท่าไร", "3.50", "ล้านบาท"),
        ("เบิกจ่ายจริงไปแล้วเท่าไร", "3.50", "ล้านบาท"),
        ("How much was actually spent on the free Wi-Fi?", "3.50", "ล้านบาท"),
    ],
)
def test_a_number_is_told_of_whatever_is_asked(
    progress: Command, plan_url: str, tmp_path: Path, text: str, number: str, unit: str
) -> None:
    progress("report", write(tmp_path, ["5.3.6", 2555, 3_500_000]), *WHO)

    assert ask(plan_url, text).value == Value(Decimal(number), unit)


def test_what_nobody_reported_is_not_made_up(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.6", 2555, 3_500_000]), *WHO)

    answer = ask(plan_url, "เบิกจ่ายจริงของโครงการ e-Service เท่าไร")

    assert (answer.value, "ยังไม่มีหน่วยงานรายงาน" in as_text(answer)) == (None, True)
    assert "งบตามแผน: 10.00 ล้านบาท" in as_text(answer)


def test_after_undoing_nothing_is_told(progress: Command, plan_url: str, tmp_path: Path) -> None:
    progress("report", write(tmp_path, ["5.3.6", 2555, 3_500_000]), *WHO)
    progress("undo", "1", "--by", "สมชาย")

    assert ask(plan_url, "เน็ตฟรีเบิกจ่ายจริงเท่าไร").status == "unknown"
