"""Does the page work in a real browser: on a phone, by keyboard, on a line that breaks?"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from handlers.answer import Answer, Item, Listing, Note, Text
from handlers.message import Message
from tests.web_chats import DOCUMENT, MANY, WHICH, WIFI, Chats
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the page is not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
FOCUSED = "document.activeElement.id || document.activeElement.className"


@pytest.fixture(name="served", scope="module")
def _served() -> Iterator[tuple[str, Chats]]:
    chats = Chats()
    with serving(chats) as address:
        yield address, chats


@pytest.fixture(name="chats")
def _chats(served: tuple[str, Chats]) -> Chats:
    chats = served[1]
    chats.answer = WIFI
    chats.asked.clear()
    chats.ids.clear()
    chats.forgotten.clear()
    return chats


@pytest.fixture(name="context")
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="th-TH")  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture(name="page")
def _page(context: BrowserContext, served: tuple[str, Chats], chats: Chats) -> Page:
    page = context.new_page()
    page.goto(served[0])
    return page


def _ask(page: Page, text: str = "เน็ตฟรีใช้งบเท่าไร") -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def _asked(page: Page, text: str = "เน็ตฟรีใช้งบเท่าไร") -> None:
    answers = page.locator(".answer").count()
    _ask(page, text)
    expect(page.locator(".answer")).to_have_count(answers + 1)


class Gate:
    """Holds every answer back until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, message: Message) -> Answer:
        self.open.wait(10)
        return WIFI


@pytest.fixture(name="gate")
def _gate(chats: Chats) -> Iterator[Gate]:
    gate = Gate()
    chats.answer = gate
    yield gate
    gate.open.set()


# --- asking


def test_enter_sends_what_was_typed(page: Page, chats: Chats) -> None:
    _asked(page)

    assert [message.text for message in chats.asked] == ["เน็ตฟรีใช้งบเท่าไร"]


def test_the_button_sends_what_was_typed(page: Page, chats: Chats) -> None:
    page.fill("#text", "เน็ตฟรี")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    page.wait_for_selector(".answer")

    assert [message.text for message in chats.asked] == ["เน็ตฟรี"]


def test_shift_and_enter_start_a_line(page: Page, chats: Chats) -> None:
    page.fill("#text", "หนึ่ง")
    page.press("#text", "Shift+Enter")

    assert (page.input_value("#text"), chats.asked) == ("หนึ่ง\n", [])


def test_nothing_typed_sends_nothing(page: Page, chats: Chats) -> None:
    _ask(page, "   ")

    assert (page.locator(".said").count(), chats.asked) == (0, [])


def test_an_example_asks_its_question(page: Page, chats: Chats) -> None:
    page.click("#examples button >> nth=0")
    page.wait_for_selector(".answer")

    assert [message.text for message in chats.asked] == ["เน็ตฟรีใช้งบเท่าไร"]


def test_a_suggestion_asks_its_question(page: Page, chats: Chats) -> None:
    _asked(page)
    page.get_by_role("button", name="ใครดูแล").click()
    expect(page.locator(".answer")).to_have_count(2)

    assert [message.text for message in chats.asked][1:] == ["ใครดูแล"]


def test_only_the_newest_answer_offers_suggestions(page: Page) -> None:
    _asked(page)
    _asked(page)

    assert page.get_by_role("button", name="ใครดูแล").count() == 1


def test_the_question_is_shown_before_the_answer_comes(page: Page, gate: Gate) -> None:
    _ask(page, "เน็ตฟรี")

    expect(page.locator(".said")).to_have_text("คุณถามว่า เน็ตฟรี")


def test_while_it_looks_something_up_it_says_so(page: Page, gate: Gate) -> None:
    _ask(page)

    expect(page.locator(".waiting")).to_have_text("กำลังค้นในแผน")


def test_nothing_is_sent_twice(page: Page, chats: Chats, gate: Gate) -> None:
    page.fill("#text", "เน็ตฟรี")
    page.press("#text", "Enter")
    page.press("#text", "Enter")
    _ask(page, "ข้อต่อไป")
    gate.open.set()
    page.wait_for_selector(".answer")

    assert [message.text for message in chats.asked] == ["เน็ตฟรี"]


def test_what_is_typed_while_waiting_stays(page: Page, gate: Gate) -> None:
    _ask(page, "เน็ตฟรี")
    _ask(page, "ข้อต่อไป")
    gate.open.set()
    page.wait_for_selector(".answer")

    assert page.input_value("#text") == "ข้อต่อไป"


def test_a_text_that_is_too_long_is_not_sent_and_not_lost(page: Page, chats: Chats) -> None:
    _ask(page, "ก" * 2001)

    assert (page.inner_text("#hint"), len(page.input_value("#text")), chats.asked) == (
        "ยาวเกิน 2,000 ตัวอักษร ช่วยย่อให้สั้นลง",
        2001,
        [],
    )


# --- what an answer looks like


def test_the_figure_comes_first_and_large(page: Page) -> None:
    _asked(page)
    size = page.eval_on_selector(".figure .number", "number => parseFloat(getComputedStyle(number).fontSize)")

    assert (page.inner_text(".figure .number"), size > 40) == ("15.00", True)


def test_the_budget_of_each_year_is_a_row_of_a_table(page: Page) -> None:
    _asked(page)
    rows = page.get_by_role("table", name="งบรายปี (ล้านบาท)").get_by_role("row")

    assert [row.split() for row in rows.all_inner_texts()] == [
        ["ปี", "2554", "ไม่ได้ตั้งงบ"],
        ["ปี", "2555", "5.00"],
        ["ปี", "2556", "10.00"],
    ]


def test_the_bars_are_as_long_as_the_amounts(page: Page) -> None:
    _asked(page)
    half, whole = page.eval_on_selector_all(".fill", "bars => bars.map(bar => bar.getBoundingClientRect().width)")

    assert round(half / whole, 2) == 0.5


def test_a_long_list_shows_its_first_items(page: Page, chats: Chats) -> None:
    chats.answer = MANY
    _asked(page)

    assert page.locator(".item:visible").count() == 8


def test_the_rest_of_a_long_list_is_one_button_away(page: Page, chats: Chats) -> None:
    chats.answer = MANY
    _asked(page)
    page.get_by_role("button", name="ดูทั้งหมด 14 รายการ").click()

    assert page.locator(".item:visible").count() == 14


def test_what_anybody_wrote_never_becomes_html(page: Page, chats: Chats) -> None:
    attack = "<img src=x onerror=alert(1)>"
    chats.answer = Answer("answered", (Text(attack), Listing((Item(attack, attack, attack),))), suggestions=(attack,))
    _asked(page, attack)

    assert page.locator("main img").count() == 0


def test_an_emergency_number_can_be_called_by_a_touch(page: Page, chats: Chats) -> None:
    chats.answer = Answer("emergency", (Text("เจ็บป่วยฉุกเฉิน โทร 1669 ตลอด 24 ชั่วโมง"), Listing((Item("ตำรวจ", "191"),))))
    _asked(page)

    assert page.eval_on_selector_all(".answer a", "links => links.map(link => link.href)") == ["tel:1669", "tel:191"]


def test_the_file_of_ones_data_is_a_touch_away(page: Page, chats: Chats) -> None:
    chats.answer = Answer("privacy", (Text("เปิดไฟล์ข้อมูลทั้งหมดของคุณได้ที่นี่"), Text("/my-data/c2VhbGVk_-")))
    _asked(page)
    links = page.eval_on_selector_all(".answer a", "links => links.map(link => [link.pathname, link.download])")

    assert links == [["/my-data/c2VhbGVk_-", "my-data.json"]]


def test_no_part_of_a_case_number_and_no_amount_is_called(page: Page, chats: Chats) -> None:
    chats.answer = Answer(
        "status", (Text("เรื่องเลขที่ 191-199-111 และ 111-191-199 ยาว 150 เมตร งบ 191,000 บาท"), Note("โทร 1567 ได้"))
    )
    _asked(page)

    assert page.eval_on_selector_all(".answer a", "links => links.map(link => link.href)") == ["tel:1567"]


def test_the_photo_of_a_result_is_a_touch_away(page: Page, chats: Chats) -> None:
    chats.answer = Answer("status", (Text("ดูผลงานได้ที่: https://plan.example/evidence/aB-1\nพอใจแค่ไหนคะ"),))
    _asked(page)
    links = page.eval_on_selector_all(".answer a", "links => links.map(link => [link.href, link.rel])")

    assert links == [["https://plan.example/evidence/aB-1", "noopener noreferrer"]]


def test_the_numbers_of_the_first_screen_can_be_called(page: Page) -> None:
    links = page.eval_on_selector_all(".help a", "links => links.map(link => link.href)")

    assert links == ["tel:1567", "tel:1111"]


def test_after_a_second_try_by_keyboard_one_goes_on_typing(page: Page, chats: Chats) -> None:
    chats.answer = _break
    _ask(page)
    page.get_by_role("button", name="ลองอีกครั้ง").focus()
    chats.answer = WIFI
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")

    assert page.evaluate(FOCUSED) == "text"


@pytest.mark.parametrize("status", ["feedback", "status"])
def test_the_number_for_complaints_can_be_called_too_and_a_year_cannot(page: Page, chats: Chats, status: Any) -> None:
    chats.answer = Answer(status, (Text("ปี 2554 แจ้งศูนย์ดำรงธรรม โทร 1567"),))
    _asked(page)

    assert page.eval_on_selector_all(".answer a", "links => links.map(link => link.href)") == ["tel:1567"]


def test_in_a_list_the_figure_stands_out_and_the_agency_does_not(page: Page, chats: Chats) -> None:
    chats.answer = Answer("answered", (Listing((Item("โครงการ", "2.00 ล้านบาท · สำนักงานจังหวัดขอนแก่น"),)),))
    _asked(page)
    weights = page.eval_on_selector_all(".fact", "facts => facts.map(fact => getComputedStyle(fact).fontWeight)")

    assert (page.inner_text(".item .below"), weights) == ("2.00 ล้านบาท · สำนักงานจังหวัดขอนแก่น", ["600", "400"])


def test_what_was_meant_is_chosen_in_the_list(page: Page, chats: Chats) -> None:
    chats.answer = WHICH
    _asked(page)
    page.get_by_role("button", name="กลยุทธ์ที่ 1 ของประเด็นที่ 3 พัฒนาระบบ").click()
    expect(page.locator(".answer")).to_have_count(2)

    assert chats.asked[1].text == "กลยุทธ์ที่ 1 ของประเด็นที่ 3"


def test_choices_of_the_list_are_not_offered_a_second_time(page: Page, chats: Chats) -> None:
    chats.answer = WHICH
    _asked(page)

    assert (page.locator(".choose").count(), page.locator(".next").count()) == (2, 0)


def test_choices_that_are_not_those_of_the_list_stay_below_it(page: Page, chats: Chats) -> None:
    chats.answer = replace(WHICH, suggestions=("ประเด็นที่ 2", "ประเด็นที่ 3"))
    _asked(page)

    assert (page.locator(".choose").count(), page.locator(".next button").count()) == (0, 2)


def test_choices_still_work_after_a_reload(page: Page, chats: Chats) -> None:
    chats.answer = WHICH
    _asked(page)
    page.reload()
    page.locator(".choose").first.click()
    expect(page.locator(".answer")).to_have_count(2)

    assert chats.asked[1].text == "กลยุทธ์ที่ 1 ของประเด็นที่ 2"


def test_an_english_answer_says_that_it_is_english(page: Page, chats: Chats) -> None:
    chats.answer = Answer("answered", (Text("15.00 million baht"),), language="en")
    _asked(page)

    assert page.get_attribute(".answer", "lang") == "en"


def test_the_page_can_be_read_in_english(page: Page, served: tuple[str, Chats]) -> None:
    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ask Khon Kaen’s plan")


def test_paper_has_all_of_a_long_list_and_no_buttons(page: Page, chats: Chats) -> None:
    chats.answer = MANY
    _asked(page)
    page.emulate_media(media="print")

    assert (
        page.locator(".item:visible").count(),
        page.locator(".more:visible, .next:visible, .foot:visible").count(),
    ) == (14, 0)


# --- sources


def test_a_source_opens_the_line_with_its_quotes_marked(page: Page) -> None:
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()
    page.wait_for_selector(".cited")

    assert page.locator("mark").all_inner_texts() == ["โครงการ Free Wi-Fi, Free internet", "5.00"]


def test_a_source_names_the_year_of_each_amount(page: Page) -> None:
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()
    page.wait_for_selector(".cited")

    assert page.locator(".cited .cell.short").all_inner_texts()[:2] == ["2554\n-", "2555\n5.00"]


def test_escape_closes_the_source_and_goes_back_to_its_button(page: Page) -> None:
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()
    page.wait_for_selector(".cited")
    page.keyboard.press("Escape")

    assert (page.locator("#source").is_visible(), page.evaluate(FOCUSED)) == (False, "source")


def test_a_touch_beside_the_source_closes_it(page: Page) -> None:
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()
    page.wait_for_selector(".cited")
    page.mouse.click(180, 20)

    expect(page.locator("#source")).to_be_hidden()


def test_sources_of_a_sum_can_be_leafed_through(page: Page, chats: Chats) -> None:
    chats.answer = MANY
    _asked(page)
    page.get_by_role("button", name="บรรทัด 35").click()
    page.get_by_role("button", name="ที่มาถัดไป").click()

    expect(page.locator(".cited .line-number")).to_contain_text("36")


def test_many_sources_show_the_first_and_how_many_more(page: Page, chats: Chats) -> None:
    chats.answer = MANY
    _asked(page)

    assert page.locator(".sources button:visible").all_inner_texts() == [
        "บรรทัด 35",
        "บรรทัด 36",
        "บรรทัด 37",
        "อีก 3 แห่ง",
    ]


def test_without_a_connection_a_source_still_shows_its_quote(page: Page, context: BrowserContext) -> None:
    _asked(page)
    context.set_offline(True)
    page.get_by_role("button", name="บรรทัด 89").click()

    expect(page.locator("mark").first).to_have_text("โครงการ Free Wi-Fi, Free internet")


def test_the_whole_document_is_one_link_away(page: Page) -> None:
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()

    expect(page.get_by_role("link", name="อ่านเอกสารทั้งฉบับ")).to_have_attribute("href", f"/document/{DOCUMENT}")


# --- nothing is lost


def test_a_reload_keeps_the_chat(page: Page) -> None:
    _asked(page)
    page.reload()

    assert (page.locator(".said").count(), page.inner_text(".figure .number")) == (1, "15.00")


def test_a_reload_keeps_what_was_typed(page: Page) -> None:
    page.fill("#text", "ยังพิมพ์ไม่เส")
    page.reload()

    assert page.input_value("#text") == "ยังพิมพ์ไม่เส"


def _lose_the_answer(route: Route) -> None:
    """The server got the message, and answered."""
    route.fetch()
    route.abort()


def test_a_message_whose_answer_got_lost_is_sent_again_as_the_same(page: Page, chats: Chats) -> None:
    page.route("**/chat", _lose_the_answer, times=1)
    _ask(page)
    page.get_by_role("button", name="ลองอีกครั้ง").click()
    expect(page.locator(".answer")).to_have_count(1)

    assert (len(chats.ids), len({*chats.ids}), len(chats.ids[0])) == (2, 1, 32)


def test_after_a_reload_it_is_still_the_same(page: Page, chats: Chats) -> None:
    page.route("**/chat", _lose_the_answer, times=1)
    _ask(page)
    expect(page.locator(".failure")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="ลองอีกครั้ง").click()
    expect(page.locator(".answer")).to_have_count(1)

    assert (len(chats.ids), len({*chats.ids})) == (2, 1)


def test_another_message_has_another_id(page: Page, chats: Chats) -> None:
    _asked(page)
    _asked(page)

    assert len({*chats.ids}) == 2


def test_a_question_that_a_reload_cut_off_can_be_sent_again(page: Page, gate: Gate) -> None:
    _ask(page)
    page.wait_for_selector(".waiting")
    page.reload()
    gate.open.set()
    page.get_by_role("button", name="ลองอีกครั้ง").click()

    expect(page.locator(".answer")).to_have_count(1)


def test_a_spoilt_memory_is_an_empty_chat(page: Page) -> None:
    page.evaluate("localStorage.setItem('ask-plan:chat:1', '[{\"text\": 5}, null, ')")
    page.reload()
    _asked(page)

    assert page.locator(".said").count() == 1


def test_the_memory_of_a_browser_is_bounded(page: Page) -> None:
    page.evaluate(
        "localStorage.setItem('ask-plan:chat:1', JSON.stringify(Array(100).fill({text: 'a', answer: {parts: []}})))"
    )
    page.reload()
    _asked(page)

    assert page.evaluate("JSON.parse(localStorage.getItem('ask-plan:chat:1')).length") == 40


def test_clearing_empties_page_and_memory(page: Page) -> None:
    _asked(page)
    page.click("#clear")
    page.click("#clear-yes")
    expect(page.locator(".said")).to_have_count(0)

    assert page.evaluate("localStorage.getItem('ask-plan:chat:1')") is None


def test_clearing_makes_the_server_forget(page: Page, chats: Chats) -> None:
    _asked(page)
    page.click("#clear")
    page.click("#clear-yes")
    expect(page.locator("#news")).to_have_text("ล้างบทสนทนาแล้ว")

    assert chats.forgotten == [("web", chats.asked[0].user)]


def test_clearing_can_be_thought_over(page: Page) -> None:
    _asked(page)
    page.click("#clear")
    page.get_by_role("button", name="ไม่ล้าง").click()

    assert page.locator(".said").count() == 1


# --- a line that breaks


def _break(message: Message) -> Answer:
    raise RuntimeError("broken for this test")


def test_a_fault_is_told_and_can_be_tried_again(page: Page, chats: Chats) -> None:
    chats.answer = _break
    _ask(page)
    page.wait_for_selector(".failure")
    chats.answer = WIFI
    page.get_by_role("button", name="ลองอีกครั้ง").click()

    expect(page.locator(".answer")).to_have_count(1)


def test_a_fault_is_told_in_words(page: Page, chats: Chats) -> None:
    chats.answer = _break
    _ask(page)

    expect(page.locator(".failure p")).to_have_text("ระบบขัดข้องชั่วคราว ลองอีกครั้งในอีกสักครู่")


def test_without_a_connection_the_page_says_so(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)

    expect(page.locator("#offline")).to_be_visible()


def test_a_question_asked_without_a_connection_goes_once_there_is_one(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    _ask(page)
    page.wait_for_selector(".failure")
    context.set_offline(False)

    expect(page.locator(".answer")).to_have_count(1)


def test_an_answer_that_does_not_come_is_given_up(page: Page, gate: Gate) -> None:
    page.clock.install()
    page.reload()
    _ask(page)
    page.wait_for_selector(".waiting")
    page.clock.fast_forward(25_000)

    expect(page.locator(".failure p")).to_have_text("รอนานแล้วยังไม่ได้คำตอบ")


def test_a_slow_line_is_told(page: Page, gate: Gate) -> None:
    page.clock.install()
    page.reload()
    _ask(page)
    page.wait_for_selector(".waiting")
    page.clock.fast_forward(5_000)

    expect(page.locator(".waiting")).to_have_text("เครือข่ายช้า ยังรอคำตอบอยู่")


# --- for everybody


def test_new_answers_are_read_aloud(page: Page) -> None:
    expect(page.get_by_role("log", name="บทสนทนา")).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, chats: Chats, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    _asked(page, "ก" * 300)
    chats.answer = MANY
    _asked(page)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_letters_are_large(page: Page) -> None:
    _asked(page)
    sizes: list[float] = page.eval_on_selector_all(
        ".text, .said, .item, .choice, #text, .bars td",
        "elements => elements.map(element => parseFloat(getComputedStyle(element).fontSize))",
    )

    assert min(sizes) >= 17


def test_the_page_brings_its_own_thai_letters(page: Page) -> None:
    page.evaluate("document.fonts.ready")

    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]


def test_everything_comes_from_this_server(context: BrowserContext, served: tuple[str, Chats], chats: Chats) -> None:
    addresses: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(served[0])
    _asked(page)

    assert [address for address in addresses if not address.startswith(served[0])] == []


def test_the_browser_has_nothing_to_complain_about(
    context: BrowserContext, served: tuple[str, Chats], chats: Chats
) -> None:
    """Such as a style that the Content-Security-Policy forbids, or an element that is not there."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(served[0])
    _asked(page)
    page.get_by_role("button", name="บรรทัด 89").click()
    page.wait_for_selector(".cited")

    assert complaints == []


def test_everything_to_touch_is_large_enough(page: Page, chats: Chats) -> None:
    _asked(page)
    chats.answer = WHICH
    _asked(page)
    chats.answer = WIFI
    _asked(page)
    small: list[str] = page.eval_on_selector_all(
        "button, textarea, .other-language",
        """elements => elements
            .filter(element => element.offsetHeight && (element.offsetHeight < 44 || element.offsetWidth < 44))
            .map(element => element.outerHTML)""",
    )

    assert small == []


def test_the_keyboard_goes_from_the_box_to_its_button(page: Page) -> None:
    page.focus("#text")
    page.keyboard.press("Tab")

    assert page.evaluate(FOCUSED) == "send"


def test_the_first_key_leads_to_the_box(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("ก")

    assert page.input_value("#text") == "ก"


def test_what_has_the_focus_is_outlined(page: Page) -> None:
    _asked(page)
    page.focus("#text")
    page.keyboard.press("Shift+Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_on_a_phone_an_example_opens_no_keyboard(page: Page) -> None:
    page.tap("#examples button >> nth=0")
    page.wait_for_selector(".answer")

    assert page.evaluate(FOCUSED) != "text"


def test_on_a_desk_one_goes_on_typing(browser: Browser, served: tuple[str, Chats], chats: Chats) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(served[0])
    page.click("#examples button >> nth=0")
    page.wait_for_selector(".answer")
    focused = page.evaluate(FOCUSED)
    page.close()

    assert focused == "text"


def test_who_wants_no_motion_gets_none(page: Page, gate: Gate) -> None:
    page.emulate_media(reduced_motion="reduce")
    _ask(page)
    page.wait_for_selector(".waiting")

    assert page.eval_on_selector(".dots i", "dot => getComputedStyle(dot).animationName") == "none"


CONTRASTS = """() => {
    const channels = color => color.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b]
        .map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
    const behind = element => {
        const layers = [];
        for (let at = element; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
        return layers.reverse().reduce((below, [r, g, b, a = 1]) =>
            [r, g, b].map((c, i) => c * a + below[i] * (1 - a)), [255, 255, 255]);
    };
    const poor = [];
    for (const element of document.querySelectorAll('body *')) {
        const said = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!said || !element.offsetHeight || element.closest('.hidden')) continue;
        const style = getComputedStyle(element);
        const [one, other] = [luminance(channels(style.color)), luminance(behind(element))].sort((a, b) => b - a);
        const ratio = (one + .05) / (other + .05);
        if (ratio < 4.5) poor.push([element.className, element.textContent.slice(0, 20), ratio]);
    }
    return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page: Page, chats: Chats, scheme: Any) -> None:
    """WCAG AA: 4.5 to 1."""
    page.emulate_media(color_scheme=scheme)
    _asked(page)
    chats.answer = MANY
    _asked(page)
    chats.answer = WHICH
    _asked(page)
    chats.answer = _break
    _ask(page)
    page.wait_for_selector(".failure")
    page.click(".source >> nth=0")
    page.wait_for_selector(".cited")

    assert page.evaluate(CONTRASTS) == []
