"""What is known of a plan as a whole, and how is it put into words: title, units, years, examples, indicator?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.text import as_text
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.plan_words import plan_words
from handlers.reply import reply
from handlers.wording import wording
from knowledge.index import Index, load_index
from knowledge.loader import load
from knowledge.plan_document import Facts, Passage, Place, PlanDocument, Word
from knowledge.plan_facts import PlanFacts, english_name
from knowledge.reading import read as read_message
from knowledge.understand import understand
from knowledge.years import find_years
from tests.plans import read, stored


@pytest.fixture(scope="module", name="small")
def _small(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with stored("small", empty_file, tmp_path_factory.mktemp("plan")) as session:
        yield session


def _changed(session: Session, document: PlanDocument) -> Index:
    load(session, document)
    return load_index(session)


def _with(index: Index, **facts: Any) -> Index:
    """The same plan with other facts."""
    changed: PlanFacts = replace(index.facts, **facts)
    return replace(index, facts=changed)


def _ask(session: Session, index: Index, said: str) -> Answer:
    return reply(session, index, Message("ask", "", said), Conversation())[0]


@pytest.mark.parametrize(
    ("without", "stated", "told"),
    [
        ((4, 5, 6), True, "ประเด็นที่ 4-6 ไม่ได้ระบุหน่วยเงิน"),
        ((1, 3), True, "ประเด็นที่ 1 และ 3 ไม่ได้ระบุหน่วยเงิน"),
        ((2, 5, 6, 10), True, "ประเด็นที่ 2, 5-6 และ 10 ไม่ได้ระบุหน่วยเงิน"),
        ((1, 2), False, "ตารางงบประมาณของแผนไม่ได้ระบุหน่วยเงิน"),
    ],
)
def test_issues_without_a_unit_are_named(
    session: Session, index: Index, without: tuple[int, ...], stated: bool, told: str
) -> None:
    text = as_text(_ask(session, _with(index, without_unit=without, units_stated=stated), "งบทั้งแผนเท่าไหร่"))

    assert told in text


def test_nothing_is_said_of_units_where_every_table_states_one(session: Session, index: Index) -> None:
    text = as_text(_ask(session, _with(index, without_unit=()), "แผนนี้คืออะไร"))

    assert "หน่วยเงิน" not in text


@pytest.mark.parametrize(
    ("said", "years", "named"),
    [
        ("งบปี 61", (2561, 2562, 2563), (2561,)),
        ("งบปี 99", (2598, 2599, 2600, 2601), (2599,)),
        ("งบปี 01", (2598, 2599, 2600, 2601), (2601,)),
        ("งบปี 54", (2598, 2599, 2600, 2601), (2554,)),
        ("ครึ่งแรกใช้งบเท่าไหร่", (2566, 2567, 2568, 2569, 2570), (2566, 2567)),
        ("ครึ่งหลังใช้งบเท่าไหร่", (2566, 2567, 2568, 2569, 2570), (2569, 2570)),
        ("ครึ่งแรกใช้งบเท่าไหร่", (2561, 2562, 2563, 2564, 2565, 2566), (2561, 2562, 2563)),
        ("สองปีแรกใช้งบเท่าไหร่", (2561, 2562, 2563, 2564, 2565, 2566), (2561, 2562)),
    ],
)
def test_years_are_those_of_the_plan(index: Index, said: str, years: tuple[int, ...], named: tuple[int, ...]) -> None:
    assert find_years(read_message(index, said), years).named == named


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("งบ 5.3.6", ("5.3.6",)),
        ("งบ 5.3.", ("5.3",)),
        ("เกิน 5.3 ล้าน", ()),
        ("ร้อยละ 5.3%", ()),
        ("งบ 5.9.99", ("5.9.99",)),
        ("วันที่ 5.3.2556", ()),
        ("งบ 2.1.1", ()),
    ],
)
def test_codes_are_those_of_the_plan(index: Index, said: str, codes: tuple[str, ...]) -> None:
    assert read_message(index, said).codes == codes


@pytest.mark.parametrize("said", ["งบ 5.10.3", "งบ 5.40.T1", "งบ 5.12.G1.K10"])
def test_codes_of_more_than_nine_issues_are_codes(index: Index, said: str) -> None:
    assert len(read_message(index, said).codes) == 1


def test_a_title_of_its_own_goes_before_that_of_the_province(small: Session) -> None:
    document = replace(read("small"), facts=Facts(title="แผนน้ำเมืองน่าน", title_en="The water plan of Nan"))
    index = _changed(small, document)

    assert [plan_words(index, wording(language))["title"] for language in ("th", "en")] == [
        "แผนน้ำเมืองน่าน",
        "The water plan of Nan",
    ]
    assert "แผนน้ำเมืองน่าน 2561-2564" in as_text(_ask(small, index, "สวัสดี"))


@pytest.mark.parametrize(("province", "english"), [("น่าน", "Nan"), ("ระยอง", "Rayong"), ("เวียงจันทน์", "เวียงจันทน์")])
def test_english_name_of_a_province_that_the_plan_does_not_give(province: str, english: str) -> None:
    assert english_name(province) == english


def test_a_plan_without_a_province_is_spoken_of_all_the_same(small: Session) -> None:
    index = _changed(small, replace(read("small"), province="", province_en=""))
    told = [as_text(_ask(small, index, said)) for said in ("สวัสดี", "hello", "งบจังหวัดเชียงใหม่เท่าไหร่")]

    assert ["แผนพัฒนาจังหวัด 2561-2564" in told[0], "the provincial development plan 2561" in told[1]] == [True, True]
    assert "มีเฉพาะแผนพัฒนาจังหวัดเท่านั้น" in told[2]


def test_words_of_a_plan_are_known_with_that_plan_alone(small: Session, index: Index) -> None:
    document = read("small")
    known = _changed(
        small, replace(document, words=(Word("synonyms", "dredging", "ลอกคลอง"), Word("synonyms", "dredging", "ขุดลอก")))
    )

    assert understand(known, "งบลอกคลอง").question.about == ("2.1.1",)
    assert understand(index, "งบลอกคลอง").question.about == ()


@pytest.mark.parametrize(
    ("province", "reason"), [("อุดรธานี", ""), ("ชลบุรี", "elsewhere"), ("กรุงเทพมหานคร", "elsewhere"), ("น่าน", "elsewhere")]
)
def test_nickname_of_the_plans_own_province_is_no_other_place(small: Session, province: str, reason: str) -> None:
    index = _changed(small, replace(read("small"), province=province, province_en=""))

    assert understand(index, "งบของอุดรทั้งแผนเท่าไหร่").reason == reason


def test_example_is_the_project_that_the_plan_names(small: Session, index: Index) -> None:
    of_small = _changed(small, read("small"))

    assert [plan_words(each, wording("th"))["example"] for each in (index, of_small)] == ["เน็ตฟรี", "ขุดหนอง"]


def test_comments_are_counted_for_the_indicator_that_the_plan_names(small: Session) -> None:
    facts = Facts(feedback_indicator="2.1.G1.K1")
    named = _ask(small, _changed(small, replace(read("small"), facts=facts)), "ได้รับข้อคิดเห็นกี่เรื่องแล้ว")
    without = _ask(small, _changed(small, read("small")), "ได้รับข้อคิดเห็นกี่เรื่องแล้ว")

    assert (named.codes, bool(named.sources), without.codes, without.sources) == (("2.1.G1.K1",), True, (), ())
    assert ["แผนมีตัวชี้วัดนี้" in as_text(each) for each in (named, without)] == [True, False]
    assert ["ตัวชี้วัดจำนวนข้อคิดเห็น" in each.suggestions for each in (named, without)] == [True, False]


def test_number_of_the_section_is_the_plans_own(session: Session, index: Index) -> None:
    assert "หัวข้อ 8 กลไกการนำแผนพัฒนาจังหวัดไปสู่การปฏิบัติ" in as_text(_ask(session, index, "หัวข้อ 8 มีอะไรบ้าง"))


def _with_funding(document: PlanDocument, *funding: str) -> PlanDocument:
    """The same plan, its first projects paid so."""
    issue = document.issues[0]
    tactic = issue.tactics[0]
    given = [replace(project, funding=said) for project, said in zip(tactic.projects, funding, strict=False)]
    projects = (*given, *tactic.projects[len(given) :])
    changed = replace(issue, tactics=(replace(tactic, projects=projects), *issue.tactics[1:]))
    return replace(document, issues=(changed, *document.issues[1:]))


def test_several_sources_of_money_are_told_with_their_projects(small: Session) -> None:
    index = _changed(small, _with_funding(read("nan"), "งบ อบจ.", "งบ อบจ.", ""))
    text = as_text(_ask(small, index, "งบมาจากไหน"))

    assert "งบจังหวัด (57 โครงการ), งบ อบจ. (2 โครงการ) และ ไม่ได้ระบุ (1 โครงการ)" in text


def test_a_source_of_money_that_the_plan_leaves_out_is_said_to_be_left_out(small: Session) -> None:
    index = _changed(small, _with_funding(read("small"), ""))

    assert "ไม่ได้ระบุแหล่งงบประมาณ" in as_text(_ask(small, index, "งบมาจากไหน"))


def test_measures_of_several_issues_stand_under_their_issues(small: Session) -> None:
    document = read("nan")
    issues = tuple(
        replace(issue, passages=tuple(_measure(number, f"มาตรการด้านที่ {at}") for number in range(1, 3)))
        if at in (2, 11)
        else issue
        for at, issue in enumerate(document.issues, start=1)
    )
    index = _changed(small, replace(document, issues=issues))

    every, of_one = _ask(small, index, "มีมาตรการอะไรบ้าง"), _ask(small, index, "มาตรการของประเด็นที่ 11 มีอะไรบ้าง")
    elsewhere = as_text(_ask(small, index, "มาตรการของประเด็นที่ 3 มีอะไรบ้าง"))

    assert (every.codes, of_one.codes) == (("2.2", "2.11"), ("2.11",))
    assert ["มาตรการด้านที่ 2" in as_text(each) for each in (every, of_one)] == [True, False]
    assert "เฉพาะในประเด็นยุทธศาสตร์ที่ 2 และ ประเด็นยุทธศาสตร์ที่ 11 เท่านั้น" in elsewhere


def _measure(number: int, about: str) -> Passage:
    text = f"{about} ข้อที่ {number}"
    return Passage("measure", number, "มาตรการ", text, Place(number, text))
