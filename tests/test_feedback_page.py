"""Is feedback on the page as good as elsewhere: entries, the send button in view, news by itself?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher
from bot.settings import Settings
from db.feedback_models import Feedback
from handlers import casework
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
AGREE = "ยินยอมและส่งเรื่อง"


@pytest.fixture(name="served")
def _served(plan_engine: Engine, tmp_path: Path) -> Iterator[str]:
    with serving(Dispatcher(plan_engine, b"k" * 32), Settings(attachments_url=str(tmp_path / "photos"))) as address:
        yield address


@pytest.fixture(name="context")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True, locale="th-TH"
    )
    context.set_default_timeout(15000)
    yield context
    context.close()


@pytest.fixture(name="page")
def _page(context: BrowserContext, served: str) -> Page:
    page = context.new_page()
    page.goto(served)
    return page


def _say(page: Page, text: str) -> None:
    answers = page.locator(".answer").count()
    page.fill("#text", text)
    page.press("#text", "Enter")
    expect(page.locator(".answer")).to_have_count(answers + 1)


def _tap(page: Page, label: str) -> None:
    answers = page.locator(".answer").count()
    page.get_by_role("button", name=label, exact=True).last.click()
    expect(page.locator(".answer")).to_have_count(answers + 1)


def _is_in_view(page: Page, label: str) -> bool:
    """Whether the whole button can be seen and touched, above what stands at the foot."""
    box = page.get_by_role("button", name=label, exact=True).last.bounding_box()
    foot = page.locator(".foot").bounding_box()
    head = page.locator(".head").bounding_box()
    assert box is not None
    assert foot is not None
    assert head is not None
    return box["y"] >= head["y"] + head["height"] and box["y"] + box["height"] <= foot["y"]


@pytest.mark.parametrize(
    ("entry", "told"), [("แจ้งเรื่อง", "พิมพ์เรื่องที่อยากบอก"), ("เรื่องของฉัน", "ยังไม่มีเรื่อง"), ("ความเป็นส่วนตัว", "คุณขอดูข้อมูล")]
)
def test_the_first_screen_has_an_entry_for_it(page: Page, entry: str, told: str) -> None:
    _tap(page, entry)

    expect(page.locator(".answer").last).to_contain_text(told)


def test_the_first_screen_names_a_human_to_call(page: Page) -> None:
    expect(page.locator(".welcome")).to_contain_text("1567")


def test_the_send_button_of_a_preview_is_in_view(page: Page) -> None:
    _say(page, ROAD)

    assert _is_in_view(page, AGREE)


def test_it_is_still_in_view_after_more_was_told(page: Page) -> None:
    _say(page, ROAD)
    _say(page, "เป็นมาสองเดือนแล้ว ตรงข้ามร้านป้าศรี")

    assert _is_in_view(page, AGREE)


@pytest.mark.parametrize("aside", ["เมื่อไหร่จะมาซ่อม", "งง", "เน็ตฟรีใช้งบเท่าไหร่", "ลบเบอร์โทรของฉัน"])
def test_beside_any_answer_it_is_in_view_and_so_is_the_contact(page: Page, aside: str) -> None:
    _say(page, ROAD)
    _say(page, aside)
    page.wait_for_timeout(300)  # The page scrolls to what is new.

    assert _is_in_view(page, AGREE)
    expect(page.get_by_role("button", name="ให้เบอร์ติดต่อ", exact=True).last).to_be_visible()


def test_the_document_that_is_asked_for_can_be_opened(page: Page) -> None:
    _say(page, "ขอดูต้นฉบับ")

    expect(page.locator('.answer a[href="/plan/document"]')).to_be_visible()


def test_the_notice_is_told_once(page: Page) -> None:
    _say(page, ROAD)
    _say(page, "เป็นมาสองเดือนแล้ว ตรงข้ามร้านป้าศรี")

    assert page.locator(".answer", has_text="2 ปีหลังปิดเรื่อง").count() == 1


def test_no_warning_stands_beside_the_question_for_a_phone(page: Page) -> None:
    before = page.locator("#hint").inner_text()
    _say(page, ROAD)
    _tap(page, "ให้เบอร์ติดต่อ")

    assert ("ข้อมูลส่วนตัว" in before, page.locator("#hint").inner_text()) == (True, "")


def test_a_button_of_an_older_answer_is_done_to_its_draft(page: Page, plan_engine: Engine) -> None:
    _say(page, ROAD)
    _tap(page, AGREE)
    with Session(plan_engine) as session:
        assert [case.text for case in session.scalars(select(Feedback))] == [ROAD]


def test_news_of_a_case_appears_by_itself_as_unread(page: Page, plan_engine: Engine) -> None:
    _say(page, ROAD)
    _tap(page, AGREE)
    with Session(plan_engine) as session, session.begin():
        [case] = session.scalars(select(Feedback))
        casework.answer(session, case.number, "มาลี", "ช่างจะไปวันศุกร์")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(".unread")).to_contain_text("ช่างจะไปวันศุกร์")
    assert page.title().startswith("(1) ")


def test_what_was_erased_is_gone_from_the_page_too(page: Page) -> None:
    _say(page, ROAD)
    _tap(page, "ให้เบอร์ติดต่อ")
    _say(page, "081-234-5678")
    _tap(page, AGREE)
    _say(page, "ลบข้อมูลของฉัน")
    page.get_by_role("button", name="ยืนยันลบข้อมูล").last.click()
    expect(page.locator("#log")).to_contain_text("ใบรับการลบ")

    assert ("081-234-5678" in page.inner_text("#log"), "081" in page.evaluate("JSON.stringify(localStorage)")) == (
        False,
        False,
    )


def test_on_a_tiny_screen_nothing_stands_still_over_the_text(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})

    assert [
        page.evaluate(f"getComputedStyle(document.querySelector('{one}')).position") for one in (".head", ".foot")
    ] == [
        "static",
        "static",
    ]


def test_printing_keeps_the_bars(page: Page) -> None:
    _say(page, "เน็ตฟรีใช้งบเท่าไหร่")
    page.emulate_media(media="print")
    bar = page.locator(".bars .fill").first

    assert (
        bar.evaluate("(one) => getComputedStyle(one).printColorAdjust || getComputedStyle(one).webkitPrintColorAdjust")
        == "exact"
    )


def test_a_link_from_elsewhere_opens_the_line_that_it_names(page: Page, served: str) -> None:
    page.goto(f"{served}/?lang=en#source=khon-kaen-plan-2554-2557-strategy-5.txt:89")

    expect(page.locator("#source .cited")).to_contain_text("Free Wi-Fi")
