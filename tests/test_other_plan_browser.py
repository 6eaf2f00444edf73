"""Does the page greet with the plan that is stored, and can every example on it be tapped?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dispatch import Dispatcher
from db.session import create_engine_for, session_factory
from knowledge.loader import load
from tests.plans import read
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 640}
OWN = {"th": ("ถามแผนน่าน", "แผนพัฒนาจังหวัดน่าน 2561–2564"), "en": ("Ask Nan’s plan", "Development Plan 2561–2564")}
OTHERS = ("ขอนแก่น", "Khon Kaen", "2554", "2557", "เน็ตฟรี", "Wi-Fi", "ยุทธศาสตร์ที่ 5", "trategy 5")


@pytest.fixture(name="address", scope="module")
def _address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    engine = create_engine_for(f"sqlite:///{tmp_path_factory.mktemp('web') / 'bot.db'}")
    bot = Dispatcher(engine)
    with session_factory(engine).begin() as session:
        load(session, read("nan"))
    with serving(bot) as address:
        yield address
    engine.dispose()


@pytest.fixture(name="page", params=OWN)
def _page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    page = context.new_page()
    page.goto(f"{address}/?lang={request.param}")
    yield page
    context.close()


def test_it_greets_with_the_stored_plan(page: Page) -> None:
    language = page.locator("html").get_attribute("lang") or ""
    said = page.locator("body").inner_text()

    assert (page.locator("h1").inner_text(), page.locator(".names p").inner_text()) == OWN[language]
    assert [words for words in OTHERS if words in page.title() + said] == []


def test_every_example_is_answered_and_fits_the_phone(page: Page, tmp_path: Path) -> None:
    examples = page.locator("#examples button").all_inner_texts()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    for at, example in enumerate(examples, start=1):
        page.fill("#text", example)
        page.press("#text", "Enter")
        expect(page.locator(".answer")).to_have_count(at)
    answers = page.locator(".answer").all_inner_texts()

    assert (len(examples) >= 4, wide) == (True, False)
    assert [text for text in answers if "ขออภัย" in text or "Sorry" in text or any(o in text for o in OTHERS)] == []
