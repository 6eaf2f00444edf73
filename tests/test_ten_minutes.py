"""Does docs/ten-minutes.md lead from nothing to a plan and a spending report, typed as it stands there?"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from bot.__main__ import main
from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db.session import create_engine_for
from knowledge.plan_document import PlanError
from knowledge.readers.sheets.sheet_plan import read_plan_sheet

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ten-minutes.md").read_text(encoding="utf-8")
BOT = ".venv/bin/python -m bot "


def commands(step: int) -> list[str]:
    """What is typed in this step, without what is typed to `make`."""
    [text] = re.findall(rf"^## {step}\..*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.removeprefix(BOT) for block in blocks for line in block.splitlines() if line.startswith(BOT)]


def fill_the_plan(path: Path) -> None:
    """What the table of step 3 says, and one more issue with a project, named and not coded."""
    book = load_workbook(path)
    book["แผน"]["B1"], book["แผน"]["B6"] = "น่าน", "น้ำเพื่อชีวิต"
    for sheet, row in (
        ("ประเด็น", [None, "การจัดการน้ำ"]),
        ("ประเด็น", [None, "การป้องกันภัย"]),
        ("กลยุทธ์", [None, "การจัดการน้ำ", "ขุดลอกแหล่งน้ำ"]),
        ("กลยุทธ์", [None, "การป้องกันภัย", "เตือนภัย"]),
        ("โครงการ", [None, "ขุดลอกแหล่งน้ำ", "ขุดลอกหนองหลวง", "ชลประทานน่าน; อบจ.น่าน", 1.5, "-", 2.25]),
        ("โครงการ", [None, "เตือนภัย", "ติดตั้งหอเตือนภัย", "ปภ.น่าน", 0.5, None, None]),
        ("เป้าประสงค์", [None, "การจัดการน้ำ", "มีน้ำใช้ทั้งปี"]),
        ("ตัวชี้วัด", [None, "มีน้ำใช้ทั้งปี", "ครัวเรือนมีน้ำใช้", 80, "ร้อยละ", "อย่างน้อยร้อยละ 80"]),
    ):
        book[sheet].append(row)
    book.save(path)


def fill_the_report(path: Path) -> None:
    book = load_workbook(path)
    for row in book["เบิกจ่าย"].iter_rows(min_row=2):
        if row[2].value == 2566:
            row[4].value = {"1.1.1": 1_200_000, "1.2.1": 500_000}[row[0].value]
    book["ผลตัวชี้วัด"]["E2"] = 85
    book.save(path)


def test_the_page_is_walked_from_nothing(database_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}

    def typed(step: int) -> str:
        """What all commands of the step print; each is to end well."""
        assert commands(step)
        done = [
            subprocess.run(
                [sys.executable, "-m", "bot", *shlex.split(command)],
                cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
            )
            for command in commands(step)
        ]  # fmt: skip
        return "".join(each.stdout for each in done)

    typed(2)
    fill_the_plan(tmp_path / "plan.xlsx")
    assert "บันทึกแล้ว" in typed(4)
    assert "3.75 ล้านบาท" in typed(5)
    typed(6)
    fill_the_report(tmp_path / "progress.xlsx")
    assert "บันทึกแล้วเป็นรายงานเลขที่ 1" in typed(7)
    said = typed(8)
    assert "1.70 ล้านบาท" in said
    assert "ขุดลอกหนองหลวง" in said
    engine = create_engine_for(database_url)
    page = TestClient(create_app(Settings(), Dispatcher(engine))).get("/plan/progress?year=2566").text
    engine.dispose()
    assert ">85.00<" in page
    assert "ถึงเป้าแล้ว" in page


def test_a_name_that_two_issues_have_is_told_and_not_guessed(tmp_path: Path) -> None:
    main(["template", "--empty", "2566", "--output", str(tmp_path / "plan.xlsx")])
    book = load_workbook(tmp_path / "plan.xlsx")
    for sheet, row in (
        ("ประเด็น", [None, "น้ำ"]), ("ประเด็น", [None, "น้ำ"]), ("กลยุทธ์", [None, "น้ำ", "ขุด"]),
        ("โครงการ", [None, "ขุด", "ขุดหนอง", "อบจ.", 1]),
    ):  # fmt: skip
        book[sheet].append(row)
    book.save(tmp_path / "plan.xlsx")

    with pytest.raises(PlanError, match="แผ่น กลยุทธ์ แถว 2: ไม่พบรหัส น้ำ"):
        read_plan_sheet(tmp_path / "plan.xlsx")


@pytest.mark.parametrize("years", ["2570-2566", "x", "2566-2599"])
def test_years_that_are_no_plans_are_refused(years: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["template", "--empty", years])
    assert "no years of a plan" in capfd.readouterr().err
