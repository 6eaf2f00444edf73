"""Are the lists of a plan's running text known by their structure, in whatever way a plan marks them?"""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.list_models import ListItem, PlanList
from db.models import Plan
from knowledge.loader import BUNDLED, load_bundled, read_plan
from knowledge.plan_document import PlanDocument
from knowledge.plan_document import PlanList as ReadList
from knowledge.readers.lines import split_lines
from knowledge.readers.lists import read_lists

BULLETS = "ให้ทำดังนี้\n\n- ข้อแรก\n- ข้อสอง\n- ข้อสาม\n"
NUMBERS = "ให้ทำดังนี้\n1. ข้อแรก\n2. ข้อสอง\n3. ข้อสาม\n"
BRACKETED = "ให้ทำดังนี้\n(1) ข้อแรก\n(2) ข้อสอง\n(3) ข้อสาม\n"
THAI_DIGITS = "ให้ทำดังนี้\n๑) ข้อแรก\n๒) ข้อสอง\n๓) ข้อสาม\n"
ROUND_BULLETS = "ให้ทำดังนี้\n• ข้อแรก\n• ข้อสอง\n• ข้อสาม\n"


def lists_of(text: str) -> tuple[ReadList, ...]:
    return read_lists("2", None, split_lines(text, ()))


@pytest.fixture(scope="module", name="plan")
def _plan() -> PlanDocument:
    return read_plan(BUNDLED)


@pytest.mark.parametrize("text", [BULLETS, NUMBERS, BRACKETED, THAI_DIGITS, ROUND_BULLETS])
def test_items_are_found_however_they_are_marked(text: str) -> None:
    (found,) = lists_of(text)

    assert [(item.number, item.text) for item in found.items] == [(1, "ข้อแรก"), (2, "ข้อสอง"), (3, "ข้อสาม")]


@pytest.mark.parametrize("text", [BULLETS, NUMBERS, BRACKETED, THAI_DIGITS, ROUND_BULLETS])
def test_the_line_above_is_the_title(text: str) -> None:
    (found,) = lists_of(text)

    assert (found.title, found.place.line) == ("ให้ทำดังนี้", 1)


def test_numbers_under_a_bullet_are_a_list_of_its_name() -> None:
    (found,) = lists_of("บทนำ\n- ค้าขายกับเพื่อนบ้าน\n 1) ถนน\n 2) ตลาด\n")

    assert (found.title, [item.text for item in found.items]) == ("ค้าขายกับเพื่อนบ้าน", ["ถนน", "ตลาด"])


def test_numbers_that_begin_anew_are_another_list() -> None:
    found = lists_of("บทนำ\n1) ก\n2) ข\n1) ค\n2) ง\n")

    assert [[item.text for item in one.items] for one in found] == [["ก", "ข"], ["ค", "ง"]]


def test_labelled_items_are_a_list_of_that_label() -> None:
    (found,) = lists_of("บทนำ\n- แนวทางที่ 1 ปลูกป่า\n- แนวทางที่ 2 กันไฟ\n")

    assert (found.title, [item.text for item in found.items]) == ("แนวทาง", ["ปลูกป่า", "กันไฟ"])


def test_headings_with_a_paragraph_each_are_a_list() -> None:
    (found,) = lists_of("มีสองแบบ ดังนี้\n\n- แบบเร็ว\n\nทำทันที\n\n- แบบช้า\n\nทำทีหลัง\n")

    assert [item.text for item in found.items] == ["แบบเร็ว", "แบบช้า"]


def test_terms_with_a_gloss_each_are_a_list() -> None:
    (found,) = lists_of("ทำได้ทั้งด้านคน (People) ด้านเงิน (Money) และด้านของ (Material) ตามสมควร\n")

    assert (found.title, [item.text for item in found.items]) == (
        "ด้าน",
        ["ด้านคน (People)", "ด้านเงิน (Money)", "ด้านของ (Material)"],
    )


@pytest.mark.parametrize("text", ["- ข้อเดียว\n", "ก\n\n- ข้อเดียว\n\nข\n", "1.5 ล้านบาท\n2.5 ล้านบาท\n", "ก\t- ข\nก\t- ค\n"])
def test_what_is_no_list_makes_none(text: str) -> None:
    assert lists_of(text) == ()


def test_the_bundled_plan_has_its_five_lists(plan: PlanDocument) -> None:
    assert [(one.code, one.issue, len(one.items), one.place.line) for one in plan.lists] == [
        ("5.L1", "5.2", 5, 41),
        ("5.L2", "5.6", 6, 142),
        ("5.L3", None, 3, 168),
        ("5.L4", None, 6, 168),
        ("5.L5", None, 3, 181),
    ]


def test_every_item_quotes_its_line(plan: PlanDocument) -> None:
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")
    places = [item.place for one in plan.lists for item in one.items]

    assert [place for place in places if place.quote not in lines[place.line - 1]] == []


def test_items_speak_english_where_the_companion_does(plan: PlanDocument) -> None:
    (activities,) = [one for one in plan.lists if one.code == "5.L4"]

    assert activities.items[3].text_en.startswith("Local administrative organizations prepare annual work plans")


def test_lists_are_stored_in_order(session: Session) -> None:
    items = session.execute(select(ListItem.code, ListItem.number).join(PlanList).where(PlanList.code == "5.L5")).all()

    assert [tuple(item) for item in items] == [("5.L5.1", 1), ("5.L5.2", 2), ("5.L5.3", 3)]


def test_a_bundled_plan_without_its_lists_gets_them_at_the_next_start(plan_session: Session) -> None:
    """So the migration leaves it: the rows of before, and no digest."""
    for one in plan_session.scalars(select(PlanList)):
        plan_session.delete(one)
    plan_session.execute(update(Plan).values(digest=""))
    plan_session.commit()

    load_bundled(plan_session)

    assert len(plan_session.scalars(select(ListItem)).all()) == 23
