"""Does the photo that an officer attaches in the console get to the case, however soon the button is pressed?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.case_rows import given, history, stored
from tests.office import AGENCY, MALEE, bot_of, invited
from tests.photos import photo
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the pages are not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, Page, Request, Route

PASSWORD = "ปลาทูสองตัวในเข่ง"


@pytest.fixture(name="page", scope="module")
def _page(browser: Browser, file_engine: Engine) -> Iterator[Page]:
    """Of an officer, signed in."""
    with serving(bot_of(file_engine)) as url, browser.new_context(base_url=url, locale="th-TH") as context:
        page = context.new_page()
        page.goto(f"/office/join/{invited(file_engine, MALEE)}")
        for field in ("password", "again"):
            page.fill(f"input[name={field}]", PASSWORD)
        page.click("main button")
        yield page


def _attach(page: Page, case: str, file: Path) -> list[Route]:
    """With what was done, and the photo, which goes nowhere before the test says so."""
    held: list[Route] = []
    page.unroute_all()
    page.route("**/evidence", lambda route: held.append(route))  # it takes no method of a list
    file.write_bytes(photo())
    page.goto(f"/office/case/{case}")
    page.click("summary:has-text('แก้แล้ว')")
    page.fill("#t-fixed", "เปลี่ยนเราเตอร์แล้ว")
    page.set_input_files("#photo-file", str(file))
    return held


def test_a_case_is_closed_once_with_a_photo_that_was_still_on_its_way(
    page: Page, file_engine: Engine, tmp_path: Path
) -> None:
    case = given(file_engine, agency=AGENCY)
    waiting = _attach(page, case, tmp_path / "result.jpg")
    closings: list[Request] = []
    page.on("request", lambda each: closings.append(each) if each.url.endswith("/fixed") else None)
    for _ in range(2):
        page.click("form[action$='/fixed'] button")
    said = page.inner_text("#photo-said"), len(closings)
    with page.expect_navigation():
        waiting[0].continue_()

    assert (said[0][:10], said[1], len(closings)) == ("กำลังส่งรูป"[:10], 0, 1)
    assert (stored(file_engine, case).state, history(file_engine, case)[-1].evidence[:8]) == ("closed", "รูปผลงาน")


def test_a_photo_that_did_not_arrive_closes_nothing(page: Page, file_engine: Engine, tmp_path: Path) -> None:
    case = given(file_engine, agency=AGENCY)
    waiting = _attach(page, case, tmp_path / "result.jpg")
    page.click("form[action$='/fixed'] button")
    waiting[0].abort()
    page.wait_for_selector("#photo-said:has-text('ไม่ได้')")

    assert (stored(file_engine, case).state, page.input_value("#t-fixed")) == ("received", "เปลี่ยนเราเตอร์แล้ว")
