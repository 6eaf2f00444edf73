"""Are lists and paragraphs of a plan told as they are asked for: by number, by what they are about, one after another?

The plans of `tests/plans/forest.txt` and `sea.txt` were written for this: each marks its lists in ways of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge.index import Index, load_index
from knowledge.loader import read_plan
from knowledge.query import algebra as a
from knowledge.understand import understand
from tests.chat_scoring import falls_short
from tests.chats import FOLDER, Reply, play, read_chats
from tests.query_plans import ROOT, stored

PLANS = {
    "forest": ROOT / "tests/plans/forest.txt",
    "sea": ROOT / "tests/plans/sea.txt",
    "small": ROOT / "docs/small-plan.txt",
    "nan": ROOT / "tests/plans/nan.txt",
}
FLOORS = {"forest": 91, "sea": 99, "small": 99, "nan": 99}
"""Percent of the chats over a plan that must pass: what passed when the floor was set, less one."""

Open = tuple[Session, Index]


@pytest.fixture(scope="module", name="plans")
def _plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Open]]:
    folder = tmp_path_factory.mktemp("plans")
    opened = {name: _stored(name, folder) for name in PLANS}
    sessions = {name: next(one) for name, one in opened.items()}
    yield {name: (session, load_index(session)) for name, session in sessions.items()}
    for one in opened.values():
        next(one, None)


def _stored(name: str, folder: Path) -> Iterator[Session]:
    with stored(read_plan(PLANS[name]), f"sqlite:///{folder / name}.db") as session:
        yield session


def _said(plan: Open, *texts: str) -> Reply:
    session, index = plan
    return play(session, index, list(texts))[-1]


@pytest.mark.parametrize("name", PLANS)
def test_as_many_chats_over_another_plan_pass_as_before(name: str, plans: dict[str, Open]) -> None:
    session, index = plans[name]
    chats = read_chats(FOLDER / "lists" / f"{name}.jsonl")
    played = [(chat, play(session, index, [turn.user for turn in chat.turns])) for chat in chats]
    failing = {chat.id: failures for chat, replies in played if (failures := falls_short(chat, replies))}

    assert 100 * (len(chats) - len(failing)) // len(chats) >= FLOORS[name], failing


@pytest.mark.parametrize(
    ("asked", "has", "lacks"),
    [
        ("แนวทางการแก้ปัญหาหมอกควันข้อ 2", "ทำแนวกันไฟ", "วิทยุชุมชน"),
        ("แนวทางการแก้ปัญหาหมอกควันข้อสุดท้าย", "ค่าตอบแทน", "วิทยุชุมชน"),
        ("แนวทางการแก้ปัญหาหมอกควัน ข้อ 2 ถึงข้อ 4", "วิทยุชุมชน", "ตั้งด่าน"),
        ("สองข้อแรกของแนวทางการแก้ปัญหาหมอกควัน", "ทำแนวกันไฟ", "วิทยุชุมชน"),
        ("แนวทางการแก้ปัญหาหมอกควันข้อไหนพูดถึงหอกระจายข่าว", "วิทยุชุมชน", "ตั้งด่าน"),
    ],
)
def test_the_items_asked_for_are_told_and_no_others(asked: str, has: str, lacks: str, plans: dict[str, Open]) -> None:
    text = _said(plans["forest"], asked).text

    assert (has in text, lacks in text) == (True, False)


def test_a_number_beyond_the_list_tells_how_many_there_are(plans: dict[str, Open]) -> None:
    told = _said(plans["forest"], "แนวทางการแก้ปัญหาหมอกควันข้อ 9").answer.value

    assert (str(told.number), told.unit) == ("4", "รายการ") if told else False


def test_what_is_among_the_items_is_confirmed_with_the_item(plans: dict[str, Open]) -> None:
    text = _said(plans["forest"], "แนวทางการแก้ปัญหาหมอกควันมีเรื่องอาสาดับไฟด้วยไหม").text

    assert (text.startswith("มีค่ะ"), "ข้อ 4" in text) == (True, True)


def test_what_is_not_among_the_items_is_denied(plans: dict[str, Open]) -> None:
    assert _said(plans["forest"], "แนวทางการแก้ปัญหาหมอกควันมีเรื่องเครื่องบินด้วยไหม").text.startswith("ไม่มีค่ะ")


def test_a_list_that_is_not_named_is_not_said_to_lack_something(plans: dict[str, Open]) -> None:
    assert not _said(plans["forest"], "มีเรื่องเครื่องบินด้วยไหม").text.startswith("ไม่มีค่ะ")


def test_without_a_list_a_number_means_no_item(plans: dict[str, Open]) -> None:
    assert _said(plans["forest"], "ข้อที่ 3 คืออะไร").answer.status in ("unknown", "clarify")


def test_measures_are_numbered_within_their_issue(plans: dict[str, Open]) -> None:
    text = _said(plans["sea"], "มาตรการที่ 2 ของประเด็นที่ 3 คืออะไร").text

    assert ("สองภาษา" in text, "อวนตาถี่" in text) == (True, False)


def test_the_next_item_is_of_the_list_that_is_talked_of(plans: dict[str, Open]) -> None:
    text = _said(plans["sea"], "ข้อเสนอของภาคเอกชนข้อ 2", "ข้อต่อไปล่ะ").text

    assert ("ภาษาจีน" in text, "รถรับส่ง" in text) == (True, False)


def test_behind_the_last_item_there_is_no_next(plans: dict[str, Open]) -> None:
    text = _said(plans["sea"], "ข้อเสนอของภาคเอกชนข้อสุดท้าย", "ข้อต่อไปล่ะ").text

    assert "ท่าเรือเกาะช้าง" not in text


def test_a_paragraph_answers_in_the_words_of_the_plan(plans: dict[str, Open]) -> None:
    text = _said(plans["sea"], "โครงการล่าช้าเกินสามเดือนต้องทำอย่างไร").text

    assert "ชี้แจงเป็นหนังสือภายในสิบห้าวัน" in text


@pytest.mark.parametrize("asked", ["วันนี้ฝนจะตกไหม", "ขอสูตรต้มยำกุ้ง", "ใครชนะเลือกตั้งนายก", "ราคาทองวันนี้เท่าไร"])
def test_what_is_not_in_the_plan_meets_no_paragraph(asked: str, plans: dict[str, Open]) -> None:
    assert _said(plans["sea"], asked).answer.status != "answered"


def test_money_is_not_asked_of_items(plans: dict[str, Open]) -> None:
    assert not _said(plans["forest"], "งบของแนวทางการแก้ปัญหาหมอกควันข้อ 2 เท่าไร").text.count("ทำแนวกันไฟ")


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("กลยุทธ์ใดไม่มีโครงการ", a.Listing(a.Where(a.All("tactic"), a.Compared(a.Measure("count", "project"), "=", 0)))),
        ("กลยุทธ์ใดมีโครงการเดียว", a.Listing(a.Where(a.All("tactic"), a.Compared(a.Measure("count", "project"), "=", 1)))),
        (
            "เป้าประสงค์ใดมีตัวชี้วัดมากที่สุด",
            a.Listing(a.First(a.All("goal"), a.Measure("count", "indicator"))),
        ),
        (
            "ตัวชี้วัดใดตั้งเป้าร้อยละสูงที่สุด",
            a.Listing(a.First(a.All("indicator"), a.Measure("target", unit="ร้อยละ"))),
        ),
        (
            "ประเด็นใดมีหน่วยงานที่เกี่ยวข้องมากที่สุด",
            a.Listing(a.First(a.All("issue"), a.Measure("count", "stakeholder"))),
        ),
        (
            "ตัวชี้วัดใดในประเด็นที่ 3 ไม่มีค่าเป้าหมาย",
            a.Listing(a.Where(a.Of("indicator", a.Named("issue", ("1.3",))), a.Has("target"), negated=True)),
        ),
    ],
)
def test_things_are_known_by_what_stands_under_them(asked: str, query: a.Query, plans: dict[str, Open]) -> None:
    _, index = plans["sea"]

    assert understand(index, asked).query == query


def test_an_english_question_gets_english_with_the_thai_beside(session: Session, index: Index) -> None:
    text = _said((session, index), "What is activity 4 in section 8?").text

    assert ("Local administrative organizations" in text, "จัดทำแผนงานประจำปี" in text) == (True, True)
