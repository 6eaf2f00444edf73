"""Are the lines of a budget bill kept as it has them, with kinds and items that were misread under the usual ones?"""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.bill_models import BudgetLine
from db.migrate import upgrade
from db.models import Budget
from db.session import create_engine_for, session_factory
from knowledge.loader import load, read_plan
from knowledge.names.misread import is_misread, usual_spellings

PACKED = Path(__file__).parent / "sheets" / "budget-2565.csv.gz"


def test_lines_are_stored_once_and_add_up_to_the_budgets(database_url: str, tmp_path: Path) -> None:
    table = tmp_path / "budget-2565.csv"
    table.write_bytes(gzip.decompress(PACKED.read_bytes()))
    bill = read_plan(table)
    engine = create_engine_for(database_url)
    upgrade(engine)
    with session_factory(engine)() as session:
        load(session, bill)
        again = load(session, bill)
        lines = session.execute(select(func.count(BudgetLine.id), func.sum(BudgetLine.satang))).one()
        budgets = session.scalar(select(func.sum(Budget.satang)))
        kinds = set(session.scalars(select(BudgetLine.kinds)))
        page = session.execute(select(BudgetLine.volume, BudgetLine.page).where(BudgetLine.name.contains("กุดอีสี"))).one()
        session.rollback()
    engine.dispose()

    assert (lines[0], int(lines[1]), again.is_empty) == (1041, int(budgets or 0), True)
    assert (len(kinds), tuple(page)) == (26, ("2022.3.13(2)", "300"))


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("ค่าตอบแทน ใช้สอยและวัสดุ eve", "ค่าตอบแทน ใช้สอยและวัสดุ"),
        ("ค่าครุภัณฑ์ 6 ที่ดินและสิ่งก่อสร้าง", "ค่าครุภัณฑ์ ที่ดินและสิ่งก่อสร้าง"),
        ("ค่าบำรุงรกษาทางและสะพาน", "ค่าบำรุงรักษาทางและสะพาน"),
        ("ค่าก่อสร้างระบบสาธารณูปโภค โภค", "ค่าก่อสร้างระบบสาธารณูปโภค"),
    ],
)
def test_a_name_with_slips_of_reading_is_the_usual_one(name: str, right: str) -> None:
    assert usual_spellings({right: 9, name: 1}) == {name: right}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("ค่าใช้จ่ายในการบริหารงานกลุ่มจังหวัดแบบบูรณาการ", "ค่าใช้จ่ายในการบริหารงานจังหวัดแบบบูรณาการ"),
        ("ค่าปรับปรุงทางและสะพาน", "ค่าก่อสร้างทางและสะพาน"),
        ("ค่าก่อสร้างและจัดหาแหล่งน้ำ", "ค่าก่อสร้างแหล่งน้ำ"),
        ("วัสดุเกษตร", "วัสดุการเกษตร"),
        ("ค่าเช่ารถยนต์ประจำตำแหน่งระดับสูง", "ค่าเช่ารถยนต์ประจำตำแหน่ง"),
    ],
)
def test_a_name_that_differs_by_a_word_is_another(name: str, other: str) -> None:
    assert (is_misread(name, other), is_misread(other, name)) == (False, False)
