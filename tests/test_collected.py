"""Are people's comments counted as they are asked for, and are questions about the plan left alone?"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.text import as_text
from db import cases, people
from db.models import now
from handlers import collected
from handlers.answer import Answer
from handlers.case_number import new_number
from handlers.conversation import Conversation
from handlers.exchange import Exchange
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.person import NOBODY
from handlers.wording import wording
from knowledge.case_counting import counting
from knowledge.index import Index, load_index
from knowledge.spans import Span, find_span
from knowledge.understand import understand

TODAY = date(2026, 11, 22)
INDICATOR = "5.4.G2.K1"
"""Of the bundled plan: how many comments citizens sent."""


def _add(session: Session, times: int = 1, **fields: Any) -> None:
    person = people.obtain(session, "key", "line", "sealed", "th")
    for _ in range(times):
        cases.add(session, person, new_number(session), text="เน็ตหลุดบ่อย", **fields)


def _closed(fixed: bool | None) -> dict[str, Any]:
    return {"state": "closed", "fixed": fixed, "closed_at": now()}


@pytest.fixture(name="ask")
def _ask(plan_session: Session) -> Any:
    """Asks one question of a database with eleven cases."""
    wifi = {"codes": ("5.3.6",), "agency": "สำนักงานจังหวัดขอนแก่น"}
    _add(plan_session, 3, **wifi)
    _add(plan_session, 2, **wifi, **_closed(fixed=True))
    _add(plan_session, 1, codes=("5.4",), **_closed(fixed=False))
    _add(plan_session, 1, **_closed(fixed=None))
    _add(plan_session, 4, state="answered", created_at=datetime(2026, 1, 31, 16, 59, tzinfo=UTC))
    index = load_index(plan_session)

    def ask(*texts: str) -> Answer | None:
        conversation, answer = Conversation(), None
        for text in texts:
            understood = understand(index, text)
            inquiry = Inquiry(plan_session, index, understood.question, wording("th"))
            told = collected.answer(Exchange(inquiry, Message("web", "", text), NOBODY, conversation, understood))
            answer, conversation = told or (None, conversation)
        return answer

    return ask


def _number(answer: Answer | None) -> int | None:
    return int(answer.value.number) if answer and answer.value else None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ได้รับข้อคิดเห็นกี่เรื่องแล้ว", 11),
        ("มีคนร้องเรียนเรื่องเน็ตฟรีกี่เรื่อง", 5),
        ("ประเด็นที่ 3 ได้รับความคิดเห็นกี่เรื่อง", 5),
        ("ประเดน 4 มีคนแสดงความคิดเหนกี่เรื่อง", 1),
        ("สำนักงานจังหวัดโดนร้องเรียนจักเรื่อง", 5),
        ("เดือนมกราคม 2569 มีคนร้องเรียนกี่เรื่อง", 4),
        ("ก.พ. 69 ได้รับกี่เรื่อง", 0),
        ("แก้แล้วกี่เรื่อง", 2),
        ("ยังไม่ตอบกี่เรื่อง", 3),
        ("ปิดโดยไม่แก้กี่เรื่อง", 1),
        ("เน็ตฟรีแก้แล้วกี่เรื่อง", 2),
        ("how many complaints were received", 11),
    ],
)
def test_comments_are_counted(ask: Any, text: str, number: int) -> None:
    assert _number(ask(text)) == number


def test_the_unit_is_that_of_the_interface(ask: Any) -> None:
    assert ask("ได้รับข้อคิดเห็นกี่เรื่องแล้ว").value.unit == "รายการ"


def test_the_answer_is_about_the_indicator(ask: Any) -> None:
    assert ask("ได้รับข้อคิดเห็นกี่เรื่องแล้ว").codes == (INDICATOR,)


def test_the_project_stands_before_the_indicator(ask: Any) -> None:
    assert ask("มีคนร้องเรียนเรื่องเน็ตฟรีกี่เรื่อง").codes == ("5.3.6", INDICATOR)


def test_a_count_is_not_remembered(ask: Any) -> None:
    assert ask("ได้รับข้อคิดเห็นกี่เรื่องแล้ว").lasting is False


def test_what_became_of_them_is_told_apart(ask: Any) -> None:
    text = as_text(ask("ได้รับข้อคิดเห็นกี่เรื่องแล้ว"))
    lines = ("แก้ไขแล้ว", "ปิดโดยยังไม่ได้แก้ไข", "ยังไม่ได้ตอบ", "ตอบแล้ว ยังไม่ปิด", "ผู้ส่งถอนเรื่อง")

    assert [line for line in lines if line not in text] == []


def test_two_states_are_two_numbers(ask: Any) -> None:
    assert _number(ask("แก้แล้วกี่เรื่อง ยังไม่ตอบกี่เรื่อง")) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ข้อคิดเห็นกี่เรื่อง แยกตามประเด็น", "ประเด็นยุทธศาสตร์ที่ 3"),
        ("ร้องเรียนกี่เรื่อง แยกตามโครงการ", "Free Wi-Fi"),
        ("ยอดร้องเรียนแยกตามหน่วยงาน", "สำนักงานจังหวัดขอนแก่น"),
        ("ขอสถิติเรื่องร้องเรียนรายเดือน", "ม.ค. 2569"),
    ],
)
def test_comments_are_counted_for_each(ask: Any, text: str, line: str) -> None:
    assert line in as_text(ask(text))


def test_the_project_with_most_is_found(ask: Any) -> None:
    assert ask("โครงการไหนถูกร้องเรียนมากที่สุด").codes == ("5.3.6", INDICATOR)


def test_the_next_month_can_be_asked_for_alone(ask: Any) -> None:
    assert _number(ask("เดือนนี้ได้รับกี่เรื่อง", "แล้วเดือน ม.ค. 69 ล่ะ")) == 4


@pytest.mark.parametrize("text", ["ตัวชี้วัดจำนวนข้อคิดเห็น", "ตั้งเป้ารับเรื่องร้องเรียนกี่เรื่อง"])
def test_the_count_stands_beside_the_indicator(ask: Any, text: str) -> None:
    told = as_text(ask(text))

    assert [part in told for part in ("ไม่ได้ระบุค่าเป้าหมาย", "11 รายการ")] == [True, True]


def test_words_outside_the_plan_are_not_searched_for(ask: Any) -> None:
    answer = ask("เรื่องน้ำประปามีคนร้องเรียนกี่เรื่อง")

    assert (answer.status, answer.value) == ("unknown", None)


@pytest.mark.parametrize(
    "text",
    [
        "มีตัวชี้วัดกี่ตัว",
        "เรื่องร้องเรียนมีโครงการอะไรรองรับ",
        "แผนนี้แบ่งเป็นกี่เรื่องใหญ่",
        "ต้องเก็บองค์ความรู้อย่างน้อยกี่เรื่องต่อประเด็น",
        "สำรวจความคิดเห็นประชาชนใช้งบเท่าไหร่",
        "ได้รับงบเท่าไหร่ปี 56",
        "ร้องเรียนได้ที่ไหน",
        "ร้องเรียนแล้วกี่วันถึงจะได้คำตอบ",
        "จังหวัดอุดรมีเรื่องร้องเรียนกี่เรื่อง",
        "จำนวนข้อคิดเห็นการปรับปรุงการดำเนินการภาครัฐ",
        "เน็ตฟรีใช้งบเท่าไหร่",
        "เรื่องเน็ตฟรี ร้องเรียนหลายครั้งแล้วไม่มีใครมา",
    ],
)
def test_other_questions_are_left_alone(index: Index, text: str) -> None:
    assert counting(index, text, TODAY, goes_on=False) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("วันนี้", TODAY, TODAY),
        ("เมื่อวาน", date(2026, 11, 21), date(2026, 11, 21)),
        ("อาทิตย์นี้", date(2026, 11, 16), date(2026, 11, 22)),
        ("เดือนที่แล้ว", date(2026, 10, 1), date(2026, 10, 31)),
        ("ปีนี้", date(2026, 1, 1), date(2026, 12, 31)),
        ("ธันวา", date(2025, 12, 1), date(2025, 12, 31)),
        ("เดือนกุมภาพันธ์ ปี 2567", date(2024, 2, 1), date(2024, 2, 29)),
        ("ม.ค. 69 ถึง มี.ค. 69", date(2026, 1, 1), date(2026, 3, 31)),
        ("ปีงบ 2569", date(2025, 10, 1), date(2026, 9, 30)),
        ("ปี 69", date(2026, 1, 1), date(2026, 12, 31)),
        ("march 2026", date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_days_are_named(text: str, first: date, last: date) -> None:
    assert find_span(text, TODAY)[0] == Span(first, last)


def test_a_case_belongs_to_its_day_in_thailand(plan_engine: Engine) -> None:
    """31 January, 16:59 UTC, is the last minute of January there."""
    with Session(plan_engine) as session:
        _add(session, created_at=datetime(2026, 1, 31, 17, 0, tzinfo=UTC))
        index = load_index(session)
        understood = understand(index, "ก.พ. 69 ได้รับกี่เรื่อง")
        inquiry = Inquiry(session, index, understood.question, wording("th"))
        message = Message("web", "", "ก.พ. 69 ได้รับกี่เรื่อง")
        told = collected.answer(Exchange(inquiry, message, NOBODY, Conversation(), understood))

    assert _number(told and told[0]) == 1
