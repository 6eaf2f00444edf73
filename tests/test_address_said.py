"""Is a report heard as one though it tells the number of a house, a lane or a room?"""

import pytest

from knowledge.address_said import without_addresses
from tests.talk_chats import Talk

REPORTS = (
    "เน็ตฟรีที่หมู่บ้านหลุดบ่อย บ้านเลขที่ 55",
    "เน็ตฟรีที่หมู่บ้านหลุดบ่อย บ้านเลขที่ 57/1",
    "ไวไฟแถวหมู่ 56 ใช้ไม่ได้",
    "ไวไฟห้อง ๕๔ หลุดตลอด",
    "ไฟดับซอย 57 มาสามวันแล้ว",
    "free wifi is slow, room 55",
)
"""Each with a figure that might be a year of the plan."""


@pytest.mark.parametrize("said", REPORTS)
def test_a_report_that_tells_a_house_is_no_question_of_a_year(talk: Talk, said: str) -> None:
    answer = talk.say(said)

    assert (answer.status, talk.conversation.intake and talk.conversation.intake.text) == ("feedback", said)


@pytest.mark.parametrize("asked", ["งบไวไฟปี 55", "งบไวไฟ 55"])
def test_a_year_of_the_plan_is_still_one(talk: Talk, asked: str) -> None:
    answer = talk.say(asked)

    assert (answer.status, answer.value and str(answer.value.number)) == ("answered", "5.00")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ไฟดับซอย 57 มาสามวัน", "ไฟดับซอย  มาสามวัน"),
        ("บ้านเลขที่ 12/345", "บ้านเลขที่ "),
        ("งบ 55 ล้าน ปี 2555", "งบ 55 ล้าน ปี 2555"),
        ("bedroom55", "bedroom55"),
    ],
)
def test_only_what_stands_behind_a_word_of_a_place_is_left_out(text: str, left: str) -> None:
    assert without_addresses(text) == left
