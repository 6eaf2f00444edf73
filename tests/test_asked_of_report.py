"""Is a question about a report answered as one, while it is written and after it was sent, and nothing of it lost?"""

import pytest

from bot.feedback.show import show
from db.cases import updates
from db.erasing_parts import has_photos
from knowledge.short_answer import becomes, short_answer, topic
from tests.talk_chats import LAMP, ROAD, SECRECY, Talk, text_of


@pytest.fixture(name="preview")
def _preview(talk: Talk) -> Talk:
    talk.say(ROAD)
    return talk


@pytest.fixture(name="sent")
def _sent(talk: Talk) -> Talk:
    talk.new_case()
    return talk


def _text(talk: Talk) -> str:
    return talk.conversation.writing.text if talk.conversation.writing else ""


# --- the words alone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เมื่อไหร่จะมาซ่อม", "when"),
        ("ช่างจะมาวันไหน", "when"),
        ("หลุมหน้าวัดจะซ่อมเมื่อไหร่", "when"),
        ("when will it be fixed", "when"),
        ("จักมื้อสิมาแปง", "when"),
        ("มีใครมาดูหรือยัง", "state"),
        ("ส่งไปยังคะ", "state"),
        ("พรุ่งนี้จะมาไหม", "state"),
        ("ทำไมยังไม่แก้", "state"),
        ("ใครเป็นคนมาซ่อม", "handles"),
        ("ใครรับผิดชอบ เอาชื่อมา", "handles"),
        ("ใครเห็นบ้าง", "sees"),
        ("ต้องเสียเงินไหม", "cost"),
        ("ต้องบอกชื่อไหม", "contact"),
        ("เบอร์เจ้าหน้าที่เบอร์อะไร", "call"),
        ("ร้องเรียนที่ไหนได้อีก", "how"),
        ("ไม่เห็นมีใครมาเลย", None),
        ("มาซ่อมด้วย", None),
        ("เน็ตฟรีใช้งบเท่าไหร่", None),
        ("รอมาสามเดือนแล้วเมื่อไหร่จะมา", None),
    ],
)
def test_what_is_asked_of_a_report(text: str, name: str | None) -> None:
    assert topic(text, ROAD) == name


@pytest.mark.parametrize("text", ["ถนนเป็นหลุม", "หน้าวัดค่ะ", "ROAD"])
def test_to_repeat_ones_words_agrees_to_nothing(text: str) -> None:
    assert short_answer(text) == ""


@pytest.mark.parametrize("text", ["ขอบคุณครับ", "ขอบคุณมากค่ะ", "thank you"])
def test_who_thanks_agrees_to_nothing(text: str) -> None:
    assert short_answer(text) == ""


def test_what_shall_stand_instead() -> None:
    assert [becomes("แก้เป็น ถนนหลังวัด"), becomes("ถนนหลังวัด")] == ["ถนนหลังวัด", ""]


# --- while it is written


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("เมื่อไหร่จะมาซ่อม", "3 วันทำการ"),
        ("หลุมหน้าวัดจะซ่อมเมื่อไหร่", "3 วันทำการ"),
        ("ใครเป็นคนอนุมัติ", "หน่วยงาน"),
        ("ส่งไปยัง", "ยังไม่ได้ส่ง"),
        ("ผู้ว่าชื่ออะไร", "1567"),
        ("เบอร์ผู้ว่า", "1567"),
        ("จังหวัดโกงไหม", "ไม่มีข้อมูลเรื่องการทุจริต"),
    ],
)
def test_a_question_is_answered_and_is_no_part_of_it(preview: Talk, question: str, answered: str) -> None:
    told = preview.say(question)

    assert (answered in text_of(told), _text(preview)) == (True, ROAD)


def test_beside_an_answer_everything_can_still_be_done(preview: Talk) -> None:
    assert preview.say("กี่วันถึงจะตอบ").suggestions == ("ยินยอมและส่งเรื่อง", "ยกเลิก", "แก้ข้อความ", "ให้เบอร์ติดต่อ")


@pytest.mark.parametrize("aside", ["สวัสดีค่ะ", "ขอบคุณค่ะ", "ใช้ยังไง", "บอทโง่"])
def test_no_opening_question_crowds_it(preview: Talk, aside: str) -> None:
    assert preview.say(aside).suggestions == ("ยินยอมและส่งเรื่อง", "ยกเลิก", "แก้ข้อความ", "ให้เบอร์ติดต่อ")


def test_what_goes_on_about_a_question_stands_behind_it(preview: Talk) -> None:
    told = preview.say("เน็ตฟรีใช้งบเท่าไหร่").suggestions

    assert (told[:2], "ใครรับผิดชอบ" in told) == (("ยินยอมและส่งเรื่อง", "ยกเลิก"), True)


def test_who_thanks_has_sent_nothing_and_is_told_so(preview: Talk) -> None:
    told = preview.say("ขอบคุณครับ")

    assert (preview.cases(), "ยังอยู่" in text_of(told), _text(preview)) == ([], True, ROAD)


def test_words_can_take_the_place_of_those_before(preview: Talk) -> None:
    preview.say("แก้เป็น ถนนหลังวัดโนนสูงเป็นหลุม")

    assert _text(preview) == "ถนนหลังวัดโนนสูงเป็นหลุม"


def test_who_is_angry_is_not_offered_an_example(preview: Talk) -> None:
    assert "เดือดร้อน" in text_of(preview.say("แม่งทำอะไรกันอยู่"))


# --- after it was sent


@pytest.mark.parametrize("question", ["เมื่อไหร่จะมาซ่อม", "มีใครมาดูหรือยัง", "ทำไมนานจัง", "ใครรับผิดชอบ", "พรุ่งนี้จะมาไหม"])
def test_how_the_case_stands_is_told(sent: Talk, question: str) -> None:
    [case] = sent.cases()
    told = sent.say(question)

    assert (told.status, told.about, "รอส่งให้เจ้าหน้าที่" in text_of(told)) == ("status", case.number, True)
    assert sent.conversation.writing is None


def test_what_an_officer_said_last_answers_when(sent: Talk) -> None:
    [case] = sent.cases()
    sent.asked_by_officer(case, "ช่างจะไปวันศุกร์ค่ะ")

    assert "วันศุกร์" in text_of(sent.say("ช่างจะมาวันไหน"))


def test_it_is_of_the_case_after_its_state_was_told(sent: Talk) -> None:
    sent.say("เน็ตฟรีใช้งบเท่าไหร่", "เรื่องของฉันถึงไหนแล้ว")

    assert sent.say("เมื่อไหร่จะมาซ่อม").status == "status"


def test_it_is_of_the_only_open_case_though_something_else_was_spoken_of(sent: Talk) -> None:
    sent.say("เน็ตฟรีใช้งบเท่าไหร่", "ขอบคุณค่ะ")

    assert sent.say("เมื่อไหร่จะมาซ่อม").status == "status"


def test_what_goes_on_about_an_answer_of_the_plan_stays_with_it(sent: Talk) -> None:
    sent.say("เน็ตฟรีใช้งบเท่าไหร่")

    assert "สำนักงานจังหวัด" in text_of(sent.say("ใครรับผิดชอบ"))


def test_of_several_cases_is_asked_which(talk: Talk) -> None:
    talk.new_case()
    talk.new_case(LAMP)
    talk.say("เน็ตฟรีใช้งบเท่าไหร่", "ขอบคุณค่ะ")
    told = talk.say("เมื่อไหร่จะมาซ่อม")

    assert ("เรื่องไหน" in text_of(told), len(told.suggestions)) == (True, 2)


def test_who_has_no_case_is_not_told_of_one(talk: Talk) -> None:
    assert talk.say("เมื่อไหร่จะมาซ่อม").status != "status"


def test_nobody_came_is_one_more_word_of_the_open_case(sent: Talk) -> None:
    [case] = sent.cases()
    sent.say("ไม่เห็นมีใครมาเลย")

    assert (_text(sent), sent.conversation.writing and sent.conversation.writing.number) == (
        "ไม่เห็นมีใครมาเลย",
        case.number,
    )


def test_what_names_nothing_does_not_go_on_about_the_plan(sent: Talk) -> None:
    sent.say("เน็ตฟรีใช้งบเท่าไหร่", "เรื่องของฉันถึงไหนแล้ว")

    assert "15.00" not in text_of(sent.say("เอากลับมา"))


def test_a_number_that_no_case_has_is_said_to_have_none(talk: Talk) -> None:
    told = talk.say("เรื่อง 482-915-737 ถึงไหน")

    assert (told.status, "แผน" in text_of(told)) == ("status", False)


# --- a draft that adds to a case, and what comes between


def _adding(talk: Talk) -> None:
    talk.new_case()
    talk.say("ลืมบอกไป อยู่ใกล้ตลาดเก่าด้วย")


def test_an_answer_to_an_officer_reaches_them_beside_it(talk: Talk) -> None:
    _adding(talk)
    [case] = talk.cases()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")
    told = talk.say("สะดวกครับ มาตอนเช้านะ")

    assert ("ส่งข้อความนี้ให้เจ้าหน้าที่" in text_of(told), _text(talk)) == (True, "ลืมบอกไป อยู่ใกล้ตลาดเก่าด้วย")


def test_not_done_is_said_of_the_closed_case_and_is_no_part_of_it(talk: Talk) -> None:
    _adding(talk)
    [case] = talk.cases()
    talk.close(case)
    talk.say("ยังไม่เสร็จเลยครับ")

    assert (talk.cases()[0].state, _text(talk)) == ("contested", "ลืมบอกไป อยู่ใกล้ตลาดเก่าด้วย")


def test_a_typed_mark_is_no_part_of_it(talk: Talk) -> None:
    _adding(talk)
    [case] = talk.cases()
    talk.close(case)
    talk.say("ให้ 5 คะแนน")

    assert (talk.cases()[0].satisfaction, _text(talk)) == (5, "ลืมบอกไป อยู่ใกล้ตลาดเก่าด้วย")


def test_what_came_too_late_for_its_case_is_told_to_be_a_new_one(talk: Talk) -> None:
    _adding(talk)
    [case] = talk.cases()
    talk.close(case)
    told = talk.press("ส่งเรื่องนี้")

    assert ("เรื่องใหม่" in text_of(told), len(talk.cases())) == (True, 2)


def test_it_can_be_made_a_case_of_its_own(talk: Talk) -> None:
    _adding(talk)
    talk.press("แจ้งเป็นเรื่องใหม่")
    talk.press("ส่งเรื่องนี้")

    assert len(talk.cases()) == 2


def test_a_photo_after_it_was_sent_is_offered_to_the_case(sent: Talk) -> None:
    told = sent.send("photo", reference="photo-1")
    sent.press("ส่งเรื่องนี้")
    [case] = sent.cases()

    assert (case.number[:3] in text_of(told), sent.conversation.writing) == (True, None)


# --- phone numbers


def test_a_number_alone_is_how_to_reach_the_person(preview: Talk) -> None:
    preview.say("0812345678")
    preview.press("ยินยอมและส่งเรื่อง")
    [case] = preview.cases()

    assert (case.text, preview.person.open(case.contact, "contact", str(case.id))) == (ROAD, "0812345678")


@pytest.mark.parametrize("said", ["0812345678", "เบอร์ติดต่อ 0812345678 แม่น้องมิ้น"])
def test_a_number_after_it_was_sent_is_kept_whole(sent: Talk, said: str) -> None:
    sent.say(said)
    sent.press("ส่งเรื่องนี้")
    [case] = sent.cases()

    assert sent.person.open(case.contact, "contact", str(case.id)) == said


def test_a_number_in_more_words_is_kept_whole_for_who_handles_it(sent: Talk) -> None:
    sent.say("ลืมบอกไป หลุมอยู่หน้าบ้านเลขที่ 9 โทรหาผมได้ที่ 0812345678")
    sent.press("ส่งเรื่องนี้")
    [case] = sent.cases()
    added = updates(sent.session, case)[-1]

    assert "0812345678" not in added.text
    assert "0812345678" in (sent.person.open(added.sealed_text, "reply", str(case.id)) or "")


def test_on_the_terminal_only_who_handles_it_sees_that_number(sent: Talk) -> None:
    sent.say("ลืมบอกไป โทรหาผมได้ที่ 0812345678 ตอนเย็น")
    sent.press("ส่งเรื่องนี้")
    [case] = sent.cases()
    case.assignee = "มาลี"
    shown = [str(show(sent.session, case.number, officer, SECRECY)) for officer in ("มาลี", "สมชาย")]

    assert ["0812345678" in told for told in shown] == [True, False]


def test_what_an_officer_asked_for_reaches_them_whole(sent: Talk) -> None:
    [case] = sent.cases()
    sent.asked_by_officer(case, "ขอเบอร์ให้ช่างโทรหาได้ไหมคะ")
    sent.say("ได้ค่ะ โทร 0812345678")
    told = updates(sent.session, case)[-1]

    assert "0812345678" in (sent.person.open(told.sealed_text, "reply", str(case.id)) or "")


def test_a_photo_that_an_officer_asked_for_reaches_them_at_once(sent: Talk) -> None:
    [case] = sent.cases()
    sent.asked_by_officer(case, "ขอรูปจุดที่มีปัญหาได้ไหมคะ")
    sent.send("photo", reference="photo-1")

    assert (sent.conversation.writing, has_photos(sent.session, case)) == (None, True)


# --- who cannot hear


@pytest.mark.parametrize("said", ["ผมหูหนวก โทรไม่ได้", "มีล่ามภาษามือไหม", "I am deaf, I can't call"])
def test_who_cannot_hear_is_told_that_all_can_be_typed(talk: Talk, said: str) -> None:
    told = talk.say(said)

    assert (told.status, told.codes) == ("help", ())


def test_that_somebody_cannot_hear_is_part_of_what_they_write(preview: Talk) -> None:
    preview.say("อย่าโทรมานะ ผมไม่ได้ยิน")

    assert "ไม่ได้ยิน" in _text(preview)


@pytest.mark.parametrize("said", ["is anybody coming", "งง", "ใครรับผิดชอบครับ"])
def test_no_danger_is_seen_in_small_words(sent: Talk, said: str) -> None:
    assert "191" not in text_of(sent.say(said))
