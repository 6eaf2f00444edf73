"""Orders, places, both ends, shares and things side by side: read as the right query, or not at all?"""

import pytest

from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.parse import Parsed, parse
from knowledge.query import algebra as a
from knowledge.reading import read

MONEY = a.Measure("amount")
PROJECTS, ISSUES, AGENCIES = a.All("project"), a.All("issue"), a.All("agency")
OFFICE = "สำนักงานจังหวัดขอนแก่น"


def _of_years(*years: int) -> a.Measure:
    return a.Measure("amount", years=years)


def _issue(*codes: str) -> a.Named:
    return a.Named("issue", codes)


def _project(*codes: str) -> a.Named:
    return a.Named("project", codes)


def _first(n: int, of: a.Set = PROJECTS, measure: a.Measure = MONEY, *, smallest: bool = False) -> a.Listing:
    return a.Listing(a.First(of, measure, n, smallest))


def _in_order(of: a.Set, n: int = 0, measure: a.Measure = MONEY, *, smallest: bool = False) -> a.Grouped:
    return a.Grouped(a.Total(measure, of), a.kind_of(of), n, smallest)


def _at_place(n: int, of: a.Set, *, smallest: bool = False) -> a.Grouped:
    return _in_order(a.Without(of, a.First(of, MONEY, n - 1, smallest)), 1, smallest=smallest)


def _share(part: a.Set, whole: a.Set = PROJECTS) -> a.Tell:
    return a.Tell(a.Share(a.Total(MONEY, part), a.Total(MONEY, whole)))


def _side_by_side(*sides: a.Set) -> a.Comparison:
    return a.Comparison(tuple(a.Total(MONEY, side) for side in sides))


QUERIES: dict[str, a.Query] = {
    # so many of what is not said are projects; those of what is named
    "สี่อันดับวงเงินสูงสุดปี 56": _first(4, measure=_of_years(2556)),
    "top 4 วงเงิน ประเด็น 3": _first(4, a.Of("project", _issue("5.3"))),
    "ท็อป 2 ของสำนักงานจังหวัด งบน้อยสุด": _first(2, a.Of("project", a.Named("agency", (OFFICE,))), smallest=True),
    "ทั้งแผนอันไหนแพงที่สุด": _in_order(PROJECTS, 1),
    "โครงการที่ได้เงินน้อยที่สุดคืออันไหน": _in_order(PROJECTS, 1, smallest=True),
    "ทั้งหกประเด็น อันไหนได้งบน้อยสุด": _in_order(ISSUES, 1, smallest=True),
    "Which of the six issues gets the largest budget?": _in_order(ISSUES, 1),
    "ปี 55 โครงการไหนงบเยอะสุด เห็นว่ามีหลายอันเท่ากัน": _in_order(PROJECTS, 1, _of_years(2555)),
    "โครงการที่งบมากที่สุดสังกัดหน่วยงานใด": a.Listing(a.Of("agency", a.First(PROJECTS, MONEY))),
    # all in order, the first few of it, and one place
    "เรียงประเด็นทั้งหกตามงบ": _in_order(ISSUES),
    "ขอเรียงหกประเด็นตามวงเงิน ต่ำไปสูง": _in_order(ISSUES, smallest=True),
    "ไล่เรียงงบมาก>น้อย รายประเด็น": _in_order(ISSUES),
    "ประเด็น 4 เรียงวงเงินจากสูงไปต่ำ": _in_order(a.Of("project", _issue("5.4"))),
    "ประเด็น 2 เรียงตามงบ 2 โครงการแรก": _in_order(a.Of("project", _issue("5.2")), 2),
    "เรียงปีตามงบจากน้อยไปมาก": a.Grouped(a.Total(MONEY, PROJECTS), "year", 0, smallest=True),
    "โครงการที่งบสูงเป็นอันดับ 4": _at_place(4, PROJECTS),
    "ประเด็นที่งบน้อยที่สุดอันดับสองคือประเด็นไหน": _at_place(2, ISSUES, smallest=True),
    "ขอสรุปวงเงินทั้งแผนแยกรายปี": a.Grouped(a.Total(MONEY, PROJECTS), "year"),
    # both ends
    "ปี 56 ประเด็นไหนงบมากสุด และน้อยสุด": a.Several(
        (_in_order(ISSUES, 1, _of_years(2556)), _in_order(ISSUES, 1, _of_years(2556), smallest=True))
    ),
    # ranked by how many
    "ประเด็นใดมีโครงการน้อยที่สุด กี่โครงการ": _in_order(ISSUES, 1, a.Measure("count", kind="project"), smallest=True),
    "หน่วยงานใดดูแลโครงการมากที่สุด": _in_order(AGENCIES, 1, a.Measure("count", kind="project")),
    "จำนวนกลยุทธ์ของแต่ละประเด็น อันไหนมากที่สุด": _in_order(ISSUES, 1, a.Measure("count", kind="tactic")),
    # shares: where the money goes is the part
    "What share of the whole budget goes to issue 6?": _share(_issue("5.6")),
    "กี่เปอร์เซ็นต์ของงบทั้งแผนไปลงที่ประเด็น 2": _share(_issue("5.2")),
    "What percentage of issue 3 does Free Wi-Fi take?": _share(_project("5.3.6"), _issue("5.3")),
    "งบ GIS คิดเป็นกี่ % ของงบรวมประเด็น 3": _share(_project("5.3.3"), _issue("5.3")),
    "ประเด็น 4 คิดเป็นแค่กี่เปอร์เซ็นต์ของทั้งแผนเหรอ": _share(_issue("5.4")),
    # side by side
    "งบ e-Service มากกว่า GIS จริงไหม": _side_by_side(_project("5.3.1"), _project("5.3.3")),
    "POC กับ GIS ใครได้งบน้อยกว่า": _side_by_side(_project("5.3.4"), _project("5.3.3")),
    "เทียบงบประเด็น 2 กับ 4": _side_by_side(_issue("5.2"), _issue("5.4")),
    "เว้ กับ ดงเห่ย งบสองเมืองนี้ต่างกันไหม": _side_by_side(_project("5.6.3"), _project("5.6.4")),
    "By how much does issue 3 exceed issue 5?": _side_by_side(_issue("5.3"), _issue("5.5")),
    "ประเด็นที่ได้งบน้อยที่สุดล่ะ คือประเด็นไหน": _in_order(ISSUES, 1, smallest=True),
    "หน่วยงานที่ได้งบมากที่สุดชื่ออะไร": _in_order(AGENCIES, 1),
    "กลยุทธ์ 5.3.T2 ปี 2555 กี่ล้าน": a.Tell(a.Total(_of_years(2555), a.Named("tactic", ("5.3.T2",)))),
    "โครงการที่งบเกิน 9 ล้านมีกี่อัน": a.Tell(a.Number(a.Where(PROJECTS, a.Compared(MONEY, ">", 900_000_000)))),
    "ประเด็น 5.3 กลยุทธ์ไหนงบมากสุด": _in_order(a.Of("tactic", _issue("5.3")), 1),
    # as many as were named
    "POC GIS e-Service สามโครงการนี้รวมกันกี่ล้าน": a.Tell(a.Total(MONEY, _project("5.3.4", "5.3.3", "5.3.1"))),
}


@pytest.mark.parametrize(("text", "query"), QUERIES.items(), ids=QUERIES)
def test_what_is_ordered_or_set_side_by_side(text: str, query: a.Query, index: Index) -> None:
    parsed = _parsed(index, text)

    assert parsed is not None
    assert parsed.query == query


DROPPED = [
    "POC GIS e-Service สองโครงการนี้รวมกันกี่ล้าน",  # two of which three?
    "POC กับ GIS สามปีรวมกันกี่ล้าน",  # which three years?
    "โครงการไหนงบเท่ากับประเด็น 6 มากที่สุด",
    "ใครดูแล POC กับ GIS อันไหนแพงกว่า",  # two questions
    "อันไหนเร่งด่วนที่สุด",  # no order of money
]


@pytest.mark.parametrize("text", DROPPED)
def test_a_number_or_a_question_that_is_not_used_leaves_no_reading(text: str, index: Index) -> None:
    assert _parsed(index, text) is None


def _parsed(index: Index, text: str) -> Parsed | None:
    return parse(index, take_apart(index, read(index, text)))
