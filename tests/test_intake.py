"""Is feedback taken in a few turns, shown before it is sent, numbered, and never lost to a question in between?"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.dispatch import Dispatcher
from bot.text import as_text
from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice, Person
from db.models import Conversation, now
from handlers.answer import Answer
from handlers.case_number import find_number, new_number, shown
from handlers.message import Message

KEY = b"k" * 32
SLOW = "เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู"
ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
AGREE, SEND, CANCEL = "ยินยอมและส่งเรื่อง", "ส่งเรื่องนี้", "ยกเลิก"


@pytest.fixture(name="session")
def _session(plan_engine: Engine) -> Iterator[Session]:
    with Session(plan_engine) as session:
        yield session


def _say(bot: Dispatcher, *texts: str, user: str = "somchai") -> Answer:
    """The answer to the last of these messages."""
    return [bot.chat(Message("line", user, text)) for text in texts][-1]


def _cases(session: Session) -> list[Feedback]:
    session.expire_all()
    return list(session.scalars(select(Feedback).order_by(Feedback.id)))


# --- the way of a feedback


def test_what_will_be_sent_is_shown_first(plan_bot: Dispatcher) -> None:
    answer = _say(plan_bot, SLOW)

    assert (answer.status, answer.codes, SLOW in as_text(answer)) == ("feedback", ("5.3.6",), True)


def test_nothing_is_a_case_before_it_is_confirmed(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW)

    assert _cases(session) == []


def test_two_turns_lead_to_a_number(plan_bot: Dispatcher, session: Session) -> None:
    answer = _say(plan_bot, SLOW, AGREE)
    [case] = _cases(session)

    assert (find_number(as_text(answer)), case.text, case.state) == (case.number, SLOW, "received")


def test_a_case_knows_what_it_concerns_and_who_answers_for_it(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW, AGREE)
    [case] = _cases(session)

    assert (case.codes, case.agency) == ('["5.3.6"]', "สำนักงานจังหวัดขอนแก่น")


def test_a_matter_outside_of_the_plan_is_taken_too(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, AGREE)

    assert [(case.codes, case.agency) for case in _cases(session)] == [("[]", "")]


def test_consent_is_asked_for_once(plan_bot: Dispatcher) -> None:
    first = _say(plan_bot, SLOW).suggestions
    second = _say(plan_bot, AGREE, ROAD).suggestions

    assert (first[0], second[0]) == (AGREE, SEND)


def test_to_refuse_consent_sends_nothing(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW, "ไม่ยินยอม", AGREE)

    assert _cases(session) == []


def test_a_wish_to_complain_asks_what_about(plan_bot: Dispatcher, session: Session) -> None:
    asked = _say(plan_bot, "อยากร้องเรียนต้องทำยังไงคะ")
    _say(plan_bot, ROAD, AGREE)

    assert (asked.status, [case.text for case in _cases(session)]) == ("feedback", [ROAD])


def test_the_command_begins_as_the_words_do(plan_bot: Dispatcher, session: Session) -> None:
    plan_bot.chat(Message("telegram", "7", "", kind="feedback"))
    for text in (ROAD, AGREE):
        plan_bot.chat(Message("telegram", "7", text))

    assert [case.text for case in _cases(session)] == [ROAD]


# --- before it is sent


def test_several_messages_in_a_row_are_one_feedback(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW, "เป็นมาตั้งแต่เมื่อวานซืนแล้ว", "ตรงศาลากลางบ้านด้วย", AGREE)

    assert [case.text.count("\n") for case in _cases(session)] == [2]


def test_a_question_in_the_middle_is_answered_and_the_feedback_waits(plan_bot: Dispatcher, session: Session) -> None:
    answer = _say(plan_bot, SLOW, "โครงการนี้งบเท่าไหร่")
    _say(plan_bot, AGREE)

    assert (answer.status, answer.codes, len(_cases(session))) == ("answered", ("5.3.6",), 1)


def test_while_feedback_waits_every_answer_offers_to_send_it(plan_bot: Dispatcher) -> None:
    assert _say(plan_bot, SLOW, "โครงการไหนได้งบมากที่สุด").suggestions[:2] == (AGREE, CANCEL)


def test_what_was_cancelled_is_forgotten(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW, CANCEL)
    _say(plan_bot, SEND)

    assert _cases(session) == []


def test_the_text_can_be_written_anew(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, SLOW, "แก้ข้อความ", ROAD, AGREE)

    assert [case.text for case in _cases(session)] == [ROAD]


@pytest.mark.parametrize(("said", "codes"), [("ประเด็นที่ 4", '["5.4"]'), ("5.3.4", '["5.3.4"]'), ("อื่นๆ", "[]")])
def test_what_it_concerns_can_be_changed(plan_bot: Dispatcher, session: Session, said: str, codes: str) -> None:
    _say(plan_bot, SLOW, "เปลี่ยนเรื่องที่เกี่ยวข้อง", said, AGREE)

    assert [case.codes for case in _cases(session)] == [codes]


def test_a_contact_is_kept_sealed(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, "ให้เบอร์ติดต่อ", "สมชาย 089-999-8888", AGREE)
    [case] = _cases(session)

    assert (plan_bot.secrecy.open(case.contact, "contact", str(case.id)), "สมชาย" in case.text) == (
        "สมชาย 089-999-8888",
        False,
    )


def test_photos_and_a_place_go_with_it(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD)
    plan_bot.chat(Message("line", "somchai", "", kind="photo", reference="m1"))
    plan_bot.chat(Message("line", "somchai", "", kind="location", place=(16.4, 102.8)))
    _say(plan_bot, AGREE)
    [case] = _cases(session)
    [photo] = session.scalars(select(Attachment))

    assert (case.latitude, case.longitude, plan_bot.secrecy.open(photo.reference, "photo", str(case.id))) == (
        16.4,
        102.8,
        "m1",
    )


def test_a_photo_alone_asks_what_it_shows(plan_bot: Dispatcher, session: Session) -> None:
    plan_bot.chat(Message("line", "somchai", "", kind="photo", reference="m1"))
    _say(plan_bot, ROAD, AGREE)

    assert (len(_cases(session)), len(session.scalars(select(Attachment)).all())) == (1, 1)


def test_danger_comes_first_and_the_feedback_waits(plan_bot: Dispatcher, session: Session) -> None:
    danger = _say(plan_bot, SLOW, "ไฟไหม้บ้านข้างๆ ช่วยด้วย")
    _say(plan_bot, AGREE)

    assert (danger.status, len(_cases(session))) == ("emergency", 1)


def test_danger_with_a_complaint_can_be_sent_as_feedback_afterwards(plan_bot: Dispatcher, session: Session) -> None:
    danger = _say(plan_bot, "บ้านข้างๆ ไฟไหม้ โทรไปไม่มีใครรับ บริการแย่มาก")
    sent = _say(plan_bot, "ส่งเป็นความคิดเห็น", AGREE)

    assert (danger.status, sent.status, len(_cases(session))) == ("emergency", "feedback", 1)


def test_what_sounds_like_danger_while_feedback_is_written_is_not_lost(plan_bot: Dispatcher, session: Session) -> None:
    more = "ตัวเย็นหมดแล้ว เรียกไม่หือไม่อือ"
    alone = _say(plan_bot, more, user="somying")
    answer = _say(plan_bot, ROAD, more)
    _say(plan_bot, AGREE)

    assert (alone.status, answer.status, "1669" in as_text(answer)) == ("emergency", "feedback", True)
    assert more in _cases(session)[0].text


def test_a_story_of_danger_is_taken_with_the_numbers_beside_it(plan_bot: Dispatcher) -> None:
    answer = _say(plan_bot, "ถนนเส้นนี้ไม่มีไหล่ทาง อุบัติเหตุเยอะจนชาวบ้านไม่กล้าออกไปนา ขอให้ขยาย")

    assert (answer.status, "1669" in as_text(answer)) == ("feedback", True)


@pytest.mark.parametrize("question", ["ถ้าจะร้องเรียนผู้ใหญ่บ้านต้องไปยื่นเรื่องที่ไหน", "ส่งข้อเสนอแนะทางแชทนี้ได้ไหม หรือต้องเขียนไป"])
def test_who_asks_how_to_complain_is_told_that_this_is_the_place(plan_bot: Dispatcher, question: str) -> None:
    answer = _say(plan_bot, question)

    assert (answer.status, answer.suggestions[0]) == ("help", "ส่งความคิดเห็น")


def test_card_numbers_and_phones_are_masked_for_all_but_the_officer(plan_bot: Dispatcher, session: Session) -> None:
    written = f"{ROAD} โทร 081-234-5678"
    answer = _say(plan_bot, written)
    _say(plan_bot, AGREE)
    [case] = _cases(session)

    assert (
        "081-234-5678" in as_text(answer) + case.text,
        plan_bot.secrecy.open(case.sealed_text, "case text", str(case.id)),
    ) == (False, written)


@pytest.mark.parametrize("said", [SLOW, "เรื่องของฉันถึงไหนแล้ว", "ลบข้อมูลของฉัน"])
def test_a_group_is_asked_to_go_on_privately(plan_bot: Dispatcher, said: str) -> None:
    answer = plan_bot.chat(Message("line", "a group", said, in_group=True))

    assert (answer.suggestions, "ส่วนตัว" in as_text(answer)) == ((), True)


# --- afterwards


def test_what_follows_is_offered_as_an_addition(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, AGREE, "แล้วก็ตรงหน้าวัดด้วย", SEND)

    assert (len(_cases(session)), [u.action for u in session.scalars(select(FeedbackUpdate))]) == (
        1,
        ["received", "added"],
    )


def test_the_same_matter_is_offered_as_an_addition(plan_bot: Dispatcher, session: Session) -> None:
    offer = _say(plan_bot, ROAD, AGREE, f"{ROAD} ยังไม่มาเลย")
    _say(plan_bot, "เพิ่มในเรื่องเดิม")

    assert ("เพิ่มในเรื่องเดิม" in offer.suggestions, len(_cases(session))) == (True, 1)


def test_the_same_matter_can_be_a_new_case(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, AGREE, f"{ROAD} ยังไม่มาเลย", "แจ้งเป็นเรื่องใหม่", SEND)

    assert len(_cases(session)) == 2


def test_the_case_of_somebody_else_is_never_offered(plan_bot: Dispatcher) -> None:
    _say(plan_bot, ROAD, AGREE)

    assert "เพิ่มในเรื่องเดิม" not in _say(plan_bot, ROAD, user="somying").suggestions


@pytest.mark.parametrize("more", ["ลืมบอกว่าอยู่ข้างสะพาน", "ตรงศูนย์บริการประชาชน", "อยู่หมู่ 5 ตำบลในเมือง"])
def test_what_only_sounds_like_the_plan_is_more_of_the_feedback(
    plan_bot: Dispatcher, session: Session, more: str
) -> None:
    _say(plan_bot, ROAD, more, AGREE)

    assert [case.text for case in _cases(session)] == [f"{ROAD}\n{more}"]


@pytest.mark.parametrize("button", [SEND, AGREE, CANCEL, "แก้ข้อความ", "เพิ่มในเรื่องเดิม"])
def test_an_old_button_sends_nothing(plan_bot: Dispatcher, session: Session, button: str) -> None:
    answer = _say(plan_bot, ROAD, AGREE, button)

    assert (answer.status, len(_cases(session))) == ("feedback", 1)


def test_an_unsent_feedback_is_forgotten_after_a_day(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD)
    session.execute(update(Conversation).values(updated_at=now() - timedelta(days=1, minutes=1)))
    session.commit()
    _say(plan_bot, AGREE)

    assert _cases(session) == []


def test_a_question_with_a_complaint_is_answered_and_can_be_sent(plan_bot: Dispatcher, session: Session) -> None:
    answer = _say(plan_bot, "เน็ตฟรีใช้ไม่ได้สักที ตกลงปี 56 ตั้งงบไว้เท่าไหร่กันแน่คะ")
    _say(plan_bot, "ส่งเป็นความคิดเห็น", AGREE)

    assert (answer.status, answer.suggestions[0], len(_cases(session))) == ("answered", "ส่งเป็นความคิดเห็น", 1)


def test_who_gave_it_stands_nowhere_in_the_clear(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, AGREE, user="U-somchai-of-line")
    [person] = session.scalars(select(Person))

    assert (
        "somchai" in person.key + person.platform_id,
        plan_bot.secrecy.open(person.platform_id, "person", "line"),
    ) == (
        False,
        "U-somchai-of-line",
    )


def test_an_unsent_feedback_cannot_be_read_in_the_database(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD)

    assert "ถนน" not in session.scalars(select(Conversation.state)).one()


def test_what_happened_meanwhile_is_told_with_the_next_answer(plan_bot: Dispatcher, session: Session) -> None:
    _say(plan_bot, ROAD, AGREE)
    [case] = _cases(session)
    session.add(Notice(person_id=case.person_id, feedback_id=case.id, text="ซ่อมเสร็จแล้วค่ะ"))
    session.commit()

    assert ["ซ่อมเสร็จ" in as_text(_say(plan_bot, "เน็ตฟรีใช้งบกี่ล้าน")) for _ in range(2)] == [True, False]


# --- the number


def test_a_number_is_read_however_it_is_written(session: Session) -> None:
    number = new_number(session)

    assert [find_number(form) for form in (number, shown(number), shown(number).replace("-", " "))] == [number] * 3


def test_one_wrong_digit_is_noticed(session: Session) -> None:
    number = new_number(session)
    wrong = [f"{number[:i]}{(int(number[i]) + 1) % 10}{number[i + 1 :]}" for i in range(1, 9)]

    assert [find_number(each) for each in wrong] == [None] * 8


def test_an_answer_about_ones_own_case_is_not_given_to_another(plan_bot: Dispatcher, session: Session) -> None:
    """Answers are remembered by their question; this one depends on who asks."""
    _say(plan_bot, ROAD, AGREE)
    mine = _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว")
    theirs = _say(plan_bot, "เรื่องของฉันถึงไหนแล้ว", user="somying")

    [case] = _cases(session)

    assert [shown(case.number) in as_text(answer) for answer in (mine, theirs)] == [True, False]
