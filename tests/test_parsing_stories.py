"""Is a question read that is told with a story, with what somebody takes for granted, or with words of its name?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.parse import Parsed, parse
from knowledge.query import algebra as a
from knowledge.reading import read

MONEY = a.Measure("amount")
PROJECTS = a.All("project")


def _parsed(index: Index, text: str) -> Parsed | None:
    return parse(index, take_apart(index, read(index, text)))


def _named(code: str) -> a.Named:
    return a.Named("project", (code,))


def _total(code: str, *years: int) -> a.Tell:
    return a.Tell(a.Total(a.Measure("amount", years=years), _named(code)))


def _by_year(code: str) -> a.Grouped:
    return a.Grouped(a.Total(MONEY, _named(code)), "year")


READ: dict[str, a.Query] = {
    # a word for yes or no, or for a figure, beside what is asked
    "มีอบรมไอซีทีด้วยไหม ปีละเท่าไร": _by_year("5.3.7"),
    "ขอตัวเลขงบเว็บ Community หน่อย": _total("5.3.2"),
    # the speaker's own not
    "ไม่รู้ว่าใครดูแลเรื่อง Free Wi-Fi": a.Listing(a.Of("agency", _named("5.3.6"))),
    "พอดีกำลังทำการบ้าน ขอถามว่า e-Service งบเท่าไร": _total("5.3.1"),
    # what the thing itself asks
    "ที่จะสำรวจว่าคนมองภาพลักษณ์ขอนแก่นแบบไหน ได้งบเท่าไร": _total("5.5.2"),
    # somebody, not one of something
    "ลุงคนหนึ่งถามว่า PPIS ใช้งบเท่าไร": _total("5.2.5"),
    # a story that counts and denies
    "หนูอายุ 15 แล้ว อยากรู้งบ e-Service เท่าไร": _total("5.3.1"),
    "ไม่ได้มาหาเรื่องนะครับ แค่ถามว่างบ GIS เท่าไร": _total("5.3.3"),
    # the whole plan, beside a story
    "เอาไปติดกระดานครับ งบทั้งแผนรวมเท่าไร": a.Tell(a.Total(MONEY, PROJECTS)),
    # each year, with who does it
    "POC ใครทำ ปีละเท่าไร": a.Several((a.Listing(a.Of("agency", _named("5.3.4"))), _by_year("5.3.4"))),
    # what is taken for granted of years shows in each
    "e-Service ได้งบทุกปีจริงหรือเปล่า": _by_year("5.3.1"),
    "GIS มีงบตั้งแต่ปี 55 ใช่ไหม": _by_year("5.3.3"),
    "มีคนบอกว่า PPIS ได้ปีละ 2 ล้าน จริงไหม": _by_year("5.2.5"),
    "ทำไม GIS ไม่มีงบปี 55": _total("5.3.3", 2555),
    "ปี 55 ไม่มีงบ GIS แล้วใช่ไหม": _total("5.3.3", 2555),
    "ทำไม POC ถึงถูกหั่นงบปี 55": _by_year("5.3.4"),
    "มีคนว่า GIS ใช้งบ 90 ล้าน ช่วยเช็กที": a.Check(a.Total(MONEY, _named("5.3.3")), "=", 9_000_000_000),
    # words of its name
    "ประชุมจัดทำ black list ผู้รับเหมา ใครดูแล": a.Listing(a.Of("agency", _named("5.1.3"))),
    # where the money comes from
    "เมืองเว้เอาเงินมาจากไหน งบจังหวัดหรือส่วนกลาง": a.Grouped(a.Number(_named("5.6.3")), "funding"),
    "แหล่งงบของประเด็น 2 มีงบท้องถิ่นปนไหม": a.Grouped(a.Number(a.Of("project", a.Named("issue", ("5.2",)))), "funding"),
    "แหล่งงบประมาณของโครงการที่ไม่ใช่ของเทศบาล": a.Grouped(
        a.Number(a.Without(PROJECTS, a.Of("project", a.Named("agency", ("เทศบาลนครขอนแก่น",))))), "funding"
    ),
}


@pytest.mark.parametrize("text", READ)
def test_what_stands_around_a_question_changes_nothing(text: str, index: Index) -> None:
    parsed = _parsed(index, text)
    assert parsed is not None
    assert parsed.query == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "ทำไมไม่เอางบไวไฟไปทำ GIS",  # a thing is taken back
        "ไม่รวมค่าขยะ งบ e-Service เท่าไร",  # something is left out that nothing explains
        "เอาโครงการที่ไม่มีใครทำ งบเกิน 5 ล้านไหม",
    ],
)
def test_what_changes_the_question_is_not_beside_it(text: str, index: Index) -> None:
    parsed = _parsed(index, text)
    named = [] if parsed is None else [node for node in a.nodes(parsed.query) if isinstance(node, a.Total)]
    assert parsed is None or not named


def _answer(session: Session, index: Index, text: str) -> str:
    return str(reply(session, index, Message("ask", "", text), Conversation())[0])


def test_what_is_taken_for_granted_is_put_right(session: Session, index: Index) -> None:
    assert "ไม่ตรงกับแผน" in _answer(session, index, "จริงไหมที่ PPIS ได้ปีละ 9 ล้าน")
    assert "ไม่ได้บอกเหตุผล" in _answer(session, index, "ทำไม e-Service ถึงได้งบปี 56 ตั้ง 10 ล้าน")


def test_a_story_that_is_not_used_is_told(session: Session, index: Index) -> None:
    found = _parsed(index, "รถติดมากครึ่งวันแล้วไม่ไปไหน อยากรู้งบ e-Service เท่าไร")
    assert found is None or found.query == _total("5.3.1")
