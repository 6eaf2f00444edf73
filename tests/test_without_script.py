"""Does who opens the page in a browser that runs no script get to a chat that works, with nothing dead in its way?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher
from bot.settings import Settings
from db.feedback_models import Feedback
from tests.web_server import CHROMIUM, browsing, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Page, expect

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"


@pytest.fixture(name="page")
def _page(plan_engine: Engine, tmp_path: Path) -> Iterator[Page]:
    bot = Dispatcher(plan_engine, b"k" * 32)
    with browsing() as browser, serving(bot, Settings(attachments_url=str(tmp_path))) as address:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640}, locale="th-TH")
        context.set_default_timeout(5000)
        page = context.new_page()
        page.goto(address)
        page.wait_for_url("**/plain")
        yield page
        context.close()


def test_every_button_can_be_pressed(page: Page) -> None:
    assert page.locator("button").count() == 4
    assert page.locator("button:disabled").count() == 0


def test_a_report_is_sent_with_its_place_in_words(page: Page, plan_engine: Engine) -> None:
    page.fill("#text", ROAD)
    page.get_by_role("button", name="ส่ง", exact=True).click()
    page.get_by_role("button", name="บอกสถานที่").click()
    page.fill("#text", "ข้างตลาดสด 16.4419, 102.8360")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    page.get_by_role("button", name="ยินยอมและส่งเรื่อง").click()
    expect(page.get_by_text("รับเรื่องแล้วค่ะ")).to_be_visible()

    with Session(plan_engine) as session:
        case = session.scalars(select(Feedback)).one()
    assert (case.text, case.latitude, case.longitude) == (ROAD, 16.4419, 102.836)
    assert case.place_name == "ข้างตลาดสด 16.4419, 102.8360"
