"""Does a reader see what became of the plan: as a page, on paper, as a workbook, and a program the same figures?"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db.models import Plan
from db.session import create_engine_for, session_factory
from knowledge.against_plan import Line, is_over, late
from knowledge.progress import Reported, record
from tests import case_rows

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
SPENT = {("5.1.1", 2554): 50_000_000, ("5.1.1", 2555): 25_000_000, ("5.3.6", 2555): 600_000_000}
"""Satang; planned are 0.5 and 0.5 and 5 million baht."""
REACHED = {("5.1.G1.K1", 2555): "81.5", ("5.2.G1.K2", 2555): "1"}


@pytest.fixture(name="client", scope="module")
def _client(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    copy = tmp_path_factory.mktemp("progress") / "plan.db"
    copy.write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{copy}")
    with session_factory(engine).begin() as session:
        plan = session.scalars(select(Plan)).one()
        record(session, plan, Reported("สมศรี ใจดี", "GFMIS", AT), "report.xlsx", SPENT, REACHED)
        for codes in (*[["5.3.6"]] * 5, ["5.1.1"]):
            case_rows.add(session, codes=codes)
    yield TestClient(create_app(Settings(), Dispatcher(engine)))
    engine.dispose()


def test_a_year_is_told_by_issue_and_agency(client: TestClient) -> None:
    page = client.get("/plan/progress?year=2555").text

    # 0.25 + 6.00 of 0.50 + 5.00
    assert ">113.64<" in page
    assert "เบิกจ่าย 6.25 จากงบตามแผน 5.50 ล้านบาท" in page
    assert "มีรายงานแล้ว 2 จาก 28 โครงการ" in page
    assert "รายงานโดย สมศรี ใจดี จาก GFMIS เมื่อ 2026-03-01" in page
    assert "-1.00" in page  # more was spent than planned


def test_late_projects_and_results_stand_there(client: TestClient) -> None:
    page = client.get("/plan/progress").text

    assert "เบิกจ่ายไม่ครบ 1 โครงการ" in page
    assert "<strong>ถึงเป้าแล้ว</strong> · ผลปี 2555: 81.5%" in page
    assert "<strong>ยังไม่ถึง</strong> · ผลปี 2555: 1 เรื่อง" in page


def test_the_indicator_that_counts_feedback_is_live_beside_its_target(client: TestClient) -> None:
    page = client.get("/plan/progress").text

    assert ">6</span>" in page
    assert "จำนวนข้อคิดเห็นการปรับปรุงการดำเนินการภาครัฐ" in page
    assert "ค่าเป้าหมาย: แผนไม่ได้ตั้งเป็นตัวเลข" in page


def test_a_year_without_a_report_says_so_and_calls_its_figure_planned(client: TestClient) -> None:
    page = client.get("/plan/progress?year=2557").text

    assert "ยังไม่มีหน่วยงานรายงานผลการดำเนินงาน" in page
    assert "งบตามแผน" in page


def test_cases_of_a_project_are_counted_where_they_are_not_few(client: TestClient) -> None:
    assert "แจ้งเรื่องที่เกี่ยวกับโครงการนี้แล้ว 5 เรื่อง" in client.get("/plan/projects/5.3.6").text
    assert "แจ้งเรื่องที่เกี่ยวกับโครงการนี้" not in client.get("/plan/projects/5.1.1").text


def test_the_summary_is_a_workbook_with_what_it_adds_up(client: TestClient) -> None:
    book = load_workbook(io.BytesIO(client.get("/plan/summary.xlsx?year=2555").content))
    sheets = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book}

    assert list(sheets) == ["สรุปผลการดำเนินงาน", "ผลดำเนินงาน", "ผลตัวชี้วัด"]
    assert sheets["สรุปผลการดำเนินงาน"][0] == ["plan", "*", 2555, 2, 5_500_000, 6_250_000, 113.64, -750_000]
    assert ["5.3.6", 2555, 5_000_000, 6_000_000, 120, "GFMIS", AT.isoformat()] in sheets["ผลดำเนินงาน"]
    assert sheets["ผลตัวชี้วัด"][0][:6] == ["5.1.G1.K1", 2555, 81.5, 80, "ร้อยละ", "yes"]
    assert all(row[1] == 2555 for row in sheets["ผลดำเนินงาน"])


def test_files_and_programs_learn_the_source_and_not_the_name(client: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/plan/progress.csv").content.decode("utf-8-sig"))))
    told = client.get("/api/v1/progress").json()

    assert rows[1] == ["5.1.1", "2554", "500000.00", "500000.00", "100.00", "GFMIS", AT.isoformat()]
    assert told["rows"][2] == {
        "project": "5.3.6", "year": 2555, "planned": "5000000.00", "spent": "6000000.00", "source": "GFMIS",
        "at": AT.isoformat(),
    }  # fmt: skip
    indicators = client.get("/api/v1/indicators").json()["rows"]
    assert [(r["value"], r["met"]) for each in indicators for r in each["results"]] == [("81.5", True), ("1", False)]
    assert "สมศรี" not in str(rows) + str(told) + str(indicators)


def test_the_page_is_sent_anew_only_where_something_changed(client: TestClient) -> None:
    etag = client.get("/plan/progress").headers["ETag"]

    assert client.get("/plan/progress", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/plan/progress?year=2555", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("today", "over"), [(date(2012, 9, 30), False), (date(2012, 10, 1), True)]
)  # the fiscal year 2555
def test_a_fiscal_year_ends_in_september(today: date, over: bool) -> None:
    assert is_over(2555, today) is over
    assert bool(late([Line("5.3.6", 2555, 500, 400)], today)) is over
