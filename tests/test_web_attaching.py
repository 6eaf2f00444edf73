"""Can a person add a photo and a place to feedback in a real browser, and are they told when that does not work?"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from handlers.action import Action
from handlers.answer import Answer, Text
from handlers.message import Message
from tests.photos import kept_in, opened, photo
from tests.web_chats import WIFI, Chats
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect

SMALL_PHONE = {"width": 320, "height": 568}
HERE = {"latitude": 16.432191, "longitude": 102.823612}
SAID = (Text("รับทราบค่ะ จะส่งข้อความนี้ให้จังหวัด"),)
ASKED = Answer("feedback", SAID, suggestions=("ส่ง", "แก้ข้อความ", "ยกเลิก"), taking=True)
FOCUSED = "document.activeElement.id"


@pytest.fixture(name="chats")
def _chats() -> Chats:
    return Chats(ASKED)


@pytest.fixture(name="address")
def _address(chats: Chats, folder: Path) -> Iterator[str]:
    with serving(chats, Settings(attachments_url=str(folder))) as address:
        yield address


@pytest.fixture(name="context")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=SMALL_PHONE, is_mobile=True, has_touch=True, locale="th-TH")  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture(name="page")
def _page(context: BrowserContext, address: str) -> Page:
    """Feedback is being written."""
    page = context.new_page()
    page.goto(address)
    _say(page)
    return page


def _say(page: Page, text: str = "เน็ตฟรีหลุดบ่อย") -> None:
    answers = page.locator(".answer").count()
    page.fill("#text", text)
    page.press("#text", "Enter")
    expect(page.locator(".answer")).to_have_count(answers + 1)


def _choose(page: Page, body: bytes, name: str = "IMG_0001.jpg", kind: str = "image/jpeg") -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="แนบรูป").click()
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": body})


def _send_photo(page: Page, body: bytes) -> None:
    answers = page.locator(".answer").count()
    _choose(page, body)
    page.get_by_role("button", name="ส่งรูปนี้").click()
    expect(page.locator(".answer")).to_have_count(answers + 1)


def _sent(chats: Chats) -> list[str]:
    return [message.kind for message in chats.asked]


# --- when it is offered


def test_while_feedback_is_written_a_photo_and_a_place_can_be_sent(page: Page) -> None:
    assert page.locator(".attach:visible").all_inner_texts() == ["แนบรูป", "ใช้ตำแหน่งของฉัน", "เลือกบนแผนที่"]


def test_before_anything_is_said_neither_is_offered(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)

    assert page.locator(".attach:visible").count() == 0


def test_once_something_else_is_talked_about_neither_is_offered(page: Page, chats: Chats) -> None:
    chats.answer = WIFI
    _say(page, "เน็ตฟรีใช้งบเท่าไร")

    assert page.locator(".attach:visible").count() == 0


def test_a_reload_still_offers_all(page: Page) -> None:
    page.reload()

    expect(page.locator(".attach:visible")).to_have_count(3)


def test_a_chat_that_was_cleared_offers_neither(page: Page) -> None:
    page.click("#clear")
    page.click("#clear-yes")

    expect(page.locator(".attach:visible")).to_have_count(0)


# --- photos


def test_a_photo_is_sent(page: Page, chats: Chats, folder: Path) -> None:
    _send_photo(page, photo())

    assert (_sent(chats), chats.asked[1].reference) == (["text", "photo"], f"file:{kept_in(folder)[0].name}")


@pytest.mark.parametrize("presses", [True, False])
def test_a_photo_that_was_chosen_goes_before_what_is_said_next(page: Page, chats: Chats, presses: bool) -> None:
    """Nobody who presses "send" below a photo that stands there means to leave it out."""
    answers = page.locator(".answer").count()
    _choose(page, photo())
    expect(page.locator("#chosen canvas")).to_be_visible()
    if presses:
        page.get_by_role("button", name="แก้ข้อความ", exact=True).last.click()
    else:
        page.fill("#text", "ตรงหน้าวัด")
        page.press("#text", "Enter")
    expect(page.locator(".answer")).to_have_count(answers + 2)

    assert (_sent(chats)[:2], len(_sent(chats)), page.locator("#chosen").is_visible()) == (["text", "photo"], 3, False)


def test_a_photo_that_was_chosen_does_not_go_with_what_is_given_up(page: Page, chats: Chats) -> None:
    chats.answer = replace(ASKED, actions=(Action("ยกเลิก", "cancel", "abc"),))
    _say(page)
    _choose(page, photo())
    expect(page.locator("#chosen canvas")).to_be_visible()
    answers = page.locator(".answer").count()
    page.get_by_role("button", name="ยกเลิก", exact=True).last.click()
    expect(page.locator(".answer")).to_have_count(answers + 1)

    assert "photo" not in _sent(chats)


def test_words_beside_a_photo_that_does_not_arrive_are_not_lost(page: Page, chats: Chats) -> None:
    page.route("**/photo", lambda route: route.abort())
    _choose(page, photo())
    expect(page.locator("#chosen canvas")).to_be_visible()
    page.fill("#text", "ตรงหน้าวัด")
    page.press("#text", "Enter")

    expect(page.locator("#text")).to_have_value("ตรงหน้าวัด")
    assert _sent(chats) == ["text"]


def test_nothing_is_sent_before_the_photo_was_seen(page: Page, chats: Chats) -> None:
    _choose(page, photo())
    expect(page.locator("#chosen canvas")).to_be_visible()

    assert _sent(chats) == ["text"]


def test_a_photo_can_be_taken_out_again(page: Page, chats: Chats) -> None:
    _choose(page, photo())
    page.get_by_role("button", name="เอาออก").click()

    assert (page.locator("#chosen").is_visible(), page.evaluate(FOCUSED), _sent(chats)) == (False, "photo", ["text"])


def test_the_same_photo_can_be_chosen_again(page: Page) -> None:
    _choose(page, photo())
    page.get_by_role("button", name="เอาออก").click()
    _choose(page, photo())

    expect(page.locator("#chosen canvas")).to_be_visible()


def test_the_photo_is_shown_in_the_chat(page: Page) -> None:
    _send_photo(page, photo())

    expect(page.locator(".said canvas")).to_be_visible()


def test_a_photo_arrives_as_it_was_held(page: Page, folder: Path) -> None:
    _send_photo(page, photo(3000, 1500, turned=6))

    assert opened(kept_in(folder)[0].read_bytes()).size == (1000, 2000)


_WATCH = """() => {
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
        body.arrayBuffer().then(bytes => (window.travelled = Array.from(new Uint8Array(bytes))));
        send.call(this, body);
    };
}"""
"""Playwright does not show the bytes of a file that is sent."""


def test_a_large_photo_travels_small_and_without_its_place(page: Page) -> None:
    page.evaluate(_WATCH)
    _send_photo(page, photo(6000, 4500))
    travelled = opened(bytes(page.evaluate("window.travelled")))

    assert (travelled.size, dict(travelled.getexif())) == ((2000, 1500), {})


def test_what_is_no_photo_is_told_in_words(page: Page, chats: Chats) -> None:
    _choose(page, b"hello")

    expect(page.locator("#attach-news")).to_have_text("เปิดรูปนี้ไม่ได้ ใช้ได้เฉพาะรูป JPEG, PNG และ WebP")
    assert _sent(chats) == ["text"]


def test_another_kind_of_file_is_told_in_words(page: Page) -> None:
    _choose(page, b"%PDF-1.7", "plan.pdf", "application/pdf")

    expect(page.locator("#attach-news")).to_have_text("เปิดรูปนี้ไม่ได้ ใช้ได้เฉพาะรูป JPEG, PNG และ WebP")


def test_what_the_server_finds_too_large_is_told_in_words(page: Page) -> None:
    page.route("**/photo", lambda route: route.fulfill(status=413, json={"error": "x"}))
    _choose(page, photo())
    page.get_by_role("button", name="ส่งรูปนี้").click()

    expect(page.locator(".failure p")).to_have_text("รูปนี้ใหญ่เกินกว่าที่รับได้ ช่วยเลือกรูปที่เล็กกว่านี้")


def test_a_photo_that_did_not_arrive_can_be_sent_again(page: Page, chats: Chats) -> None:
    page.route("**/photo", lambda route: route.abort(), times=1)
    _choose(page, photo())
    page.get_by_role("button", name="ส่งรูปนี้").click()
    page.get_by_role("button", name="ลองอีกครั้ง").click()
    expect(page.locator(".answer")).to_have_count(2)

    assert _sent(chats) == ["text", "photo"]


def test_while_a_photo_is_sent_the_page_says_so(page: Page, chats: Chats) -> None:
    opened_gate = threading.Event()

    def answer(message: Message) -> Answer:
        opened_gate.wait(10)
        return ASKED

    chats.answer = answer
    _choose(page, photo())
    page.get_by_role("button", name="ส่งรูปนี้").click()
    try:
        expect(page.get_by_role("progressbar", name="กำลังส่งรูป")).to_be_visible()
    finally:
        opened_gate.set()


def test_after_a_reload_a_photo_that_was_never_sent_is_not_shown(page: Page) -> None:
    page.route("**/photo", lambda route: route.abort())
    _choose(page, photo())
    page.get_by_role("button", name="ส่งรูปนี้").click()
    page.wait_for_selector(".failure")
    page.reload()

    assert (page.locator(".said").count(), page.locator(".failure").count()) == (1, 0)


def test_no_photo_is_kept_in_the_browser(page: Page) -> None:
    _send_photo(page, photo())

    assert len(page.evaluate("localStorage.getItem('ask-plan:chat:1')")) < 2000


# --- places


def test_where_one_is_is_sent(page: Page, context: BrowserContext, chats: Chats) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation(HERE)  # type: ignore[arg-type]
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()
    expect(page.locator(".answer")).to_have_count(2)

    assert (_sent(chats), chats.asked[1].place) == (["text", "location"], (16.43219, 102.82361))


def test_the_place_is_shown_in_the_chat(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation(HERE)  # type: ignore[arg-type]
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()

    expect(page.locator(".said").last).to_contain_text("ตำแหน่งของฉัน 16.43219, 102.82361")


def test_who_does_not_allow_it_is_told_what_to_do(page: Page, context: BrowserContext, chats: Chats) -> None:
    context.clear_permissions()
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()

    expect(page.locator("#attach-news")).to_have_text("เบราว์เซอร์ไม่ได้รับอนุญาตให้ใช้ตำแหน่ง พิมพ์บอกสถานที่แทนได้")
    assert _sent(chats) == ["text"]


def test_nobody_is_asked_for_the_place_before_the_button_is_pressed(page: Page) -> None:
    asked = page.evaluate("navigator.permissions.query({name: 'geolocation'}).then(answer => answer.state)")

    assert asked == "prompt"


# --- for everybody


def test_everything_is_done_by_keyboard(page: Page, chats: Chats) -> None:
    with page.expect_file_chooser() as chooser:
        page.focus("#photo")  # inside: the browser waits for a chooser only once it has answered to something else
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator("#photo-send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_count(2)

    assert _sent(chats) == ["text", "photo"]


def test_nothing_sticks_out_of_a_small_phone(page: Page) -> None:
    _choose(page, photo())
    expect(page.locator("#chosen canvas")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("opened_first", [False, True])
def test_everything_to_touch_is_large_enough(page: Page, opened_first: Any) -> None:
    if opened_first:
        _choose(page, photo())
        expect(page.locator("#chosen canvas")).to_be_visible()
    small: list[str] = page.eval_on_selector_all(
        "#attaching button",
        """buttons => buttons
            .filter(button => button.offsetHeight && (button.offsetHeight < 44 || button.offsetWidth < 44))
            .map(button => button.id)""",
    )

    assert small == []


def test_nothing_is_complained_about_in_the_console(context: BrowserContext, address: str) -> None:
    """Neither the Content-Security-Policy nor the Permissions-Policy is in the way."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    _say(page)
    _send_photo(page, photo())
    context.grant_permissions(["geolocation"])
    context.set_geolocation(HERE)  # type: ignore[arg-type]
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()
    expect(page.locator(".answer")).to_have_count(3)

    assert complaints == []
