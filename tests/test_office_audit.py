"""Does the audit log say who read what people confided or wrote, however they read it, and can nobody change it?"""

from datetime import timedelta
from io import BytesIO

import pytest
from httpx import Response
from openpyxl import load_workbook
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.office.console import ADDRESSES
from db import lessons
from db.session import create_engine_for, session_factory
from handlers.officers import news
from handlers.officers.commands import button
from handlers.officers.lists import LISTS
from handlers.officers.news import news_for
from tests.case_rows import SECRECY, confide, given, history, stored
from tests.office import AGENCY, MALEE, PRANEE, audited, bot_of, joined, officer
from tests.office_browser import Browser

WRITTEN = "เน็ตฟรีที่ศาลากลางหลุดบ่อย"
"""Of the case, as everybody of the office may read it."""
SECRETS = ("081-234-5678", "ป้าสมศรี", "089-999-8888")
"""In the whole text, in the contact, in an answer to an officer."""
SHOWS_NONE = ("/office/figures", "/office/staff", "/office/audit", "/office/canned", "/office/me")


@pytest.fixture(name="case")
def _case(plan_engine: Engine) -> str:
    """Somebody confided something in each way there is."""
    number = given(plan_engine, agency=AGENCY, text=WRITTEN)
    confide(plan_engine, number, f"{WRITTEN} โทร {SECRETS[0]}", SECRETS[1])
    case, said = stored(plan_engine, number), history(plan_engine, number)[0]
    with session_factory(plan_engine).begin() as session:
        update = session.merge(said)
        update.text, update.sealed_text = "โทร •••", SECRECY.seal(f"โทร {SECRETS[2]}", "reply", str(case.id))
        lessons.miss(session, WRITTEN, "line")
    return number


PAGES = [each.path for each in ADDRESSES if each.method == "GET"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_what_was_confided_and_who_read_words_is_written_down(
    pranee: Browser, plan_engine: Engine, case: str, path: str
) -> None:
    before = len(audited(plan_engine))
    page = pranee.http.get(path.replace("{number}", case), params={"view": "all"})

    assert (page.status_code, [secret for secret in SECRETS if secret in _words(page)]) == (200, [])
    assert (len(audited(plan_engine)) > before) is (path not in SHOWS_NONE)
    assert WRITTEN not in _words(page) or path not in SHOWS_NONE


def _words(page: Response) -> str:
    """What a page or a spreadsheet says."""
    if "spreadsheet" not in page.headers["content-type"]:
        return page.text
    sheets = load_workbook(BytesIO(page.content)).worksheets
    return str([list(sheet.iter_rows(values_only=True)) for sheet in sheets])


def test_what_was_confided_is_shown_to_who_handles_it_and_that_is_written_down(
    pranee: Browser, plan_engine: Engine, case: str
) -> None:
    pranee.act(case, "take")
    told = {"csrf": pranee.csrf()}
    page = pranee.http.post(f"/office/case/{case}/read", data=told).text

    assert ([secret in page for secret in SECRETS], audited(plan_engine)[-1]) == ([True] * 3, (PRANEE, "read"))


COMMANDS = (*LISTS, "show", "take", "start", "note", "answer", "ask")


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_tells_what_was_confided_and_who_read_words_is_written_down(
    plan_engine: Engine, case: str, name: str
) -> None:
    chat = joined(bot_of(plan_engine), MALEE)
    before = len(audited(plan_engine))
    said = chat.say({"search": f"{button(name)} {WRITTEN}"}.get(name, button(name, "" if name in LISTS else case)))

    assert [secret for secret in SECRETS if secret in said] == []
    assert (len(audited(plan_engine)) > before) or WRITTEN not in said


def test_news_in_chat_is_written_down(plan_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    joined(bot_of(plan_engine), MALEE)
    given(plan_engine, agency=AGENCY, text=WRITTEN)
    monkeypatch.setattr(news, "GATHERED", -timedelta(days=1))
    monkeypatch.setattr(news, "AWAKE", range(24))
    malee = officer(plan_engine, MALEE)
    with session_factory(plan_engine).begin() as session:
        news_for(session, session.merge(malee))

    assert audited(plan_engine)[-1] == (MALEE, "told")


def test_who_did_what_with_one_case_is_found(pranee: Browser, plan_engine: Engine, case: str) -> None:
    other = given(plan_engine, agency=AGENCY)
    pranee.http.get(f"/office/case/{other}")
    pranee.http.get(f"/office/case/{case}")
    page = pranee.http.get("/office/audit", params={"case": case}).text

    assert (page.count(f">{case}</span>"), page.count(f">{other}</span>")) == (1, 0)


def test_what_one_person_did_is_found(pranee: Browser, plan_engine: Engine, case: str) -> None:
    joined(bot_of(plan_engine), MALEE).say(case)
    page = pranee.http.get("/office/audit", params={"who": MALEE}).text

    assert (page.count(f"<td>{MALEE}</td>"), page.count(f"<td>{PRANEE}</td>")) == (2, 0)


@pytest.mark.parametrize("number", ["123-456-789", "x"])
def test_of_a_number_that_no_case_has_nothing_is_found(pranee: Browser, number: str) -> None:
    assert "<td>" not in pranee.http.get("/office/audit", params={"case": number}).text


CHANGES = (
    "UPDATE audit SET who = 'x'",
    "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit (id, at, who, action, channel, subject) SELECT id, at, 'x', '', '', '' FROM audit",
    "INSERT INTO audit (id, at, who, action, channel, subject) SELECT id, at, 'x', '', '', '' FROM audit",
    "TRUNCATE audit",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_audit_log_is_only_added_to(plan_url: str, statement: str) -> None:
    engine = create_engine_for(plan_url)
    joined(bot_of(engine), MALEE)
    with pytest.raises(SQLAlchemyError), session_factory(engine).begin() as session:
        session.execute(text(statement))

    assert audited(engine) == [(MALEE, "joined")]
    engine.dispose()
