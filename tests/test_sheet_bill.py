"""Does the budget bill become the plan it says, to the satang, whatever dirt stands in its rows?"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.importing import run
from db.models import Agency, Budget, Project, ProjectAgency, Source
from db.session import create_engine_for, session_factory
from knowledge.loader import read_plan
from knowledge.plan_document import PlanDocument, PlanError
from knowledge.report import refusal
from tests.made_sheets import EXCERPT, bill_rows, write_csv, write_xlsx

HEAD = bill_rows()[0]
PLAN, UNIT, OUTPUT, NAME, ITEM, YEAR, AMOUNT, ID = (
    HEAD.index(name)
    for name in (
        "BUDGET_PLAN", "BUDGETARY_UNIT", "OUTPUT", "PROJECT", "ITEM_DESCRIPTION", "FISCAL_YEAR", "AMOUNT", "ITEM_ID"
    )
)  # fmt: skip
ALL, KHON_KAEN = 59_041_990_000, 21_776_710_000
"""Satang, added up by hand from the excerpt."""


def total(plan: PlanDocument) -> int:
    return sum(budget.satang or 0 for project in plan.projects for budget in project.budgets)


def kinds(plan: PlanDocument) -> list[tuple[str, int | None]]:
    return [(remark.kind, remark.line) for remark in plan.remarks]


def changed(place: int, column: int, cell: str) -> list[list[str]]:
    """The excerpt with one cell changed; rows are counted as Excel does."""
    rows = bill_rows()
    rows[place - 1][column] = cell
    return rows


@pytest.fixture(name="plan", scope="module")
def _plan() -> PlanDocument:
    return read_plan(EXCERPT)


def test_every_satang_is_there(plan: PlanDocument) -> None:
    khon_kaen = [p for p in plan.projects if p.agencies == ("จังหวัดขอนแก่น",)]

    assert (total(plan), sum(b.satang or 0 for p in khon_kaen for b in p.budgets)) == (ALL, KHON_KAEN)


def test_years_are_buddhist(plan: PlanDocument) -> None:
    assert (plan.first_year, plan.last_year) == (2565, 2565)


def test_a_project_is_cited_by_its_row_with_volume_and_page(plan: PlanDocument) -> None:
    lines = EXCERPT.read_text(encoding="utf-8").split("\n")
    project = next(p for p in plan.projects if p.agencies == ("จังหวัดขอนแก่น",))

    assert project.place.quote.startswith("2022.3.13(2),209,")
    assert project.name in project.place.quote
    assert [p.code for p in plan.projects if p.place.quote not in lines[p.place.line - 1]] == []


def test_a_plan_that_lost_a_mark_in_the_scan_is_one_plan_and_reported(plan: PlanDocument) -> None:
    assert [issue.name for issue in plan.issues] == [bill_rows()[1][PLAN]]
    assert "spelt_otherwise" in dict(kinds(plan))


def test_stored_figures_add_up_and_have_their_row(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"

    status = run(EXCERPT, False, url)

    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        of_unit = (
            select(func.sum(Budget.satang))
            .join(Project, Project.id == Budget.project_id)
            .join(ProjectAgency, ProjectAgency.project_id == Project.id)
            .join(Agency, Agency.id == ProjectAgency.agency_id)
            .where(Agency.name == "จังหวัดขอนแก่น")
        )
        stored = session.scalar(of_unit), session.scalar(select(func.max(Source.line)))
    engine.dispose()
    assert (status, stored) == (0, (KHON_KAEN, 36))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator_gives_the_same(tmp_path: Path, encoding: str, separator: str) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", bill_rows(), encoding, separator))

    assert (total(plan), [p.name for p in plan.projects]) == (ALL, [p.name for p in read_plan(EXCERPT).projects])


def test_xlsx_gives_the_same(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(row) for row in bill_rows()]
    for row in rows[1:]:
        row[AMOUNT] = float(str(row[AMOUNT]).replace(",", ""))
        row[YEAR] = int(str(row[YEAR]))

    plan = read_plan(write_xlsx(tmp_path / "bill.xlsx", rows))

    assert (total(plan), plan.first_year, len(plan.projects)) == (ALL, 2565, len(read_plan(EXCERPT).projects))


@pytest.mark.parametrize("year", ["2022", "2565", "พ.ศ. ๒๕๖๕", "ปี 65", "'65", "ปีงบประมาณ 2565", "ค.ศ. 2022", "2022.0"])
def test_a_year_is_read_however_it_is_written(tmp_path: Path, year: str) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", changed(2, YEAR, year)))

    assert (plan.first_year, plan.last_year, total(plan)) == (2565, 2565, ALL)


@pytest.mark.parametrize(
    ("cell", "satang"),
    [
        ("11,900,000.0", 1_190_000_000),
        ("11900000", 1_190_000_000),
        ("๑,๐๐๐", 100_000),
        ("0.25", 25),
        ("-", 0),
        ("", 0),
    ],
)
def test_an_amount_is_read_however_it_is_written(tmp_path: Path, cell: str, satang: int) -> None:
    before = int(Decimal(bill_rows()[1][AMOUNT].replace(",", "")) * 100)

    plan = read_plan(write_csv(tmp_path / "bill.csv", changed(2, AMOUNT, cell)))

    assert total(plan) == ALL - before + satang
    assert (("no_amount", 2) in kinds(plan)) == (satang == 0)


def test_a_stated_unit_counts(tmp_path: Path) -> None:
    rows = bill_rows()
    rows = [["งบประมาณรายจ่าย"], ["", "(หน่วย : พันบาท)"], [], *rows]

    assert total(read_plan(write_csv(tmp_path / "bill.csv", rows))) == ALL * 1000


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (AMOUNT, "1,093,6OO", 'แถว 2: อ่านจำนวนเงินไม่ได้: "1,093,6OO"'),
        (AMOUNT, "1.09E+07", "แถว 2: อ่านจำนวนเงินไม่ได้"),
        (AMOUNT, "-5", "แถว 2: อ่านจำนวนเงินไม่ได้"),
        (AMOUNT, "1,09,600", "แถว 2: อ่านจำนวนเงินไม่ได้"),
        (AMOUNT, "0.001", "แถว 2: อ่านจำนวนเงินไม่ได้"),
        (YEAR, "2202", "แถว 2: อ่านปีงบประมาณไม่ได้: "),
        (YEAR, "2090", "แถว 2: อ่านปีงบประมาณไม่ได้: 2633"),
        (YEAR, "ปีหน้า", 'แถว 2: อ่านปีงบประมาณไม่ได้: "ปีหน้า"'),
    ],
)
def test_what_cannot_be_read_refuses_the_whole_file(tmp_path: Path, column: int, cell: str, reason: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_plan(write_csv(tmp_path / "bill.csv", changed(2, column, cell)))

    assert reason in refusal(refused.value)


def total_row(amount: str, item: str = "", unit: str = "จังหวัดขอนแก่น", name: str = "") -> list[str]:
    row = [""] * len(HEAD)
    row[PLAN], row[UNIT], row[NAME], row[ITEM], row[YEAR], row[AMOUNT] = (
        bill_rows()[1][PLAN], unit, name, item, "2022", amount,
    )  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (total_row("217,767,100", "รวม"), "total_agrees"),
        (total_row("590,419,900", "รวมทั้งสิ้น", unit=""), "total_agrees"),
        (total_row("217,767,101", "รวมทั้งสิ้น"), "total_differs"),
        (total_row("217,767,100"), "total_agrees"),
        (total_row("217,767,100", "จังหวัดขอนแก่น"), "total_agrees"),
    ],
)
def test_a_total_is_reported_and_never_stored(tmp_path: Path, row: list[str], kind: str) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", [*bill_rows(), row]))

    assert ((kind, 37) in kinds(plan), total(plan)) == (True, ALL)


def test_an_amount_without_an_item_that_adds_nothing_up_is_doubtful_and_counts(tmp_path: Path) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", [*bill_rows(), total_row("5")]))

    assert (("no_item", 37) in kinds(plan), total(plan)) == (True, ALL + 500)


def test_a_row_that_comes_twice_counts_once(tmp_path: Path) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", [*bill_rows(), bill_rows()[3]]))

    assert (("row_twice", 37) in kinds(plan), total(plan)) == (True, ALL)


def test_an_id_with_two_amounts_counts_twice_and_is_doubtful(tmp_path: Path) -> None:
    other = changed(4, AMOUNT, "1")[3]

    plan = read_plan(write_csv(tmp_path / "bill.csv", [*bill_rows(), other]))

    assert (("id_twice", 37) in kinds(plan), total(plan)) == (True, ALL + 100)


def test_a_commitment_over_years_is_one_project(tmp_path: Path) -> None:
    later = changed(2, YEAR, "2023")[1]
    later[AMOUNT] = "7"

    plan = read_plan(write_csv(tmp_path / "bill.csv", [*bill_rows(), later]))

    years = {b.year: b.satang for b in plan.projects[0].budgets}
    assert (plan.last_year, years[2566], len(plan.projects)) == (2566, 700, len(read_plan(EXCERPT).projects))
    assert next(b for b in plan.projects[0].budgets if b.year == 2566).place.line == 37


def test_an_output_is_a_project_as_well(tmp_path: Path) -> None:
    rows = changed(2, OUTPUT, "ผลผลิตการศึกษา")
    rows[1][NAME] = ""

    assert read_plan(write_csv(tmp_path / "bill.csv", rows)).projects[0].name == "ผลผลิตการศึกษา"


def _private(text: str) -> str:
    return text.replace("้", "\uf706").replace("ิ", "\uf701")


@pytest.mark.parametrize(
    ("dirt", "kind"),
    [
        (_private, "marks_mended"),
        (lambda text: text.replace("ำ", "\u0e4d\u0e32"), "marks_mended"),
        (lambda text: text.replace("ที่", "ท ี่"), "marks_mended"),
        (lambda text: text.replace("ที่", "ท่ี"), "marks_mended"),
    ],
)
def test_marks_that_a_pdf_moved_are_mended_where_that_is_certain(
    tmp_path: Path, dirt: Callable[[str], str], kind: str
) -> None:
    name = "โครงการพื้นที่น้ำกินและที่ทำกิน"
    plan = read_plan(write_csv(tmp_path / "bill.csv", changed(2, NAME, dirt(name))))

    assert (plan.projects[0].name, kind in dict(kinds(plan))) == (name, True)


@pytest.mark.parametrize("cell", ["โครงการ\ue123น้ำ", "โครงการ 4่ น้ำ", "โครงการเ่นำ"])
def test_marks_that_nobody_can_place_are_reported_by_row(tmp_path: Path, cell: str) -> None:
    plan = read_plan(write_csv(tmp_path / "bill.csv", changed(2, NAME, cell)))

    assert ("marks", 2) in kinds(plan)
    assert "\ue123" not in plan.projects[0].name
