"""Is a message that goes on about the last answer read as what it changes, sets beside it, or picks from it?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.chat import asked_in
from knowledge.parsing.parse import parse
from knowledge.query import algebra as a
from knowledge.query.kinds import Kind
from knowledge.reading import read
from knowledge.understand import understand

MONEY = a.Measure("amount")
PROJECTS, ISSUES, AGENCIES = a.All("project"), a.All("issue"), a.All("agency")
FREE_WIFI, E_SERVICE, GIS, POC = (a.Named("project", (code,)) for code in ("5.3.6", "5.3.1", "5.3.3", "5.3.4"))
ISSUE_2, ISSUE_3, ISSUE_4, ISSUE_6 = (a.Named("issue", (code,)) for code in ("5.2", "5.3", "5.4", "5.6"))
TREASURY = a.Named("agency", ("คลังจังหวัด",))


def _of_years(*years: int) -> a.Measure:
    return a.Measure("amount", years=years)


def _total(of: a.Set, *years: int) -> a.Total:
    return a.Total(_of_years(*years), of)


def _change(of: a.Set, first: int, last: int, *, percent: bool = False) -> a.Tell:
    return a.Tell(a.Change(of, first, last, percent))


def _first(of: a.Set, *years: int, kind: Kind = "project") -> a.Grouped:
    return a.Grouped(a.Total(_of_years(*years), of), kind, 1)


def _behind_first(of: a.Set, places: int, *years: int) -> a.Set:
    return a.Without(of, a.First(of, _of_years(*years), places))


def _yearly(of: a.Set) -> a.Grouped:
    return a.Grouped(a.Total(MONEY, of), "year")


def _named_of_issue_6() -> a.Set:
    return a.Named("project", tuple(f"5.6.{number}" for number in range(1, 5)))


def _without_budget(of: a.Set, *years: int) -> a.Listing:
    return a.Listing(a.Where(a.Of("project", of), a.Funded(years), negated=True))


def _number_within(of: a.Set, *without: int) -> a.Tell:
    listed = a.Where(PROJECTS, a.Funded(without), negated=True)
    return a.Tell(a.Number(a.And(listed, a.Of("project", of))))


def _more_than(of: a.Set, kind: Kind, op: a.Operator = ">") -> a.Listing:
    return a.Listing(a.Where(a.All(kind), a.Compared(MONEY, op, a.Total(MONEY, of))))


Chat = tuple[tuple[str, ...], a.Query]

CHANGES: list[Chat] = [
    (("งบประเด็น 4 ปี 55 ต่างจากปี 54 กี่ล้าน", "ขึ้นกี่เปอร์เซ็นต์"), _change(ISSUE_4, 2554, 2555, percent=True)),
    (("งบ POC ปี 54", "ปี 56", "เพิ่มขึ้นเท่าไร"), _change(POC, 2554, 2556)),
    (("งบประเด็น 3 ปี 55 ขึ้นจากปี 54 กี่ล้าน", "แล้วปีต่อไปเพิ่มกี่ล้าน"), _change(ISSUE_3, 2555, 2556)),
    (("งบประเด็น 3 ปี 55 ขึ้นจากปี 54 กี่ล้าน", "55 ไป 56 ล่ะ"), _change(ISSUE_3, 2555, 2556)),
    (("งบประเด็น 3 ปี 55 ขึ้นจากปี 54 กี่ล้าน", "ปี 57 เทียบปี 56 ล่ะ"), _change(ISSUE_3, 2556, 2557)),
    (("ประเด็น 2 ได้เท่าไร", "ปี 56 เพิ่มจากปีก่อนหน้ากี่ล้าน"), _change(ISSUE_2, 2555, 2556)),
    (("ประเด็น 3 แยกรายปี", "54 ไป 57 หายไปกี่ล้าน"), _change(ISSUE_3, 2554, 2557)),
]

YEARS: list[Chat] = [
    (("ปีไหนงบรวมสูงสุด", "ปีนั้นโครงการไหนได้เยอะสุด"), _first(PROJECTS, 2556)),
    (("ปีไหนงบรวมสูงสุด", "ปีนั้นประเด็น 4 ได้กี่ล้าน"), a.Tell(_total(ISSUE_4, 2556))),
    (
        ("ปีไหนงบรวมสูงสุด", "ในปีนั้นประเด็น 4 กินไปกี่ %"),
        a.Tell(a.Share(_total(ISSUE_4, 2556), _total(PROJECTS, 2556))),
    ),
    (("งบ e-Service ปี 2562 เท่าไร", "งั้นเอาปี 56"), a.Tell(_total(E_SERVICE, 2556))),
    (("ปี 60 คลังจังหวัดได้กี่ล้าน", "งั้น 54"), a.Tell(_total(TREASURY, 2554))),
    (("งบ GIS ปีไหนบ้าง", "ปีอื่นไม่มีเลยเหรอ"), _yearly(GIS)),
    (("งบ GIS เท่าไร", "ได้ทุกปีเลยไหม"), _yearly(GIS)),
    (("เน็ตฟรีปี 56 กี่บาท", "ปีก่อนหน้าล่ะ เท่ากันไหม"), a.Comparison((_total(FREE_WIFI, 2556), _total(FREE_WIFI, 2555)))),
    (("เน็ตฟรีปีละเท่าไร", "แล้วรวมสี่ปีล่ะครับ"), a.Tell(a.Total(MONEY, FREE_WIFI))),
    (("ประเด็น 4 ปี 55 เท่าไร", "รวมสี่ปีของประเด็นนี้"), a.Tell(a.Total(MONEY, ISSUE_4))),
    (("POC ได้งบปีไหนบ้าง", "สองปีนั้นรวมเท่าไร"), a.Tell(a.Total(MONEY, POC))),
    (("คลังจังหวัดเริ่มได้งบปีไหน", "งบปีนั้นล่ะ"), _yearly(TREASURY)),
    (("งบเน็ตฟรีสี่ปี", "ปีเดียวล่ะ"), _yearly(FREE_WIFI)),
    (("งบเน็ตฟรีปี 56", "ปีก่อนหน้านั้นเท่าไหร่"), a.Tell(_total(FREE_WIFI, 2555))),
    (("งบรวมทั้งแผน", "แยกเป็นรายปีให้ด้วยค่ะ"), _yearly(PROJECTS)),
    (("งบ GIS เท่าไร", "แล้วทั้งแผนปี 55 ล่ะ"), a.Tell(_total(PROJECTS, 2555))),
    (("GIS มากกว่า e-Service ไหม", "แล้วทั้งแผนปี 55 ล่ะ"), a.Tell(_total(PROJECTS, 2555))),
    (("What is the GIS project?", "in 2013 only?"), a.Tell(_total(GIS, 2556))),
    (("ประเด็น 4 ปี 55-56 เท่าไร", "ช่วงเดียวกัน ทุกประเด็นรวมเท่าไร"), a.Tell(_total(PROJECTS, 2555, 2556))),
]

ORDERS: list[Chat] = [
    (("โครงการไหนแพงสุด", "อันดับสามล่ะ"), _first(_behind_first(PROJECTS, 2))),
    (("ประเด็นไหนได้งบมากสุด", "อันดับ 2 คือประเด็นไหน ได้เท่าไร"), _first(_behind_first(ISSUES, 1), kind="issue")),
    (("หน่วยงานไหนได้งบมากสุด", "ได้กี่ % ของทั้งแผน", "อันดับสองคือใคร"), _first(_behind_first(AGENCIES, 1), kind="agency")),
    (("โครงการงบสูงสุด 3 อันดับ", "ขอ 5 อันดับ"), a.Listing(a.First(PROJECTS, MONEY, 5))),
    (("ปี 54 ประเด็นไหนได้เยอะสุด", "ปี 57 ยังเป็นอันเดิมไหม"), _first(ISSUES, 2557, kind="issue")),
    (("ประเด็นไหนได้งบเป็นอันดับสอง", "แล้วอันดับสุดท้าย"), a.Grouped(a.Total(MONEY, ISSUES), "issue", 1, smallest=True)),
    (("List all projects of issue 6", "which one has the largest budget?"), _first(_named_of_issue_6())),
    (("ประเด็น 6 มีกี่โครงการ", "แพงสุดคืออะไร"), _first(a.Of("project", ISSUE_6))),
    (("ประเด็น 6 มีกี่โครงการ", "ตัวไหนแพงสุด"), _first(a.Of("project", ISSUE_6))),
    (("คลังจังหวัดได้งบเท่าไร", "เฉพาะปี 55", "อันไหนเยอะสุด"), _first(a.Of("project", TREASURY), 2555)),
    (("งบประเด็น 4 เท่าไร", "ประเด็นไหนได้มากสุด"), _first(ISSUES, kind="issue")),
    (("GIS กับ POC ได้งบเท่าไร", "โครงการไหนได้งบมากสุด"), _first(a.Named("project", ("5.3.3", "5.3.4")))),
]

SIDES: list[Chat] = [
    (("งบ GIS เท่าไร", "มากกว่า POC กี่ล้าน"), a.Comparison((a.Total(MONEY, POC), a.Total(MONEY, GIS)))),
    (("งบ GIS เท่าไร", "เทียบกับ POC อันไหนเยอะกว่า"), a.Comparison((a.Total(MONEY, POC), a.Total(MONEY, GIS)))),
    (("งบ GIS เท่าไร", "เท่ากับ e-Service เลยเหรอ"), a.Comparison((a.Total(MONEY, E_SERVICE), a.Total(MONEY, GIS)))),
    (("งบ GIS เท่าไร", "POC ล่ะ เท่ากันไหม"), a.Comparison((a.Total(MONEY, POC), a.Total(MONEY, GIS)))),
    (("เน็ตฟรีปี 56 กี่ล้าน", "น้อยกว่า e-Service เท่าไร"), a.Comparison((_total(E_SERVICE, 2556), _total(FREE_WIFI, 2556)))),
    (("งบ GIS เท่าไร", "มีโครงการไหนได้มากกว่านี้อีกไหม"), _more_than(GIS, "project")),
    (("งบทั้งแผนเท่าไร", "ประเด็นไหนได้น้อยกว่าประเด็น 2"), _more_than(ISSUE_2, "issue", "<")),
    (
        ("ปี 54 ประเด็น 2 กับประเด็น 3 ต่างกันเท่าไร", "ปี 57 ล่ะ ต่างกันกี่ล้าน"),
        a.Comparison((_total(ISSUE_2, 2557), _total(ISSUE_3, 2557))),
    ),
]

OTHERS: list[Chat] = [
    (
        ("สรรพากรทำโครงการอะไรบ้าง รวมกี่ล้าน", "ของคลังจังหวัดล่ะ"),
        a.Several((a.Listing(a.Of("project", TREASURY)), a.Tell(a.Total(MONEY, TREASURY)))),
    ),
    (
        ("สี่โครงการที่งบมากที่สุด", "4 ตัวนี้รวมกี่ล้าน"),
        a.Tell(a.Total(MONEY, a.Named("project", ("5.5.3", "5.3.6", "5.3.1", "5.3.3")))),
    ),
    (("โครงการที่ไม่มีงบปี 57", "อยู่ประเด็น 6 กี่โครงการ"), _number_within(ISSUE_6, 2557)),
    (("รถไฟรางเบาในเมืองงบกี่ล้าน", "งั้นเน็ตฟรีล่ะครับ"), a.Listing(FREE_WIFI)),
    (("โครงการในประเด็น 3 ที่ไม่มีงบปี 56", "แล้วปี 55 ล่ะ ตัวไหนไม่มี"), _without_budget(ISSUE_3, 2555)),
    (("ประเด็น 4 เฉลี่ยต่อโครงการกี่ล้าน", "ประเด็น 6 ล่ะ"), a.Tell(a.Average(MONEY, a.Of("project", ISSUE_6)))),
    (("งบ GIS เท่าไร", "อีกเรื่องนะคะ ใครรับผิดชอบ POC"), a.Listing(a.Of("agency", POC))),
    (("ใครดูแล GIS", "ขอแค่วงเงิน"), a.Tell(a.Total(MONEY, GIS))),
    (("งบสรรพากรปี 54", "เปลี่ยนเป็นคลังจังหวัด"), a.Tell(_total(TREASURY, 2554))),
    (("งบ GIS เท่าไร", "เอ้ย ไม่ใช่ หมายถึงเน็ตฟรี"), a.Tell(a.Total(MONEY, FREE_WIFI))),
]  # fmt: skip

ALL: list[Chat] = [
    (("งบทั้งแผนแยกตามปี", "งบแต่ละปีเท่าไหร่"), _yearly(PROJECTS)),
    (("แผนนี้ติดตามผลอย่างไร", "มีกี่โครงการ"), a.Tell(a.Number(PROJECTS))),
    (("งบ GIS เท่าไร", "มีกี่โครงการ"), a.Tell(a.Number(PROJECTS))),
    (("สนจ. รับผิดชอบโครงการอะไรบ้าง", "ตัวชี้วัดทั้งหมด"), a.Listing(a.All("indicator"))),
    (("ตัวชี้วัดทั้งหมด", "โครงการไหนได้งบมากที่สุด"), _first(PROJECTS)),
]
"""Of what the chat is about there is none, or it is one of them: all of the plan are meant."""


@pytest.mark.parametrize(
    ("texts", "query"), [*CHANGES, *YEARS, *ORDERS, *SIDES, *OTHERS, *ALL], ids=lambda one: str(one)[:60]
)
def test_what_goes_on_about_an_answer_is_read(
    texts: tuple[str, ...], query: a.Query, session: Session, index: Index
) -> None:
    conversation = Conversation()
    for text in texts[:-1]:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    parsed = parse(index, take_apart(index, read(index, texts[-1])), conversation.turns)

    assert parsed is not None
    assert parsed.query == query


@pytest.mark.parametrize(
    "texts",
    [
        ("ประเด็น 2 ปี 55", "ประเด็น 3 ปี 56", "เพิ่มขึ้นกี่เปอร์เซ็นต์"),  # two things: of which of them?
        ("งบ GIS ปี 2562 เท่าไร", "แล้ว POC ล่ะ"),  # of that year, which the plan has not
        ("งบ GIS เท่าไร", "อันดับสองคือใคร"),  # of no order
        ("งบปี 56 ของประเด็น 5", "รวมสองปีนั้นเท่าไหร่"),  # two years, and no issue 2
        ("งบ GIS เท่าไร", "โครงการไหนมากกว่า POC เท่าไร"),
        ("โครงการไหนแพงสุด", "งบ POC เท่าไร", "อันดับสองล่ะ"),  # something else is spoken of since
        ("เป้าประสงค์ของประเด็น 3", "โครงการไหนได้งบมากที่สุด"),  # of the issue, or of the plan?
    ],
)
def test_what_the_chat_does_not_say_is_not_made_up(texts: tuple[str, ...], session: Session, index: Index) -> None:
    conversation = Conversation()
    for text in texts[:-1]:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    assert parse(index, take_apart(index, read(index, texts[-1])), conversation.turns) is None


@pytest.mark.parametrize(("said", "behind", "year"), [("ปี 57", "ปีต่อไปเท่าไหร่", 2558), ("ปี 54", "ปีก่อนหน้าล่ะ", 2553)])
def test_the_year_beside_the_plan_is_said_not_to_be_in_it(
    said: str, behind: str, year: int, session: Session, index: Index
) -> None:
    _, conversation = reply(session, index, Message("ask", "", f"งบเน็ตฟรี{said}"), Conversation())

    understood = understand(index, behind, conversation.turns)

    assert (understood.outcome, understood.reason, understood.years) == ("unknown", "year", (year,))


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("จำนวนโครงการที่มีงบในปี 2557", "ที่ไม่มีงบปีนั้น"),  # not told as if the denial had not been said
        ("น้อยสุดคือโครงการไหน", "รวมสามอันนี้กี่ล้าน"),  # nor of one as if it were three
        ("งบ GIS เท่าไร", "How many strategic issues are there, and which one gets the most money?"),
    ],
)
def test_a_number_denial_or_superlative_is_never_left_out(
    before: str, text: str, session: Session, index: Index
) -> None:
    _, conversation = reply(session, index, Message("ask", "", before), Conversation())

    assert understand(index, text, conversation.turns).outcome == "unknown"


def test_a_year_outside_the_plan_leaves_what_was_asked_of_it(session: Session, index: Index) -> None:
    _, conversation = reply(session, index, Message("ask", "", "งบ GIS ปี 2565 เท่าไร"), Conversation())

    assert asked_in(index, conversation.turns[-1]) == a.Tell(_total(GIS, 2565))


@pytest.mark.parametrize("text", ["โครงการเก็บขยะได้งบกี่บาท", "งบสนามกีฬาเท่าไหร่", "list its scuba projects"])
def test_the_money_of_what_is_told_is_not_that_of_something_unknown(text: str, session: Session, index: Index) -> None:
    _, conversation = reply(session, index, Message("ask", "", "เน็ตฟรีกี่บาท"), Conversation())

    understood = understand(index, text, conversation.turns)

    assert understood.outcome in ("unknown", "clarify")
    assert understood.question.about == ()
