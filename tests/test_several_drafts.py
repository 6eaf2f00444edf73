"""Are two reports that are written before the first is sent two cases, and is none of them lost on the way?"""

import pytest

from handlers.action import Action
from handlers.intake import Intake
from tests.talk_chats import LAMP, ROAD, Talk, text_of

ANOTHER = f"มีอีกเรื่องค่ะ {LAMP}"
SEND = "ยินยอมและส่งเรื่อง"
NEXT = "ยังมีเรื่องที่เขียนไว้ก่อนหน้านี้"


def _texts(talk: Talk) -> list[str]:
    return [one.text for one in talk.conversation.intake.drafts()] if talk.conversation.intake else []


def test_another_matter_is_a_report_of_its_own_and_the_first_comes_back_once_it_is_sent(talk: Talk) -> None:
    talk.say(ROAD)
    begun = talk.say(ANOTHER)
    drafts = _texts(talk)
    sent = talk.press(SEND)
    last = talk.press("ส่งเรื่องนี้")

    assert drafts == [ANOTHER, ROAD]
    assert ("เก็บไว้ให้แล้ว" in text_of(begun), NEXT in text_of(sent), NEXT in text_of(last)) == (True, True, False)
    assert [case.text for case in talk.cases()] == [ANOTHER, ROAD]


def test_it_also_comes_back_where_the_second_is_not_wanted(talk: Talk) -> None:
    talk.say(ROAD, ANOTHER)
    dropped = talk.press("ยกเลิก")

    assert (NEXT in text_of(dropped), ROAD in text_of(dropped), _texts(talk)) == (True, True, [ROAD])


def test_photos_and_words_go_with_the_newest(talk: Talk) -> None:
    talk.say(ROAD)
    talk.send("photo", reference="photo-1")
    talk.say(ANOTHER)
    talk.send("photo", reference="photo-2")
    talk.say("ดับมาสามคืนแล้ว")
    drafts = list(talk.conversation.intake.drafts()) if talk.conversation.intake else []

    assert [(one.text, len(one.photos)) for one in drafts] == [(f"{ANOTHER}\nดับมาสามคืนแล้ว", 1), (ROAD, 1)]


def test_the_older_button_sends_the_older_report(talk: Talk) -> None:
    first = talk.say(ROAD)
    talk.say(ANOTHER)
    talk.press(SEND, first)

    assert ([case.text for case in talk.cases()], _texts(talk)) == ([ROAD], [ANOTHER])


def test_what_is_taken_back_goes_from_the_report_that_waits(talk: Talk) -> None:
    talk.say(ROAD, id="one")
    talk.say(ANOTHER, id="two")
    talk.send("unsent", id="one")
    left = _texts(talk)
    talk.send("unsent", id="two")

    assert (left, talk.conversation.intake) == ([ANOTHER], None)


def test_what_is_mended_changes_in_the_report_that_waits(talk: Talk) -> None:
    talk.say(ROAD, id="one")
    talk.say(ANOTHER)
    talk.send("text", LAMP, id="one", mends=True)

    assert _texts(talk) == [ANOTHER, LAMP]


def test_a_phone_number_is_erased_from_all(talk: Talk) -> None:
    talk.say(ROAD, "0812345678", ANOTHER, "ลบเบอร์")

    assert talk.conversation.intake
    assert [one.contact for one in talk.conversation.intake.drafts()] == ["", ""]


def test_who_withdraws_the_consent_leaves_none(talk: Talk) -> None:
    talk.say(ROAD, ANOTHER, "ถอนความยินยอม")

    assert talk.conversation.intake is None


def test_adding_to_a_case_does_not_throw_away_what_is_being_written(talk: Talk) -> None:
    case = talk.new_case()
    talk.say(LAMP)
    talk.press_action(Action("เพิ่มข้อมูล", "add", case.number))
    talk.say("หลุมใหญ่ขึ้นอีก")
    talk.press("ส่งเรื่องนี้")

    assert ([one.id for one in talk.cases()], _texts(talk)) == ([case.id], [LAMP])


def test_what_is_added_twice_is_one_addition(talk: Talk) -> None:
    case = talk.new_case()
    talk.say("ลืมบอกว่าหลุมอยู่ฝั่งซ้าย")
    talk.say("ลืมบอกว่ามีรถล้มเมื่อวาน")

    assert talk.conversation.intake
    assert (talk.conversation.intake.number, _texts(talk)) == (
        case.number,
        ["ลืมบอกว่าหลุมอยู่ฝั่งซ้าย\nลืมบอกว่ามีรถล้มเมื่อวาน"],
    )


@pytest.mark.parametrize("others", [0, 1, 2])
def test_what_waits_survives_being_kept(others: int) -> None:
    intake = Intake("หนึ่ง", photos=("a",), place=(16.4, 102.8))
    for number in range(others):
        intake = Intake(f"อีก {number}").in_front_of(intake)

    assert Intake.from_dict(intake.to_dict()) == intake
