"""Does the stored plan come back as it was from its template, and does a plain table of an official become a plan?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from bot.importing import run as import_
from bot.spreadsheet import csv_of, xlsx_of
from bot.template import run as template
from db.session import create_engine_for, session_factory
from knowledge.loader import BUNDLED, read_plan
from knowledge.plan_document import PlanDocument, PlanError
from knowledge.plan_rows import Rows, stored_rows
from knowledge.plan_sheets import Sheet, plan_sheets
from knowledge.readers.sheets.csv_grids import read_csv
from knowledge.report import refusal
from tests.made_sheets import write_csv, write_xlsx

ROOT = Path(__file__).parent.parent


def rows_in(url: str) -> tuple[Rows, str]:
    """Everything stored, with the document's name."""
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        found = stored_rows(session), str(plan_sheets(session)[1].head[1])
    engine.dispose()
    return found


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["plan", BUNDLED.stem])
def test_the_bundled_plan_comes_back_the_same(plan_url: str, tmp_path: Path, form: str, name: str) -> None:
    file = tmp_path / f"{name}.{form}"

    statuses = template(form, file, plan_url), import_(file, False, f"sqlite:///{tmp_path / 'fresh.db'}")

    assert statuses == (0, 0)
    assert rows_in(f"sqlite:///{tmp_path / 'fresh.db'}") == rows_in(plan_url)


def test_loading_it_where_it_came_from_changes_nothing(
    plan_url: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    template("xlsx", tmp_path / "plan.xlsx", plan_url)
    import_(tmp_path / "plan.xlsx", False, plan_url)

    assert capfdbinary.readouterr().out.decode().splitlines()[-1] == "ไม่มีอะไรต้องบันทึก"


def test_answers_are_the_same(plan_url: str, tmp_path: Path) -> None:
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    template("xlsx", tmp_path / "plan.xlsx", plan_url)
    import_(tmp_path / "plan.xlsx", False, fresh)
    questions = "เน็ตฟรีใช้งบเท่าไร\nงบทั้งแผนแยกตามปี\nใครดูแลโครงการอบรมคอมพิวเตอร์\nตัวชี้วัดของประเด็นที่ 3\nมาตรการ\n"

    def ask(url: str) -> bytes:
        env = {"PATH": "/usr/bin:/bin", "DATABASE_URL": url, "VAR_FOLDER": str(tmp_path / "var")}
        command = [sys.executable, "-m", "bot", "ask"]
        return subprocess.run(command, cwd=ROOT, env=env, input=questions.encode(), capture_output=True).stdout

    answers = ask(fresh)
    assert ("15.00 ล้านบาท" in answers.decode(), answers) == (True, ask(plan_url))


def test_a_changed_cell_changes_that_figure_alone(
    plan_url: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "plan.xlsx"
    template("xlsx", file, plan_url)
    book = load_workbook(file)
    sheet = book["โครงการ"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "5.3.6")
    column = next(n for n, c in enumerate(sheet[1]) if str(c.value).startswith("2555"))
    row[column].value = 6.5
    book.save(file)

    import_(file, True, plan_url)

    said = capfdbinary.readouterr().out.decode()
    assert 'แก้ งบประมาณรายปี 5.3.6 2555: งบประมาณ (ล้านบาท) "5.00" เป็น "6.50"' in said
    assert said.count("  แก้ ") == 1


def test_a_row_added_without_a_line_makes_the_file_itself_the_source(session: Session, tmp_path: Path) -> None:
    sheets = list(plan_sheets(session))
    place = next(n for n, sheet in enumerate(sheets) if sheet.name == "โครงการ")
    projects = sheets[place]
    new = ("", "5.3.T2", "โครงการใหม่", "", "", "", "1.25", "-", "-", "-", "จังหวัด", None, None, None, None)
    sheets[place] = Sheet(projects.name, projects.head, (*projects.rows, new))
    file = tmp_path / "plan.csv"
    file.write_bytes(csv_of(sheets))

    plan = read_plan(file)

    added = next(p for p in plan.projects if p.name == "โครงการใหม่")
    first = sum(str(row[0]).startswith("5.3.") for row in projects.rows) + 1
    assert (added.code, added.budgets[0].satang, plan.document) == (f"5.3.{first}", 125_000_000, "plan.csv")
    assert "cites_sheet" in [remark.kind for remark in plan.remarks]


def test_text_that_a_program_would_compute_is_escaped_and_comes_back(tmp_path: Path) -> None:
    sheet = Sheet("โครงการ", ("ชื่อ", "2561"), (("=cmd|' /C calc'!A0", "-"), ("+1", 2), ("-", None)))
    file = tmp_path / "x.csv"
    file.write_bytes(csv_of([sheet]))
    book = tmp_path / "x.xlsx"
    book.write_bytes(xlsx_of([sheet]))

    assert file.read_text(encoding="utf-8-sig").splitlines()[1:] == ["'=cmd|' /C calc'!A0,-", "'+1,2", "-,"]
    assert [row.cells[0] for row in read_csv(file)[0].rows[1:]] == ["=cmd|' /C calc'!A0", "+1", "-"]
    assert [cell.data_type for cell in load_workbook(book)["โครงการ"]["A"]] == ["s"] * 4


def test_the_command_writes_an_xlsx(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "VAR_FOLDER": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "template", "--output", str(tmp_path / "plan.xlsx")]

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "โครงการ" in load_workbook(tmp_path / "plan.xlsx", read_only=True).sheetnames


# --- A plain table, as an official has it.

TITLE: list[object] = ["แผนพัฒนา จังหวัดน่าน"]
UNIT: list[object] = ["", "", "", "(หน่วย : บาท)"]
HEAD: list[object] = ["ลำดับ", "กลยุทธ์", "ชื่อโครงการ", "หน่วยงานรับผิดชอบ", "งบประมาณ", "", "", "รวม"]
YEARS: list[object] = ["", "", "", "", "พ.ศ. ๒๕๖๑", "ปี 62", "2020", ""]
PROJECTS: list[list[object]] = [
    [1, "1. พัฒนาแหล่งน้ำ", "โครงการขุดลอกหนองน้ำ", "ชลประทานน่าน", "11,900,000.0", "-", "", "11,900,000"],
    [2, "", "โครงการฝาย", "ชลประทานน่าน / อบต.บ่อ", 500_000, 250_000.5, "", 750_000.5],
    [3, "2. พัฒนาถนน", "โครงการถนน", "", "", "", "1,000", "2,000"],
]
TABLE: list[list[object]] = [TITLE, UNIT, [], HEAD, YEARS, *PROJECTS]


def write(tmp_path: Path, form: str, rows: list[list[object]]) -> Path:
    if form == "csv":
        return write_csv(tmp_path / "plan.csv", rows)
    return write_xlsx(tmp_path / "plan.xlsx", rows, ("E4:G4", "B6:B7"))


def budgets(plan: PlanDocument) -> dict[str, list[int | None]]:
    return {project.code: [budget.satang for budget in project.budgets] for project in plan.projects}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_plain_table_becomes_a_plan(tmp_path: Path, form: str) -> None:
    plan = read_plan(write(tmp_path, form, TABLE))

    assert (plan.province, plan.first_year, plan.last_year) == ("น่าน", 2561, 2563)
    assert budgets(plan) == {
        "1.1.1": [1_190_000_000, None, None],
        "1.1.2": [50_000_000, 25_000_050, None],
        "1.1.3": [None, None, 100_000],
    }
    tactics = [(tactic.name, len(tactic.projects)) for tactic in plan.issues[0].tactics]
    assert tactics == [("พัฒนาแหล่งน้ำ", 2), ("พัฒนาถนน", 1)]
    assert plan.projects[1].agencies == ("ชลประทานน่าน", "อบต.บ่อ")
    assert [project.place.line for project in plan.projects] == [6, 7, 8]
    assert {(r.kind, r.line) for r in plan.remarks if r.line} == {("no_agency", 8), ("row_sum_differs", 8)}


def test_a_name_and_a_year_are_enough_for_a_table(tmp_path: Path) -> None:
    plan = read_plan(write_csv(tmp_path / "plan.csv", [["โครงการ", "ปี 2565 (บาท)"], ["ขุดลอกหนองน้ำ", "150,000"]]))

    assert (plan.projects[0].name, budgets(plan)) == ("ขุดลอกหนองน้ำ", {"1.1.1": [15_000_000]})


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["รวม", "", "", "", "12,400,000", "250,000.50", "1,000"], "total_agrees"),
        (["", "รวมทั้งสิ้น", "", "", "12,400,001", "", ""], "total_differs"),
        (["", "", "", "", "12,400,000", "250,000.50", "1,000"], "total_agrees"),
        (["", "", "รวมกลยุทธ์ที่ 1", "", "12,400,000", "250,000.5", ""], "total_agrees"),
    ],
)
def test_totals_are_checked_and_not_stored(tmp_path: Path, row: list[object], kind: str) -> None:
    plan = read_plan(write_csv(tmp_path / "plan.csv", [*TABLE, row]))

    assert ([r.kind for r in plan.remarks if r.line == 9], len(plan.projects)) == ([kind], 3)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([*TABLE, [4, "", "", "อบจ.", "5", "", ""]], "แถว 9: ไม่มีชื่อโครงการ"),
        ([*TABLE, [4, "", "โครงการ ก", "อบจ.", "5 ล้าน", "", ""]], 'แถว 9: อ่านจำนวนเงินไม่ได้: "5 ล้าน" (2561)'),
        ([["ก", "ข"], ["1", "2"]], "ไม่พบตารางที่รู้จัก"),
        ([HEAD, YEARS], "ไม่มีโครงการในตาราง"),
    ],
)
def test_a_faulty_table_is_refused_with_row_and_reason(tmp_path: Path, rows: list[list[object]], reason: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(write_csv(tmp_path / "plan.csv", rows))

    assert reason in refusal(refused.value)


def test_the_yaml_beside_it_adds_names_and_spellings(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "plan.csv", TABLE)
    shutil.copyfile(file, tmp_path / "nan.csv")
    (tmp_path / "nan.yaml").write_text(
        'province_en: Nan\nagencies: {โครงการชลประทานน่าน: {spellings: [ชลประทานน่าน]}}\nenglish: {"1.1.2": Weir}\n'
        'aliases: {"1.1.1": [ขุดหนอง]}\n',
        encoding="utf-8",
    )

    plan = read_plan(tmp_path / "nan.csv")

    assert (plan.province_en, plan.aliases) == ("Nan", (("1.1.1", "ขุดหนอง"),))
    assert plan.projects[1].agencies == ("โครงการชลประทานน่าน", "อบต.บ่อ")
    assert plan.projects[1].name_en == "Weir"
