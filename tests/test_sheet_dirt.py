"""Are tables as officials keep them read right: old encodings, heads further down, Thai digits, totals, lost marks?"""

import csv
import gzip
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.dispatch import Dispatcher
from db.session import create_engine_for, session_factory
from handlers.answer import Answer
from handlers.message import Message
from knowledge.loader import load, read_plan
from knowledge.plan_document import PlanDocument, PlanError
from tests.made_sheets import write_csv, write_xlsx

BILL = Path(__file__).parent / "sheets" / "budget-2565.csv.gz"
MUNICIPALITY = [
    ["แผนงานโครงการ เทศบาลตำบลนาดี"],
    ["ประจำปี พ.ศ. ๒๕๖๖ ถึง ๒๕๖๘"],
    ["(หน่วย : บาท)"],
    ["ลำดับ", "โครงการ/กิจกรรม", "หน่วยงานรับผิดชอบ", "พ.ศ. ๒๕๖๖", "ปี ๖๗", "2025", "รวม"],
    ["๑", "ก่อสร้างถนนคอนกรีตซอย ๕", "กองช่าง", "๑,๒๐๐,๐๐๐", "-", "๓๕๐,๐๐๐.๕๐", "๑,๕๕๐,๐๐๐.๕๐"],
    ["๒", "จัดซื้อรถขยะ", "กองสาธารณสุข", "-", "๒,๔๐๐,๐๐๐.๐", "", "๒,๔๐๐,๐๐๐"],
    ["", "", "", "๑,๒๐๐,๐๐๐", "๒,๔๐๐,๐๐๐", "๓๕๐,๐๐๐.๕๐", "๓,๙๕๐,๐๐๐.๕๐"],
    ["๓", "อบรมผู้สูงอายุ", "สำนักปลัด", "50,000", "50,000.0", "50000", "140,000"],
    ["รวมทั้งสิ้น", "", "", "๑,๒๕๐,๐๐๐", "๒,๔๕๐,๐๐๐", "๔๐๐,๐๐๐.๕๐", ""],
    ["หมายเหตุ ตัวเลขอาจเปลี่ยนแปลง"],
]


def money(plan: PlanDocument) -> dict[str, list[int | None]]:
    """Satang of each year of each project."""
    return {project.name: [budget.satang for budget in project.budgets] for project in plan.projects}


def remarks(plan: PlanDocument) -> set[tuple[str, int | None]]:
    return {(remark.kind, remark.line) for remark in plan.remarks}


@pytest.mark.parametrize("encoding", ["cp874", "utf-8-sig", "utf-16"])
def test_a_municipalitys_table_is_read_to_the_satang(tmp_path: Path, encoding: str) -> None:
    plan = read_plan(write_csv(tmp_path / "plan.csv", MUNICIPALITY, encoding))

    assert money(plan) == {
        "ก่อสร้างถนนคอนกรีตซอย ๕": [120_000_000, None, 35_000_050],
        "จัดซื้อรถขยะ": [None, 240_000_000, None],
        "อบรมผู้สูงอายุ": [5_000_000, 5_000_000, 5_000_000],
    }
    assert (plan.first_year, plan.last_year) == (2566, 2568)
    assert {("total_agrees", 7), ("row_sum_differs", 8), ("total_agrees", 9), ("unplaced", 10)} <= remarks(plan)


def test_merged_heads_over_two_rows_and_thousands_of_baht(tmp_path: Path) -> None:
    rows = [
        ["แผนพัฒนาจังหวัดพังงา"], [None], ["ที่", "ชื่อโครงการ", "หน่วยดำเนินการ", "งบประมาณ (พันบาท)", None, None],
        [None, None, None, "'61", "'62", "'63"], [1, "ซ่อมสะพานท่าเรือ", "สนง.เจ้าท่า", 1500, 0, 2500.5],
        [2, "ปลูกป่าชายเลน", "ทสจ.พังงา", "-", 300, None], [None, "รวมทั้งสิ้น", None, 1500, 300, 2500.5],
    ]  # fmt: skip
    plan = read_plan(write_xlsx(tmp_path / "plan.xlsx", rows, ["D3:F3", "A3:A4", "B3:B4", "C3:C4"]))

    assert money(plan) == {
        "ซ่อมสะพานท่าเรือ": [150_000_000, 0, 250_050_000], "ปลูกป่าชายเลน": [None, 30_000_000, None],
    }  # fmt: skip
    assert ("total_agrees", 7) in remarks(plan)


def test_marks_are_mended_in_agencies_too_so_that_one_stays_one(tmp_path: Path) -> None:
    rows = [
        ["โครงการ", "หน่วยงาน", "2566"], ["ก\uf70aอสร้างถนน ท\uf70b าเรือ", "กองช\uf70aาง", "1.5"],
        ["จัดท ําแผน", "ส ํานักปลัด; กองช่าง", "2"], ["ปลูกป\ue123า", "กองช่าง", "1"],
    ]  # fmt: skip
    plan = read_plan(write_csv(tmp_path / "plan.csv", rows))

    assert [project.agencies for project in plan.projects] == [("กองช่าง",), ("สำนักปลัด", "กองช่าง"), ("กองช่าง",)]
    assert plan.projects[1].name == "จัดทำแผน"
    assert ("marks", 4) in remarks(plan)


@pytest.mark.parametrize(
    "head",
    [
        [["รหัส", "โครงการ", "2566", "2566"]],
        [["รหัส", "โครงการ", "งบประมาณ", ""], ["", "", "2566", "ปี 66"]],
    ],
)
def test_a_year_over_two_columns_is_refused_instead_of_one_being_lost(tmp_path: Path, head: list[list[str]]) -> None:
    with pytest.raises(PlanError, match="ปี 2566 มีสองช่องในหัวตาราง"):
        read_plan(write_csv(tmp_path / "plan.csv", [*head, ["1.1.1", "ก", "1", "2"]]))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.xls", b"<html><table></table></html>", "ไม่รับไฟล์ชนิด .xls"),
        ("plan.html", b"<html><table></table></html>", "ไม่รับไฟล์ชนิด .html"),
        ("plan.pdf", b"%PDF-1.4", "ไม่รับไฟล์ชนิด .pdf"),
        ("plan.docx", b"PK\3\4", "ไม่รับไฟล์ชนิด .docx"),
        ("plan.csv", "รหัส,โครงการ,2566\n1.1.1,ก,1\n1.1.1,ข,2\n".encode(), "แถว 3: รหัส 1.1.1 มีแล้วในแถวอื่น"),
        ("plan.csv", "โครงการ,2566\nก,(500)\n".encode(), "แถว 2: อ่านจำนวนเงินไม่ได้"),
    ],
)
def test_what_cannot_be_a_plan_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    with pytest.raises(PlanError, match=said):
        read_plan(file)


def test_a_zip_within_a_zip_is_no_workbook(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("xl/workbook.xml", "<x/>")
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as outer:
        outer.writestr("inner.xlsx", inner.getvalue())

    with pytest.raises(PlanError, match="เสียหรือไม่ใช่ไฟล์ XLSX"):
        read_plan(tmp_path / "plan.xlsx")


# --- Another volume of the bill: ministries with departments, which are no provinces.

VOLUME = {
    "กระทรวงสาธารณสุข": ["กรมควบคุมโรค", "กรมอนามัย", "กรมการแพทย์"],
    "กระทรวงคมนาคม": ["กรมทางหลวง", "กรมทางหลวงชนบท", "การรถไฟแห่งประเทศไทย"],
    "กระทรวงเกษตรและสหกรณ์": ["กรมชลประทาน", "กรมประมง"],
    "หน่วยงานของศาล": ["สำนักงานศาลปกครอง"],
}


class Volume:
    """The real bill's rows as those of other units, the sums computed here, and whoever is asked about it."""

    def __init__(self, folder: Path) -> None:
        head, *rows = csv.reader(io.StringIO(gzip.decompress(BILL.read_bytes()).decode()))
        at = {name: place for place, name in enumerate(head)}
        units = sorted({row[at["BUDGETARY_UNIT"]] for row in rows})
        given = [(ministry, unit) for ministry, departments in VOLUME.items() for unit in departments]
        self.of_unit: dict[str, Decimal] = defaultdict(Decimal)
        self.of_ministry: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            ministry, unit = given[units.index(row[at["BUDGETARY_UNIT"]]) % len(given)]
            row[at["MINISTRY"]], row[at["BUDGETARY_UNIT"]], row[at["REF_DOC"]] = ministry, unit, "2023.3.5"
            row[at["FISCAL_YEAR"]] = str(int(row[at["FISCAL_YEAR"]]) + 1)
            amount = Decimal(row[at["AMOUNT"]].replace(",", "") or 0)
            self.of_unit[unit] += amount
            self.of_ministry[ministry] += amount
        self.path = write_csv(folder / "bill-2566.csv", [head, *rows])

    def millions(self, name: str) -> Decimal:
        found = self.of_unit.get(name) or self.of_ministry[name]
        return (found / 1_000_000).quantize(Decimal("0.01"))


@pytest.fixture(name="volume", scope="module")
def _volume(tmp_path_factory: pytest.TempPathFactory) -> Volume:
    return Volume(tmp_path_factory.mktemp("volume"))


@pytest.fixture(name="ask", scope="module")
def _ask(
    volume: Volume, plan_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Answer]]:
    copy = tmp_path_factory.mktemp("asked") / "plan.db"
    copy.write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{copy}")
    with session_factory(engine).begin() as session:
        load(session, read_plan(volume.path), "2566")
    dispatcher = Dispatcher(engine)
    yield lambda text: dispatcher.answer_alone(Message("ask", "one", text))
    engine.dispose()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("กรมควบคุมโรคได้งบเท่าไร ปี 2566", "กรมควบคุมโรค"),
        ("งบปี 2566 ของการรถไฟแห่งประเทศไทยกี่ล้าน", "การรถไฟแห่งประเทศไทย"),
        ("กรมทางหลวงชนบทได้งบปี 2566 เท่าไร", "กรมทางหลวงชนบท"),
        ("กระทรวงสาธารณสุขได้งบเท่าไรปี 2566", "กระทรวงสาธารณสุข"),
        ("ศาลปกครองได้เท่าไร งบปี 2566", "สำนักงานศาลปกครอง"),
    ],
)
def test_departments_and_ministries_get_what_their_rows_add_up_to(
    ask: Callable[[str], Answer], volume: Volume, text: str, name: str
) -> None:
    answer = ask(text)

    assert answer.value is not None
    assert answer.value.number == volume.millions(name)
    assert {source.document for source in answer.sources} == {"bill-2566.csv"}


def test_departments_are_ranked(ask: Callable[[str], Answer], volume: Volume) -> None:
    ranked = sorted(volume.of_unit, key=lambda unit: volume.of_unit[unit])

    assert ask("หน่วยงานไหนได้งบมากที่สุดปี 2566").agencies[:1] == (ranked[-1],)
    assert ask("หน่วยงานไหนได้งบน้อยที่สุดปี 2566").agencies[:1] == (ranked[0],)


def test_the_default_plan_answers_as_before(ask: Callable[[str], Answer]) -> None:
    answer = ask("เน็ตฟรีใช้งบเท่าไร")

    assert (answer.codes, [source.line for source in answer.sources]) == (("5.3.6",), [89])
