"""Does the console show and do what it should, for each role, and nothing for anybody else?"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.office.console import ADDRESSES
from bot.office.inbox_page import LATE
from bot.server import create_app
from bot.settings import Settings
from db import cases, desk, dialogues, lessons, staff
from db.feedback_models import Notice
from db.lesson_models import Lesson
from db.models import now
from db.session import session_factory
from knowledge.lesson_trial import Trial, begin_trial
from tests.case_rows import confide, given, history, stored
from tests.office import (
    AGENCY,
    MALEE,
    OTHER_AGENCY,
    PRANEE,
    SOMCHAI,
    URL,
    Chat,
    audited,
    bot_of,
    invited,
    joined,
    officer,
)
from tests.office_browser import PASSWORD, Browser, browsers
from tests.photos import photo

COFFEE = "ร้านกาแฟศาลากลางเปิดกี่โมง"
"""What no plan says."""


@pytest.fixture(name="new_browser")
def _new_browser(plan_engine: Engine, tmp_path: Path) -> Iterator[Callable[[], Browser]]:
    with browsers(plan_engine, tmp_path) as new:
        yield new


@pytest.fixture(name="stranger")
def _stranger(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture(name="malee")
def _malee(new_browser: Callable[[], Browser], plan_engine: Engine) -> Browser:
    return new_browser().join(plan_engine, MALEE)


@pytest.fixture(name="pranee")
def _pranee(new_browser: Callable[[], Browser], plan_engine: Engine) -> Browser:
    return new_browser().join(plan_engine, PRANEE, "coordinator", "")


@pytest.fixture(name="theirs")
def _theirs(plan_engine: Engine) -> str:
    return given(plan_engine, agency=OTHER_AGENCY, text="ภาษีที่ดินคิดผิด")


# --- every address, by role


def _path(path: str, case: str) -> str:
    return path.replace("{number}", case).replace("{action}", "note")


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: f"{each.method} {each.path}")
def test_a_stranger_gets_what_anybody_gets_who_asks_for_nothing(stranger: Browser, case: str, address: object) -> None:
    path, method = _path(address.path, case), address.method  # type: ignore[attr-defined]
    nothing = stranger.http.get("/nothing-is-here")
    got = stranger.http.request(method, path, data={} if method == "GET" else {"text": "x"}, follow_redirects=False)
    front_door = (path, method) == ("/office", "GET")

    assert (got.status_code, front_door or got.json() == nothing.json()) == (303 if front_door else 404, True)


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.method == "POST"], ids=lambda each: str(each.path)
)
def test_nothing_changes_without_the_token_of_the_form(
    malee: Browser, case: str, plan_engine: Engine, address: object
) -> None:
    path = _path(address.path, case)  # type: ignore[attr-defined]
    status = malee.http.post(path, data={"text": "x", "csrf": "0" * 32}, follow_redirects=False).status_code

    assert (status, len(history(plan_engine, case))) == (404 if address.coordinators else 403, 1)  # type: ignore[attr-defined]


def test_what_was_written_is_still_there_when_it_is_refused(malee: Browser, case: str) -> None:
    told = {"csrf": malee.csrf(), "text": "เปลี่ยนเราเตอร์แล้ว"}
    refused = malee.http.post(f"/office/case/{case}/fixed", data=told)

    assert refused.status_code == 409
    assert re.findall(r"<details open><summary>([^<]*)", refused.text)[:1] == ["ปิดเรื่อง แก้แล้ว"]
    assert re.findall(r'id="t-fixed"[^>]*>([^<]*)<', refused.text) == ["เปลี่ยนเราเตอร์แล้ว"]
    assert ("ต้องมีหลักฐาน" in refused.text, "--evidence" in refused.text) == (True, False)


def test_a_page_says_what_its_button_does_now(malee: Browser, case: str) -> None:
    """A case that is open is begun; one that is closed is opened again."""
    said = [_buttons(malee, case)]
    malee.send(f"/office/case/{case}/not_fixed", text="ปีนี้ไม่มีงบ")
    said.append(_buttons(malee, case))

    assert [("เริ่มทำ" in each, "เปิดเรื่องอีกครั้ง" in each) for each in said] == [(True, False), (False, True)]


def _buttons(malee: Browser, case: str) -> list[str]:
    return re.findall("<button[^>]*>([^<]+)</button>", malee.http.get(f"/office/case/{case}").text)


def test_what_was_not_told_is_an_alarm_after_an_hour_alone(malee: Browser, case: str, plan_engine: Engine) -> None:
    malee.send(f"/office/case/{case}/take")
    fresh = malee.http.get(f"/office/case/{case}").text
    with session_factory(plan_engine).begin() as session:
        session.execute(update(Notice).values(created_at=now() - LATE))
    stale = malee.http.get(f"/office/case/{case}").text

    assert [('class="late" href="/office/unsent"' in each, "กำลังรอส่ง" in each) for each in (fresh, stale)] == [
        (False, True),
        (True, False),
    ]


def test_nobody_hands_a_case_to_themselves(pranee: Browser, plan_engine: Engine, case: str) -> None:
    joined(bot_of(plan_engine), MALEE)
    page = pranee.http.get(f"/office/case/{case}").text

    assert re.findall(r'<option value="([^"]+)">', page) == [MALEE]


def test_who_joins_with_a_password_reads_by_which_name_to_come_back(
    new_browser: type[Browser], plan_engine: Engine
) -> None:
    page = new_browser().http.get(f"/office/join/{invited(plan_engine, MALEE)}").text  # type: ignore[call-arg]

    assert f"/office ด้วยชื่อ “{MALEE}”" in page


# --- whose cases


def test_an_invitation_speaks_of_the_chat_only_where_there_is_one(stranger: Browser, plan_engine: Engine) -> None:
    code = invited(plan_engine, "ใหม่")
    page = stranger.http.get(f"/office/join/{code}").text

    assert ("LINE" in page, page.count(code), "ตั้งรหัสผ่าน" in page) == (False, 0, True)


def test_the_inbox_holds_the_own_agency_alone(malee: Browser, case: str, theirs: str) -> None:
    page = malee.http.get("/office?view=all").text

    assert (case in page, theirs in page, "ภาษีที่ดิน" in page) == (True, False, False)


@pytest.mark.parametrize("action", ["take", "ask", "answer", "not_fixed", "note", "read", "merge", "evidence"])
def test_another_agencys_case_is_not_there(malee: Browser, theirs: str, plan_engine: Engine, action: str) -> None:
    shown = malee.http.get(f"/office/case/{theirs}").status_code

    assert (shown, malee.act(theirs, action, text="x"), stored(plan_engine, theirs).state) == (404, 404, "received")


def test_a_case_cannot_be_merged_into_another_agencys(malee: Browser, case: str, theirs: str) -> None:
    assert malee.act(case, "merge", into=theirs) == 409


def test_a_case_that_was_joined_with_another_agencys_tells_no_number_of_it(
    malee: Browser, pranee: Browser, case: str, theirs: str
) -> None:
    assert pranee.act(case, "merge", into=theirs) == 303
    pages = [browser.http.get(f"/office/case/{case}").text for browser in (malee, pranee)]

    assert [f"/office/case/{theirs}" in page for page in pages] == [False, True]


@pytest.mark.parametrize("path", ["/office/table.xlsx", "/office/report.xlsx"])
def test_tables_hold_the_own_agency_alone(malee: Browser, case: str, theirs: str, path: str) -> None:
    book = load_workbook(BytesIO(malee.http.get(path).content))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]

    assert (case in cells, theirs in cells) == (True, False)


def test_the_table_holds_what_the_inbox_shows_in_thai(malee: Browser, case: str, plan_engine: Engine) -> None:
    formula = given(plan_engine, "closed", agency=AGENCY, text="=1+1 เน็ตหลุด", codes=["5.3.6"], assignee=MALEE)
    book = load_workbook(BytesIO(malee.http.get("/office/table.xlsx", params={"view": "closed"}).content))
    head, *rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]

    assert ([head[0], head[3], head[8]], len(rows)) == (["เลขที่", "เรื่อง", "สถานะ"], 1)
    assert [rows[0][place] for place in (0, 2, 3, 7, 8)] == [formula, "LINE", "=1+1 เน็ตหลุด", MALEE, "ปิดแล้ว"]
    assert rows[0][5].startswith("5.3.6 ")


def test_an_officer_cannot_ask_for_another_agencys_report(malee: Browser, theirs: str) -> None:
    assert theirs not in malee.http.get(f"/office/report?agency={OTHER_AGENCY}").text


# --- the inbox


@pytest.mark.parametrize(("words", "found"), [("ศาลากล", True), ("หลุด บ่อย", True), ("ถนน", False), ("%", False)])
def test_the_search_finds_parts_of_words(malee: Browser, case: str, words: str, found: bool) -> None:
    page = malee.http.get("/office", params={"view": "all", "q": words}).text

    assert (f'href="/office/case/{case}"' in page) is found


def test_another_view_keeps_what_was_looked_for(pranee: Browser, case: str) -> None:
    page = unescape(pranee.http.get("/office", params={"q": "หลุด", "agency": AGENCY}).text)
    [link] = re.findall(r'href="(/office\?view=all&[^"]*)"', page)

    assert (case in pranee.http.get(link).text, 'value="หลุด"' in pranee.http.get(link).text) == (True, True)


def test_a_search_that_finds_nothing_in_a_view_leads_to_all_cases(
    malee: Browser, case: str, plan_engine: Engine
) -> None:
    closed = given(plan_engine, "closed", agency=AGENCY, text="ท่อระบายน้ำตัน")
    page = malee.http.get("/office", params={"q": "ระบายน้ำ"}).text
    [link] = re.findall(r'href="(/office\?q=[^"]*)"', page)
    everywhere = malee.http.get(unescape(link)).text

    assert ("built-in" in page, page.count(">ล้างคำค้น<"), everywhere.count(">ล้างคำค้น<")) == (False, 1, 1)
    assert ("ไม่พบ “ระบายน้ำ”" in page, closed in page, closed in everywhere) == (True, False, True)
    assert "ค้นในทุกเรื่อง" not in everywhere


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"view": "mine"}, "ไม่มีงานของคุณ"),
        ({"view": "overdue"}, "ไม่มีเรื่องเกินกำหนด"),
        ({"who": SOMCHAI}, "ไม่มีเรื่องในรายการนี้"),
    ],
)
def test_an_empty_list_says_what_that_means(malee: Browser, case: str, asked: dict[str, str], said: str) -> None:
    page = malee.http.get("/office", params=asked).text

    assert (said in page, "table.xlsx" in page) == (True, False)


def test_a_case_whose_person_spoke_last_is_marked(malee: Browser, case: str, plan_engine: Engine) -> None:
    def is_marked() -> bool:
        return "มีข้อความใหม่จากผู้แจ้ง" in malee.http.get("/office").text

    malee.act(case, "ask", text="สะดวกวันไหนคะ")
    asked = is_marked()
    for words in ("วันศุกร์ค่ะ", ""):  # then a photo
        _reply(plan_engine, case, words)
    replied, page = is_marked(), malee.http.get(f"/office/case/{case}").text
    malee.act(case, "answer", text="ช่างไปวันศุกร์")

    assert (asked, replied, is_marked(), page.count("วันศุกร์ค่ะ")) == (False, True, False, 2)


def _reply(engine: Engine, number: str, text: str) -> None:
    """What the person of a case answers who was asked."""
    with session_factory(engine).begin() as session:
        found = cases.by_number(session, number.replace("-", ""))
        assert found is not None
        asked = dialogues.of_case(session, found.id)
        assert asked is not None
        dialogues.replied(session, asked)
        cases.note(session, found, "citizen", "replied", text)


def test_the_counts_are_of_the_agency_that_is_looked_at(pranee: Browser, case: str, theirs: str) -> None:
    page = pranee.http.get("/office", params={"agency": AGENCY}).text

    assert re.findall(r"<b>(\d)</b>", page)[:2] == ["1", "1"]


def test_cases_of_no_agency_are_found(pranee: Browser, plan_engine: Engine, case: str) -> None:
    nobodys = given(plan_engine, agency="")
    page = pranee.http.get("/office", params={"agency": desk.NOBODYS}).text

    assert (nobodys in page, case in page, "ทั้งหมด <b>1</b>" in page) == (True, False, True)


def test_cases_of_one_officer_are_found(pranee: Browser, plan_engine: Engine, case: str) -> None:
    own = given(plan_engine, "in_progress", agency=AGENCY, assignee=MALEE)
    page = pranee.http.get("/office", params={"who": MALEE}).text

    assert (own in page, case in page) == (True, False)


def test_a_number_finds_its_case(malee: Browser, case: str) -> None:
    assert f'href="/office/case/{case}"' in malee.http.get("/office", params={"q": case}).text


def test_the_history_is_searched_too(malee: Browser, case: str) -> None:
    malee.act(case, "note", text="โทรหาช่างแล้ว")

    assert f'href="/office/case/{case}"' in malee.http.get("/office", params={"q": "หาช่าง"}).text


def test_what_could_not_be_told_is_listed(malee: Browser, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    malee.act(case, "answer", text="ช่างจะไปวันศุกร์")
    monkeypatch.setattr("bot.office.inbox_page.LATE", -LATE)

    assert "ช่างจะไปวันศุกร์" in malee.http.get("/office/unsent").text


# --- one case


def test_a_case_from_taking_to_closing(malee: Browser, case: str, plan_engine: Engine) -> None:
    statuses = [
        malee.act(case, "take"),
        malee.act(case, "ask", text="สะดวกวันไหนคะ"),
        malee.act(case, "answer", text="ช่างไปแล้ว"),
        malee.act(case, "fixed", text="เสร็จแล้ว", evidence="ขก 123/2569"),
    ]

    assert (statuses, stored(plan_engine, case).state, history(plan_engine, case)[-1].evidence) == (
        [303] * 4,
        "closed",
        "ขก 123/2569",
    )


def test_what_cannot_be_done_is_said(malee: Browser, case: str) -> None:
    assert (malee.act(case, "fixed", text="เสร็จ"), malee.act(case, "answer", text=" ")) == (409, 409)


def test_a_photo_from_the_console_is_evidence_that_the_person_may_see(
    malee: Browser, stranger: Browser, case: str, plan_engine: Engine
) -> None:
    headers = {"content-type": "image/jpeg", "x-csrf": malee.csrf()}
    sent = malee.http.post(f"/office/case/{case}/evidence", content=photo(), headers=headers)
    malee.act(case, "fixed", text="เสร็จ", photo=str(sent.json()["photo"]))
    link = re.findall(r"/evidence/[\w-]+", history(plan_engine, case)[-1].evidence)[0]
    seen = stranger.http.get(link)

    assert (seen.status_code, seen.headers["content-type"], stranger.http.get(f"{link}x").status_code) == (
        200,
        "image/jpeg",
        404,
    )


def test_a_photo_stays_in_the_form_when_something_else_was_refused(malee: Browser, case: str) -> None:
    headers = {"content-type": "image/jpeg", "x-csrf": malee.csrf()}
    number = malee.http.post(f"/office/case/{case}/evidence", content=photo(), headers=headers).json()["photo"]
    told = {"csrf": malee.csrf(), "text": " ", "photo": str(number), "evidence": "ใบงาน 7"}
    page = malee.http.post(f"/office/case/{case}/fixed", data=told).text

    assert (f'id="photo-id" value="{number}"' in page, 'value="ใบงาน 7"' in page, "แนบรูปแล้ว</span>" in page) == (
        True,
        True,
        True,
    )


def test_a_photo_is_for_who_may_see_the_case(
    malee: Browser, stranger: Browser, pranee: Browser, theirs: str, plan_engine: Engine
) -> None:
    headers = {"content-type": "image/jpeg", "x-csrf": pranee.csrf()}
    number = pranee.http.post(f"/office/case/{theirs}/evidence", content=photo(), headers=headers).json()["photo"]
    path = f"/office/photo/{number}"
    statuses = [browser.http.get(path).status_code for browser in (pranee, malee, stranger)]

    assert (statuses, (PRANEE, "photo") in audited(plan_engine)) == ([200, 404, 404], True)


def test_what_was_confided_is_read_by_who_handles_it(malee: Browser, case: str, plan_engine: Engine) -> None:
    confide(plan_engine, case, "โทร 089-999-8888", "ลุงมี")
    refused = malee.act(case, "read")
    malee.act(case, "take")
    before = malee.http.get(f"/office/case/{case}").text
    read = malee.http.post(f"/office/case/{case}/read", data={"csrf": malee.csrf()}).text

    assert (refused, "089" in before, "ลุงมี" in before) == (404, False, False)
    assert ("089-999-8888" in read, "ลุงมี" in read, audited(plan_engine)[-1]) == (True, True, (MALEE, "read"))


def test_looking_at_a_case_is_written_down(malee: Browser, case: str, plan_engine: Engine) -> None:
    malee.http.get(f"/office/case/{case}")

    assert audited(plan_engine)[-1] == (MALEE, "looked")


def test_cases_that_say_the_same_are_offered_and_joined(malee: Browser, case: str, plan_engine: Engine) -> None:
    same = given(plan_engine, name="U2", agency=AGENCY, text="เน็ตฟรีที่ศาลากลางหลุดบ่อยมาก")
    offered = malee.http.get(f"/office/case/{same}").text
    malee.act(same, "merge", into=case)
    malee.act(case, "not_fixed", text="ปีนี้ไม่มีงบ")
    bot = bot_of(plan_engine)

    assert (case in offered, stored(plan_engine, same).state) == (True, "merged")
    assert "ปีนี้ไม่มีงบ" in Chat(bot, "U2").say("สวัสดี")


def test_what_people_write_is_escaped(malee: Browser, plan_engine: Engine) -> None:
    evil = given(plan_engine, agency=AGENCY, text="<script>alert(1)</script>")
    pages = malee.http.get("/office").text + malee.http.get(f"/office/case/{evil}").text

    assert ("<script>alert" in pages, "&lt;script&gt;alert" in pages) == (False, True)


@pytest.mark.parametrize(
    ("map_url", "link"),
    [
        ("", "geo:16.440000,102.830000"),
        (
            "https://map.example.org/?lat={latitude}&lon={longitude}",
            "https://map.example.org/?lat=16.440000&lon=102.830000",
        ),
    ],
)
def test_a_place_is_a_link_to_the_map_that_the_deployment_names(
    plan_engine: Engine, tmp_path: Path, map_url: str, link: str
) -> None:
    place = given(plan_engine, agency=AGENCY, latitude=16.44, longitude=102.83, place_name="วัดหลวง")
    settings = Settings(public_url=URL, attachments_url=str(tmp_path), map_url=map_url)
    with TestClient(create_app(settings, bot_of(plan_engine)), base_url=URL) as client:
        Browser(client).join(plan_engine, MALEE)
        page = unescape(client.get(f"/office/case/{place}").text)

    assert (f'href="{link}"' in page, "วัดหลวง" in page) == (True, True)


def test_a_place_in_words_alone_is_shown(plan_engine: Engine, malee: Browser) -> None:
    place = given(plan_engine, agency=AGENCY, place_name="หน้าตลาดสด ต.ในเมือง")

    assert "หน้าตลาดสด ต.ในเมือง" in malee.http.get(f"/office/case/{place}").text


def test_what_shows_that_it_is_mended_is_a_link_in_the_history(malee: Browser, case: str) -> None:
    malee.act(case, "fixed", text="เสร็จแล้ว", evidence="ดูที่ https://example.org/work/7 <b>")
    page = malee.http.get(f"/office/case/{case}").text

    assert ('href="https://example.org/work/7"' in page, "&lt;b&gt;" in page) == (True, True)


# --- coming in and going out


def test_a_password_lets_in_and_a_wrong_one_does_not(malee: Browser, stranger: Browser) -> None:
    wrong = stranger.knock("/office/sign-in", name=MALEE, password="wrong password")
    nobody = stranger.knock("/office/sign-in", name="ไม่มี", password=PASSWORD)
    right = stranger.knock("/office/sign-in", name=MALEE, password=PASSWORD)

    assert (wrong.status_code, wrong.text.replace(MALEE, "ไม่มี") == nobody.text, right.status_code) == (403, True, 303)


def test_who_mistyped_the_password_need_not_type_the_name_again(malee: Browser, stranger: Browser) -> None:
    assert 'value="มาลี"' in stranger.knock("/office/sign-in", name=MALEE, password="ผิดแน่นอนสิบตัว").text


def test_passwords_cannot_be_tried_out(malee: Browser, stranger: Browser) -> None:
    tries = [stranger.knock("/office/sign-in", name=MALEE, password="x") for _ in range(8)]

    assert tries[-1].status_code == 429


def test_an_invitation_works_once(stranger: Browser, plan_engine: Engine) -> None:
    code = invited(plan_engine, MALEE)
    looked = stranger.http.get(f"/office/join/{code}").status_code
    first = stranger.knock(f"/office/join/{code}", password=PASSWORD, again=PASSWORD).status_code
    again = stranger.http.get(f"/office/join/{code}")

    assert (looked, first, again.status_code, "ใช้ไปแล้วหรือหมดอายุ" in again.text) == (200, 303, 404, True)


def test_a_link_from_the_chat_lets_in_once(stranger: Browser, plan_engine: Engine) -> None:
    said = joined(bot_of(plan_engine), MALEE).say("เปิดคอนโซล")
    link = re.findall(r"/office/enter/[\w-]+", said)[0]
    looked = stranger.http.get(link).status_code
    entered = stranger.knock(link).status_code

    assert (looked, entered, stranger.http.get("/office").status_code) == (200, 303, 200)
    assert stranger.knock(link).status_code == 404


@pytest.mark.parametrize("sends", [{}, {"csrf": "0" * 32}])
def test_no_form_of_another_site_signs_anybody_in(
    malee: Browser, new_browser: Callable[[], Browser], plan_engine: Engine, sends: dict[str, str]
) -> None:
    """Nor lets it anybody's tries be used up, or a link be spent."""
    visited, never_here = new_browser(), new_browser()
    visited.http.get("/office/sign-in")
    link = re.findall(r"/office/enter/[\w-]+", joined(bot_of(plan_engine), SOMCHAI).say("เปิดคอนโซล"))[0]
    told = {**sends, "name": MALEE, "password": PASSWORD}
    said = [each.http.post("/office/sign-in", data=told) for each in (visited, never_here) for _ in range(8)]
    entered = visited.http.post(link, data={"in": "", **sends})

    assert {each.status_code for each in (*said, entered)} == {403}
    assert [visited.http.get("/office", follow_redirects=False).status_code, visited.knock(link).status_code] == [
        303,
        303,
    ]


def test_a_form_for_one_browser_is_none_of_another(new_browser: Callable[[], Browser], malee: Browser) -> None:
    one, other = new_browser(), new_browser()
    mark = re.findall(r'name="csrf" value="([0-9a-f]+)"', one.http.get("/office/sign-in").text)[0]
    other.http.get("/office/sign-in")
    told = {"csrf": mark, "name": MALEE, "password": PASSWORD}

    assert other.http.post("/office/sign-in", data=told).status_code == 403


def test_signed_out_is_out(malee: Browser) -> None:
    malee.send("/office/sign-out")

    assert malee.http.get("/office/me").status_code == 404


def test_who_was_removed_is_out_at_once(malee: Browser, pranee: Browser) -> None:
    pranee.send("/office/staff", do="remove", name=MALEE)

    assert malee.http.get("/office/me").status_code == 404


def test_a_session_ends(malee: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff, "SESSION", -staff.SESSION)

    assert malee.http.get("/office/me").status_code == 404


def test_a_new_password_signs_every_browser_out(malee: Browser) -> None:
    malee.send("/office/me", old=PASSWORD, password="แมวสามตัวบนหลังคา", again="แมวสามตัวบนหลังคา")

    assert malee.http.get("/office/me").status_code == 404


def test_a_password_is_kept_as_a_hash_alone(malee: Browser, plan_engine: Engine) -> None:
    assert officer(plan_engine, MALEE).password.startswith("$argon2id$")


def test_a_coordinator_invites(pranee: Browser, plan_engine: Engine) -> None:
    told = {"csrf": pranee.csrf(), "do": "invite", "name": "วิชัย", "role": "officer", "agency": AGENCY}
    page = pranee.http.post("/office/staff", data=told).text

    assert ("/office/join/" in page, officer(plan_engine, "วิชัย").agency) == (True, AGENCY)


def test_the_cookie_is_for_the_console_alone(stranger: Browser, plan_engine: Engine) -> None:
    code = invited(plan_engine, MALEE)
    told = stranger.knock(f"/office/join/{code}", password=PASSWORD, again=PASSWORD).headers.get_list("set-cookie")
    cookie = next(each for each in told if each.startswith("office="))

    assert [part in cookie for part in ("HttpOnly", "Secure", "Path=/office", "SameSite=lax")] == [True] * 4


def test_only_the_console_may_have_forms(malee: Browser) -> None:
    policies = [malee.http.get(path).headers["content-security-policy"] for path in ("/office", "/")]

    assert ["form-action 'self'" in policy for policy in policies] == [True, False]


def test_a_file_of_the_console_is_served(malee: Browser) -> None:
    files = re.findall(r'(?:src|href)="(/office/static/[^"]+)"', malee.http.get("/office").text)

    assert [malee.http.get(file).status_code for file in files] == [200, 200, 200]


def test_a_sentence_can_be_kept_and_taken_away(malee: Browser, case: str) -> None:
    malee.send("/office/canned", do="add", text="ขอบคุณที่แจ้งค่ะ")
    there = malee.http.get(f"/office/case/{case}").text
    malee.send("/office/canned", do="remove", text="ขอบคุณที่แจ้งค่ะ")

    assert ("ขอบคุณที่แจ้งค่ะ" in there, "ขอบคุณที่แจ้งค่ะ" in malee.http.get("/office/canned").text) == (True, False)


def test_nothing_of_the_office_is_kept_by_a_browser(malee: Browser, case: str) -> None:
    paths = ("/office", f"/office/case/{case}", "/office/me", "/office/table.xlsx")

    assert {malee.http.get(path).headers["cache-control"] for path in paths} == {"no-store"}


def test_the_audit_log_is_shown_to_coordinators(pranee: Browser, malee: Browser, case: str) -> None:
    malee.act(case, "take")

    assert case in pranee.http.get("/office/audit").text


def test_what_somebody_leaves_who_is_removed_is_told(
    pranee: Browser, malee: Browser, plan_engine: Engine, case: str
) -> None:
    malee.act(case, "take")
    told = {"csrf": pranee.csrf(), "do": "remove", "name": MALEE}
    page = unescape(pranee.http.post("/office/staff", data=told).text)
    [link] = re.findall(r'href="(/office\?who=[^"]*)"', page)

    assert ("1 เรื่อง" in page, case in pranee.http.get(link).text) == (True, True)


def test_removed_people_can_be_invited_again(pranee: Browser, malee: Browser, plan_engine: Engine) -> None:
    pranee.send("/office/staff", do="remove", name=MALEE)
    with session_factory(plan_engine).begin() as session:
        staff.invite(session, MALEE, "officer", AGENCY)

    assert officer(plan_engine, MALEE).removed_at is None


# --- knowledge


def test_a_coordinator_mends_what_was_not_known(pranee: Browser, plan_engine: Engine) -> None:
    bot = bot_of(plan_engine)
    asked = "ไฮสปีดบ้านเฮางบเท่าไหร่"
    Chat(bot, "a").say(asked)
    listed = pranee.http.get("/office/knowledge").text
    told = {"message": asked, "words": "ไฮสปีดบ้านเฮา", "code": "5.3.6", "csrf": pranee.csrf()}
    tried = pranee.http.post("/office/knowledge", data={**told, "do": "preview"}).text
    status = pranee.send("/office/knowledge", **{**told, "do": "name"})

    assert (asked in listed, "311" in tried, status, "15.00" in Chat(bot, "b").say(asked)) == (True, True, 303, True)
    assert "ไฮสปีดบ้านเฮา" in pranee.http.get("/office/knowledge.yaml").text


def test_a_name_that_takes_questions_needs_a_second_word(pranee: Browser) -> None:
    told = {"message": "", "words": "เน็ตฟรี", "code": "5.6.1", "do": "name"}

    assert [pranee.send("/office/knowledge", **told), pranee.send("/office/knowledge", **told, confirm="yes")] == [
        409,
        303,
    ]


def test_the_page_tells_what_the_bot_makes_of_a_message_now_and_then(pranee: Browser) -> None:
    asked = "ไฮสปีดบ้านเฮางบเท่าไหร่"
    now = pranee.http.get("/office/knowledge", params={"message": asked}).text
    told = {"message": asked, "words": "ไฮสปีดบ้านเฮา", "code": "5.3.6", "csrf": pranee.csrf(), "do": "preview"}
    then = pranee.http.post("/office/knowledge", data=told).text

    assert ("15.00" in now, "15.00" in then, _answers(now), _answers(then)) == (False, True, 1, 2)


def _answers(page: str) -> int:
    return page.count('class="words said-there"')


def test_an_answer_that_would_never_be_given_is_refused_and_kept_in_the_form(pranee: Browser) -> None:
    told = {
        "message": "เน็ตฟรีใช้งบเท่าไหร่",
        "answer": "ไม่ทราบ",
        "source": "ประกาศ 1",
        "do": "answer",
        "csrf": pranee.csrf(),
    }
    page = pranee.http.post("/office/knowledge", data=told)

    assert (page.status_code, "ไม่ทราบ</textarea>" in page.text, 'value="ประกาศ 1"' in page.text) == (409, True, True)
    assert pranee.send("/office/knowledge", **{**told, "message": "ร้านกาแฟศาลากลางเปิดกี่โมง"}) == 303


def test_things_of_every_stored_plan_can_be_named(two: Engine, pranee: Browser) -> None:
    asked = "สระใหญ่บ้านเรางบเท่าไหร่"
    page = pranee.http.get("/office/knowledge", params={"message": asked}).text
    told = {"message": asked, "words": "สระใหญ่บ้านเรา", "code": "small:2.1.1"}
    tried = pranee.http.post("/office/knowledge", data={**told, "csrf": pranee.csrf(), "do": "preview"}).text
    status = pranee.send("/office/knowledge", **told, do="name")

    groups = [each for each in re.findall('<optgroup label="([^"]+)"', page) if each.startswith("โครงการ")]
    assert groups == [
        "โครงการ · แผนพัฒนาจังหวัดขอนแก่น 2554-2557 (main)",
        "โครงการ · แผนพัฒนาจังหวัดน่าน 2561-2564 (small)",
    ]
    assert ('<option value="5.3.6"' in page, '<option value="small:2.1.1"' in page, "5.50" in tried) == (True,) * 3
    assert (status, "5.50" in Chat(bot_of(two), "b").say(asked)) == (303, True)


@pytest.mark.parametrize(("plan", "names"), [("", {}), ("main", {}), ("small", {"2.1.1": ["สระใหญ่บ้านเรา"]})])
def test_names_are_exported_for_the_plan_they_are_for(
    two: Engine, pranee: Browser, plan: str, names: dict[str, list[str]]
) -> None:
    pranee.send("/office/knowledge", words="สระใหญ่บ้านเรา", code="small:2.1.1", do="name")
    told = yaml.safe_load(pranee.http.get(f"/office/knowledge.yaml?plan={plan}").text)

    assert told == {"aliases": names, "answers": []}


@pytest.mark.parametrize("plan", ["", "small", "/"])
def test_a_ready_answer_is_written_for_a_plan_or_for_every_one(two: Engine, pranee: Browser, plan: str) -> None:
    told = {"question": COFFEE, "answer": "เปิด 8 โมง", "source": "ประกาศ 1"}
    status = pranee.send(
        "/office/knowledge", message=COFFEE, answer="เปิด 8 โมง", source="ประกาศ 1", plan=plan, do="answer"
    )
    exported = [
        yaml.safe_load(pranee.http.get(f"/office/knowledge.yaml?plan={name}").text)["answers"]
        for name in ("main", "small")
    ]

    assert status == 303
    assert exported == [[told] if plan in (own, "/") else [] for own in ("", "small")]


def test_the_plan_that_a_message_names_is_offered_and_is_no_part_of_the_question(two: Engine, pranee: Browser) -> None:
    asked = f"แผน small {COFFEE}"
    page = pranee.http.get("/office/knowledge", params={"message": asked}).text
    told = {"message": asked, "answer": "เปิด 8 โมง", "source": "ประกาศ 1", "plan": "small"}
    status = pranee.send("/office/knowledge", **told, do="answer")

    assert ('<option value="small" selected>' in page, status) == (True, 303)
    assert "เปิด 8 โมง" in Chat(bot_of(two), "a").say(asked)


def test_a_plan_that_is_not_there_gives_no_answer(pranee: Browser) -> None:
    told = {"message": COFFEE, "answer": "เปิด 8 โมง", "source": "ประกาศ 1", "plan": "nowhere"}

    assert pranee.send("/office/knowledge", **told, do="answer") == 400


@pytest.mark.parametrize(
    ("asked", "taught"),
    [
        (COFFEE, {"do": "answer", "answer": "เปิด 8 โมง", "source": "ประกาศ 1"}),
        ("ไฮสปีดบ้านเฮางบเท่าไหร่", {"do": "name", "words": "ไฮสปีดบ้านเฮา", "code": "5.3.6"}),
    ],
    ids=["answer", "name"],
)
def test_what_was_taught_is_no_open_question_any_more(
    pranee: Browser, plan_engine: Engine, asked: str, taught: dict[str, str]
) -> None:
    bot = bot_of(plan_engine)
    for user, said in enumerate((asked, f"{asked}คะ", "วันนี้ฝนตกไหม")):
        Chat(bot, str(user)).say(said)
    before = _open(pranee)
    pranee.send("/office/knowledge", message=asked, **taught)

    assert (before, _open(pranee)) == ([f"{asked}คะ", "วันนี้ฝนตกไหม"], ["วันนี้ฝนตกไหม"])


def test_whatever_was_asked_by_the_new_name_is_no_open_question(pranee: Browser, plan_engine: Engine) -> None:
    bot = bot_of(plan_engine)
    for user, said in enumerate(("ไฮสปีดบ้านเฮางบเท่าไหร่", "ใครดูแลไฮสปีดบ้านเฮา", COFFEE)):
        Chat(bot, str(user)).say(said)
    before = len(_open(pranee))
    pranee.send("/office/knowledge", message="ไฮสปีดบ้านเฮางบเท่าไหร่", do="name", words="ไฮสปีดบ้านเฮา", code="5.3.6")

    assert (before, _open(pranee)) == (3, [COFFEE])


def test_projects_are_offered_before_anything_else(pranee: Browser) -> None:
    page = pranee.http.get("/office/knowledge", params={"message": COFFEE}).text

    assert re.findall('<optgroup label="([^"]+)"', page)[0] == "โครงการ"


@pytest.mark.parametrize(("words", "helps"), [("ร้านกาแฟศาลากลาง", True), ("ปลาทูเข่งใหญ่", False)])
def test_a_name_that_does_not_help_the_message_is_said_to(pranee: Browser, words: str, helps: bool) -> None:
    told = {"message": f"{words if helps else COFFEE}งบเท่าไหร่", "words": words, "code": "5.3.6", "do": "preview"}
    page = pranee.http.post("/office/knowledge", data={**told, "csrf": pranee.csrf()}).text

    assert ("ยังไม่เข้าใจข้อความข้างบน" in page, "เผยแพร่ชื่อ" in page) == (not helps, True)


def test_what_was_pressed_is_said(pranee: Browser, plan_engine: Engine) -> None:
    with session_factory(plan_engine).begin() as session:
        lessons.publish(session, Lesson(who=PRANEE, kind="name", words="เน็ตบ้านเฮา", code="5.3.6"))
        lesson = str(lessons.history(session)[0].id)
    told = {
        "/office/knowledge": [{"do": "undo", "lesson": lesson}, {"do": "dismiss", "ids": "1"}],
        "/office/canned": [{"text": "สวัสดีค่ะ"}, {"text": "สวัสดีค่ะ"}, {"text": "สวัสดีค่ะ", "do": "remove"}],
    }
    pages = [
        pranee.http.post(path, data={"csrf": pranee.csrf(), **form}).text
        for path, forms in told.items()
        for form in forms
    ]
    said = [re.findall('class="said" role="status">([^ <]+)', page) for page in pages]

    assert said == [["ถอนแล้ว"], ["เอาออกจากรายการแล้ว"], ["เพิ่มแล้ว"], ["ไม่ได้เพิ่ม"], ["ลบแล้ว"]]


def test_what_was_taught_besides_leaves_the_question_open(pranee: Browser, plan_engine: Engine) -> None:
    Chat(bot_of(plan_engine), "a").say(COFFEE)
    pranee.send("/office/knowledge", message=COFFEE, do="name", words="ไฮสปีดบ้านเฮา", code="5.3.6")

    assert _open(pranee) == [COFFEE]


def test_what_the_bot_came_near_to_is_offered_first(pranee: Browser) -> None:
    page = pranee.http.get("/office/knowledge", params={"message": "ไฮสปีดบ้านเฮางบเท่าไหร่"}).text
    near = re.search('<optgroup label="ใกล้เคียงกับข้อความนี้">(.*?)</optgroup>', page)

    assert near is not None
    assert 'value="5.3.6"' in near[1]


def _open(pranee: Browser) -> list[str]:
    return re.findall(r'<span class="words">([^<]+)', pranee.http.get("/office/knowledge").text)


def test_of_a_plan_that_is_not_there_nothing_is_exported(pranee: Browser) -> None:
    assert pranee.http.get("/office/knowledge.yaml?plan=nowhere").status_code == 404


def test_nobody_waits_for_a_trial_and_what_was_published_meanwhile_is_seen_first(
    pranee: Browser, plan_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*given: Any) -> Callable[[], Trial]:
        """Meanwhile somebody else writes, for whom SQLite has one lock."""
        trial = begin_trial(*given)
        with session_factory(plan_engine).begin() as session:
            lessons.publish(session, Lesson(who=PRANEE, kind="name", words="เน็ตบ้านเฮา", code="5.3.6"))
        return trial

    told = {"words": "ไฮสปีดบ้านเฮา", "code": "5.3.6", "do": "name"}
    monkeypatch.setattr("bot.office.knowledge_page.begin_trial", slow)
    meanwhile = pranee.send("/office/knowledge", **told)
    monkeypatch.undo()

    assert (meanwhile, pranee.send("/office/knowledge", **told)) == (409, 303)


def test_no_transaction_is_open_while_a_name_is_tried(
    pranee: Browser, plan_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL would end it after a minute, and nobody else had the connection."""
    open_now: list[bool] = []

    def watched(session: Session, *given: Any) -> Callable[[], Trial]:
        trial = begin_trial(session, *given)

        def work() -> Trial:
            open_now.append(session.in_transaction())
            return trial()

        return work

    monkeypatch.setattr("bot.office.knowledge_page.begin_trial", watched)
    pranee.send("/office/knowledge", words="ไฮสปีดบ้านเฮา", code="5.3.6", do="name")

    assert open_now == [False]
