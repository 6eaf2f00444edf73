"""The whole way, in a real browser and on a mock of each platform: from an invitation to a case closed twice."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.feedback_chats import AGREE, NUMBER
from tests.office import AGENCY, MALEE, PRANEE
from tests.photos import kept_in, photo
from tests.platform_chats import PlatformChat, until
from tests.platforms import WithPlan, finished, needs_harness
from tests.test_feedback_for_real import EVERYWHERE, World, open_world, stored
from tests.web_server import CHROMIUM, browsing

pytestmark = [needs_harness, pytest.mark.skipif(CHROMIUM is None, reason="No chromium here.")]

PASSWORD = "ปลาทูสองตัวในเข่ง"
SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู"
QUESTION = "สะดวกให้ช่างเข้าวันศุกร์ไหมคะ"
SHOTS = os.environ.get("OFFICE_SHOTS", "")
"""A folder for pictures of the pages as they are after work on LINE; "" where none are wanted."""
PATIENCE = 180_000
"""Milliseconds: a name is tried on hundreds of questions, by a machine that may have other work."""
WIDTHS = (360, 1280)


@dataclass
class Told:
    """What happened at each step."""

    said: dict[str, str] = field(default_factory=dict)
    shots: str = ""
    """Where pictures go; "" for none."""
    violations: dict[str, list[str]] = field(default_factory=dict)
    """By page: what axe finds."""
    too_wide: list[str] = field(default_factory=list)
    log: str = ""
    rejected: object = None


@pytest.fixture(name="told", scope="module", params=EVERYWHERE)
def _told(
    request: pytest.FixtureRequest, with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("office")
    platform, url = stored(request, with_plan, folder)
    with ExitStack() as stack:
        world = open_world(stack, platform, url, folder)
        browser = stack.enter_context(browsing())
        told = Told(shots=SHOTS if platform == "line" else "")
        _live(world, browser, told, folder, platform)
        told.log = world.server.log.read_text(encoding="utf-8")
        told.rejected = world.mock.stats()["rejected"]
        yield told


def _live(world: World, browser: Browser, told: Told, folder: Path, platform: str) -> None:
    page = browser.new_context(base_url=world.server.address, locale="th-TH").new_page()
    page.set_default_timeout(PATIENCE)
    said, address = told.said, world.server.address
    # A coordinator is invited on the terminal and joins with a password.
    out = finished("staff", world.server.environment, "invite", PRANEE, "--role", "coordinator")[1]
    page.goto(re.findall(r"/office/join/[\w-]+", out)[0])
    _look(page, told, "join")
    said["chat"] = " ".join(link.get_attribute("href") or "" for link in page.locator("a.button").all())
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click("main button")
    # She invites an officer, who joins on LINE.
    page.goto("/office/staff")
    page.fill("#name", MALEE)
    page.fill("#agency", AGENCY)
    page.click("button[value=invite]")
    code = re.findall(r"/office/join/([\w-]+)", page.inner_text(".code"))[0]
    _look(page, told, "staff")
    malee, citizen = world.person(5001), world.person(5002)
    by_link = f"/start {code}" if platform == "telegram" else code  # as the platforms' apps send it
    said["joined"] = _hear(malee, malee.say(by_link), "joined")
    # Somebody complains; the officer takes the case and asks.
    citizen.say(SLOW)
    number = NUMBER.findall(citizen.press(AGREE))[0]
    said["new"] = _hear(malee, malee.say("เรื่องใหม่"), "new")
    said["taken"] = _hear(malee, malee.say(f"รับเรื่อง {number}"), "taken")
    citizen.news()
    said["asked"] = _hear(malee, malee.say(f"ถามผู้แจ้ง {number} {QUESTION}"), "asked")
    said["question"] = citizen.news()
    said["answer"] = citizen.say("สะดวกค่ะ")
    said["photo"] = citizen.send_photo()
    said["plan"] = citizen.say("เน็ตฟรีใช้งบเท่าไหร่")
    until(lambda: len(kept_in(world.photos)) == 1)
    _look_at_pages(page, told, number)
    _enter(browser, _hear(malee, malee.say("เปิดคอนโซล"), "console"), told, address)
    # In the console the coordinator closes it, with a photo as evidence.
    page.goto(f"/office/case/{number}")
    said["case"] = page.inner_text("main")
    page.click("summary:has-text('ปิดเรื่อง แก้แล้ว')")
    page.fill("#t-fixed", "เปลี่ยนเราเตอร์แล้ว")
    file = folder / "result.jpg"
    file.write_bytes(photo())
    page.set_input_files("#photo-file", str(file))
    page.wait_for_selector("#photo-said:has-text('แนบรูปแล้ว')")
    page.click("form[action$='/fixed'] button")
    said["closed"] = page.inner_text("main")
    said["notice"] = citizen.news()
    link = re.findall(r"/evidence/[\w-]+", said["notice"])[0]
    said["evidence"] = str(page.request.get(f"{address}{link}").headers["content-type"])
    # The person is not content; it is opened again, and closed by the officer in chat.
    said["rated"] = citizen.press("2 คะแนน")
    said["contested"] = citizen.press("ยังไม่เสร็จ")
    page.goto("/office?view=waiting")
    said["waiting"] = page.inner_text("main")
    _hear(malee, malee.say(f"ปิดเรื่อง {number} เดินสายใหม่แล้ว"), "closing")
    said["closed in chat"] = _hear(malee, malee.send_photo(), "closed in chat")
    said["second notice"] = citizen.news()
    said["rated again"] = citizen.press("5 คะแนน")
    # Searching by parts of words, without a reload.
    page.goto("/office?view=all")
    page.fill("#q", "มู่บ้านหลุ")
    page.wait_for_url("**q=*")
    said["found"] = page.inner_text("#list")
    page.click("#views a:has-text('ปิดแล้ว')")
    said["found among closed"] = f"{page.input_value('#q')} {page.inner_text('#list')}"
    page.fill("#q", "ถนนลูกรัง")
    page.wait_for_selector("#list:has-text('ไม่พบ')")
    page.goto("/office/audit")
    said["audit"] = page.inner_text("main")
    _look(page, told, "audit")
    page.goto("/office/me")
    page.click("form[action='/office/sign-out'] button")
    page.wait_for_url("**/office/sign-in")
    _look(page, told, "sign-in")


def _hear(officer: PlatformChat, said: str, step: str) -> str:
    """What an officer is told until it is the answer: by day there is also news between."""
    while not re.search((EXPECTED | ON_THE_WAY)[step], said, re.DOTALL):
        said += officer.news()
    return said


def _look_at_pages(page: Page, told: Told, number: str) -> None:
    pages = {
        "inbox": "/office",
        "case": f"/office/case/{number}",
        "unsent": "/office/unsent",
        "figures": "/office/figures",
        "report": "/office/report",
        "canned": "/office/canned",
        "me": "/office/me",
        "knowledge": "/office/knowledge?message=ไฮสปีดบ้านเฮางบเท่าไหร่",
    }
    for name, path in pages.items():
        page.goto(path)
        _look(page, told, name)

    page.fill("#words", "ไฮสปีดบ้านเฮา")
    page.select_option("#code", "5.3.6")
    page.click("button[value=preview]")
    told.said["trial"] = page.inner_text("main")
    _look(page, told, "trial")


def _enter(browser: Browser, said: str, told: Told, address: str) -> None:
    """The officer's own browser, by the link that the bot sent."""
    page = browser.new_context(base_url=address, locale="th-TH").new_page()
    page.goto(re.findall(r"/office/enter/[\w-]+", said)[0])
    _look(page, told, "enter")
    page.click("main button")
    told.said["entered"] = page.inner_text("main")
    page.context.close()


def _look(page: Page, told: Told, name: str) -> None:
    """Ask axe, see that nothing is wider than the screen, and take pictures where they are wanted."""
    import axe_playwright_python

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            told.too_wide.append(f"{name} {width}")
        if told.shots:
            page.screenshot(path=f"{told.shots}/{name}-{width}.png", full_page=True)
    [script] = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    told.violations[name] = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


EXPECTED = {
    "chat": r"^(https://line\.me/R/oaMessage/%40test/\?[\w-]{32}|https://t\.me/\w+\?start=[\w-]{32})$",
    "joined": f"คุณ{MALEE}",
    "new": "หลุดบ่อย",
    "taken": "รับเรื่องเลขที่",
    "asked": "ถามผู้แจ้งเรื่องเลขที่",
    "question": QUESTION,
    "answer": "ส่งถึงเจ้าหน้าที่.*30 นาที",
    "photo": "ส่งรูปถึงเจ้าหน้าที่",
    "plan": "15.00",
    "case": "สะดวกค่ะ",
    "trial": "5.3.6.*15.00",
    "entered": "หลุดบ่อย",
    "closed": "ปิดเรื่องแล้ว",
    "notice": "เปลี่ยนเราเตอร์แล้ว.*/evidence/",
    "evidence": "image/jpeg",
    "rated": "2 คะแนน",
    "contested": "ขึ้นใหม่",
    "waiting": "หลุดบ่อย",
    "closed in chat": "ปิดเรื่องเลขที่",
    "second notice": "เดินสายใหม่แล้ว.*/evidence/",
    "rated again": "5 คะแนน",
    "found": "หลุดบ่อย",
    "found among closed": "มู่บ้านหลุ.*หลุดบ่อย",
    "audit": f"{MALEE}.*รับเรื่อง",
}


ON_THE_WAY = {"console": "/office/enter/", "closing": "ส่งรูปผลงาน"}
"""What else officers are answered."""


@pytest.mark.parametrize("step", EXPECTED)
def test_every_step_is_as_it_should_be(told: Told, step: str) -> None:
    assert re.search(EXPECTED[step], told.said.get(step, ""), re.DOTALL)


def test_axe_finds_nothing(told: Told) -> None:
    assert {name: found for name, found in told.violations.items() if found} == {}


def test_every_page_fits_a_phone(told: Told) -> None:
    assert told.too_wide == []


def test_the_platform_refuses_no_call(told: Told) -> None:
    assert told.rejected == []


def test_the_log_holds_no_word_and_no_link(told: Told) -> None:
    words = [SLOW, QUESTION, MALEE, PRANEE, PASSWORD, "/office/join/", "/evidence/w"]

    assert [word for word in words if word in told.log and f"{word}..." not in told.log] == []
