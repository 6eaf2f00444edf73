"""Is who does not understand told in other words, and never the same once more?"""

import pytest

from handlers import plainly
from handlers.case_status import outcome
from handlers.wording import LANGUAGES, wording
from tests.talk_chats import ROAD, Talk, text_of

WAYS = ["แปลว่าอะไร", "อธิบายง่ายๆ", "งง", "ไม่เข้าใจค่ะ", "หมายความว่าไง"]
STATES = ("received", "assigned", "in_progress", "answered", "contested", "rejected", "merged")


@pytest.mark.parametrize("way", WAYS)
def test_a_figure_is_said_to_be_planned_money(talk: Talk, way: str) -> None:
    talk.say("เน็ตฟรีใช้งบเท่าไหร่")
    told = text_of(talk.say(way))

    assert ("ตั้งใจจะใช้" in told, "15.00" in told) == (True, False)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("เน็ตฟรีคิดเป็นกี่เปอร์เซ็นต์ของทั้งแผน", "ร้อยส่วน"),
        ("ตัวชี้วัดของประเด็นที่ 3 มีอะไรบ้าง", "ตัวชี้วัดคือ"),
        ("ใครดูแลเน็ตฟรี", "หน่วยงานรับผิดชอบคือ"),
    ],
)
def test_each_thing_has_its_own_words(talk: Talk, question: str, means: str) -> None:
    talk.say(question)

    assert means in text_of(talk.say("แปลว่าอะไร"))


def test_it_can_still_be_followed_up(talk: Talk) -> None:
    talk.say("เน็ตฟรีใช้งบเท่าไหร่", "แปลว่าอะไร")

    assert "5.00" in text_of(talk.say("แล้วปี 56 ล่ะ"))


def test_who_still_does_not_understand_is_told_whom_to_ask(talk: Talk) -> None:
    talk.say("เน็ตฟรีใช้งบเท่าไหร่")
    first, second = talk.say("แปลว่าอะไร"), talk.say("งง")

    assert (text_of(first) == text_of(second), "1567" in text_of(second)) == (False, True)


@pytest.mark.parametrize("way", WAYS)
def test_of_a_draft_it_is_told_that_nothing_was_sent(talk: Talk, way: str) -> None:
    talk.say(ROAD)
    told = talk.say(way)

    assert ("ยังไม่มีใครเห็น" in text_of(told), talk.conversation.writing and talk.conversation.writing.text) == (
        True,
        ROAD,
    )


def test_after_an_answer_in_between_that_answer_is_meant_and_the_draft_waits(talk: Talk) -> None:
    talk.say(ROAD, "เน็ตฟรีใช้งบเท่าไหร่")
    told = talk.say("แปลว่าอะไร")

    assert ("ตั้งใจจะใช้" in text_of(told), told.suggestions[0]) == (True, "ยินยอมและส่งเรื่อง")


def test_of_a_case_its_state_is_explained(talk: Talk) -> None:
    talk.new_case()
    talk.say("เรื่องของฉันถึงไหนแล้ว")

    assert "รอเจ้าหน้าที่เปิดดู" in text_of(talk.say("แปลว่าอะไร"))


def test_where_nothing_was_said_yet_it_is_told_what_can_be_asked(talk: Talk) -> None:
    assert talk.say("งง").status == "help"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_and_every_state_has_its_words(language: str) -> None:
    words = wording("en" if language == "en" else "th")
    things = {*plainly.OF_ASK.values(), "money", "share", "again", "plan"}
    states = {*STATES, *(outcome("closed", fixed) for fixed in (True, False, None))}

    assert all(words.say(f"plainly.{thing}") for thing in things)
    assert all(words.say(f"plainly.state.{state}") for state in states)


# --- the document


def test_the_original_of_the_last_answer_is_its_lines(talk: Talk) -> None:
    talk.say("เน็ตฟรีใช้งบเท่าไหร่")
    told = talk.say("ขอดูต้นฉบับ")

    assert ("บรรทัดที่ 89" in text_of(told), told.sources[0].line) == (True, 89)


def test_the_original_by_itself_is_the_document(talk: Talk) -> None:
    assert "/plan/document" in text_of(talk.say("ขอดูต้นฉบับ"))


def test_the_original_is_no_part_of_what_is_written(talk: Talk) -> None:
    talk.say(ROAD, "ขอดูต้นฉบับ")

    assert (talk.conversation.writing and talk.conversation.writing.text) == ROAD


# --- what no plan holds


@pytest.mark.parametrize("question", ["จังหวัดโกงไหม", "มีทุจริตไหม", "is there corruption in the province?"])
def test_whether_somebody_steals_is_answered_without_a_figure(talk: Talk, question: str) -> None:
    told = talk.say(question)

    assert (told.status, told.value, "1205" in text_of(told)) == ("unknown", None, True)


@pytest.mark.parametrize("question", ["ใครเป็นคนอนุมัติ", "ใครเซ็น", "who approved it"])
def test_who_signed_is_no_project(talk: Talk, question: str) -> None:
    told = talk.say(question)

    assert (told.status, told.codes) == ("unknown", ())


@pytest.mark.parametrize("question", ["ใช้งบไปแล้วเท่าไหร่", "เน็ตฟรีใช้งบไปแล้วเท่าไหร่"])
def test_what_was_spent_is_not_what_was_planned(talk: Talk, question: str) -> None:
    told = talk.say(question)

    assert (told.status, told.value) == ("unknown", None)
