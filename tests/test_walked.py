"""What hurt when different people walked through whole chats: a dead end, the wrong question, a warning for nothing?"""

import pytest

from handlers.intake import Intake
from tests.talk_chats import ROAD, Talk, text_of

NOT_DONE = (
    "ยังบ่ทันเฮ็ดเลย",
    "โกหก ยังไม่เก็บเลย",
    "ยังไม่ได้จัดการ",
    "บ่ได้ติดตั้ง",
    "ไม่ได้ดำเนินการเลยค่ะ",
    "it was not repaired",
    "ยังบ่ทันได้เฮ็ด",
)


def _draft(talk: Talk) -> Intake:
    assert talk.conversation.intake
    return talk.conversation.intake


@pytest.mark.parametrize("said", NOT_DONE)
def test_in_whatever_words_somebody_says_that_it_is_not_done_it_is_opened_again(talk: Talk, said: str) -> None:
    talk.close(talk.new_case())
    talk.say(said)

    assert [case.state for case in talk.cases()] == ["contested"]


@pytest.mark.parametrize("said", ["ไม่ต้องทำแล้ว", "ยังไม่ได้ไปดูเลย", "ทำเสร็จหรือยัง", "เก็บหมดแล้ว"])
def test_what_does_not_say_so_opens_nothing(talk: Talk, said: str) -> None:
    talk.close(talk.new_case())
    talk.say(said)

    assert [case.state for case in talk.cases()] == ["closed"]


def test_it_is_opened_again_although_an_addition_was_being_written(talk: Talk) -> None:
    case = talk.new_case()
    talk.say("แจ้งไปหลายรอบแล้วนะ ไม่เห็นมีใครมา")
    talk.close(case)
    talk.say("โกหก ยังไม่เก็บเลย")

    assert [case.state for case in talk.cases()] == ["contested"]


def test_a_mark_is_no_danger(talk: Talk) -> None:
    talk.close(talk.new_case())

    assert "191" not in text_of(talk.say("1"))


@pytest.mark.parametrize("said", ["เบอร์ผิด", "เดี๋ยวๆ เบอร์ผิด", "wrong number", "ขอเปลี่ยนเบอร์"])
def test_a_wrong_number_is_asked_for_again(talk: Talk, said: str) -> None:
    talk.say(ROAD)
    talk.say("0812345678")
    talk.say(said)
    told = talk.say("0898765432")

    assert (_draft(talk).text, _draft(talk).step, "ยินยอมและส่งเรื่อง" in told.suggestions) == (ROAD, "confirm", True)
    assert talk.person.open(_draft(talk).contact, "draft") == "0898765432"


@pytest.mark.parametrize("said", ["ไม่ให้เบอร์ค่ะ", "ไม่มีเบอร์", "no number"])
def test_no_number_is_no_doubt_about_the_report(talk: Talk, said: str) -> None:
    talk.say(ROAD)
    told = talk.say(said)

    assert (_draft(talk).text, told.suggestions[0]) == (ROAD, "ยินยอมและส่งเรื่อง")
