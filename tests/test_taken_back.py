"""Is nothing that a person said lost, and nothing kept that they took back, mended or wanted erased?"""

import pytest
from sqlalchemy import select

from db.feedback_models import Attachment, FeedbackUpdate, SentMessage
from handlers.answer import SILENCE
from handlers.intake import LONGEST
from knowledge.erase_words import part_to_erase
from knowledge.index import Index
from tests.talk_chats import LAMP, ROAD, Talk, text_of

SECRET = "บ้านเลขที่ 99 หลังสีฟ้า"
PHONE = "081-234-5678"


def _draft(talk: Talk) -> tuple[str, int, bool]:
    """Its text, its photos, and whether it has a place."""
    intake = talk.conversation.intake
    return (intake.text, len(intake.photos), intake.place is not None) if intake else ("", 0, False)


# --- taken back before it was sent


def test_words_that_were_taken_back_leave_the_draft(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say(SECRET, id="secret")
    talk.send("unsent", id="secret")
    talk.press("ยินยอมและส่งเรื่อง")

    assert [case.text for case in talk.cases()] == [ROAD]


def test_a_draft_of_which_nothing_is_left_is_gone(talk: Talk) -> None:
    shown = talk.say(ROAD, id="m")
    talk.send("unsent", id="m")
    talk.press("ยินยอมและส่งเรื่อง", shown)

    assert talk.cases() == []


@pytest.mark.parametrize(
    ("kind", "fields", "left"),
    [("photo", {"reference": "photo-1"}, (ROAD, 0, False)), ("location", {"place": (16.4, 102.8)}, (ROAD, 0, False))],
)
def test_a_photo_or_place_that_was_taken_back_leaves_the_draft(
    talk: Talk, kind: str, fields: dict[str, object], left: tuple[str, int, bool]
) -> None:
    talk.say(ROAD)
    talk.send(kind, id="it", **fields)  # type: ignore[arg-type]  # one of the kinds
    talk.send("unsent", id="it")

    assert _draft(talk) == left


def test_to_take_back_what_was_never_kept_says_nothing(talk: Talk) -> None:
    talk.say("เน็ตฟรีใช้งบเท่าไหร่", id="q")

    assert talk.send("unsent", id="q") == SILENCE


def test_words_that_were_mended_change_the_draft(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say("ซอย 5", id="soi")
    talk.say("ซอย 15", id="soi", mends=True)

    assert _draft(talk)[0] == f"{ROAD}\nซอย 15"


# --- and afterwards


def test_words_of_a_case_that_were_taken_back_are_asked_about(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say(SECRET, id="secret")
    talk.press("ยินยอมและส่งเรื่อง")
    asked = talk.send("unsent", id="secret")
    before = [case.text for case in talk.cases()]
    talk.press("ลบออกจากเรื่องด้วย", asked)

    assert (before, [case.text for case in talk.cases()]) == ([f"{ROAD}\n{SECRET}"], [ROAD])


@pytest.mark.parametrize(("said", "text"), [("ใช่ค่ะ", ROAD), ("ไม่ค่ะ", f"{ROAD}\n{SECRET}")])
def test_that_question_is_answered_in_words(talk: Talk, said: str, text: str) -> None:
    talk.say(ROAD)
    talk.say(SECRET, id="secret")
    talk.press("ยินยอมและส่งเรื่อง")
    talk.send("unsent", id="secret")
    talk.say(said)

    assert [case.text for case in talk.cases()] == [text]


def test_a_number_that_was_taken_back_leaves_the_sealed_text_too(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say(f"โทร {PHONE}", id="secret")
    talk.press("ยินยอมและส่งเรื่อง")
    asked = talk.send("unsent", id="secret")
    talk.press("ลบออกจากเรื่องด้วย", asked)
    [case] = talk.cases()

    assert (case.text, case.sealed_text) == (ROAD, "")


def test_a_photo_of_a_case_that_was_taken_back_is_deleted(talk: Talk) -> None:
    talk.say(ROAD)
    for name in ("one", "two"):
        talk.send("photo", reference=f"photo-{name}", id=name)
    talk.press("ยินยอมและส่งเรื่อง")
    talk.press("ลบออกจากเรื่องด้วย", talk.send("unsent", id="two"))

    assert list(talk.session.scalars(select(Attachment.failure).order_by(Attachment.id))) == ["", "erased"]


def test_a_case_that_was_one_message_is_withdrawn_with_it(talk: Talk) -> None:
    talk.say(ROAD, id="all")
    talk.press("ยินยอมและส่งเรื่อง")
    talk.press("ลบออกจากเรื่องด้วย", talk.send("unsent", id="all"))

    assert [(case.text, case.state, case.fixed) for case in talk.cases()] == [("", "closed", None)]


def test_what_was_mended_after_it_was_sent_is_offered_as_an_addition(talk: Talk) -> None:
    talk.say(ROAD, id="all")
    talk.press("ยินยอมและส่งเรื่อง")
    talk.say(f"{ROAD} ซอย 15", id="all", mends=True)
    talk.press("ส่งเรื่องนี้")
    added = talk.session.scalars(select(FeedbackUpdate.text).where(FeedbackUpdate.action == "added")).all()

    assert (added, len(talk.cases())) == ([f"{ROAD} ซอย 15"], 1)


def test_another_person_cannot_take_it_back(talk: Talk, index: Index) -> None:
    talk.say(ROAD, id="all")
    talk.press("ยินยอมและส่งเรื่อง")

    assert Talk(talk.session, index, "somying").send("unsent", id="all") == SILENCE


def test_no_row_tells_whose_message_it_was(talk: Talk) -> None:
    talk.say(ROAD, id="message-77")
    talk.press("ยินยอมและส่งเรื่อง")
    rows = talk.session.scalars(select(SentMessage)).all()

    assert [(row.part, row.key == "77", ROAD in row.content) for row in rows] == [("text", False, False)]


# --- nothing is lost


def test_danger_keeps_the_words_and_the_photo(talk: Talk) -> None:
    talk.send("photo", reference="photo-1")
    told = talk.say("น้ำท่วมถนนหน้าบ้าน ช่วยด้วย")

    assert (_draft(talk), "ยินยอมและส่งเรื่อง" in told.suggestions) == (("น้ำท่วมถนนหน้าบ้าน ช่วยด้วย", 1, False), True)


def test_danger_can_be_reported_too(talk: Talk) -> None:
    danger = "ไฟไหม้บ้านข้างวัดศรีจันทร์ ช่วยด้วย"
    told = talk.say(danger)
    talk.press("ส่งเป็นความคิดเห็น", told)

    assert (told.status, _draft(talk)[0]) == ("emergency", danger)


@pytest.mark.parametrize("kind", ["video", "audio", "file"])
def test_what_cannot_be_kept_is_told_to_both_sides(talk: Talk, kind: str) -> None:
    told = talk.send(kind, ROAD)  # type: ignore[arg-type]  # one of the kinds
    talk.press("ยินยอมและส่งเรื่อง")
    actions = talk.session.scalars(select(FeedbackUpdate.action)).all()

    assert ("เก็บเฉพาะข้อความ" in text_of(told), f"left_out_{kind}" in actions) == (True, True)


def test_the_name_of_a_place_is_kept(talk: Talk) -> None:
    talk.say(ROAD)
    told = talk.send("location", place=(16.4, 102.8), place_name="ศาลากลางบ้าน, หมู่ 3")
    talk.press("ยินยอมและส่งเรื่อง")

    assert ("ศาลากลางบ้าน" in text_of(told), [case.place_name for case in talk.cases()]) == (True, ["ศาลากลางบ้าน, หมู่ 3"])


def test_a_text_that_is_too_long_is_told(talk: Talk) -> None:
    told = talk.say(ROAD + " " + "ถนนพังมาก " * (LONGEST // 8))
    talk.press("ยินยอมและส่งเรื่อง")

    assert ("เก็บไว้ 10,000" in text_of(told), [len(case.text) <= LONGEST for case in talk.cases()]) == (True, [True])


# --- a part is erased


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ลบเบอร์ของฉัน", "contact"),
        ("ช่วยลบรูปที่แนบไว้ด้วยค่ะ", "photos"),
        ("ขอลบตำแหน่งออกหน่อย", "place"),
        ("ลบเรื่อง 482-915-737", "case"),
        ("delete my phone number", "contact"),
        ("ช่วยลบรูปวาดที่กำแพงวัดหน่อย สกปรกมาก", ""),
        ("ลบข้อมูลของฉัน", ""),
        ("เบอร์โทรจังหวัด", ""),
    ],
)
def test_which_part_shall_go(text: str, part: str) -> None:
    assert part_to_erase(text) == part


def test_the_phone_leaves_what_is_being_written(talk: Talk) -> None:
    talk.say(ROAD)
    talk.press("ให้เบอร์ติดต่อ")
    talk.say(PHONE)
    talk.say("ลบเบอร์ของฉัน")
    talk.press("ยินยอมและส่งเรื่อง")

    assert [(case.text, case.contact) for case in talk.cases()] == [(ROAD, "")]


@pytest.mark.parametrize("wish", ["ลบเบอร์โทรของฉัน", "เอาเบอร์ผมออกด้วย", "remove my phone number"])
def test_the_phone_leaves_its_words_too(talk: Talk, wish: str) -> None:
    talk.say(ROAD, f"โทรหาผมที่ {PHONE} ได้ตอนเย็น", PHONE)
    talk.say(wish)
    intake = talk.conversation.intake

    assert (_draft(talk)[0], intake and intake.contact) == (f"{ROAD}\nโทรหาผมที่ ได้ตอนเย็น", "")


def test_what_was_taken_out_with_the_phone_can_still_be_taken_back(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say(f"โทรหาผมที่ {PHONE} ได้ตอนเย็น", id="secret")
    talk.say("ลบเบอร์โทรของฉัน")
    talk.send("unsent", id="secret")

    assert _draft(talk) == (ROAD, 0, False)


def test_what_a_draft_does_not_have_is_said_and_the_draft_stays(talk: Talk) -> None:
    talk.say(ROAD)
    told = talk.say("ลบเบอร์โทรของฉัน")

    assert ("ไม่มีสิ่งนี้" in text_of(told), _draft(talk)) == (True, (ROAD, 0, False))


def test_what_the_draft_does_not_have_is_looked_for_in_the_cases(talk: Talk) -> None:
    talk.new_case(f"{ROAD} โทร {PHONE}")
    talk.say(LAMP)
    told = talk.say("ลบเบอร์โทรของฉัน")

    assert ("เรื่องไหน" in text_of(told), told.suggestions[0][:6], told.suggestions[-1]) == (
        True,
        "เรื่อง",
        "ให้เบอร์ติดต่อ",
    )


def test_to_have_a_draft_erased_cancels_it(talk: Talk) -> None:
    talk.say(ROAD, "ลบเรื่องนี้")

    assert talk.conversation.intake is None


def test_the_phone_leaves_what_was_added_and_answered(talk: Talk) -> None:
    case = talk.new_case()
    talk.say(f"ลืมบอกไป โทรหาผมได้ที่ {PHONE} ตอนเย็น")
    talk.press("ส่งเรื่องนี้")
    talk.say("ลบเบอร์โทรของฉัน", "ยืนยัน")
    sealed = talk.session.scalars(select(FeedbackUpdate.sealed_text).where(FeedbackUpdate.feedback_id == case.id))

    assert not any(sealed)


def _with_all(talk: Talk) -> None:
    talk.say(ROAD)
    talk.send("photo", reference="photo-1")
    talk.send("location", place=(16.4, 102.8))
    talk.press("ให้เบอร์ติดต่อ")
    talk.say(PHONE)
    talk.press("ยินยอมและส่งเรื่อง")


@pytest.mark.parametrize(
    ("wish", "left"),
    [
        ("ลบเบอร์ของฉัน", (False, True, True, ROAD)),
        ("ลบรูปด้วยค่ะ", (True, False, True, ROAD)),
        ("ลบตำแหน่งออก", (True, True, False, ROAD)),
        ("ลบเรื่องนี้", (False, False, False, "")),
    ],
)
def test_a_part_of_a_case_goes_with_a_receipt(talk: Talk, wish: str, left: tuple[bool, bool, bool, str]) -> None:
    _with_all(talk)
    talk.say(wish)
    told = talk.press("ยืนยันลบข้อมูล")
    [case] = talk.cases()
    photos = [row.failure == "" for row in talk.session.scalars(select(Attachment))]

    assert (
        (bool(case.contact), photos == [True], case.latitude is not None, case.text),
        "ใบรับการลบ" in text_of(told),
    ) == (
        left,
        True,
    )


def test_of_several_cases_is_asked_which(talk: Talk) -> None:
    talk.new_case(ROAD)
    talk.new_case(LAMP)
    talk.say("สวัสดีค่ะ")
    asked = talk.say("ลบเรื่อง")
    talk.press(asked.suggestions[0])
    talk.press("ยืนยันลบข้อมูล")

    assert [case.text for case in talk.cases()] == [ROAD, ""]


def test_who_thinks_better_of_it_keeps_it(talk: Talk) -> None:
    _with_all(talk)
    talk.say("ลบเบอร์ของฉัน")
    talk.say("ไม่ลบแล้ว")

    assert [bool(case.contact) for case in talk.cases()] == [True]


# --- an album


def test_an_album_whose_size_is_known_gets_one_answer_with_all_its_photos(talk: Talk) -> None:
    talk.say(ROAD)
    told = [talk.send("photo", reference=f"photo-{place}", album="A:3") for place in range(3)]

    assert ([answer == SILENCE for answer in told], "3 รูป" in text_of(told[-1])) == ([True, True, False], True)


def test_an_album_of_unknown_size_gets_one_answer_and_keeps_all_its_photos(talk: Talk) -> None:
    talk.say(ROAD)
    told = [talk.send("photo", reference=f"photo-{place}", album="B") for place in range(3)]

    assert ([answer == SILENCE for answer in told], _draft(talk)[1]) == ([False, True, True], 3)


def test_two_photos_by_themselves_get_two_answers(talk: Talk) -> None:
    talk.say(ROAD)

    assert SILENCE not in [talk.send("photo", reference=f"photo-{place}") for place in range(2)]
