"""Is nothing dropped that narrows a question, or that is no question: for whom, where, a phone number, a file?"""

import pytest

from knowledge.index import Index
from knowledge.query import algebra as a
from knowledge.short_answer import gives_contact
from knowledge.understand import understand
from tests.talk_chats import ROAD, Talk, text_of


@pytest.mark.parametrize(
    "text",
    [
        "งบสำหรับผู้สูงอายุเท่าไหร่",
        "มีโครงการสำหรับคนพิการไหม",
        "โครงการของวัยรุ่นมีอะไรบ้าง",
        "มีโครงการอะไรเกี่ยวกับน้ำ",
        "โครงการของครู",
        "มีโครงการเรื่องโรงเรียนไหม",
        "โรงเรียนได้กี่ล้าน",
        "อบต. ได้งบเท่าไร",
        "หมู่บ้านผมได้งบเท่าไหร่",
        "อำเภอได้งบเท่าไหร่",
    ],
)
def test_what_is_for_others_is_not_the_whole_plan(index: Index, text: str) -> None:
    assert understand(index, text).outcome == "unknown"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("แจ้งไฟถนนดับ หน้าบ้านมืดมาก กลัวรถชน", "feedback"),
        ("ทางโค้งไม่มีไฟ เสี่ยงรถชน", "feedback"),
        ("รถชนกันหน้าบ้าน คนเจ็บ", "emergency/medical"),
        ("ไฟไหม้บ้าน กลัวมาก", "emergency/fire"),
    ],
)
def test_what_is_feared_has_not_happened(index: Index, text: str, reason: str) -> None:
    understood = understand(index, text)

    assert (understood.reason, understood.may_be_danger or reason != "feedback") == (reason, True)


@pytest.mark.parametrize("text", ["ผู้สูงอายุอย่างยายถามหน่อย งบทั้งแผนเท่าไหร่", "หนูเป็นนักเรียน งบทั้งแผนเท่าไหร่คะ"])
def test_who_asks_is_beside_the_question(index: Index, text: str) -> None:
    assert understand(index, text).outcome == "question"


@pytest.mark.parametrize(
    "text",
    ["โครงการไหนไม่ได้อยู่ในความรับผิดชอบของสำนักงานจังหวัด", "Which projects are not run by the provincial office?"],
)
def test_a_negation_before_who_runs_it_is_heard(index: Index, text: str) -> None:
    office = a.Named("agency", ("สำนักงานจังหวัดขอนแก่น",))

    assert understand(index, text).query == a.Listing(a.Without(a.All("project"), a.Of("project", office)))


def test_what_is_left_of_a_list_without_some_is_counted(talk: Talk) -> None:
    answer = talk.say("คก. งบรวมไม่ถึง 1 ลบ.", "ไม่นับประเด็น 6 เหลือกี่ คก.")

    assert answer.value is not None
    assert answer.value.number == 3


def test_a_place_in_an_order_is_asked_for_by_its_number(talk: Talk) -> None:
    assert talk.say("โครงการไหนได้งบมากสุด", "ที่สองล่ะ").codes == ("5.3.6",)


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("เน็ตฟรีอยู่ที่ไหนบ้าง", "unknown", "spots"),
        ("เน็ตฟรีอยู่ตรงไหน", "unknown", "spots"),
        ("เน็ตฟรีอยู่ประเด็นไหน", "question", ""),
        ("ไวไฟฟรีสิมาติดอยู่บ้านใด๋แน่", "unknown", "spots"),
        ("ใครได้รับเหมาทำเน็ตฟรี", "unknown", "contractor"),
        ("ค่าสมัครเรียนอบรมไอซีทีเท่าไหร่คะ", "unknown", "apply"),
        ("ที่ตั้งของเน็ตฟรี", "unknown", "contact"),
        ("ตัวชี้วัดที่ตั้งร้อยละ 80 มีอะไรบ้าง", "question", ""),
        ("อยากเสนอให้ติดเน็ตฟรีตามวัดด้วย ฝากไปบอกจังหวัดหน่อยได้ไหมคะ", "talk", "feedback"),
        ("ขอเป็น excel", "talk", "file"),
        ("ขอคุยกับคนจริงๆ ได้ไหม", "talk", "human"),
        ("0812345678", "talk", "number_given"),
    ],
)
def test_what_the_plan_does_not_tell_is_no_budget(index: Index, text: str, outcome: str, reason: str) -> None:
    heard = understand(index, text)

    assert (heard.outcome, heard.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("0812345678", True),
        ("เบอร์ผม 081-234-5678 ครับ", True),
        ("a@b.co.th", True),
        ("ถนนพัง โทร 0812345678", False),
        ("เบอร์โทร", False),
        ("5.3.6", False),
    ],
)
def test_a_number_and_nothing_more(text: str, gives: bool) -> None:
    assert gives_contact(text) is gives


def test_a_number_typed_behind_the_receipt_is_offered_to_the_case(talk: Talk) -> None:
    talk.say(ROAD)
    talk.say("ส่ง")

    answer = talk.say("0812345678")

    assert answer.status == "feedback"
    assert talk.conversation.intake is not None
    assert talk.conversation.intake.number == talk.cases()[0].number


@pytest.mark.parametrize("text", ["ถอนเรื่อง", "ขอถอนเรื่องนี้ค่ะ", "ถอนคำร้อง"])
def test_who_takes_a_draft_back_has_nothing_sent(talk: Talk, text: str) -> None:
    talk.say(ROAD)
    talk.say(text)

    assert talk.conversation.intake is None
    assert talk.cases() == []


def test_an_agency_by_its_name_is_that_agency(index: Index) -> None:
    office = index.busiest_agency[0]

    assert understand(index, office).question.agencies == (office,)


def test_who_wants_a_person_is_told_whom_to_call(talk: Talk) -> None:
    assert "1567" in text_of(talk.say("ขอคุยกับเจ้าหน้าที่"))


def test_who_blames_and_would_rather_die_is_told_whom_to_call(talk: Talk) -> None:
    told = text_of(talk.say("ร้องไปสองปีไม่มีใครช่วยเลย หนี้สินก็ท่วมหัว ตายไปให้มันจบๆ ยังดีกว่า"))

    assert "1323" in told


def test_files_are_named_where_they_are(talk: Talk) -> None:
    assert "/plan/projects.xlsx" in text_of(talk.say("ขอไฟล์โครงการทั้งหมด"))
