"""Does the chat work without JavaScript: by forms that only our own page can send, and once?"""

import html
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db.feedback_models import Feedback

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"


@pytest.fixture(name="browser")
def _browser(plan_engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), Dispatcher(plan_engine, b"k" * 32))) as client:
        yield client


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(token|once)" value="(\w+)"', page))


def _button(page: str, label: str) -> str:
    shown = re.findall(r'name="do" value="([^"]*)">([^<]*)<', page)
    return html.unescape(next(value for value, said in shown if said == label))


def _say(browser: TestClient, page: str, **fields: str) -> str:
    return browser.post("/plain", data={**_hidden(page), **fields}).text


def test_a_question_is_answered(browser: TestClient) -> None:
    page = browser.get("/plain").text

    assert "15.00" in _say(browser, page, text="เน็ตฟรีใช้งบเท่าไหร่")


def test_a_report_is_sent_by_two_forms(browser: TestClient, plan_engine: Engine) -> None:
    shown = _say(browser, browser.get("/plain").text, text=ROAD)
    _say(browser, shown, do=_button(shown, "ยินยอมและส่งเรื่อง"))

    with Session(plan_engine) as session:
        assert list(session.scalars(select(Feedback.text))) == [ROAD]


def test_a_form_that_is_sent_again_has_no_second_effect(browser: TestClient, plan_engine: Engine) -> None:
    shown = _say(browser, browser.get("/plain").text, text=ROAD)
    told = [_say(browser, shown, do=_button(shown, "ยินยอมและส่งเรื่อง")) for _ in range(2)]

    with Session(plan_engine) as session:
        [case] = session.scalars(select(Feedback))
    assert [case.number[:3] + "-" in page for page in told] == [True, True]


@pytest.mark.parametrize("token", ["", "0" * 64, "ก"])
def test_a_form_of_another_site_does_nothing(browser: TestClient, token: str) -> None:
    browser.get("/plain")
    told = browser.post("/plain", data={"token": token, "text": "เน็ตฟรีใช้งบเท่าไหร่"})

    assert (told.status_code, "15.00" in told.text) == (200, False)


def test_the_mark_of_another_browser_is_none(browser: TestClient, plan_engine: Engine) -> None:
    theirs = _hidden(browser.get("/plain").text)
    browser.cookies.clear()
    browser.get("/plain")

    assert "15.00" not in browser.post("/plain", data={**theirs, "text": "เน็ตฟรีใช้งบเท่าไหร่"}).text


def test_what_somebody_typed_never_becomes_html(browser: TestClient) -> None:
    told = _say(browser, browser.get("/plain").text, text="<img src=x> <!--hidden--> ถนนพังมาก อยากให้ซ่อม")

    assert ("<img" in told, "&lt;img src=x&gt;" in told, told.count('name="token"')) == (False, True, 3)


@pytest.mark.parametrize("entry", ["แจ้งเรื่อง", "เรื่องของฉัน", "ความเป็นส่วนตัว"])
def test_the_entries_work(browser: TestClient, entry: str) -> None:
    page = browser.get("/plain").text

    assert 'class="card answer"' in _say(browser, page, do=_button(page, entry))


def test_who_has_no_script_finds_the_plan_and_whom_to_call(browser: TestClient) -> None:
    page = browser.get("/plain").text

    assert [link in page for link in ('href="tel:1567"', 'href="tel:1111"', 'href="/plan"')] == [True] * 3


def test_json_is_no_form(browser: TestClient) -> None:
    assert browser.post("/plain", json={"text": "x"}).status_code == 415
