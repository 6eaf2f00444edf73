"""Can everybody use the chat's page in each of its states: on a phone, enlarged, in the dark, by keyboard, on paper?"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import Engine, select

from bot.dispatch import Dispatcher
from bot.settings import Settings
from db.feedback_models import Feedback
from db.session import create_engine_for, session_factory
from handlers import casework
from tests.photos import photo
from tests.web_server import CHROMIUM, browsing, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect

from tests.accessible import faults

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
AGREE = "ยินยอมและส่งเรื่อง"
HERE: Literal["geolocation"] = "geolocation"
ASKED = {
    "a figure with bars": "เน็ตฟรีใช้งบเท่าไหร่",
    "a long list": "โครงการของสำนักงานจังหวัดขอนแก่นมีอะไรบ้าง",
    "what was meant": "กลยุทธ์ที่ 1 คืออะไร",
    "indicators": "ตัวชี้วัดของประเด็นที่ 3 มีอะไรบ้าง",
    "a passage": "แผนนี้ติดตามผลอย่างไร",
    "danger": "น้ำท่วมบ้าน ช่วยด้วย คนติดอยู่ข้างใน",
    "not known": "อยากกินส้มตำ",
    "a greeting": "สวัสดี",
    "in English": "What is the budget of free wifi?",
}


@dataclass
class Walk:
    """Somebody goes through the states of the page; what is wrong with each is kept."""

    browser: Browser
    url: str
    engine: Engine
    found: dict[str, list[str]] = field(default_factory=dict)
    page: Page = field(init=False)

    def open(self, path: str = "/", *, script: bool = True, locale: str = "th-TH") -> None:
        """As somebody new."""
        context = self.browser.new_context(
            base_url=self.url,
            locale=locale,
            java_script_enabled=script,
            permissions=[HERE],
            geolocation={"latitude": 16.43, "longitude": 102.82},
        )
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        self.page.goto(path)

    def look(self, state: str, within: str = "body") -> None:
        self.found[state] = faults(self.page, state, within)

    def say(self, text: str) -> None:
        answers = self.page.locator(".answer").count()
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")
        expect(self.page.locator(".answer")).to_have_count(answers + 1)

    def press(self, label: str) -> None:
        answers = self.page.locator(".answer").count()
        self.page.get_by_role("button", name=label, exact=True).last.click()
        expect(self.page.locator(".answer")).to_have_count(answers + 1)

    def send(self, text: str) -> None:
        """By the form of the page without a script."""
        self.page.fill("#text", text)
        self.page.click("form button.main")


@pytest.fixture(name="found", scope="module")
def _found(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    folder = tmp_path_factory.mktemp("accessible")
    (folder / "plan.db").write_bytes(plan_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{folder / 'plan.db'}")
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        settings = Settings(attachments_url=str(folder / "photos"))
        url = stack.enter_context(serving(Dispatcher(engine, b"k" * 32), settings))
        walk = Walk(stack.enter_context(browsing()), url, engine)
        for part in (_ask, _open, _tell, _hear, _erase, _break, _refuse, _without_a_script):
            part(walk)
        yield walk.found


def _ask(walk: Walk) -> None:
    for language in ("th", "en"):
        walk.open(f"/?lang={language}")
        walk.look(f"empty {language}")
    for state, text in ASKED.items():
        walk.open()
        walk.say(text)
        walk.look(state)


def _open(walk: Walk) -> None:
    walk.open()
    walk.say(ASKED["a figure with bars"])
    walk.page.get_by_role("button", name="บรรทัด 89").click()
    walk.page.wait_for_selector(".cited")
    walk.look("a source", "#source")
    walk.page.keyboard.press("Escape")
    walk.page.click("#clear")
    walk.look("clearing", "#clearing")


def _tell(walk: Walk) -> None:
    walk.open()
    walk.press("แจ้งเรื่อง")
    walk.look("asked what it is")
    walk.say(ROAD)
    walk.look("looked over")
    walk.press("ให้เบอร์ติดต่อ")
    walk.look("asked for a number")
    walk.say("081-234-5678")
    walk.look("number given")
    walk.page.set_input_files("#photo-file", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    walk.page.wait_for_selector("#photo-send:visible")
    walk.look("photo chosen")
    walk.page.click("#photo-send")
    expect(walk.page.locator(".answer")).to_have_count(5)
    walk.look("photo sent")
    walk.page.click("#place")
    expect(walk.page.locator(".answer")).to_have_count(6)
    walk.look("place sent")
    walk.press(AGREE)
    walk.look("receipt")
    walk.press("เรื่องของฉัน")
    walk.look("my cases")


def _hear(walk: Walk) -> None:
    with session_factory(walk.engine).begin() as session:
        [case] = session.scalars(select(Feedback))
        casework.answer(session, case.number, "มาลี", "ช่างจะไปวันศุกร์")
        casework.close(session, case.number, "มาลี", "ซ่อมแล้ว", fixed=True, evidence="https://example.org/road.jpg")
    walk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(walk.page.locator(".unread")).to_be_visible()
    walk.look("news")
    walk.press("ให้ 5 คะแนน")
    walk.look("rated")


def _erase(walk: Walk) -> None:
    walk.press("ความเป็นส่วนตัว")
    walk.look("privacy")
    walk.press("ข้อมูลของฉันมีอะไรบ้าง")
    walk.look("my data")
    walk.press("ขอไฟล์ข้อมูลของฉัน")
    walk.look("the file of my data")
    walk.say("ลบข้อมูลของฉัน")
    walk.look("asked whether to erase")
    walk.page.get_by_role("button", name="ยืนยันลบข้อมูล").last.click()
    expect(walk.page.locator("#log")).to_contain_text("ใบรับการลบ")
    walk.look("erased")


def _break(walk: Walk) -> None:
    page = walk.page
    page.fill("#text", "ก" * 2001)
    walk.look("too long")
    page.fill("#text", "")
    page.context.set_offline(True)
    walk.look("offline")
    page.fill("#text", ROAD)
    page.press("#text", "Enter")
    page.wait_for_selector(".failure")
    walk.look("not sent")
    walk.open()
    walk.page.route("**/chat", lambda route: route.fulfill(status=500))
    walk.page.fill("#text", ROAD)
    walk.page.press("#text", "Enter")
    walk.page.wait_for_selector(".failure")
    walk.look("a fault of ours")
    walk.page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    walk.page.get_by_role("button", name="ลองอีกครั้ง").click()
    walk.page.wait_for_selector(".waiting")
    walk.look("waiting")


def _refuse(walk: Walk) -> None:
    walk.open("/my-data/gone")
    walk.look("a link that is no longer good")
    walk.open("/office/case/111-111-111", locale="en-GB")
    walk.look("the console for who is not signed in")


def _without_a_script(walk: Walk) -> None:
    """axe is a script itself, so the pages that have none are looked at where it may run."""
    walk.open("/plain")
    walk.look("plain")
    for state, text in (("a figure with bars", ASKED["a figure with bars"]), ("a list", ASKED["a long list"])):
        walk.send(text)
        walk.look(f"plain: {state}")
    walk.send(ROAD)
    walk.look("plain: looked over")
    walk.page.get_by_role("button", name=AGREE).click()
    walk.look("plain: receipt")
    walk.open("/plain", locale="en-GB")
    walk.send(ASKED["in English"])
    walk.look("plain: in English")


STATES = [
    "empty th", "empty en", *ASKED, "a source", "clearing", "asked what it is", "looked over", "asked for a number",
    "number given", "photo chosen", "photo sent", "place sent", "receipt", "my cases", "news", "rated", "privacy",
    "my data", "the file of my data", "asked whether to erase", "erased", "too long", "offline", "not sent",
    "a fault of ours", "waiting", "a link that is no longer good",
    "the console for who is not signed in", "plain", "plain: a figure with bars", "plain: a list", "plain: looked over",
    "plain: receipt", "plain: in English",
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use(found: dict[str, list[str]], state: str) -> None:
    assert found[state] == []


def test_no_state_is_left_out(found: dict[str, list[str]]) -> None:
    assert list(found) == STATES
