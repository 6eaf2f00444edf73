"""Do the items of a budget bill come back from the template, as they were or changed, and is what cannot be refused?"""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from bot.importing import run as import_
from bot.spreadsheet import csv_of, xlsx_of
from bot.template import run as template
from db.session import create_engine_for, session_factory
from knowledge.loader import read_plan
from knowledge.plan_document import BillItem, PlanDocument, PlanError
from knowledge.plan_rows import Rows, stored_rows
from knowledge.plan_sheets import Cell, Sheet, plan_sheets
from knowledge.report import refusal
from tests.made_sheets import EXCERPT

PACKED = Path(__file__).parent / "sheets" / "budget-2565.csv.gz"
FORMS = ["xlsx", "csv"]
NAME = "รายการงบของโครงการ"
PROJECT, ITEM, KINDS, YEAR, AMOUNT, VOLUME, PAGE, LINE, QUOTE = range(9)

Sheets = dict[str, Sheet]


@pytest.fixture(name="url", scope="module")
def _url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The excerpt of the bill, stored."""
    url = f"sqlite:///{tmp_path_factory.mktemp('lines') / 'plan.db'}"
    import_(EXCERPT, False, url)
    return url


@pytest.fixture(name="sheets")
def _sheets(url: str) -> Sheets:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        found = {sheet.name: sheet for sheet in plan_sheets(session)}
    engine.dispose()
    return found


def stored(url: str) -> Rows:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        rows = stored_rows(session)
    engine.dispose()
    return rows


def written(folder: Path, form: str, sheets: Sheets) -> Path:
    file = folder / f"changed.{form}"
    file.write_bytes((xlsx_of if form == "xlsx" else csv_of)(tuple(sheets.values())))
    return file


def changed(sheets: Sheets, column: int, cell: Cell, row: int = 0) -> Sheets:
    """The template with one cell of the items changed."""
    rows = [list(cells) for cells in sheets[NAME].rows]
    rows[row][column] = cell
    return sheets | {NAME: replace(sheets[NAME], rows=tuple(map(tuple, rows)))}


def items(plan: PlanDocument) -> list[BillItem]:
    return [item for project in plan.projects for item in project.items]


@pytest.mark.parametrize("form", FORMS)
def test_every_line_of_a_bill_comes_back(tmp_path: Path, form: str) -> None:
    bill = tmp_path / "budget-2565.csv"
    bill.write_bytes(gzip.decompress(PACKED.read_bytes()))
    first, second = (f"sqlite:///{tmp_path / file}" for file in ("first.db", "second.db"))
    file = tmp_path / f"plan.{form}"

    statuses = import_(bill, False, first), template(form, file, first), import_(file, False, second)

    assert statuses == (0, 0, 0)
    assert (len(stored(first)["budget_line"]), stored(second)) == (1041, stored(first))


def test_items_stand_project_by_project_in_the_order_of_the_bill(sheets: Sheets) -> None:
    told = [(row[PROJECT], row[ITEM], row[AMOUNT]) for row in sheets[NAME].rows]
    plan = read_plan(EXCERPT)

    assert told == [(p.code, item.name, (item.satang or 0) // 100) for p in plan.projects for item in p.items]


def test_a_plan_without_items_has_no_such_sheet(plan_url: str, tmp_path: Path) -> None:
    template("csv", tmp_path / "plan.csv", plan_url)

    assert f"# {NAME}" not in (tmp_path / "plan.csv").read_text(encoding="utf-8-sig").splitlines()


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_item_is_told_beside_the_budget_that_it_no_longer_adds_up_to(
    tmp_path: Path, url: str, sheets: Sheets, form: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = written(tmp_path, form, changed(sheets, AMOUNT, 1_000_000))

    import_(file, True, url)

    said = capfdbinary.readouterr().out.decode()
    assert 'แก้ รายการงบ 1.1.1.B1: งบประมาณ (ล้านบาท) "0.4618" เป็น "1.00"' in said
    assert said.count("  แก้ ") == 1
    assert "งบของโครงการ 1.1.1 (2565) คือ " in said


def test_all_that_is_said_of_an_item_may_be_changed(
    tmp_path: Path, url: str, sheets: Sheets, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    told = sheets
    for column, cell in ((ITEM, "ค่าอบรม"), (KINDS, "งบลงทุน | ค่าครุภัณฑ์"), (VOLUME, "เล่ม ก"), (PAGE, 9)):
        told = changed(told, column, cell)

    (first, *_) = items(read_plan(written(tmp_path, "xlsx", told)))
    import_(tmp_path / "changed.xlsx", True, url)

    assert (first.name, first.kinds, first.volume, first.page) == (
        "ค่าอบรม",
        ("งบลงทุน", "ค่าครุภัณฑ์"),
        "เล่ม ก",
        "9",
    )
    assert (
        'ประเภทรายจ่าย "งบดำเนินงาน | ค่าตอบแทน ใช้สอยและวัสดุ" เป็น "งบลงทุน | ค่าครุภัณฑ์"'
        in capfdbinary.readouterr().out.decode()
    )


def test_a_project_may_be_named_where_no_other_is_called_so(tmp_path: Path, sheets: Sheets) -> None:
    name = next(row[2] for row in sheets["โครงการ"].rows if row[0] == "1.1.1")

    plan = read_plan(written(tmp_path, "csv", changed(sheets, PROJECT, name)))

    assert plan.projects[0].items[0].name == sheets[NAME].rows[0][ITEM]


def test_an_item_without_a_line_makes_the_file_itself_the_source(tmp_path: Path, sheets: Sheets) -> None:
    plan = read_plan(written(tmp_path, "xlsx", changed(sheets, LINE, None)))

    assert ("cites_sheet" in [remark.kind for remark in plan.remarks], plan.document) == (True, "changed.xlsx")
    assert [item.place.line for item in items(plan)] == list(range(2, len(sheets[NAME].rows) + 2))


def test_an_amount_in_another_unit_is_read_in_it(tmp_path: Path, sheets: Sheets) -> None:
    head = list(sheets[NAME].head)
    head[AMOUNT] = "จำนวนเงิน (ล้านบาท)"
    told = changed(sheets, AMOUNT, "1.0936")
    told = told | {NAME: replace(told[NAME], head=tuple(head), rows=told[NAME].rows[:1])}

    assert [item.satang for item in items(read_plan(written(tmp_path, "csv", told)))] == [109_360_000]


def test_no_amount_is_none_and_doubtful(tmp_path: Path, sheets: Sheets) -> None:
    plan = read_plan(written(tmp_path, "csv", changed(sheets, AMOUNT, "-")))

    assert (items(plan)[0].satang, "no_amount" in [remark.kind for remark in plan.remarks]) == (None, True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (PROJECT, "1.1.99", "ไม่พบรหัส 1.1.99 ในแผ่นอื่นของไฟล์"),
        (PROJECT, "", 'ช่อง "รหัสโครงการ" ว่างอยู่'),
        (ITEM, "", 'ช่อง "รายการ" ว่างอยู่'),
        (YEAR, "ปีหน้า", 'อ่านปีงบประมาณไม่ได้: "ปีหน้า"'),
        (YEAR, "", 'อ่านปีงบประมาณไม่ได้: ""'),
        (YEAR, 2570, "ปีงบประมาณไม่ตรงกับตารางอื่นในแผน: 2570"),
        (AMOUNT, "1.09E+07", 'อ่านจำนวนเงินไม่ได้: "1.09E+07"'),
        (AMOUNT, "1,09,600", 'อ่านจำนวนเงินไม่ได้: "1,09,600"'),
        (AMOUNT, "0.001", 'อ่านจำนวนเงินไม่ได้: "0.001"'),
        (LINE, "หนึ่ง", "ต้องเป็นตัวเลข: หนึ่ง"),
    ],
)
def test_what_cannot_be_is_refused_with_sheet_row_and_reason(
    tmp_path: Path, sheets: Sheets, form: str, column: int, cell: Cell, reason: str
) -> None:
    file = written(tmp_path, form, changed(sheets, column, cell, row=3))

    with pytest.raises(PlanError) as refused:
        read_plan(file)

    assert [(fault.sheet, reason in str(fault)) for fault in refused.value.faults] == [(NAME, True)]
    if form == "xlsx":
        assert f"แผ่น {NAME} แถว 5: {reason}" in refusal(refused.value)


@pytest.mark.parametrize("column", [PROJECT, ITEM, YEAR, AMOUNT])
def test_a_sheet_without_a_column_that_it_needs_is_refused(tmp_path: Path, sheets: Sheets, column: int) -> None:
    def without(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return (*cells[:column], *cells[column + 1 :])

    sheet = sheets[NAME]
    fewer = replace(sheet, head=tuple(map(str, without(sheet.head))), rows=tuple(map(without, sheet.rows)))

    with pytest.raises(PlanError) as refused:
        read_plan(written(tmp_path, "xlsx", sheets | {NAME: fewer}))

    assert f"แผ่น {NAME} แถว 1: หัวตารางไม่ถูกต้อง: {sheet.head[column]}" in refusal(refused.value)
