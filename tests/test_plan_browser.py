"""Can everybody use the pages of the plan: on a phone, enlarged, without a script, by keyboard, on paper?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bot.dispatch import Dispatcher
from db.session import create_engine_for
from tests.test_plan_pages import PAGES
from tests.web_server import CHROMIUM, browsing, serving

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="No chromium here.")


@pytest.fixture(name="url", scope="module")
def _url(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    copy = tmp_path_factory.mktemp("pages") / "plan.db"
    copy.write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{copy}")
    with serving(Dispatcher(engine)) as url:
        yield url
    engine.dispose()


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(name="page", scope="module")
def _page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_axe_finds_nothing(page: Page, url: str, path: str, language: str) -> None:
    page.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={language}")

    found = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 320, 1280])
def test_nothing_runs_over_the_edge(page: Page, url: str, path: str, width: int) -> None:
    """320 pixels are what is left of 1,280 at 400 %."""
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(url + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


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

    begun, address = page.input_value("#text"), page.url
    page.close()

    assert (begun.strip(), address) == ("โครงการ Free Wi-Fi, Free internet:", f"{url}/")


def test_paper_has_the_table_and_no_menu(page: Page, url: str) -> None:
    page.goto(f"{url}/plan/projects/5.3.6")
    page.emulate_media(media="print")
    shown = [page.locator(name).first.is_visible() for name in (".bars", ".menu", ".search", ".actions")]
    page.emulate_media(media="screen")

    assert shown == [True, False, False, False]
