"""Can everybody use the pages of the plan: on a phone, enlarged, without a script, by keyboard, on paper?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from bot.dispatch import Dispatcher
from db.models import Plan, now
from db.session import create_engine_for, session_factory
from knowledge.progress import Reported, record
from tests.accessible import faults
from tests.test_plan_pages import PAGES
from tests.web_server import CHROMIUM, serving

RARER = (
    "/plan/progress?year=2555", "/plan/progress?year=2557",
    "/plan/projects/5.4.1", "/plan/projects?q=ไม่มีคำนี้", "/plan/projects/9.9.9", "/plan/issues/5.5",
    "/plan/agencies/ไม่มีหน่วยงานนี้", "/plan/search?q=", "/plan/search?q=ไม่มีคำนี้", "/plan/search?q=สำนักงานจังหวัด",
    "/plan/ask?q=", "/plan/ask?q=สวัสดี", "/plan/ask?q=มีโครงการอะไรบ้าง", "/plan/ask?q=กลยุทธ์ที่ 1 คืออะไร",
    "/plan/ask?q=ถนนหน้าวัดเป็นหลุม ขอให้ซ่อม",
)  # fmt: skip
"""Pages that say that something is not there, or say it another way."""
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="No chromium here.")


@pytest.fixture(name="url", scope="module")
def _url(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    copy = tmp_path_factory.mktemp("pages") / "plan.db"
    copy.write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{copy}")
    with session_factory(engine).begin() as session:
        reported = Reported("สมศรี ใจดี", "GFMIS", now())
        plan = session.scalars(select(Plan)).one()
        record(session, plan, reported, "report.xlsx", {("5.3.6", 2555): 100_000_000}, {("5.1.G1.K1", 2555): "81"})
    with serving(Dispatcher(engine)) as url:
        yield url
    engine.dispose()


@pytest.fixture(name="page", scope="module")
def _page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("path", [*PAGES, *RARER])
@pytest.mark.parametrize("language", ["th", "en"])
def test_everybody_can_use(page: Page, url: str, path: str, language: str) -> None:
    page.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={language}")

    assert faults(page, f"{language} {path.replace('/', ' ')}") == []


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_refuses_nothing_of_a_page(browser: Browser, url: str, path: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(url + path)
    page.close()

    assert said == []


def test_without_a_script_a_reader_searches_and_arrives(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{url}/plan")
    page.fill("#q", "เน็ตฟรี")
    page.press("#q", "Enter")
    page.click(".row")
    page.click("text=บรรทัดที่ 89")
    arrived = page.url
    context.close()

    assert arrived == f"{url}/plan/document#L89"


def test_filters_work_without_a_script(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/plan/projects")
    page.select_option("select[name=issue]", "5.1")
    page.select_option("select[name=sort]", "money")
    page.click(".filter button")
    shown = page.locator(".row .code").all_inner_texts()
    context.close()

    assert sorted(shown) == ["5.1.1", "5.1.2", "5.1.3"]


def test_telling_about_a_project_begins_a_message_in_the_chat(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(f"{url}/plan/projects/5.3.6")
    page.click("text=แจ้งเรื่องของโครงการนี้")
    page.wait_for_url(f"{url}/")

    begun, address = page.input_value("#text"), page.url
    page.close()

    assert (begun.strip(), address) == ("โครงการ Free Wi-Fi, Free internet:", f"{url}/")


def test_paper_has_the_table_and_no_menu(page: Page, url: str) -> None:
    page.goto(f"{url}/plan/projects/5.3.6")
    page.emulate_media(media="print")
    shown = [page.locator(name).first.is_visible() for name in (".bars", ".menu", ".search", ".actions")]
    page.emulate_media(media="screen")

    assert shown == [True, False, False, False]
