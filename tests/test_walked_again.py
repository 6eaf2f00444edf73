"""What hurt in the second walk: the wrong case taken back, a number that was not read, a phone for who cannot hear?"""

import pytest

from handlers.case_number import shown
from tests.talk_chats import LAMP, ROAD, Talk, text_of


@pytest.mark.parametrize("form", ["{}-{}-\n{}", "{}{}\n{}", "{}\r\n{}\r\n{}"])
def test_a_number_that_is_broken_over_lines_is_read(talk: Talk, form: str) -> None:
    number = talk.new_case().number
    asked = talk.say(f"เรื่อง {form.format(number[:3], number[3:6], number[6:])} ไปถึงไหนแล้ว")

    assert (asked.status, shown(number) in text_of(asked)) == ("status", True)


def test_numbers_on_lines_of_their_own_stay_apart(talk: Talk) -> None:
    number = talk.new_case().number
    talk.say(f"{number[:3]} {number[3:6]} {number[6:]}\n0812345678")

    assert shown(number) in text_of(talk.answer)


@pytest.mark.parametrize(("said", "left"), [("ยกเลิกเรื่องถนน", [LAMP]), ("ถอนเรื่องไฟทาง", [ROAD]), ("ถอนเรื่องนี้", [ROAD])])
def test_the_case_that_is_named_by_its_words_is_taken_back_and_not_the_last_one(
    talk: Talk, said: str, left: list[str]
) -> None:
    talk.new_case()
    talk.new_case(LAMP)
    talk.say(said)

    assert [case.text for case in talk.cases() if case.state == "received"] == left


def test_where_several_have_the_words_it_is_asked_which(talk: Talk) -> None:
    for text in (ROAD, "ถนนหลังตลาดมืดมาก อยากให้ติดไฟ", "น้ำประปาไม่ไหลมาสองวันแล้ว ช่วยด้วยค่ะ"):
        talk.new_case(text)
    asked = talk.say("ยกเลิกเรื่องถนน")

    assert ([case.state for case in talk.cases()], [one.kind for one in asked.actions]) == (
        ["received"] * 3,
        ["withdraw"] * 2,
    )


def test_who_says_that_they_cannot_call_is_given_no_number_to_call_but_a_way_to_report(talk: Talk) -> None:
    told = talk.say("สวัสดีค่ะ ฉันหูหนวก พูดโทรศัพท์ไม่ได้")

    assert ("1567" in text_of(told), "แจ้งเรื่อง" in told.suggestions) == (False, True)


def test_how_a_matter_gets_on_is_told_of_the_case_that_has_its_words(talk: Talk) -> None:
    water = talk.new_case("น้ำประปาไหลน้อยมากตอนเย็น ช่วยแก้ให้หน่อย")
    talk.new_case()

    assert shown(water.number) in text_of(talk.say("เรื่องน้ำประปาไปถึงไหนแล้ว"))


@pytest.mark.parametrize(("said", "status"), [("เรื่องรถเมล์ไปถึงไหนแล้ว", "status"), ("โครงการเน็ตฟรีถึงไหนแล้ว", "unknown")])
def test_a_matter_that_no_case_has_is_looked_for_among_the_cases_and_a_project_is_not(
    talk: Talk, said: str, status: str
) -> None:
    talk.new_case()
    talk.new_case(LAMP)

    assert talk.say(said).status == status


def test_how_many_reports_the_province_took_is_counted(talk: Talk) -> None:
    talk.new_case()
    told = talk.say("จังหวัดรับเรื่องร้องเรียนไปแล้วกี่เรื่อง")

    assert (told.status, told.value and str(told.value.number)) == ("answered", "1")
