"""Can every officer use every page of the console: on a phone, enlarged, in the dark, by keyboard, on paper?"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from db import canned, lessons, staff
from db.feedback_models import Feedback, Notice
from db.lesson_models import Lesson
from db.models import now
from db.session import session_factory
from handlers import casework
from tests.case_rows import confide, given
from tests.office import AGENCY, MALEE, OTHER_AGENCY, PRANEE, Chat, bot_of, invited
from tests.web_server import CHROMIUM, serving

if CHROMIUM is None:
    pytest.skip("no chromium on this machine: the pages are not tested in a browser", allow_module_level=True)

from playwright.sync_api import Browser, Page

from tests.accessible import faults

PASSWORD = "ปลาทูสองตัวในเข่ง"
PATIENCE = 180_000
"""Milliseconds: a name is tried on hundreds of questions, by a machine that may have other work."""
NAMES: dict[str, tuple[str, staff.Role, str]] = {
    "officer": (MALEE, "officer", AGENCY),
    "coordinator": (PRANEE, "coordinator", ""),
}
EVERYBODY = {
    "inbox": "/office?view=all",
    "nothing found": "/office?view=all&q=ไม่มีคำนี้",
    "case": "/office/case/{fresh}",
    "case in talk": "/office/case/{asked}",
    "case closed": "/office/case/{closed}",
    "unsent": "/office/unsent",
    "figures": "/office/figures",
    "report": "/office/report",
    "canned": "/office/canned",
    "me": "/office/me",
}
COORDINATORS = {
    "knowledge": "/office/knowledge",
    "teaching": "/office/knowledge?message=ไฮสปีดบ้านเฮางบเท่าไหร่",
    "staff": "/office/staff",
    "audit": "/office/audit",
}
PAGES = [("officer", name) for name in EVERYBODY] + [("coordinator", name) for name in EVERYBODY | COORDINATORS]


@pytest.fixture(name="cases", scope="module")
def _cases(file_engine: Engine) -> dict[str, str]:
    """The numbers of cases of which each shows something else."""
    fresh = given(file_engine, agency=AGENCY, latitude=16.44, longitude=102.83)
    told = {
        "fresh": fresh,
        "alike": given(file_engine, agency=AGENCY),
        "theirs": given(file_engine, agency=OTHER_AGENCY),
    }
    told |= {"asked": given(file_engine, agency=AGENCY), "closed": given(file_engine, agency=AGENCY, satisfaction=2)}
    confide(file_engine, told["asked"], "เน็ตหลุด โทร 089-999-8888", "089-999-8888")
    with session_factory(file_engine).begin() as session:
        for name in ("asked", "closed"):
            casework.assign(session, told[name].replace("-", ""), PRANEE, MALEE, AGENCY)
        casework.ask(session, told["asked"].replace("-", ""), MALEE, "สะดวกวันศุกร์ไหมคะ")
        casework.remark(session, told["asked"].replace("-", ""), MALEE, "โทรถามช่างแล้ว")
        casework.close(session, told["closed"].replace("-", ""), MALEE, "เปลี่ยนเราเตอร์แล้ว", fixed=True, evidence="รูป 1")
        canned.add(session, "รับเรื่องแล้ว จะรีบดูให้ค่ะ", PRANEE)
        lessons.publish(session, Lesson(who=PRANEE, kind="name", words="เน็ตบ้านเฮา", code="5.3.6"))
        session.execute(update(Notice).values(created_at=now() - timedelta(days=1)))
        session.execute(
            update(Feedback)
            .where(Feedback.number == fresh.replace("-", ""))
            .values(created_at=now() - timedelta(days=20))
        )
    Chat(bot_of(file_engine), "U9").say("ไฮสปีดบ้านเฮางบเท่าไหร่")
    return told


@pytest.fixture(name="url", scope="module")
def _url(file_engine: Engine, cases: dict[str, str]) -> Iterator[str]:
    with serving(bot_of(file_engine)) as url:
        yield url


@pytest.fixture(name="page_of", scope="module")
def _page_of(browser: Browser, file_engine: Engine, url: str) -> Iterator[Callable[[str], Page]]:
    """The page of a role, signed in; of a stranger for any other."""
    pages: dict[str, Page] = {}

    def page_of(role: str) -> Page:
        if role not in pages:
            pages[role] = browser.new_context(base_url=url, locale="th-TH").new_page()
            pages[role].set_default_timeout(PATIENCE)
            if role in NAMES:
                _join(pages[role], invited(file_engine, *NAMES[role]))
        return pages[role]

    yield page_of
    for page in pages.values():
        page.context.close()


def _join(page: Page, code: str) -> None:
    page.goto(f"/office/join/{code}")
    for field in ("password", "again"):
        page.fill(f"input[name={field}]", PASSWORD)
    page.click("main button")


@pytest.mark.parametrize(("role", "name"), PAGES)
def test_everybody_can_use(page_of: Callable[[str], Page], cases: dict[str, str], role: str, name: str) -> None:
    page = page_of(role)
    page.goto((EVERYBODY | COORDINATORS)[name].format(**cases))

    assert faults(page, f"{role} {name}") == []


def test_what_a_case_folds_away_can_be_used_too(page_of: Callable[[str], Page], cases: dict[str, str]) -> None:
    page = page_of("coordinator")
    page.goto(f"/office/case/{cases['asked']}")
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")

    assert faults(page, "unfolded") == []


def test_what_was_refused_or_done_is_told_to_everybody(page_of: Callable[[str], Page], cases: dict[str, str]) -> None:
    page = page_of("coordinator")
    page.goto(f"/office/case/{cases['fresh']}")
    page.click("form[action$='/take'] button")
    done = faults(page, "done")
    page.click("summary:has-text('รวม')") if not page.locator("#into").is_visible() else None
    page.fill("#into", "111-111-111")
    page.click("form[action$='/merge'] button")

    assert (done, faults(page, "refused")) == ([], [])


def test_an_invitation_and_what_it_does_can_be_read(page_of: Callable[[str], Page]) -> None:
    page = page_of("coordinator")
    page.goto("/office/staff")
    page.fill("#name", "สมหญิง")
    page.fill("#agency", AGENCY)
    page.click("button[value=invite]")

    assert faults(page, "invited") == []


def test_a_trial_of_a_name_can_be_read(page_of: Callable[[str], Page]) -> None:
    page = page_of("coordinator")
    page.goto("/office/knowledge?message=ไฮสปีดบ้านเฮางบเท่าไหร่")
    page.fill("#words", "ไฮสปีดบ้านเฮา")
    page.select_option("#code", "5.3.6")
    page.click("button[value=preview]")

    assert faults(page, "trial") == []


def test_what_a_name_takes_and_an_answer_that_is_refused_can_be_read(page_of: Callable[[str], Page]) -> None:
    page = page_of("coordinator")
    page.goto("/office/knowledge?message=เน็ตฟรีใช้งบเท่าไหร่")
    page.fill("#words", "เน็ตฟรี")
    page.select_option("#code", "5.6.1")
    page.click("button[value=preview]")
    takes = page.locator("input[name=confirm]").count(), faults(page, "takes")
    page.fill("#answer", "ไม่ทราบ")
    page.fill("#source", "ประกาศ 1")
    page.click("button[value=answer]")

    assert (takes, page.locator(".error").count(), faults(page, "refused answer")) == ((1, []), 1, [])


def test_everybody_can_come_in(page_of: Callable[[str], Page], file_engine: Engine) -> None:
    page = page_of("stranger")
    page.goto("/office")
    found = faults(page, "sign-in")
    page.fill("input[name=name]", "ไม่มีใคร")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    found += faults(page, "sign-in wrong")
    page.goto(f"/office/join/{invited(file_engine, 'สมหมาย')}")
    found += faults(page, "join")
    with session_factory(file_engine).begin() as session:
        code = staff.invitation(session, staff.everybody(session)[0], "enter")
    page.goto(f"/office/enter/{code}")

    assert found + faults(page, "enter") == []
