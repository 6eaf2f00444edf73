"""Lists of projects, who answers for what, and which years: what is read, and what must not be read so?"""

import pytest
from sqlalchemy.orm import Session

from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.parse import Parsed, parse
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.reading import read
from tests.chats import play

MONEY = a.Measure("amount")
PROJECTS = a.All("project")
PLAN_YEARS = (2554, 2555, 2556, 2557)
TWO_AGENCIES = a.Compared(a.Measure("count", kind="agency"), ">=", 2)
ONE_YEAR = a.Compared(a.Measure("years"), "=", 1)
NO_AGENCY = a.Where(PROJECTS, a.Has("agency"), negated=True)
MUNICIPALITIES = a.Of("project", a.Named("agency", ("อปท.",)))


def _named(*codes: str) -> a.Named:
    kind: Kind = "tactic" if "T" in codes[0] else "project" if codes[0].count(".") == 2 else "issue"
    return a.Named(kind, codes)


def _counted(of: a.Set) -> a.Tell:
    return a.Tell(a.Number(of))


def _by_year(of: a.Set) -> a.Grouped:
    return a.Grouped(a.Total(MONEY, of), "year")


def _who(of: a.Set) -> a.Listing:
    return a.Listing(a.Of("agency", of))


def _parsed(index: Index, text: str) -> Parsed | None:
    return parse(index, take_apart(index, read(index, text)))


READ: dict[str, a.Query] = {
    # projects of what is named
    "โครงการใต้กลยุทธ์ 1 ของประเด็น 3 มีอะไรบ้าง": a.Listing(a.Of("project", _named("5.3.T1"))),
    "มีทั้งหมดกี่โครงการ": _counted(PROJECTS),
    "มีทั้งหมดกี่โครงการจ๊ะแผนพัฒนาจังหวัดชุดนี้": _counted(PROJECTS),
    "ประเด็น 3 ตัวไหนปี 54 ไม่ได้ตั้งงบ": a.Listing(a.Where(a.Of("project", _named("5.3")), a.Funded((2554,)), negated=True)),
    # projects that are named themselves
    "PMQA มีกี่โครงการ": _counted(_named("5.2.6", "5.3.5")),
    "มีโครงการอะไรเกี่ยวกับเวียดนามมั่งคะ": a.Listing(_named("5.6.3", "5.6.4")),
    "มีโครงการอบรมคอมพิวเตอร์ให้ชาวบ้านไหม": a.Listing(_named("5.3.7")),
    "PPIS คือโครงการอะไร": a.Listing(_named("5.2.5")),
    "มีคนโพสต์ว่าแผนนี้มี 30 โครงการ ถูกหรือเปล่า": a.Check(a.Number(PROJECTS), "=", 30),
    # by their agencies
    "อปท. ร่วมรับผิดชอบโครงการใดบ้าง": a.Listing(a.Where(MUNICIPALITIES, TWO_AGENCIES)),
    "โครงการไหนมี 2 หน่วยงานทำร่วมกันบ้าง": a.Listing(a.Where(PROJECTS, TWO_AGENCIES)),
    "อปท. ทำกี่โครงการ นับที่ทำร่วมกับหน่วยอื่นด้วย": _counted(MUNICIPALITIES),
    "มีโครงการที่ช่องหน่วยงานรับผิดชอบปล่อยว่างไว้กี่โครงการ": _counted(NO_AGENCY),
    "อปท. ร่วมรับผิดชอบ คก.ใด งบรวมเท่าใด": a.Several(
        (
            a.Listing(a.Where(MUNICIPALITIES, TWO_AGENCIES)),
            a.Tell(a.Total(MONEY, a.Where(MUNICIPALITIES, TWO_AGENCIES))),
        )
    ),
    "รวมยอดปี 57 ทุก คก. ที่ อปท. รับผิดชอบ (นับที่ทำร่วมด้วย)": a.Tell(
        a.Total(a.Measure("amount", years=(2557,)), a.Named("agency", ("อปท.",)))
    ),
    # by their years and amounts
    "โครงการที่ตั้งงบแค่ปีเดียวแล้วหายไป มีกี่โครงการ": _counted(a.Where(PROJECTS, ONE_YEAR)),
    "โครงการใดตั้งงบเฉพาะปี 54 กับ 56 เท่านั้น": a.Listing(
        a.Where(a.Where(PROJECTS, a.Funded((2554, 2556))), a.Compared(a.Measure("years"), "=", 2))
    ),
    "ปีสุดท้าย 57 มีกี่โครงการที่ไม่ตั้งงบเลย": _counted(a.Where(PROJECTS, a.Funded((2557,)), negated=True)),
    "โครงการช่วง 3–6 ลบ. มีกี่โครงการ (นับทั้ง 3 และ 6)": _counted(
        a.Where(PROJECTS, a.Compared(MONEY, "between", 300_000_000, 600_000_000))
    ),
    "งบแบบปีเว้นปี มีโครงการไหน": a.Listing(a.Where(PROJECTS, a.Course(PLAN_YEARS, "alternate"))),
    "GIS ตั้งงบปีเว้นปีใช่ไหม": a.Several(
        (a.Among(_named("5.3.3"), a.Where(PROJECTS, a.Course(PLAN_YEARS, "alternate"))), _by_year(_named("5.3.3")))
    ),
    # by a word of their name
    "โครงการไหนบ้างที่มีคำว่าสำรวจอยู่ในชื่อ": a.Listing(a.Where(PROJECTS, a.Words("สำรวจ"))),
    "which projects have the word ICT in their name": a.Listing(a.Where(PROJECTS, a.Words("ict"))),
    # who answers for what
    "ถ่ายทอด KPI จว. สู่บุคคล — หน่วยรับผิดชอบ": _who(_named("5.2.1")),
    "สำรวจความพึงพอใจเรื่องเสียภาษี มีโครงการมั้ย ใครทำ": _who(_named("5.1.1")),
    "งานขยายผลชุมชนต้นแบบพระยืน อันนี้ใครทำ": _who(_named("5.3.8")),
    "เทศบาลนครขอนแก่นเป็นคนทำเรื่องเมืองดงเห่ยใช่ไหม": a.Among(
        a.Named("agency", ("เทศบาลนครขอนแก่น",)), a.Of("agency", _named("5.6.4"))
    ),
    "ถ่ายทอดตัวชี้วัดสู่องค์กรและบุคคล หน่วยงาน + งบรวม": a.Several(
        (_who(_named("5.2.1")), a.Tell(a.Total(MONEY, _named("5.2.1"))))
    ),
    # which years
    "e-Service ตั้งงบไว้ปีเดียว ปีอะไร": _by_year(_named("5.3.1")),
    "สำรวจว่าคนจังหวัดอื่นมองขอนแก่นยังไง ทำปีไหน": _by_year(_named("5.5.2")),
}


@pytest.mark.parametrize("text", READ)
def test_projects_agencies_and_years_are_read(text: str, index: Index) -> None:
    found = _parsed(index, text)

    assert found is not None
    assert (found.query, found.dropped) == (READ[text], ())


NOT_SO: dict[str, a.Query] = {
    "โครงการใต้กลยุทธ์ 1 ของประเด็น 3 ใช้งบเท่าไหร่": a.Listing(a.Of("project", _named("5.3.T1"))),
    "โครงการไหนไม่ได้มี 2 หน่วยงานทำร่วมกัน": a.Listing(a.Where(PROJECTS, TWO_AGENCIES)),
    "โครงการใดตั้งงบปี 54 กับ 56": a.Listing(
        a.Where(a.Where(PROJECTS, a.Funded((2554, 2556))), a.Compared(a.Measure("years"), "=", 2))
    ),
    "โครงการเกิน 3 ลบ. มีกี่โครงการ (นับ 3 พอดีด้วย)": _counted(a.Where(PROJECTS, a.Compared(MONEY, ">", 300_000_000))),
    "จ่ายภาษีทุกปี มีโครงการมาถามไหมว่าจ่ายภาษีสะดวกหรือเปล่า": a.Listing(
        a.Where(_named("5.1.1"), a.Funded((2554, 2555, 2556, 2557)))
    ),
    "โครงการเวียดนามของประเด็น 6 มีอะไรบ้าง": a.Listing(a.Of("project", _named("5.6"))),
    "งบ GIS เว้นปี 55 เหลือเท่าไหร่": a.Among(_named("5.3.3"), a.Where(PROJECTS, a.Course(PLAN_YEARS, "alternate"))),
    "ในแผนมีคำว่าสำรวจกี่ครั้ง": _counted(a.Where(PROJECTS, a.Words("สำรวจ"))),
    "เทศบาลนครขอนแก่นทำเรื่องเมืองดงเห่ยกับใคร": a.Among(
        a.Named("agency", ("เทศบาลนครขอนแก่น",)), a.Of("agency", _named("5.6.4"))
    ),
    "ถ่ายทอดตัวชี้วัดสู่บุคคล มีกี่หน่วยงาน": _who(_named("5.2.1")),
}
"""What is asked, and the reading that would leave a word of it out."""


@pytest.mark.parametrize("text", NOT_SO)
def test_a_near_miss_is_not_read_so(text: str, index: Index) -> None:
    found = _parsed(index, text)

    assert found is None or found.query != NOT_SO[text]


def test_a_place_in_an_order_is_the_thing_that_was_told_there(session: Session, index: Index) -> None:
    told = play(session, index, ["4 โครงการที่งบสูงสุดของแผน", "อันดับ 2 ใครรับผิดชอบ"])

    assert told[1].answer.codes == told[0].answer.codes[1:2]


def test_a_claim_of_an_agency_is_of_what_the_chat_is_about(session: Session, index: Index) -> None:
    told = play(session, index, ["เน็ตฟรีปีละเท่าไร", "สรรพากรเฮ็ดแม่นบ่"])

    assert told[1].answer.codes == ("5.3.6",)
    assert "ไม่" in told[1].text
