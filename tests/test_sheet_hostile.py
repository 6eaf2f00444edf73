"""Does a spreadsheet that somebody made to do harm do none, in bounded memory, and is it refused with a clear word?"""

import csv
import re
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path

import pytest
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from bot.spreadsheet import csv_of
from knowledge.loader import read_plan
from knowledge.plan_document import PlanError
from knowledge.plan_sheets import Sheet
from knowledge.report import refusal
from tests.made_sheets import around, bill_rows, with_sheet, write_csv, write_xlsx

HEAD: list[list[object]] = [["โครงการ", "หน่วยงาน", "2561"]]
ROOT = Path(__file__).parent.parent
MEMORY = 700_000_000
"""Bytes that the process which reads such a file may use: what it needs before is 200 MB of them."""
_READ = """
import sys
from pathlib import Path
from knowledge.loader import read_plan
from knowledge.plan_document import PlanError
from knowledge.report import refusal
try:
    print(len(read_plan(Path(sys.argv[1])).projects))
except PlanError as error:
    sys.stdout.buffer.write(refusal(error).encode())
"""


def reason_of(path: Path) -> str:
    with pytest.raises(PlanError) as refused:
        read_plan(path)
    return refusal(refused.value)


def read_in_little_memory(path: Path) -> str:
    """What a process says that may not use more than MEMORY; a file that needs more ends it with a traceback."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-c", _READ, str(path)]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=env, capture_output=True, preexec_fn=limit, timeout=100)
    return done.stdout.decode() + done.stderr.decode()


def _zeros(megabytes: int) -> Iterator[bytes]:
    return repeat(b"0" * 1_000_000, megabytes)


def _bytes(count: int, piece: bytes) -> Iterator[bytes]:
    return repeat(piece * 10_000, count // 10_000)


@pytest.mark.parametrize(
    ("part", "xml", "said"),
    [
        ("xl/worksheets/sheet1.xml", lambda: _zeros(200), "คลายแล้วใหญ่เกินไป"),
        ("xl/sharedStrings.xml", lambda: _bytes(5_000_000, b"<si/>"), "คลายแล้วใหญ่เกินไป"),
        ("xl/styles.xml", lambda: _bytes(1_000_000, b"<x/>"), "คลายแล้วใหญ่เกินไป"),
        ("xl/worksheets/sheet1.xml", lambda: around([b"<row>", *_bytes(2_000_000, b"<c/>"), b"</row>"]), "คลายแล้วใหญ่"),
        ("xl/worksheets/sheet1.xml", lambda: around(_bytes(2_000_000, b"<foo/>")), "คลายแล้วใหญ่"),
        ("xl/worksheets/sheet1.xml", lambda: around(_bytes(1_000_000, b"<row/>")), "ไฟล์ว่างเปล่า"),
        ("xl/worksheets/sheet1.xml", lambda: around([b'<row r="99999999999"><c/></row>']), "ไฟล์ว่างเปล่า"),
    ],
    ids=["zip bomb", "strings", "styles", "one row of cells", "no rows", "empty rows", "a far row"],
)  # fmt: skip
def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, part: str, xml: object, said: str) -> None:
    assert callable(xml)
    pieces: Iterable[bytes] = xml()

    assert said in read_in_little_memory(with_sheet(tmp_path / "plan.xlsx", pieces, part))


def test_a_file_of_50_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(50_000_000)

    assert "ใหญ่เกิน 20 เมกะไบต์" in read_in_little_memory(path)


def test_entities_that_grow_are_not_expanded(tmp_path: Path) -> None:
    sheet = b"".join(around([b'<row r="1"><c t="str"><v>&b;</v></c></row>']))
    grown = b"<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>" + sheet

    assert "XLSX เสีย" in reason_of(with_sheet(tmp_path / "plan.xlsx", [grown]))


def test_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"))

    assert "มีรหัสผ่าน" in reason_of(path)


def test_a_password_is_told_wherever_the_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 3_000_000 + "EncryptedPackage".encode("utf-16-le"))

    assert "มีรหัสผ่าน" in reason_of(path)


def test_a_password_of_the_zip_is_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "plan.xlsx", [["โครงการ", "หน่วยงาน", "2561"]])
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(mark, data):
            data[found.start() + flags] |= 1
    path.write_bytes(data)

    assert "มีรหัสผ่าน" in reason_of(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000, "Excel รุ่นเก่า"),
        (b"PK\x03\x04 and no more", "XLSX เสีย"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "XLSX เสีย"),
        (b"", "XLSX เสีย"),
    ],
)
def test_what_is_no_xlsx_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)

    assert said in reason_of(path)


def test_a_formula_is_not_computed_and_not_taken_for_empty(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["โครงการ", "หน่วยงาน", "2561"],
        ["โครงการ ก", "อบจ.", 5],
        ["โครงการ ข", "อบจ.", "=C2*2"],
    ]

    assert "แผ่น Sheet1 แถว 3: ช่องนี้เป็นสูตร (=C2*2)" in reason_of(write_xlsx(tmp_path / "plan.xlsx", rows))


@pytest.mark.parametrize(
    "command", ["=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","โครงการ")', "@SUM(1+1)*cmd|' /C calc'!A0"]
)
def test_a_command_is_a_word_in_csv_and_leaves_as_one(tmp_path: Path, command: str) -> None:
    [project] = read_plan(write_csv(tmp_path / "plan.csv", [*HEAD, [command, "อบจ.", "5"]])).projects
    told = csv_of([Sheet("projects", ("name",), ((project.name,),))]).decode("utf-8-sig")

    assert (project.name, next(csv.reader(told.splitlines()[1:]))) == (command, [f"'{command}"])


def test_a_command_in_xlsx_is_refused_as_the_formula_that_it_is(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "plan.xlsx", [*HEAD, ["=cmd|' /C calc'!A0", "อบจ.", 5]])

    assert "แถว 2: ช่องนี้เป็นสูตร (=cmd|' /C calc'!A0)" in reason_of(path)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (ArrayFormula("C2:C2", "=SUM(A1:A2)"), "(=SUM(A1:A2))"),
        (DataTableFormula("C2:C2", r1="A1", r2="A2"), "({=TABLE})"),
    ],
)
def test_a_formula_of_many_cells_is_told_as_it_stands(tmp_path: Path, formula: object, said: str) -> None:
    path = write_xlsx(tmp_path / "plan.xlsx", [*HEAD, ["โครงการ ก", "อบจ.", formula]])

    assert f"ช่องนี้เป็นสูตร {said}" in reason_of(path)


def test_a_csv_of_50_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    with path.open("wb") as file:
        file.write("โครงการ,หน่วยงาน,2561\n".encode())
        file.writelines(repeat("โครงการถนนสายยาวมาก,อบจ.,5\n".encode() * 1_000, 720))

    assert path.stat().st_size > 50_000_000
    assert "มีมากกว่า 250,000 แถว" in read_in_little_memory(path)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_html_and_commands_in_cells_are_words(tmp_path: Path, form: str) -> None:
    rows = [["โครงการ", "หน่วยงาน", "2561"], ["<script>alert(1)</script>", "+cmd|' /C calc'!A0", "5"]]
    write = write_csv if form == "csv" else write_xlsx

    [project] = read_plan(write(tmp_path / f"plan.{form}", rows)).projects

    assert (project.name, project.agencies[-1]) == ("<script>alert(1)</script>", "C calc'!A0")


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    rows = bill_rows()
    rows[1][9] = "โครงการ\x1b[2J\x07น้ำ"

    assert read_plan(write_csv(tmp_path / "bill.csv", rows)).projects[0].name == "โครงการ[2Jน้ำ"


def test_a_quotation_mark_that_never_ends_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text('โครงการ,2561\n"' + "ก," * 200_000, encoding="utf-8")

    assert "ตาราง CSV ผิดรูป" in reason_of(path)
