"""Is the place of a report understood: coordinates, the link of a map, words, on each channel?"""

import pytest

from handlers.message import Message
from handlers.where import with_place
from knowledge.place_said import leads_to_map, place_in
from tests.talk_chats import ROAD, Talk, text_of

HERE = (16.4419, 102.836)


@pytest.mark.parametrize(
    "text",
    [
        "16.4419, 102.8360",
        "(16.44190,102.83600)",
        "16.4419 102.8360",
        "16.4419° N, 102.8360° E",
        "102.8360, 16.4419",
        "102.8360E 16.4419N",
        "๑๖.๔๔๑๙, ๑๐๒.๘๓๖๐",
        "lat 16.4419 long 102.8360",
        "ละติจูด 16.4419 ลองจิจูด 102.8360",
        "16°26'30.84\"N 102°50'9.6\"E",
        "geo:16.4419,102.836?z=17",
        "https://maps.google.com/?q=16.4419,102.8360",
        "https://www.google.com/maps/@16.4419,102.836,17z",
        "https://www.google.com/maps/search/?api=1&query=16.4419%2C102.8360",
        "https://www.google.com/maps/search/16.4419,+102.8360",
        "https://www.google.com/maps/dir//16.4419,102.8360",
        "https://maps.apple.com/?ll=16.4419,102.8360&q=Dropped%20Pin",
        "https://www.openstreetmap.org/#map=17/16.4419/102.8360",
        "https://www.openstreetmap.org/?mlat=16.4419&mlon=102.8360#map=15/16.5/102.9",
        "https://map.longdo.com/?lat=16.4419&long=102.8360&zoom=15",
        "https://waze.com/ul?ll=16.4419,102.8360&navigate=yes",
        # The thing that was chosen, not the middle of the map.
        "https://www.google.com/maps/place/X/@16.5,102.9,17z/data=!3m1!4b1!8m2!3d16.4419!4d102.836",
    ],
)
def test_coordinates_and_links_are_a_place(text: str) -> None:
    found = place_in(text)

    assert found is not None
    assert found.place == pytest.approx(HERE, abs=1e-6)
    assert found.beside == ""


@pytest.mark.parametrize(
    "text",
    [
        "งบ 12.50, 13.00 ล้าน",
        "โทร 043-246-113",
        "081 234 5678",
        "15.00 20.00",
        "95.1234, 200.4321",
        "ปี 2555 2556",
        "5.3.6",
        "",
    ],
)
def test_other_figures_are_none(text: str) -> None:
    assert place_in(text) is None


def test_a_link_tells_what_the_place_is_called() -> None:
    found = place_in("https://www.google.com/maps/place/%E0%B8%95%E0%B8%A5%E0%B8%B2%E0%B8%94+สด/@16.4419,102.836,17z")

    assert found is not None
    assert found.name == "ตลาด สด"


def test_of_a_short_link_it_is_known_that_it_leads_to_a_map() -> None:
    link = "https://maps.app.goo.gl/Ab3dEf"

    assert (place_in(link), leads_to_map(link), leads_to_map("https://example.org")) == (None, True, False)


def test_words_beside_coordinates_stay() -> None:
    message = with_place(Message("line", "somchai", "หลุมอยู่ตรงนี้ 16.4419, 102.8360 ครับ"))

    assert (message.kind, message.place, message.text) == ("text", HERE, "หลุมอยู่ตรงนี้ 16.4419, 102.8360 ครับ")


@pytest.mark.parametrize("told", ["16.4419, 102.8360", "https://maps.google.com/?q=16.4419,102.8360"])
def test_pasted_coordinates_belong_to_what_is_written(talk: Talk, told: str) -> None:
    talk.say(ROAD, told)
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert (case.text, case.latitude, case.longitude) == (ROAD, *HERE)


def test_coordinates_alone_ask_for_words(talk: Talk) -> None:
    asked = talk.say("16.4419, 102.8360")
    talk.say(ROAD)
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert asked.status == "feedback"
    assert (case.text, case.latitude) == (ROAD, HERE[0])


def test_coordinates_in_the_first_words_are_taken_with_them(talk: Talk) -> None:
    talk.say("ถนนเป็นหลุมลึกมาก 16.4419, 102.8360 ช่วยมาซ่อมด้วย")
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert (case.latitude, case.longitude) == HERE
    assert "ถนนเป็นหลุมลึกมาก" in case.text


def test_a_place_is_described_in_words(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    shown = talk.say("หน้าร้านป้าแดง ซอย 5 หมู่ 3")
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert "สถานที่: หน้าร้านป้าแดง ซอย 5 หมู่ 3" in text_of(shown)
    assert (case.text, case.place_name, case.latitude) == (ROAD, "หน้าร้านป้าแดง ซอย 5 หมู่ 3", None)


def test_it_is_described_in_english_too(talk: Talk) -> None:
    talk.say("The road in front of the temple is broken, please fix it")
    talk.press("Say where it is")
    talk.say("opposite the post office, soi 5")

    intake = talk.conversation.intake
    assert intake is not None
    assert intake.place_name == "opposite the post office, soi 5"


@pytest.mark.parametrize("answer", ["ไม่บอก", "ข้าม", "ไม่รู้", "skip", "ไม่เป็นไร", "🤷"])
def test_no_place_need_be_told(talk: Talk, answer: str) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    talk.say(answer)

    intake = talk.conversation.intake
    assert intake is not None
    assert (intake.step, intake.place_name, intake.text) == ("confirm", "", ROAD)


def test_a_question_about_the_place_is_answered(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    told = talk.say("ต้องบอกด้วยเหรอ")

    intake = talk.conversation.intake
    assert intake is not None
    assert (intake.step, intake.place_name) == ("place", "")
    assert "หาเจอเร็วขึ้น" in text_of(told)


def test_a_point_keeps_the_words_that_described_it(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    talk.say("ข้างตลาดสด", "16.4419, 102.8360")
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert (case.latitude, case.place_name) == (HERE[0], "ข้างตลาดสด")


def test_a_short_link_is_kept_for_officers(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    told = talk.say("https://maps.app.goo.gl/Ab3dEf")
    talk.press("ยินยอมและส่งเรื่อง")

    [case] = talk.cases()
    assert "ลิงก์แบบย่อ" in text_of(told)
    assert case.place_name == "https://maps.app.goo.gl/Ab3dEf"


def test_a_described_place_can_be_taken_back(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    talk.send("text", "ข้างตลาดสด", id="described")
    talk.send("unsent", id="described")

    intake = talk.conversation.intake
    assert intake is not None
    assert (intake.text, intake.place_name) == (ROAD, "")
