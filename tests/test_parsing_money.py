"""Is money found of what is only named with a year, year by year, beside words that say nothing, and after a choice?"""

import pytest
from sqlalchemy.orm import Session

from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.parse import choice, parse
from knowledge.query import algebra as a
from knowledge.reading import read
from tests.chats import play

WIFI, SERVICE = a.Named("project", ("5.3.6",)), a.Named("project", ("5.3.1",))
HUE, DONG_HOI = a.Named("project", ("5.6.3",)), a.Named("project", ("5.6.4",))
MONEY = a.Measure("amount")


def _sum(of: a.Set, *years: int) -> a.Tell:
    return a.Tell(a.Total(a.Measure("amount", years=years), of))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("เน็ตฟรีปีละเท่าไหร่", a.Grouped(a.Total(MONEY, WIFI), "year")),
        ("e-Service ปี 56", _sum(SERVICE, 2556)),
        ("เน็ตฟรีปี 54 ได้ไหม", _sum(WIFI, 2554)),
        ("เน็ตฟรี ปี 2554 ไม่ได้เลยเหรอ", _sum(WIFI, 2554)),
        ("เห็นว่าเน็ตฟรีปี 56 ได้งบเท่าไหร่", _sum(WIFI, 2556)),
        ("Free Wi-Fi ช่วงปี 2555-2556 รวมเท่าไหร่", _sum(WIFI, 2555, 2556)),
        ("งบเน็ตฟรีปี 2556 ปีเดียวเท่าไหร่", _sum(WIFI, 2556)),
        ("งบประชาสัมพันธ์ ประเด็นที่ 5 ทั้งประเด็นเท่าไหร่", _sum(a.Named("issue", ("5.5",)))),
        ("เมืองเว้กับดงเห่ย งบเท่ากันไหม", a.Comparison((a.Total(MONEY, HUE), a.Total(MONEY, DONG_HOI)))),
    ],
)
def test_money_is_read(text: str, query: a.Query, index: Index) -> None:
    found = parse(index, take_apart(index, read(index, text)))

    assert found is not None
    assert found.query == query


@pytest.mark.parametrize("text", ["e-Service ปี 56 ทำอะไร", "เน็ตฟรีปีละกี่โครงการ", "ปี 56 ได้ไหม"])
def test_a_year_beside_a_name_is_no_money_where_something_else_is_asked(text: str, index: Index) -> None:
    found = parse(index, take_apart(index, read(index, text)))

    assert found is None or not isinstance(found.query, a.Tell | a.Grouped)


def test_a_name_of_several_things_is_asked_back(index: Index) -> None:
    found = choice(index, take_apart(index, read(index, "งบ PMQA ปี 56 เท่าไหร่")))

    assert found is not None
    assert found.keys == ("5.2.6", "5.3.5")
    assert found.query == _sum(a.Named("project", ("5.2.6",)), 2556)


@pytest.mark.parametrize("pick", ["ตัวเมืองน่าอยู่", "อันที่อยู่ประเด็น 3", "2", "อันที่ 2"])
def test_the_answer_to_a_choice_picks_one(pick: str, session: Session, index: Index) -> None:
    asked, told, other = play(session, index, ["งบ PMQA เท่าไหร่", pick, "อีกตัวล่ะ"])

    assert asked.answer.status == "clarify"
    assert (told.answer.codes, other.answer.codes) == (("5.3.5",), ("5.2.6",))
