"""Is feedback told from questions, and danger from talk of danger? Guards the figures of docs/feedback.md."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge.index import Index
from knowledge.understand import understand
from tests.chats import play, read_lines

FOLDER = Path(__file__).parent / "questions" / "feedback"
FLOORS = {
    "looked_at": 95,
    "unseen": 92,
    "second": 95,
    "third": 96,
    "emergencies": 99,
    "strangers": 92,
    "dangers": 74,
}
"""Percent of a file that must be taken rightly: what was when the floor was set, in whole percent, less one."""


def _is_right(kind: str, status: str) -> bool:
    """What is neither feedback nor danger may be answered in any other way: this is not the test of answers."""
    if kind == "no emergency":
        return status != "emergency"
    return status == kind if kind in ("feedback", "emergency") else status not in ("feedback", "emergency")


@pytest.mark.parametrize("file", FLOORS)
def test_as_many_messages_are_taken_rightly_as_before(file: str, session: Session, index: Index) -> None:
    lines = read_lines(FOLDER / f"{file}.jsonl")
    statuses = [play(session, index, [line["text"]])[0].answer.status for line in lines]
    right = [_is_right(line["kind"], status) for line, status in zip(lines, statuses, strict=True)]
    table = Counter((line["kind"], status) for line, status in zip(lines, statuses, strict=True))

    assert 100 * sum(right) >= FLOORS[file] * len(lines), table


def test_every_file_has_a_floor() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == set(FLOORS)


def test_no_message_stands_twice() -> None:
    texts = Counter(line["text"] for file in FLOORS for line in read_lines(FOLDER / f"{file}.jsonl"))

    assert [text for text, times in texts.items() if times > 1] == []


def test_there_are_as_many_questions_as_feedback() -> None:
    files = ("looked_at", "unseen", "second", "third")
    kinds = Counter(line["kind"] for file in files for line in read_lines(FOLDER / f"{file}.jsonl"))

    assert (kinds["feedback"], kinds["question"]) == (140, 140)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("งบตั้งเยอะ เน็ตก็ยังช้า ทำอะไรกันอยู่", "feedback"),
        ("ปิดถนนไม่แจ้งก่อน ใครรับผิดชอบ", "feedback"),
        ("ถนนหน้าบ้านพังมาสามเดือนแล้ว", "feedback"),
        ("โจรปล้นร้านทองตอนนี้", "emergency/police"),
        ("ไฟไหม้ตลาดดดด โทรเบอร์ไหน", "emergency/fire"),
        ("ปีที่แล้วไฟไหม้ตลาด จนป่านนี้ยังไม่ซ่อมให้เลย", "feedback"),
        ("แยกนี้รถชนกันทุกวัน อยากให้ติดไฟแดง", "feedback"),
        ("รถชนกันทุกวัน ตอนนี้ก็มีคนเจ็บ", "emergency/medical"),
        ("เคยคิดอยากตาย", "emergency/suicide"),
    ],
)
def test_a_message_is_taken_for_what_it_tells(text: str, name: str, index: Index) -> None:
    assert understand(index, text).reason == name


def test_what_is_denied_is_no_danger(index: Index) -> None:
    assert not understand(index, "คนหากินสุจริต ไม่ใช่โจร").reason.startswith("emergency")


def test_a_question_with_a_complaint_is_answered_and_known_to_complain(index: Index) -> None:
    found = understand(index, "เน็ตฟรีช้ามาก ปี 56 ตั้งงบไว้เท่าไหร่")

    assert (found.outcome, found.complaint) == ("question", True)


def test_a_why_about_the_plan_is_a_question(index: Index) -> None:
    assert understand(index, "ทำไมเน็ตฟรีไม่มีงบปี 54").outcome == "question"


@pytest.mark.parametrize("text", ["โครงการที่งบไม่ถึง 1 ล้านมีอะไรบ้าง", "โครงการที่งบไม่ถึง 1 ล้าน"])
def test_a_limit_is_no_complaint(text: str, index: Index) -> None:
    assert understand(index, text).reason != "feedback"


@pytest.mark.parametrize("text", ["ไอ้บอทโง่", "กากมาก"])
def test_abuse_alone_is_no_feedback(text: str, index: Index) -> None:
    assert understand(index, text).reason == "abuse"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ไฟทางซอยข้างวัดดับ เคยแจ้งไปแล้วแต่ยังไม่ได้รับการแก้ไข", "feedback"),
        ("ถนนเป็นหลุม ช่วยด้วยค่ะ", "feedback"),
        ("The road in my village is broken, please fix it", "feedback"),
        ("ไฟถนนดับทั้งซอย แก้ด้วย", "feedback"),
        ("เรื่องที่แจ้งไว้ถึงไหนแล้ว", "status"),
        ("ช่วยด้วย มีคนถือมีดไล่แทงอยู่ในตลาด", "emergency/police"),
    ],
)
def test_who_tells_something_is_taken_up_on_it(text: str, name: str, index: Index) -> None:
    assert understand(index, text).reason == name


@pytest.mark.parametrize("text", ["ใครพ่ายแพ้ให้แก่ทีมชาติเยอรมนีในนัดชิงชนะเลิศ", "พรุ่งนี้ฝนจะตกไหม", "ตัวนี้มีไซส์ XL ไหมคะ"])
def test_what_asks_and_names_nothing_of_the_plan_is_no_feedback(text: str, index: Index) -> None:
    found = understand(index, text)

    assert (found.reason == "feedback", found.complaint, found.tells) == (False, False, False)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("เน็ตฟรีหลุดทั้งวัน", ("5.3.6",)),
        ("ผู้รับเหมาไม่กั้นแผงเตือนตรงหลุมที่ขุด กลางคืนอันตรายมาก", ()),
        ("จองคิวออนไลน์ไม่ได้เลย แย่มาก", ()),
    ],
)
def test_feedback_is_tied_to_the_plan_only_where_that_can_be_defended(
    text: str, codes: tuple[str, ...], index: Index
) -> None:
    found = understand(index, text)

    assert (found.reason, found.choices) == ("feedback", codes)


def test_danger_keeps_a_way_to_report(session: Session, index: Index) -> None:
    answer = play(session, index, ["ไฟไหม้บ้านยายค่ะ ช่วยด้วย"])[0].answer

    assert (answer.status, "ส่งเป็นความคิดเห็น" in answer.suggestions) == ("emergency", True)


@pytest.mark.parametrize("text", ["โครงการนี้งบเท่าไหร่", "ประเด็นนี้มีกี่โครงการ", "This project, how much?"])
def test_who_points_at_nothing_is_asked_what_is_meant(text: str, index: Index) -> None:
    assert understand(index, text).reason == "pointing"


@pytest.mark.parametrize("text", ["แผนนี้งบเท่าไหร่", "โครงการในแผนนี้มีกี่โครงการ"])
def test_the_plan_itself_may_be_pointed_at(text: str, index: Index) -> None:
    assert understand(index, text).outcome == "question"


def test_how_far_something_is_asks_though_no_question_word_is_there(index: Index) -> None:
    assert understand(index, "ทำเสร็จยังค้าบ").reason == "progress"


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("เน็ตฟรีปีละเท่าไหร่", False),
        ("มาตรการใดสอดคล้องกับบทบาทภารกิจ", False),
        ("How many indicators have no numeric target?", False),
        ("54", False),
        ("กู้ภัยถึงละ ขอบคุณนะ", True),
    ],
)
def test_only_what_sounds_like_danger_has_the_numbers_beside_its_answer(index: Index, text: str, beside: bool) -> None:
    assert understand(index, text).may_be_danger is beside
