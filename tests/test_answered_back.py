"""Is an answer to a question of the bot read as one first: yes, no, skip, keep, I do not know, or a question back?"""

import json
from pathlib import Path

import pytest

from handlers.answer import Answer
from handlers.case_number import shown
from knowledge.short_answer import asked, of_sticker, short_answer
from tests.talk_chats import ROAD, Talk, text_of

FOLDER = Path(__file__).parent / "questions" / "short_answers"


def _ways(name: str) -> list[tuple[str, str]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(way["text"], way["means"]) for way in map(json.loads, lines)]


@pytest.fixture(name="preview")
def _preview(talk: Talk) -> Talk:
    talk.say(ROAD)
    return talk


def _text(talk: Talk) -> str:
    return talk.conversation.intake.text if talk.conversation.intake else ""


# --- the words alone


@pytest.mark.parametrize(("text", "means"), _ways("building"))
def test_a_way_of_answering_is_understood(text: str, means: str) -> None:
    assert short_answer(text) == means


def test_ways_that_nothing_was_built_with_are_understood_too() -> None:
    """The first run gave 80 of 83."""
    ways = _ways("kept")

    assert sum(short_answer(text) == means for text, means in ways) >= 80


@pytest.mark.parametrize(
    ("text", "topic"),
    [("ถ้าส่งแล้วใครจะเห็นบ้าง", "who"), ("กี่วันถึงจะตอบ", "when"), ("ต้องให้ด้วยเหรอ", "whether"), ("เอาเบอร์ไปทำไม", "why")],
)
def test_what_is_asked_of_the_way_of_a_report(text: str, topic: str) -> None:
    assert asked(text) == topic


@pytest.mark.parametrize(
    ("hint", "means"), [("👍", "yes"), ("OK,thumbs up", "yes"), ("No,refuse", "no"), ("cat,sleep", ""), ("", "")]
)
def test_a_sticker_answers_by_what_the_platform_says_of_it(hint: str, means: str) -> None:
    assert of_sticker(hint) == means


def test_a_long_run_of_small_words_is_parted_in_a_moment() -> None:
    assert short_answer("ไม่" * 26 + "x") == ""


# --- the preview


@pytest.mark.parametrize("yes", ["ใช่", "ครับ", "ได้เลยค่ะ", "ถูกแล้ว", "ถูกต้องแล้ว", "อือ", "yes", "ส่ง", "โอเค", "👍"])
def test_who_agrees_has_it_sent(preview: Talk, yes: str) -> None:
    preview.say(yes)

    assert [case.text for case in preview.cases()] == [ROAD]


def test_a_sticker_that_agrees_has_it_sent(preview: Talk) -> None:
    preview.send("sticker", hint="👌")

    assert [case.text for case in preview.cases()] == [ROAD]


def test_a_sticker_that_says_nothing_changes_nothing(preview: Talk) -> None:
    preview.send("sticker", hint="cat")

    assert (_text(preview), preview.cases()) == (ROAD, [])


@pytest.mark.parametrize("no", ["ไม่", "ไม่ใช่", "ผิด", "no", "ไม่ส่งแล้ว"])
def test_who_refuses_is_asked_whether_to_change_or_cancel(preview: Talk, no: str) -> None:
    told = preview.say(no)

    assert (told.suggestions[:2], _text(preview), preview.cases()) == (("แก้ข้อความ", "ยกเลิก"), ROAD, [])


@pytest.mark.parametrize(
    ("question", "answered"), [("ถ้าส่งแล้วใครจะเห็นบ้าง", "เฉพาะเจ้าหน้าที่"), ("กี่วันถึงจะตอบ", "3 วันทำการ")]
)
def test_a_question_about_the_way_is_answered_and_the_preview_stays(
    preview: Talk, question: str, answered: str
) -> None:
    told = preview.say(question)

    assert (answered in text_of(told), _text(preview), "ยินยอมและส่งเรื่อง" in told.suggestions) == (True, ROAD, True)


@pytest.mark.parametrize("more", ["ไม่มีไฟเลยตอนกลางคืน", "เป็นมาสองเดือนแล้ว", "หน่วยงานไม่ดูแลเลย"])
def test_what_says_more_is_more_of_it(preview: Talk, more: str) -> None:
    preview.say(more)

    assert _text(preview) == f"{ROAD}\n{more}"


# --- another text


@pytest.mark.parametrize("keep", ["ไม่แก้แล้ว", "เหมือนเดิม", "ข้าม", "ไม่ต้องแก้ค่ะ", "keep it"])
def test_who_keeps_the_text_keeps_it(preview: Talk, keep: str) -> None:
    preview.press("แก้ข้อความ")
    preview.say(keep)

    assert (_text(preview), preview.conversation.intake and preview.conversation.intake.step) == (ROAD, "confirm")


def test_another_text_takes_the_place_of_the_first(preview: Talk) -> None:
    preview.press("แก้ข้อความ")
    preview.say("ถนนหน้าตลาดพังมาก ขอให้ซ่อมด้วย")

    assert _text(preview) == "ถนนหน้าตลาดพังมาก ขอให้ซ่อมด้วย"


# --- what it is about, and a contact


@pytest.mark.parametrize("unsure", ["ไม่รู้", "ไม่แน่ใจ", "ข้าม", "บ่ฮู้"])
def test_who_does_not_know_what_it_is_about_says_something_else(talk: Talk, unsure: str) -> None:
    talk.say("เน็ตฟรีที่หมู่บ้านหลุดบ่อย อยากให้มาดู")
    talk.press("เปลี่ยนเรื่องที่เกี่ยวข้อง")
    talk.say(unsure)

    assert (_text(talk) != "", talk.conversation.intake and talk.conversation.intake.codes) == (True, ())


@pytest.mark.parametrize("no", ["ไม่ให้ค่ะ", "ไม่มีเบอร์", "ข้าม", "ไม่สะดวกค่ะ"])
def test_who_gives_no_contact_gives_none(preview: Talk, no: str) -> None:
    preview.press("ให้เบอร์ติดต่อ")
    told = preview.say(no)

    assert (preview.conversation.intake and preview.conversation.intake.contact, told.suggestions[0]) == (
        "",
        "ยินยอมและส่งเรื่อง",
    )


def test_whether_one_must_is_answered(preview: Talk) -> None:
    preview.press("ให้เบอร์ติดต่อ")
    told = preview.say("ต้องให้ด้วยเหรอ")

    assert ("ไม่บังคับ" in text_of(told), preview.conversation.intake and preview.conversation.intake.contact) == (
        True,
        "",
    )


def test_a_contact_card_is_a_contact(preview: Talk) -> None:
    preview.press("ให้เบอร์ติดต่อ")
    preview.send("file", contact="สมชาย 0812345678")
    preview.press("ยินยอมและส่งเรื่อง")
    [case] = preview.cases()

    assert preview.person.open(case.contact, "contact", str(case.id)) == "สมชาย 0812345678"


def test_a_sticker_is_no_contact(preview: Talk) -> None:
    preview.press("ให้เบอร์ติดต่อ")
    preview.send("sticker", hint="cat")

    assert (_text(preview), preview.conversation.intake and preview.conversation.intake.contact) == (ROAD, "")


# --- captions


@pytest.mark.parametrize(
    ("caption", "says", "status"),
    [("เน็ตฟรีใช้งบเท่าไหร่", "15.00", "answered"), ("ขอบคุณค่ะ", "ยินดี", "smalltalk")],
)
def test_a_caption_is_understood_as_any_message(talk: Talk, caption: str, says: str, status: str) -> None:
    told = talk.send("photo", caption, reference="photo-1")

    assert (told.status, says in text_of(told), talk.conversation.writing) == (status, True, None)


def test_a_photo_with_a_question_is_kept_while_feedback_is_written(preview: Talk) -> None:
    told = preview.send("photo", "เน็ตฟรีใช้งบเท่าไหร่", reference="photo-1")

    assert (
        "15.00" in text_of(told),
        len(preview.conversation.intake.photos) if preview.conversation.intake else 0,
    ) == (
        True,
        1,
    )


def test_a_caption_that_cancels_cancels(preview: Talk) -> None:
    preview.send("photo", "ยกเลิก", reference="photo-1")

    assert preview.conversation.intake is None


# --- after it was sent


def _sent(talk: Talk) -> Answer:
    talk.new_case()
    return talk.answer


@pytest.mark.parametrize(("said", "answered"), [("กี่วันครับ", "3 วันทำการ"), ("ใครรับเรื่อง", "เจ้าหน้าที่"), ("ครับ", "รับทราบ")])
def test_what_follows_a_number_is_answered(talk: Talk, said: str, answered: str) -> None:
    _sent(talk)

    assert (answered in text_of(talk.say(said)), talk.conversation.intake) == (True, None)


def test_who_mistyped_is_asked_what_to_correct(talk: Talk) -> None:
    _sent(talk)
    asked_back = talk.say("พิมพ์ผิด")
    talk.say("หน้าวัดโนนสูง ไม่ใช่โนนสว่าง")
    talk.press("ส่งเรื่องนี้")

    assert ("แก้ตรงไหน" in text_of(asked_back), len(talk.cases())) == (True, 1)


@pytest.mark.parametrize("asked", ["แล้วกี่มื้อสิมาซ่อม", "สิมาตอนได๋"])
def test_when_it_is_mended_is_asked_in_isan_too(talk: Talk, asked: str) -> None:
    case = talk.new_case()

    assert (f"เรื่องเลขที่ {shown(case.number)}" in text_of(talk.say(asked)), talk.conversation.writing) == (True, None)


@pytest.mark.parametrize("said", ["สะดวกค่ะ", "กี่โมงคะ", "ไม่สะดวกค่ะ ขอเป็นวันเสาร์"])
def test_an_answer_to_an_officer_reaches_them(talk: Talk, said: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")
    told = talk.say(said)

    assert "ส่งข้อความนี้ให้เจ้าหน้าที่" in text_of(told)


@pytest.mark.parametrize("more", ["กี่โมงคะ", "บ่ายๆ นะคะ เช้าไม่อยู่บ้าน", "มากันกี่คน"])
def test_more_of_the_answer_reaches_them_too(talk: Talk, more: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")
    told = talk.say("สะดวกค่ะ", more)

    assert "ส่งข้อความนี้ให้เจ้าหน้าที่" in text_of(told)


@pytest.mark.parametrize("asked", ["มีโครงการเพื่อคนหูหนวกไหม", "เน็ตฟรีมีที่ไหน"])
def test_what_names_something_of_the_plan_goes_to_no_officer(talk: Talk, asked: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")
    told = talk.say("สะดวกค่ะ", asked)

    assert "ส่งข้อความนี้ให้เจ้าหน้าที่" not in text_of(told)


@pytest.mark.parametrize("said", ["ไม่สะดวกค่ะ หูหนวก พิมพ์คุยได้", "ได้ค่ะ แต่ถนนหน้าบ้านน้ำขัง เดินเข้ามานะคะ"])
def test_an_answer_that_tells_more_reaches_them(talk: Talk, said: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "สะดวกให้โทรไหมคะ")

    assert "ส่งข้อความนี้ให้เจ้าหน้าที่" in text_of(talk.say(said))


@pytest.mark.parametrize("said", ["ขอบคุณค่ะ", "ครับ", "โอเค"])
def test_to_thank_for_that_writes_nothing_more(talk: Talk, said: str) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")
    told = talk.say("สะดวกค่ะ", said)

    assert "ส่งข้อความนี้ให้เจ้าหน้าที่" not in text_of(told)


def test_a_question_of_the_plan_is_answered_although_an_officer_asked(talk: Talk) -> None:
    case = talk.new_case()
    talk.asked_by_officer(case, "ช่างจะไปวันศุกร์ สะดวกไหมคะ")

    assert "15.00" in text_of(talk.say("เน็ตฟรีใช้งบเท่าไหร่"))


@pytest.mark.parametrize(("said", "state"), [("ใช่ค่ะ", "contested"), ("ไม่ค่ะ", "closed")])
def test_after_a_bad_mark_yes_opens_the_case_again(talk: Talk, said: str, state: str) -> None:
    closed = talk.close(talk.new_case())
    talk.press("ให้ 1 คะแนน", closed)
    talk.say(said)

    assert [case.state for case in talk.cases()] == [state]


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("ให้ 4 คะแนน ขอบคุณค่ะ", 4),
        ("4 ขอบคุณมากค่ะ", 4),
        ("ขอบคุณค่ะ ให้ 5", 5),
        ("ให้ 5 เลย ขอบคุณมากนะคะ", 5),
        ("thanks, 3", 3),
        ("ขอบคุณค่ะ", None),
    ],
)
def test_a_mark_with_thanks_counts(talk: Talk, said: str, mark: int | None) -> None:
    talk.close(talk.new_case())
    talk.say(said)

    assert [case.satisfaction for case in talk.cases()] == [mark]
