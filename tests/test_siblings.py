"""Others of the kinds of faults that were met in conversations: is each taken for what it is?"""

import pytest

from db import cases
from tests.talk_chats import ROAD, Talk, text_of


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ช่างจะไปวันจันทร์ตอนเช้า มีคนอยู่ไหมคะ", "มีคนอยู่ครับ"),
        ("มีคนอยู่บ้านไหมคะ", "มีแต่ยายอยู่คนเดียว"),
        ("หลุมอยู่หน้าบ้านเลขที่เท่าไหร่คะ", "เลขที่ 45"),
        ("วันศุกร์สะดวกไหมคะ", "ไม่ว่างค่ะ เป็นวันอังคารได้ไหม"),
    ],
)
def test_an_officers_question_is_answered_to_the_officer(talk: Talk, asked: str, told: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, asked)
    talk.say(told)

    assert told in [update.text for update in cases.updates(talk.session, case)]


@pytest.mark.parametrize("text", ["มีคนติดอยู่ในไฟไหม้ ช่วยด้วย", "ไฟไหม้บ้าน"])
def test_danger_is_danger_although_an_officer_asked(talk: Talk, text: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "มีคนอยู่ไหมคะ")

    assert talk.say(text).status == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "Please help, the street light at our school has been off for a month",
        "ท่อระบายน้ำอุดตัน แจ้งไปหลายรอบแล้วไม่มีใครมา",
        "ฝนตกน้ำท่วมซอยทุกที ช่วยหน่อยเถอะ",
    ],
)
def test_a_plea_for_help_with_public_works_is_taken(talk: Talk, text: str) -> None:
    told = talk.say(text)

    assert told.status == "feedback"
    assert talk.conversation.writing is not None


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("There is a big hole on the road, help please", "Send as feedback"),
        ("the bridge is broken help", "Send as feedback"),
        ("สะพานจะพังแล้ว ช่วยด้วยค่ะ", "ส่งเป็นความคิดเห็น"),
        ("หมาจรจัดกัดคน ช่วยด้วยครับ", "ส่งเป็นความคิดเห็น"),
    ],
)
def test_whatever_calls_for_help_can_be_sent_with_one_press(talk: Talk, text: str, button: str) -> None:
    told = talk.say(text)
    shown = talk.press(button) if button in told.suggestions else told

    assert shown.status == "feedback"
    assert talk.conversation.writing is not None
    assert talk.conversation.writing.text == text


@pytest.mark.parametrize("text", ["help", "ช่วยอะไรได้บ้าง", "what can you help me with?"])
def test_what_the_bot_can_do_is_still_told(talk: Talk, text: str) -> None:
    assert talk.say(text).status == "help"


@pytest.mark.parametrize("text", ["ลบเรื่องล่าสุด", "ลบเรื่องที่เพิ่งส่ง", "ขอลบคำร้องเมื่อกี้", "delete my last report"])
def test_the_case_just_sent_can_be_erased_in_any_words(talk: Talk, text: str) -> None:
    case = talk.new_case(ROAD)
    told = talk.say(text)

    assert (told.status, case.number[:3] in text_of(told)) == ("privacy", True)
