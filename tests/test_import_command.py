"""What does `python -m bot import` say, and does it leave alone what it should?"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.importing import run
from db.models import Budget, Plan, Project
from db.session import create_engine_for, reading_factory
from knowledge.loader import BUNDLED, Difference, read_plan
from knowledge.plan_rows import TABLES, Change, rows_of
from knowledge.report import report
from tests.made_sheets import EXCERPT
from tests.test_other_plan_texts import ROWS, text

ROOT = Path(__file__).resolve().parent.parent
TEXT = BUNDLED.read_text(encoding="utf-8")


class Import:
    """Runs the command on one database and keeps what it printed."""

    def __init__(self, url: str, capture: pytest.CaptureFixture[bytes]) -> None:
        self.url = url
        self._capture = capture
        self.status = -1

    def __call__(self, path: Path, *, dry_run: bool = False) -> str:
        self.status = run(path, dry_run, self.url)
        return self._capture.readouterr().out.decode()

    def stored(self) -> tuple[int, int | None]:
        """The plan's version and the budget of free internet in 2555."""
        engine = create_engine_for(self.url)
        budget = select(Budget.satang).join(Project).where(Project.code == "5.3.6", Budget.year == 2555)
        with reading_factory(engine)() as session:
            found = session.scalars(select(Plan.version)).one(), session.scalars(budget).one()
        engine.dispose()
        return found


@pytest.fixture(name="command")
def _command(plan_url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Import]:
    """The command on a database with the bundled plan, SQLite and PostgreSQL in turn."""
    return Import(plan_url, capfdbinary)


@pytest.fixture(name="fresh_command")
def _fresh_command(database_url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Import:
    return Import(database_url, capfdbinary)


def copy(folder: Path, before: str = "", after: str = "", name: str = BUNDLED.name) -> Path:
    """The bundled plan with one piece changed."""
    assert before in TEXT
    path = folder / name
    path.write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    return path


CHANGED = ("-\t5.00\t5.00\t5.00", "-\t6.00\t5.00\t5.00")


def test_first_import_fills_an_empty_database(fresh_command: Import) -> None:
    fresh_command(BUNDLED)

    assert (fresh_command.status, fresh_command.stored()) == (0, (1, 500_000_000))


@pytest.mark.parametrize(
    "said",
    [
        "ประเด็นยุทธศาสตร์ 6 · เป้าประสงค์ 12 · ตัวชี้วัด 17 · กลยุทธ์ 16 · โครงการ 28 · ช่องงบประมาณที่ตั้งไว้ 75",
        "  5.3         9.00     14.00     24.00      9.00       56.00  พัฒนาระบบและบริการเทคโนโลยีสารสนเทศ",
        "             21.40     30.80     36.80     21.30      110.30  รวม",
        "บรรทัด 59: โครงการ 5.2.3 ไม่ได้ระบุหน่วยงานรับผิดชอบ",
        "บรรทัด 110: ตารางงบประมาณของประเด็น 5.4 ไม่ได้ระบุหน่วยเงิน",
        "บรรทัด 168: กล่าวถึงกรุงเทพมหานคร",
        "บรรทัด 185: กล่าวถึงกรุงเทพมหานคร",
        'บรรทัด 106: "ทัวถึง" เป็น "ทั่วถึง"',
        'บรรทัด 148: "มุกดาหาร-สะพานมิตราร่วมมิตร" น่าจะเป็น "มุกดาหาร-สะหวันนะเขต"',
        "ไม่มี ข้อมูลที่เก็บไว้ตรงกับเอกสารแล้ว",
    ],
)
def test_report_says(command: Import, said: str) -> None:
    assert said in command(BUNDLED)


def test_second_import_changes_nothing(command: Import) -> None:
    said = command(BUNDLED)

    assert (said.splitlines()[-1], command.stored()) == ("ไม่มีอะไรต้องบันทึก", (1, 500_000_000))


def test_changed_figure_is_shown_and_stored(command: Import, tmp_path: Path) -> None:
    said = command(copy(tmp_path, *CHANGED))

    assert 'แก้ งบประมาณรายปี 5.3.6 2555: งบประมาณ (ล้านบาท) "5.00" เป็น "6.00"' in said
    assert command.stored() == (2, 600_000_000)


def test_dry_run_shows_the_change_and_writes_nothing(command: Import, tmp_path: Path) -> None:
    said = command(copy(tmp_path, *CHANGED), dry_run=True)

    assert '"5.00" เป็น "6.00"' in said
    assert (said.splitlines()[-1], command.stored()) == ("ลองดูเท่านั้น ยังไม่ได้บันทึก", (1, 500_000_000))


@pytest.mark.parametrize("table", TABLES)
def test_whatever_changes_of_a_row_is_told_in_words(table: str) -> None:
    document = read_plan(EXCERPT if table == "budget_line" else BUNDLED)
    key, row = next(iter(rows_of(document)[table].items()))
    columns = [column for column in row if column not in TABLES[table].key]
    changes = tuple(Change(table, key, row | {column: None}, row) for column in columns if row[column] is not None)

    told = report(document, Difference(document.document, (), changes))

    assert told.count("  แก้ ") == len([c for c in changes if not {"position", "source_id"} & set(c.columns)])


def test_dry_run_leaves_every_byte_of_the_file(plan_file: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(plan_file.read_bytes()).hexdigest()

    run(copy(tmp_path, *CHANGED), True, f"sqlite:///{plan_file}")

    assert hashlib.sha256(plan_file.read_bytes()).hexdigest() == digest


def test_dry_run_does_not_create_a_database(tmp_path: Path) -> None:
    database = tmp_path / "var" / "bot.db"

    status = run(BUNDLED, True, f"sqlite:///{database}")

    assert (status, database.parent.exists()) == (0, False)


def test_dry_run_on_a_database_without_tables(fresh_command: Import) -> None:
    said = fresh_command(BUNDLED, dry_run=True)

    assert "ยังไม่มีแผนเก็บไว้" in said


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("\tคลังจังหวัด", "", "บรรทัด 30: จำนวนช่องไม่ถูกต้อง"),
        ("-\t5.00\t5.00\t5.00", "-\t5.O0\t5.00\t5.00", 'บรรทัด 89: งบประมาณไม่ใช่ตัวเลขหรือเครื่องหมาย "-": "5.O0"'),
        ("เป้าประสงค์เชิงยุทธศาสตร์\t", "", "บรรทัด 23: แถวข้อมูลไม่มีหัวตารางอยู่ข้างบน"),
    ],
)
def test_broken_file_is_refused_and_the_stored_plan_untouched(
    command: Import, tmp_path: Path, before: str, after: str, reason: str
) -> None:
    said = command(copy(tmp_path, before, after))

    assert (command.status, reason in said, command.stored()) == (1, True, (1, 500_000_000))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (TEXT.encode("cp874", "replace"), "บรรทัด 3: ไม่ใช่รหัสอักขระ UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"", "ไฟล์ว่างเปล่า"),
        (Path(sys.executable).read_bytes()[:5000], "ไม่ใช่ไฟล์ข้อความ"),
    ],
)
def test_file_that_is_no_text_is_refused(command: Import, tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / BUNDLED.name
    path.write_bytes(data)

    said = command(path)

    assert (command.status, reason in said, command.stored()) == (1, True, (1, 500_000_000))


def test_missing_file_is_refused(command: Import, tmp_path: Path) -> None:
    assert ("ไม่พบไฟล์" in command(tmp_path / "no.txt"), command.status) == (True, 1)


def test_directory_is_refused(command: Import, tmp_path: Path) -> None:
    assert ("เป็นโฟลเดอร์" in command(tmp_path), command.status) == (True, 1)


def test_plan_of_another_name_says_that_agencies_stay_as_spelt(command: Import, tmp_path: Path) -> None:
    assert "ไม่มีไฟล์ other.yaml ประกอบแผน จึงใช้ชื่อหน่วยงานตามที่สะกดในเอกสาร" in command(copy(tmp_path, name="other.txt"))


def test_database_that_does_not_answer_is_told(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "bot.db").write_bytes(b"no database at all" * 100)

    status = run(BUNDLED, False, f"sqlite:///{tmp_path / 'bot.db'}")

    assert (status, "ใช้ฐานข้อมูลไม่ได้" in capfdbinary.readouterr().out.decode()) == (1, True)


def test_command_line_imports(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "import", str(BUNDLED)],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}", "LC_ALL": "C"},
        capture_output=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr, "110.30" in done.stdout.decode()) == (0, b"", True)


def test_what_is_left_out_is_listed_with_its_lines(command: Import, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    total = "\tรวม\t\t1.75\t2.00\t1,000.50\t"
    path.write_text(text(rows=(*ROWS, total), end=("", "หมายเหตุ: ปรับปรุงแล้ว")), encoding="utf-8")

    printed = command(path, dry_run=True).split("\n\n")
    listed = next(part.split("\n") for part in printed if part.startswith("ไม่ได้นำเข้า"))

    assert listed == [
        "ไม่ได้นำเข้า (2 บรรทัด)",
        "  บรรทัด 15: แถวผลรวม ไม่ใช่โครงการ (รวม 1.75 2.00 1,000.50)",
        "  บรรทัด 17: ไม่รู้ว่าข้อความนี้อยู่ส่วนใดของแผน: หมายเหตุ: ปรับปรุงแล้ว",
    ]
    assert "โครงการ 2" in printed[0]
