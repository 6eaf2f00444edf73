"""What hurt when different people walked through whole chats: a dead end, the wrong question, a warning for nothing?"""

import pytest

from handlers.case_number import shown
from handlers.conversation import Conversation
from handlers.intake import Intake
from handlers.message import Kind
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


DANGER = "เด็กโดนหมากัดเลือดออก ช่วยด้วย"
TO_SEND = "ส่งเป็นความคิดเห็น"


def test_what_was_told_as_danger_waits_through_thanks_and_takes_what_follows(talk: Talk) -> None:
    talk.say(DANGER)
    thanked = talk.say("ขอบคุณนะ รีบไปรับลูกก่อน")
    talk.say("อยู่ซอย 3 หน้าตลาด")
    talk.send("photo", reference="photo-1")

    assert (TO_SEND in thanked.suggestions, _draft(talk).text.split("\n")[0], len(_draft(talk).photos)) == (
        True,
        DANGER,
        1,
    )


def test_a_report_behind_it_holds_both(talk: Talk) -> None:
    talk.say(DANGER)
    talk.say(ROAD)

    assert _draft(talk).text == f"{DANGER}\n{ROAD}"


@pytest.mark.parametrize("said", ["ไม่ส่ง", "ยกเลิก"])
def test_it_is_gone_where_it_is_not_wanted(talk: Talk, said: str) -> None:
    talk.say(DANGER)
    talk.say(said)

    assert (talk.conversation.intake, TO_SEND in talk.say("สวัสดี").suggestions) == (None, False)


def test_a_part_of_it_that_is_taken_back_leaves_the_rest(talk: Talk) -> None:
    talk.say(DANGER, id="one")
    talk.say("น้ำท่วมบ้าน มีคนติดอยู่ข้างใน", id="two")
    talk.send("unsent", id="two")

    assert talk.conversation.intake
    assert talk.conversation.intake.text == DANGER


@pytest.mark.parametrize("said", ["ผิดที่ครับ", "ตำแหน่งผิด", "เปลี่ยนสถานที่", "ขอย้ายหมุด", "wrong place"])
def test_a_wrong_place_is_asked_for_again_and_its_point_goes(talk: Talk, said: str) -> None:
    talk.say(ROAD)
    talk.send("location", place=(16.4, 102.8), place_name="วัดอื่น")
    asked = talk.say(said)
    talk.say("หน้าวัดโนนสว่าง")

    assert (asked.asks_place, _draft(talk).place, _draft(talk).place_name, _draft(talk).text) == (
        "begins",
        None,
        "หน้าวัดโนนสว่าง",
        ROAD,
    )


def test_whatever_was_sent_along_can_be_mended_or_left_out(talk: Talk) -> None:
    talk.say(ROAD)
    bare = talk.say("ไม่ใช่").suggestions
    talk.send("photo", reference="photo-1")
    talk.send("location", place=(16.4, 102.8))
    told = talk.say("ไม่ใช่")
    talk.press("เอารูปออก")

    assert bare == ("แก้ข้อความ", "ยกเลิก", "ยินยอมและส่งเรื่อง")
    assert told.suggestions == ("แก้ข้อความ", "บอกสถานที่", "เอารูปออก", "ยกเลิก", "ยินยอมและส่งเรื่อง")
    assert (_draft(talk).photos, _draft(talk).place) == ((), (16.4, 102.8))


@pytest.mark.parametrize("said", ["ขอดูเรื่อง", "ไม่รู้", "ข้าม"])
def test_a_photo_without_words_is_not_thrown_away(talk: Talk, said: str) -> None:
    talk.send("photo", reference="photo-1")
    talk.say(said)

    assert (len(_draft(talk).photos), _draft(talk).step) == (1, "text")


def test_a_report_where_a_place_was_asked_for_can_still_be_one(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("บอกสถานที่")
    talk.say("ไฟทางหน้าโรงเรียนบ้านโคกดับทั้งแถว อยากให้มาเปลี่ยน")
    talk.press("เพิ่มข้อความเมื่อครู่")

    assert _draft(talk).text == f"{ROAD}\nไฟทางหน้าโรงเรียนบ้านโคกดับทั้งแถว อยากให้มาเปลี่ยน"


@pytest.mark.parametrize("said", ["แก้เป็น ปิดทุกบ่าย", "ขอแก้เป็น ปิดทุกบ่าย", "ที่ถูกคือ ปิดทุกบ่าย"])
def test_words_put_right_take_the_place_of_what_is_added(talk: Talk, said: str) -> None:
    talk.new_case()
    talk.say("ลืมบอกว่าปิดทุกเช้า")
    talk.say(said)

    assert _draft(talk).text == "ปิดทุกบ่าย"


def test_a_contact_card_behind_the_receipt_is_offered_to_the_case(talk: Talk) -> None:
    talk.new_case()
    told = text_of(talk.send("file", contact="สมชาย 0812345678"))
    talk.press("ส่งเรื่องนี้")

    assert ("ไฟล์" in told, bool(talk.cases()[0].contact)) == (False, True)


def test_a_contact_card_without_any_case_is_no_file(talk: Talk) -> None:
    told = text_of(talk.send("file", contact="สมชาย 0812345678"))

    assert ("ยังไม่ได้เก็บเบอร์" in told, "ไฟล์" in told) == (True, False)


@pytest.mark.parametrize("said", ["เรื่องแรกน่ะ ลบทิ้งเลย", "ลบเรื่องที่สอง", "ลบเรื่องล่าสุด", "delete the first case"])
def test_one_case_is_never_taken_for_all(talk: Talk, said: str) -> None:
    talk.new_case()
    talk.new_case("ไฟทางหน้าโรงเรียนบ้านโคกดับทั้งแถว อยากให้มาเปลี่ยน")
    told = talk.say(said)
    kept = text_of(talk.say("ไม่ลบแล้ว"))

    assert (len([label for label in told.suggestions if label.startswith(("เรื่อง ", "Case "))]), "191" in kept) == (
        2,
        False,
    )
    assert [case.text for case in talk.cases()].count("") == 0


@pytest.mark.parametrize("kind", ["welcome", "help"])
def test_a_greeting_leads_to_reports_cases_and_rights(talk: Talk, kind: Kind) -> None:
    for label in ("แจ้งเรื่อง", "เรื่องของฉัน", "ความเป็นส่วนตัว"):
        talk.conversation = Conversation()
        greeted = talk.send(kind)

        assert talk.press(label, greeted).status != "unknown", label


def test_nothing_is_offered_to_be_sent_where_nothing_was_written(talk: Talk) -> None:
    talk.send("feedback")
    told = talk.say("สวัสดี")

    assert (told.suggestions, _draft(talk).step) == (("ยกเลิก",), "text")
    assert "กดส่ง" not in text_of(told)


@pytest.mark.parametrize("said", ["อ้าวส่งไปแล้วหรอ", "เอ๊ะ ใครดูแลหรอ", "ถึงไหนแล้วลูก"])
def test_surprise_changes_no_question(talk: Talk, said: str) -> None:
    case = talk.new_case()
    told = text_of(talk.say(said))

    assert (shown(case.number) in told, talk.conversation.writing) == (True, None)


def test_a_number_joins_what_was_told_as_danger(talk: Talk) -> None:
    talk.say(DANGER)
    talk.say("081 234 5678")

    assert (_draft(talk).text, talk.person.open(_draft(talk).contact, "draft")) == (DANGER, "081 234 5678")


def test_another_number_ends_no_report(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say("0812345678")
    talk.say("ยกเลิกเบอร์ได้ไหมคะ เปลี่ยนเป็น 0898765432")

    assert (_draft(talk).text, talk.person.open(_draft(talk).contact, "draft")[-10:]) == (ROAD, "0898765432")


@pytest.mark.parametrize("said", ["ยกเลิกเบอร์", "ไม่เอารูป", "ยกเลิกตำแหน่ง"])
def test_who_cancels_a_part_keeps_the_rest(talk: Talk, said: str) -> None:
    talk.say(ROAD)
    talk.say("0812345678")
    talk.send("photo", reference="photo-1")
    talk.send("location", place=(16.4, 102.8))
    talk.say(said)
    has = (_draft(talk).contact, _draft(talk).photos, _draft(talk).place)

    assert (_draft(talk).text, sum(map(bool, has))) == (ROAD, 2)


def test_what_answers_an_officer_who_wants_something_reaches_them(talk: Talk) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ขอเบอร์โทรติดต่อกลับหน่อยค่ะ")
    told = text_of(talk.say("บอกแล้วว่าหูหนวก โทรไม่ได้"))

    assert ("ส่งข้อความนี้ให้เจ้าหน้าที่" in told, "191" in told, talk.conversation.writing) == (True, False, None)


def test_who_does_not_know_how_to_send_is_told_how(talk: Talk) -> None:
    talk.say(ROAD)

    assert "กดปุ่มส่ง" in text_of(talk.say("ส่งยังไงล่ะลูก"))


def test_the_right_place_may_stand_behind_the_word_that_it_was_wrong(talk: Talk) -> None:
    talk.say(ROAD)
    talk.send("location", place=(16.4, 102.8), place_name="ประตู 2")
    talk.say("ผิดที่ค่ะ ประตู 3")

    assert (_draft(talk).place, _draft(talk).place_name, _draft(talk).text) == (None, "ประตู 3", ROAD)


def test_what_only_says_where_it_is_not_is_no_place(talk: Talk) -> None:
    talk.say(ROAD)
    talk.send("location", place=(16.4, 102.8), place_name="ศาลา")
    asked = talk.say("ผิดที่ครับ ไม่ใช่ศาลา")

    assert (asked.asks_place, _draft(talk).place, _draft(talk).place_name) == ("begins", None, "")


def test_another_matter_is_no_addition_to_the_case_before(talk: Talk) -> None:
    talk.new_case()
    talk.say("ลืมบอกว่าอยู่ซอย 3")
    told = talk.say("มีอีกเรื่องค่ะ ลิฟต์ศาลากลางเสียมาเดือนนึงแล้ว ขอให้ซ่อม")
    new = _draft(talk)
    talk.press("เพิ่มข้อความเมื่อครู่")

    assert (new.number, "ลิฟต์" in new.text, "ซอย 3" in new.text, "ส่งเรื่องนี้" in told.suggestions) == (
        "",
        True,
        False,
        True,
    )
    assert _draft(talk).text.endswith("ลืมบอกว่าอยู่ซอย 3")
