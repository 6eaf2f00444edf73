"""Does the monthly report count as the forms of offices do, on the page and in the spreadsheet alike?"""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, update

from db import figures
from db.feedback_models import Feedback
from db.figures import Ledger
from db.session import session_factory
from tests.case_rows import given
from tests.office import AGENCY, OTHER_AGENCY
from tests.office_browser import Browser

OCTOBER, NOVEMBER, DECEMBER = (datetime(2026, month, 1, tzinfo=UTC) for month in (10, 11, 12))
MIDDLE = datetime(2026, 11, 15, tzinfo=UTC)


def _case(engine: Engine, came: datetime, ended: datetime | None = None, **fields: object) -> str:
    state = "closed" if ended else "received"
    number = given(engine, state, **{"agency": AGENCY, **fields})  # type: ignore[arg-type]  # columns
    with session_factory(engine).begin() as session:
        chosen = update(Feedback).where(Feedback.number == number.replace("-", ""))
        session.execute(chosen.values(created_at=came, closed_at=ended, fixed=True if ended else None))
    return number


@pytest.fixture(name="engine")
def _engine(engine: Engine) -> Engine:
    """Carried into November: two, of which one was finished; came: three, of which one was finished."""
    _case(engine, OCTOBER, OCTOBER)
    _case(engine, OCTOBER)
    _case(engine, OCTOBER, MIDDLE)
    _case(engine, NOVEMBER, MIDDLE, satisfaction=4)
    _case(engine, MIDDLE, DECEMBER)
    _case(engine, MIDDLE)
    _case(engine, DECEMBER)
    _case(engine, MIDDLE, agency=OTHER_AGENCY)
    return engine


def test_what_was_carried_came_finished_and_is_left(engine: Engine) -> None:
    with session_factory(engine)() as session:
        own = figures.ledger(session, NOVEMBER, DECEMBER, AGENCY)
        every = figures.ledger(session, NOVEMBER, DECEMBER, None)

    assert (own, own.left, own.share) == (Ledger(carried=2, given=3, finished=2), 3, 40.0)
    assert (every.given, every.left) == (4, 4)


def test_what_is_left_is_carried_over(engine: Engine) -> None:
    after = datetime(2027, 1, 1, tzinfo=UTC)
    with session_factory(engine)() as session:
        november = figures.ledger(session, NOVEMBER, DECEMBER, AGENCY)
        december = figures.ledger(session, DECEMBER, after, AGENCY)

    assert december.carried == november.left


def test_where_there_was_nothing_there_is_no_share() -> None:
    assert (Ledger(0, 0, 0).left, Ledger(0, 0, 0).share) == (0, None)


def test_the_page_and_the_spreadsheet_say_the_same(pranee: Browser, plan_engine: Engine) -> None:
    number = _case(plan_engine, NOVEMBER, MIDDLE, satisfaction=4)
    _case(plan_engine, OCTOBER)
    asked = {"month": "2026-11", "agency": AGENCY}
    page = pranee.http.get("/office/report", params=asked).text
    book = load_workbook(BytesIO(pranee.http.get("/office/report.xlsx", params=asked).content))
    rows = [list(filter(None, row)) for row in book.worksheets[0].iter_rows(values_only=True)]

    assert (rows[1], rows[5], rows[6], rows[8], rows[9]) == (
        ["จังหวัดขอนแก่น"],
        ["เรื่องค้างยกมา", 1],
        ["รับใหม่ในเดือนนี้", 1],
        ["คงค้างยกไป", 1],
        ["ร้อยละที่ยุติ", 50],
    )
    assert [str(cell) in page for row in rows for cell in row if cell] == [True] * sum(map(len, rows))
    assert next(row for row in rows if number in row)[2:5] == ["01/11/2569", "LINE", "เน็ตฟรีที่ศาลากลางหลุดบ่อย"]


@pytest.mark.parametrize(("agency", "named"), [("", True), (AGENCY, False)])
def test_each_case_names_its_agency_where_the_report_is_of_all(
    pranee: Browser, plan_engine: Engine, agency: str, named: bool
) -> None:
    _case(plan_engine, MIDDLE)
    page = pranee.http.get("/office/report", params={"month": "2026-11", "agency": agency}).text

    assert (f"<td>{AGENCY}</td>" in page) is named


@pytest.mark.parametrize("month", ["2026-11", "2021-02"])
def test_the_month_that_is_shown_can_be_chosen_by_its_name(pranee: Browser, month: str) -> None:
    page = pranee.http.get("/office/report", params={"month": month}).text
    [name] = re.findall(rf'<option value="{month}" selected>([^<]+)<', page)

    assert name == {"2026-11": "พฤศจิกายน 2569", "2021-02": "กุมภาพันธ์ 2564"}[month]


def test_the_names_of_what_is_counted_have_room_in_the_spreadsheet(pranee: Browser) -> None:
    sheet = load_workbook(BytesIO(pranee.http.get("/office/report.xlsx").content)).worksheets[0]
    counted = [row for row in sheet.iter_rows() if row[0].value and row[3].value is not None and row[1].value is None]
    room = sum(sheet.column_dimensions[letter].width for letter in "ABC")

    assert len(counted) > 5
    assert [row[0].value for row in counted if len(str(row[0].value)) > room or row[2].value is not None] == []
