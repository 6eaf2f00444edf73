"""Can a place be set on the page's map, by whoever has a mouse, keys, or a narrow screen in the dark?"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from bot.web.map import around, towns
from db.feedback_models import Feedback
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessible import violations

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
KHON_KAEN = (16.4467, 102.833)
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
SHOTS = os.environ.get("PAGE_SHOTS", "")


@pytest.fixture(name="page", params=["light", "dark"])
def _page(browser: Browser, plan_bot: Dispatcher, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A report is being written, on a small phone."""
    with serving(plan_bot, Settings(attachments_url=str(tmp_path))) as address:
        context = _phone(browser, request.param)
        page = context.new_page()
        page.goto(address)
        _write(page)
        yield page
        context.close()


def _phone(browser: Browser, scheme: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="th-TH", color_scheme=scheme)  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    return context


def _write(page: Page) -> None:
    page.fill("#text", ROAD)
    page.press("#text", "Enter")
    expect(page.locator("#set-on-map")).to_be_visible()


def _opened(page: Page) -> None:
    page.click("#set-on-map")
    expect(page.locator("#map-spot")).to_have_text(f"{KHON_KAEN[0]:.5f}, {KHON_KAEN[1]:.5f}")


def _case(engine: Engine) -> Feedback:
    with Session(engine) as session:
        return session.scalars(select(Feedback)).one()


def _sent(page: Page) -> None:
    page.get_by_role("button", name="ยินยอมและส่งเรื่อง").last.click()
    expect(page.get_by_text("รับเรื่องแล้วค่ะ")).to_be_visible()


def test_the_map_begins_at_the_province_with_its_towns(page: Page) -> None:
    _opened(page)

    expect(page.locator("#map-drawing")).to_contain_text("ขอนแก่น")
    assert page.locator(".map-dot").count() > 30
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/map.png")
    assert violations(page) == []


def test_the_button_to_use_it_is_in_view_on_a_small_phone(page: Page) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/preview.png")
    _opened(page)

    for button in ("#map-use", "#map-nearer", "#map-farther"):
        expect(page.locator(button)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_place_is_set_with_a_finger(page: Page, plan_engine: Engine) -> None:
    _opened(page)
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 150, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + 60, steps=4)
    page.mouse.up()
    said = page.locator("#map-spot").inner_text()
    page.click("#map-use")
    expect(page.locator(".said").last).to_contain_text("จุดบนแผนที่")
    _sent(page)

    case, (latitude, longitude) = _case(plan_engine), map(float, said.split(", "))
    assert (case.latitude, case.longitude) == (latitude, longitude)
    assert (latitude < KHON_KAEN[0], longitude > KHON_KAEN[1]) == (True, True)


def test_a_place_is_set_by_keys_alone(page: Page, plan_engine: Engine) -> None:
    page.focus("#set-on-map")
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()
    for key in ("+", "+", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    said = page.locator("#map-spot").inner_text()
    page.keyboard.press("Tab")
    expect(page.locator("#map-use")).to_be_focused()
    page.keyboard.press("Enter")
    _sent(page)

    case = _case(plan_engine)
    assert f"{case.latitude:.5f}, {case.longitude:.5f}" == said
    assert case.latitude > KHON_KAEN[0]


def test_a_town_is_gone_to_by_its_name(page: Page) -> None:
    _opened(page)
    page.select_option("#map-town", label="บ้านไผ่")

    expect(page.locator("#map-spot")).to_have_text("16.06000, 102.73100")


def test_escape_sends_nothing(page: Page) -> None:
    _opened(page)
    answers = page.locator(".answer").count()
    page.keyboard.press("Escape")

    expect(page.locator("#map-sheet")).to_be_hidden()
    assert page.locator(".answer").count() == answers


def test_where_the_map_does_not_come_the_person_is_told(page: Page) -> None:
    page.route("**/map", lambda route: route.abort())
    page.click("#set-on-map")

    expect(page.locator("#map-spot")).to_contain_text("เปิดแผนที่ไม่ได้")


def test_pictures_come_from_the_server_that_the_settings_name(
    browser: Browser, plan_bot: Dispatcher, tmp_path: Path
) -> None:
    settings = Settings(attachments_url=str(tmp_path), map_tiles_url=TILES, map_tiles_credit="© Example")
    asked: list[str] = []
    with serving(plan_bot, settings) as address:
        context = _phone(browser, "light")
        context.route("https://tiles.example.org/**", lambda route: (asked.append(route.request.url), route.abort()))
        page = context.new_page()
        page.goto(address)
        _write(page)
        _opened(page)
        page.click("#map-nearer")
        expect(page.locator(".map-tile").first).to_be_attached()
        credit = page.locator("#map-credit").inner_text()
        bare = page.locator("#map-bare").is_hidden()
        context.close()

    assert (credit, bare) == ("© Example · GeoNames", True)
    assert asked
    assert all(url.startswith("https://tiles.example.org/") and url.endswith(".png") for url in asked)


def test_the_policy_lets_in_that_server_alone(plan_bot: Dispatcher) -> None:
    def policy(settings: Settings) -> str:
        return str(TestClient(create_app(settings, plan_bot)).get("/").headers["content-security-policy"])

    assert "img-src 'self' https://tiles.example.org;" in policy(Settings(map_tiles_url=TILES))
    assert "img-src 'self';" in policy(Settings())


def test_the_map_speaks_the_language_of_the_page(plan_bot: Dispatcher) -> None:
    told = TestClient(create_app(Settings(), plan_bot)).get("/map", headers={"Accept-Language": "en"}).json()

    assert told["middle"] == list(KHON_KAEN)
    assert "Khon Kaen" in [name for _, _, name in told["towns"]]
    assert len(json.dumps(told)) < 12_000


def test_a_province_that_is_not_known_begins_with_the_country() -> None:
    told = around("ที่อื่น", thai=True)

    assert (told["zoom"], len(told["towns"])) == (6, 120)


def test_every_town_lies_in_the_country() -> None:
    assert all(5.5 < town.latitude < 20.6 and 97.2 < town.longitude < 105.8 for town in towns())
