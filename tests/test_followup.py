"""Do people hear how their cases get on, and can they add, rate, contest and withdraw in their own words?"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher
from bot.secrecy import Secrecy
from bot.text import as_text
from db import cases, people
from db.feedback_models import Feedback, FeedbackUpdate
from db.models import now
from db.session import session_factory
from handlers.answer import Answer
from handlers.case_number import new_number, shown
from handlers.message import Message
from handlers.written_number import written_number
from knowledge.case_words import score

KEY = b"k" * 32
LIGHT = "ไฟทางซอยหลังวัดดับมาสามวัน"
RIGHT, MISREAD = "482915737", "482915738"
TODAY: dict[str, Any] = {"state": "closed", "fixed": True, "closed_at": now()}
LONG_AGO: dict[str, Any] = {**TODAY, "closed_at": now() - timedelta(days=15)}
SPELT = str.maketrans({"4": "สี่", "8": "แปด", "2": "สอง", "9": "เก้า", "1": "หนึ่ง", "5": "ห้า", "7": "เจ็ด", "3": "สาม"})
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def _given(bot: Dispatcher, user: str = "somchai", text: str = LIGHT, **fields: Any) -> str:
    """The number of a new case of this person."""
    with session_factory(bot.engine).begin() as session:
        person = people.obtain(session, Secrecy(KEY).hash("line", user), "line", "sealed", "th")
        return cases.add(session, person, new_number(session), text=text, **fields).number


def _say(bot: Dispatcher, *texts: str, user: str = "somchai") -> Answer:
    """The answer to the last of these messages."""
    return [bot.chat(Message("line", user, text)) for text in texts][-1]


def _case(bot: Dispatcher, number: str) -> Feedback:
    with Session(bot.engine) as session:
        return session.scalars(select(Feedback).where(Feedback.number == number)).one()


def _actions(bot: Dispatcher) -> list[str]:
    with Session(bot.engine) as session:
        return list(session.scalars(select(FeedbackUpdate.action).order_by(FeedbackUpdate.id)))


# --- a number in a message


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        "482-915-737",
        "482 915 737",
        "4 8 2 9 1 5 7 3 7",
        "4-8-2-9-1-5-7-3-7",
        "482915 737",
        "เรื่อง482915737ถึงไหน",
        "ปี 2556 482-915-737",
        "482-915-737 ให้ 5 ดาว",
        "482-915-737".translate(THAI),
        RIGHT.translate(SPELT),
        " ".join(RIGHT).translate(SPELT),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    found = written_number(text)

    assert (found and found.number) == RIGHT


@pytest.mark.parametrize(
    "text",
    [
        "482915737 บาท",
        "482915737 ล้าน",
        "482,915,737",
        "081-234-5678",
        "043236123",
        "+66 812 345 678",
        "1 4099 00123 45 6",
        "งบ 15.00 ล้านบาท ปี 2555",
        "482-915-73",
        "482-915-7375",
    ],
)
def test_money_and_phones_are_no_numbers_of_cases(text: str) -> None:
    assert written_number(text) is None


# --- how it gets on


def test_somebody_without_cases_hears_how_to_ask_by_number(plan_bot: Dispatcher) -> None:
    answer = _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว")

    assert (answer.status, "เลข 9 หลัก" in as_text(answer)) == ("status", True)


def test_one_case_is_shown_in_full(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    text = as_text(_say(plan_bot, "เรื่องของฉันถึงไหนแล้ว"))

    assert [part in text for part in (shown(number), LIGHT, "รับเรื่องแล้ว")] == [True] * 3


def test_the_day_is_told_with_a_thai_month_and_year(plan_bot: Dispatcher) -> None:
    _given(plan_bot, created_at=now().replace(year=2026, month=2, day=3, hour=5))

    assert "ส่งเมื่อ 3 ก.พ. 2569" in as_text(_say(plan_bot, "เรื่องของฉันถึงไหนแล้ว"))


def test_several_cases_stand_newest_first(plan_bot: Dispatcher) -> None:
    first, second = _given(plan_bot), _given(plan_bot, text="ถนนเป็นหลุม")

    assert _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว").suggestions == (f"เรื่อง {shown(second)}", f"เรื่อง {shown(first)}")


def test_the_button_of_a_case_shows_it_in_full(plan_bot: Dispatcher) -> None:
    _given(plan_bot)
    _given(plan_bot, text="ถนนเป็นหลุม")
    button = _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว").suggestions[1]

    assert LIGHT in as_text(_say(plan_bot, button))


def test_the_status_command_shows_the_cases(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)

    assert shown(number) in as_text(plan_bot.chat(Message("line", "somchai", "", "status")))


def test_the_number_of_another_person_shows_the_state(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)

    assert "รับเรื่องแล้ว" in as_text(_say(plan_bot, number, user="malee"))


def test_the_number_of_another_person_shows_no_text(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    with session_factory(plan_bot.engine).begin() as session:
        cases.note(session, cases.by_number(session, number), "officer", "answered", "ช่างจะไปพรุ่งนี้")  # type: ignore[arg-type]
    text = as_text(_say(plan_bot, number, user="malee"))

    assert [secret for secret in (LIGHT, "ช่างจะไปพรุ่งนี้") if secret in text] == []


@pytest.mark.parametrize("wish", ["ถอนเรื่อง {}", "เพิ่มข้อมูลเรื่อง {}: ปลอม", "ยังไม่เสร็จ {}", "ให้ 1 คะแนน {}"])
def test_nobody_changes_the_case_of_another_person(plan_bot: Dispatcher, wish: str) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, wish.format(number), user="malee")

    assert _actions(plan_bot) == ["received"]


def test_a_note_among_officers_is_not_shown(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    with session_factory(plan_bot.engine).begin() as session:
        cases.note(session, cases.by_number(session, number), "officer", "noted", "คนนี้บ่นบ่อย", public=False)  # type: ignore[arg-type]

    assert "คนนี้บ่นบ่อย" not in as_text(_say(plan_bot, number))


def test_a_merged_case_tells_how_the_other_one_gets_on(plan_bot: Dispatcher) -> None:
    other = _case(plan_bot, _given(plan_bot, user="malee", text="เสาไฟหน้าวัดล้ม", state="in_progress"))
    number = _given(plan_bot, state="merged", merged_into_id=other.id)
    text = as_text(_say(plan_bot, number))

    assert [part in text for part in ("กำลังดำเนินการ", other.text)] == [True, False]


def test_a_wrong_digit_is_noticed(plan_bot: Dispatcher) -> None:
    assert "ลองตรวจเลขอีกครั้ง" in as_text(_say(plan_bot, MISREAD))


def test_a_number_that_no_case_has_is_not_found(plan_bot: Dispatcher) -> None:
    assert "ไม่พบเรื่องเลขที่ 482-915-737" in as_text(_say(plan_bot, RIGHT))


# --- adding


def test_something_can_be_added_after_asking(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว", "เพิ่มข้อมูล", "เสาต้นที่สองก็ดับ", "ยินยอมและส่งเรื่อง")

    assert (_actions(plan_bot), _case(plan_bot, number).state) == (["received", "added"], "received")


def test_what_is_added_can_stand_behind_the_number(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)

    assert "“เสาอยู่หน้าวัด”" in as_text(_say(plan_bot, f"เพิ่มข้อมูลเรื่อง {shown(number)}: เสาอยู่หน้าวัด"))


def test_of_several_cases_it_is_asked_to_which(plan_bot: Dispatcher) -> None:
    _given(plan_bot)
    _given(plan_bot)

    assert len(_say(plan_bot, "อยากแจ้งเพิ่มค่ะ").suggestions) == 2


def test_nothing_is_added_to_a_closed_case(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, f"เพิ่มข้อมูลเรื่อง {number}: ขอบคุณ")

    assert _actions(plan_bot) == ["received"]


# --- rating


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("4", 4),
        ("๔", 4),
        ("สี่", 4),
        ("5 ดาว", 5),
        ("ห้าคะแนน", 5),
        ("ให้ 4 คะแนน", 4),
        ("ให้ 2/5", 2),
        ("4 จาก 5", 4),
        ("⭐⭐⭐", 3),
        ("คะแนนเต็ม", 5),
        ("ไม่พอใจ ให้ 1", 1),
        ("สี่คะแนนค่ะ แก้เร็วดี", 4),
        ("five stars", 5),
    ],
)
def test_a_mark_is_taken_however_it_is_given(plan_bot: Dispatcher, text: str, mark: int) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, text)

    assert _case(plan_bot, number).satisfaction == mark


@pytest.mark.parametrize("text", ["ปี 55", "โครงการที่ 4", "4.5", "งบ 4 ล้าน", "ได้กี่คะแนน", "อันดับ 3"])
def test_a_number_beside_other_words_is_no_mark(text: str) -> None:
    assert score(text)[0] is None


def test_a_second_mark_takes_the_place_of_the_first(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, "2", "เปลี่ยนเป็น 5 คะแนน")

    assert _case(plan_bot, number).satisfaction == 5


def test_ten_points_are_not_taken(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    answer = _say(plan_bot, "10 คะแนน")

    assert (_case(plan_bot, number).satisfaction, "1 ถึง 5" in as_text(answer)) == (None, True)


@pytest.mark.parametrize("fields", [{}, LONG_AGO, {"state": "rejected"}, {"state": "closed", "closed_at": now()}])
def test_only_what_an_officer_just_closed_is_rated(plan_bot: Dispatcher, fields: dict[str, Any]) -> None:
    number = _given(plan_bot, **fields)
    _say(plan_bot, "ให้ 5 คะแนน")

    assert _case(plan_bot, number).satisfaction is None


def test_a_bare_number_chooses_what_was_offered(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, "กลยุทธ์ที่ 1 คืออะไร", "3")

    assert _case(plan_bot, number).satisfaction is None


# --- "not done"


@pytest.mark.parametrize(
    "text",
    [
        "ยังไม่เสร็จ",
        "ยังไมเสร็จ",
        "ยังไม่ได้แก้",
        "มันยังเสียอยู่",
        "ยังบ่แล้วเด้อ",
        "ไม่เห็นมีใครมาซ่อมเลย",
        "ปิดเรื่องทำไม ยังไม่ได้ทำอะไรเลย",
        "still not fixed",
    ],
)
def test_a_case_that_is_not_done_is_opened_again(plan_bot: Dispatcher, text: str) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, text)

    assert _case(plan_bot, number).state == "contested"


def test_what_was_opened_again_has_no_mark(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY, satisfaction=2)
    _say(plan_bot, "ยังไม่เสร็จ")

    assert _case(plan_bot, number).satisfaction is None


def test_saying_it_twice_opens_it_once(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, f"ยังไม่เสร็จ {number}", f"ยังไม่เสร็จ {number}")

    assert _actions(plan_bot) == ["received", "contested"]


def test_of_several_closed_cases_it_is_asked_which(plan_bot: Dispatcher) -> None:
    _given(plan_bot, **TODAY)
    _given(plan_bot, **TODAY)

    assert (_say(plan_bot, "ยังไม่เสร็จ").status, _actions(plan_bot)) == ("status", ["received", "received"])


def test_after_fourteen_days_a_new_case_is_offered(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **LONG_AGO)
    text = as_text(_say(plan_bot, f"ยังไม่เสร็จ {number}", "ส่งเป็นความคิดเห็น"))

    assert (_case(plan_bot, number).state, LIGHT in text) == ("closed", True)


def test_a_question_about_a_project_contests_nothing(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, **TODAY)
    _say(plan_bot, "โครงการเน็ตฟรียังไม่เสร็จเหรอ")

    assert _case(plan_bot, number).state == "closed"


@pytest.mark.parametrize("text", ["ยังไม่เสร็จ", "4", "ให้ 4 คะแนน", "ถอนเรื่อง", "เพิ่มข้อมูล"])
def test_somebody_without_cases_is_not_taken_up_on_it(plan_bot: Dispatcher, text: str) -> None:
    assert _say(plan_bot, text).status != "status"


# --- taking it back


def test_a_case_can_be_withdrawn(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    _say(plan_bot, "ขอถอนเรื่องค่ะ")

    assert (_case(plan_bot, number).state, _case(plan_bot, number).fixed, _actions(plan_bot)[-1]) == (
        "closed",
        None,
        "withdrawn",
    )


def test_a_withdrawal_can_be_undone(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot, state="in_progress")
    with session_factory(plan_bot.engine).begin() as session:
        cases.note(session, cases.by_number(session, number), "officer", "in_progress")  # type: ignore[arg-type]
    button = _say(plan_bot, "ถอนเรื่อง").suggestions[0]
    _say(plan_bot, button)

    assert (_case(plan_bot, number).state, _case(plan_bot, number).closed_at) == ("in_progress", None)


def test_an_old_button_withdraws_nothing_twice(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    _say(plan_bot, f"ถอนเรื่อง {number}", f"ถอนเรื่อง {number}")

    assert _actions(plan_bot) == ["received", "withdrawn"]


def test_withdrawing_consent_withdraws_no_case(plan_bot: Dispatcher) -> None:
    number = _given(plan_bot)
    _say(plan_bot, "ถอนความยินยอม")

    assert _case(plan_bot, number).state == "received"
