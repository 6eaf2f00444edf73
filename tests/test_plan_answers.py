"""Is a query answered as the plan has it: headline, figure, codes, agencies, lines, and what the plan leaves open?"""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db.session import create_engine_for, session_factory
from handlers.answer import Answer, Bars, Figure, Listing, Note, SourceNote, Text
from handlers.plan.answering import answer
from handlers.plan.facts import Facts, facts_of
from handlers.wording import Language
from knowledge.loader import BUNDLED
from knowledge.query import algebra as a
from knowledge.query.read_back import read_back
from tests.query_maker import Maker
from tests.query_plans import plan_of, stored

MILLION = 10**8
AMOUNT = a.Measure("amount")
TARGET = a.Measure("target")
PERCENT = a.Measure("target", unit="ร้อยละ")
PROJECTS: a.Set = a.All("project")
ISSUES: a.Set = a.All("issue")
AGENCIES: a.Set = a.All("agency")
INDICATORS: a.Set = a.All("indicator")


def project(*codes: str) -> a.Named:
    return a.Named("project", codes)


def issue(number: int) -> a.Named:
    return a.Named("issue", (f"5.{number}",))


def agency(*names: str) -> a.Named:
    return a.Named("agency", names)


def indicator(code: str) -> a.Named:
    return a.Named("indicator", (code,))


def in_years(*years: int) -> a.Measure:
    return a.Measure("amount", years=years)


def money(of: a.Set, *years: int) -> a.Total:
    return a.Total(in_years(*years), of)


WIFI, WEB, GIS, POC = project("5.3.6"), project("5.3.2"), project("5.3.3"), project("5.3.4")
OFFICE, REVENUE, TREASURY = agency("สำนักงานจังหวัดขอนแก่น"), agency("สรรพากรจังหวัด"), agency("คลังจังหวัด")
UNDER_1, UNDER_2, UNDER_3, UNDER_6 = (a.Of("project", issue(number)) for number in (1, 2, 3, 6))
OF_OFFICE = a.Of("project", OFFICE)

PER_YEAR = (a.Average(AMOUNT, GIS, "year"), a.Average(AMOUNT, POC, "year"))
FUNDED_54, FUNDED_55 = (a.Where(PROJECTS, a.Funded((year,))) for year in (2554, 2555))
OTHERS = ("5.1.1", "5.1.2", "5.1.3", "5.2.2", "5.2.3", "5.3.3", "5.6.2")
"""Projects for which the provincial office does not answer."""

VALUES: list[tuple[a.Query, str, str, tuple[str, ...]]] = [
    (a.Tell(money(WIFI)), "15.00", "ล้านบาท", ("5.3.6",)),
    (a.Tell(money(WIFI, 2555)), "5.00", "ล้านบาท", ("5.3.6",)),
    (a.Tell(money(WIFI, 2555, 2556)), "10.00", "ล้านบาท", ("5.3.6",)),
    (a.Tell(money(PROJECTS)), "110.30", "ล้านบาท", ()),
    (a.Tell(money(PROJECTS, 2556)), "36.80", "ล้านบาท", ()),
    (a.Tell(money(issue(3))), "56.00", "ล้านบาท", ("5.3",)),
    (a.Tell(money(UNDER_3)), "56.00", "ล้านบาท", ("5.3",)),
    (a.Tell(money(a.Named("tactic", ("5.3.T1",)))), "37.00", "ล้านบาท", ("5.3.T1",)),
    (a.Tell(money(REVENUE)), "4.00", "ล้านบาท", ("5.1.1", "5.1.2")),
    (a.Tell(money(a.Without(UNDER_1, a.Of("project", REVENUE)))), "2.00", "ล้านบาท", ("5.1.3",)),
    (a.Tell(money(a.First(PROJECTS, AMOUNT, 2))), "35.00", "ล้านบาท", ("5.5.3", "5.3.6")),
    (a.Tell(a.Share(money(a.First(AGENCIES, AMOUNT, 2)), money(PROJECTS))), "90.03", "ร้อยละ", ()),
    (a.Tell(a.Share(money(WIFI), money(PROJECTS))), "13.60", "ร้อยละ", ("5.3.6",)),
    (a.Tell(a.Share(money(WIFI), money(issue(3)))), "26.79", "ร้อยละ", ("5.3.6",)),
    (a.Tell(a.Difference(money(UNDER_3, 2554, 2555), money(UNDER_3, 2556, 2557))), "10.00", "ล้านบาท", ("5.3",)),
    (a.Tell(a.Difference(money(WIFI), money(WEB))), "10.00", "ล้านบาท", ("5.3.6", "5.3.2")),
    (a.Tell(a.Difference(PER_YEAR[0], PER_YEAR[1])), "1.00", "ล้านบาท", ("5.3.3", "5.3.4")),
    (a.Tell(a.Average(AMOUNT, PROJECTS)), "3.94", "ล้านบาท", ()),
    (a.Tell(a.Average(AMOUNT, PROJECTS, "year")), "27.58", "ล้านบาท", ()),
    (a.Tell(a.Average(a.Measure("count", "indicator"), a.All("goal"))), "1.42", "รายการ", ()),
    (a.Tell(a.Extreme(AMOUNT, UNDER_3)), "15.00", "ล้านบาท", ("5.3",)),
    (a.Tell(a.Change(PROJECTS, 2556, 2557)), "15.50", "ล้านบาท", ()),
    (a.Tell(a.Change(PROJECTS, 2554, 2555, percent=True)), "43.93", "ร้อยละ", ()),
    (a.Tell(a.Number(PROJECTS)), "28", "โครงการ", ()),
    (a.Tell(a.Number(UNDER_2)), "6", "โครงการ", ("5.2",)),
    (a.Tell(a.Number(a.Without(PROJECTS, OF_OFFICE))), "7", "โครงการ", OTHERS),
    (a.Tell(a.Difference(a.Number(FUNDED_55), a.Number(FUNDED_54))), "2", "โครงการ", ()),
    (a.Tell(a.Total(a.Measure("count", "tactic"), issue(3))), "3", "รายการ", ("5.3",)),
    (a.Tell(a.Total(a.Measure("years"), POC)), "2", "ปี", ("5.3.4",)),
    (a.Tell(a.Total(TARGET, indicator("5.3.G2.K1"))), "20", "ร้อยละ", ("5.3.G2.K1",)),
    (
        a.Tell(a.Difference(a.Total(TARGET, indicator("5.1.G2.K1")), a.Total(TARGET, indicator("5.5.G1.K1")))),
        "25",
        "ร้อยละ",
        ("5.1.G2.K1", "5.5.G1.K1"),
    ),
    (a.Check(money(WIFI), "=", 15 * MILLION), "15.00", "ล้านบาท", ("5.3.6",)),
    (a.Check(money(WIFI), ">", 20 * MILLION), "15.00", "ล้านบาท", ("5.3.6",)),
    (a.Comparison((money(WIFI), money(GIS))), "5.00", "ล้านบาท", ("5.3.6", "5.3.3")),
    (a.Grouped(money(PROJECTS), "year", 1), "36.80", "ล้านบาท", ()),
    (a.Grouped(money(PROJECTS), "issue", 1), "56.00", "ล้านบาท", ("5.3",)),
    (a.Grouped(a.Number(PROJECTS), "tactic", 1), "5", "โครงการ", ("5.3.T1",)),
    (a.Listing(UNDER_6), "4", "โครงการ", ("5.6.1", "5.6.2", "5.6.3", "5.6.4")),
    (a.Listing(a.Where(PROJECTS, a.Has("agency"), negated=True)), "1", "โครงการ", ("5.2.3",)),
    (a.Listing(a.Where(PROJECTS, a.Compared(AMOUNT, "=", MILLION))), "3", "โครงการ", ("5.6.2", "5.6.3", "5.6.4")),
    (a.Listing(a.Where(INDICATORS, a.Compared(PERCENT, "<", 70))), "1", "รายการ", ("5.3.G2.K1",)),
    (a.Listing(a.Of("measure", issue(2))), "5", "รายการ", ("5.2",)),
    (a.Listing(a.Of("stakeholder", issue(6))), "5", "รายการ", ("5.6",)),
    (a.Exists(a.Where(PROJECTS, a.Words("e-Service"))), "1", "โครงการ", ("5.3.1",)),
]  # fmt: skip


@pytest.fixture(scope="module", name="facts")
def _facts(session: Session) -> Facts:
    return facts_of(session, "th")


@pytest.fixture(scope="module", name="english")
def _english(session: Session) -> Facts:
    return facts_of(session, "en")


def texts(found: Answer) -> str:
    """What stands in its parts, without the note that repeats the question."""
    said = []
    for part in found.parts:
        if isinstance(part, Text | SourceNote):
            said.append(part.text)
        elif isinstance(part, Figure):
            said.append(f"{part.number} {part.unit} {part.caption}")
        elif isinstance(part, Bars):
            said += [f"{bar.label} {bar.text}" for bar in part.bars]
        elif isinstance(part, Listing):
            said += [f"{item.title} · {item.detail}" for item in part.items]
        elif not part.text.startswith("ค้นจาก"):
            said.append(part.text)
    return "\n".join(said)


@pytest.mark.parametrize(("query", "number", "unit", "codes"), VALUES)
def test_value_and_codes(query: a.Query, number: str, unit: str, codes: tuple[str, ...], facts: Facts) -> None:
    found = answer(facts, query)

    assert found.value is not None
    assert (found.status, str(found.value.number), found.value.unit) == ("answered", number, unit)
    assert not codes or found.codes == codes


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (a.Tell(money(WIFI)), ["15.00 ล้านบาท", "Free Wi-Fi", "ตั้งไว้", "2554 ไม่ได้ตั้งงบ", "2555 5.00"]),
        (a.Tell(money(WIFI, 2554)), ["แผนไม่ได้ตั้งงบไว้ค่ะ", "งบปี 2554"]),
        (a.Tell(a.Change(PROJECTS, 2556, 2557)), ["ลดลง", "2556 36.80", "2557 21.30"]),
        (a.Tell(a.Change(PROJECTS, 2554, 2555)), ["เพิ่มขึ้น", "9.40 ล้านบาท"]),
        (a.Tell(a.Difference(money(WEB), money(WIFI))), ["10.00 ล้านบาท", "“Free Wi-Fi, Free internet” มากกว่างบรวม"]),
        (a.Tell(a.Ratio(money(WIFI), money(WEB))), ["3.00 เท่า"]),
        (a.Tell(a.Total(TARGET, indicator("5.2.G1.K3"))), ["ไม่ได้กำหนดค่าเป้าหมายเป็นตัวเลข"]),
        (a.Tell(a.Total(TARGET, indicator("5.2.G1.K2"))), ["2 เรื่อง"]),
        (a.Check(money(WIFI), "=", 15 * MILLION), ["ใช่ค่ะ ตรงกับแผน", "15.00 ล้านบาท"]),
        (a.Check(money(WIFI), "=", 20 * MILLION), ["ไม่ตรงกับแผนค่ะ", "คือ 15.00 ล้านบาท"]),
        (a.Check(money(WIFI, 2554), ">", 0), ["แผนไม่มีตัวเลขให้ตรวจ"]),
        (a.Among(TREASURY, a.First(AGENCIES, AMOUNT, smallest=True)), ["ไม่ใช่ค่ะ", "เทศบาลนครขอนแก่น", "1.00 ล้านบาท"]),
        (a.Among(WIFI, UNDER_3), ["ใช่ค่ะ"]),
        (a.Exists(a.Where(PROJECTS, a.Words("สนามบิน"))), ["ไม่มีค่ะ", "สนามบิน"]),
        (a.Exists(a.Where(PROJECTS, a.Words("e-Service"))), ["มีค่ะ 1 โครงการ"]),
        (a.Listing(UNDER_6), ["4 โครงการ", "รวมกัน 3.30 ล้านบาท", "เมืองเว้", "เทศบาลนครขอนแก่น"]),
        (a.Listing(a.Where(PROJECTS, a.Has("agency"), negated=True)), ["แผนไม่ได้ระบุหน่วยงาน"]),
        (a.Listing(a.First(ISSUES, a.Measure("count", "tactic"), smallest=True)), ["อันดับ 1 · 2 กลยุทธ์"]),
        (a.Listing(a.First(PROJECTS, AMOUNT, 3)), ["4 โครงการ", "รวมกัน 55.00 ล้านบาท", "ที่เท่ากันแสดงไว้ด้วยกัน", "อันดับ 3"]),
        (a.Listing(a.First(a.All("tactic"), AMOUNT, 2)), ["อันดับ 2 · 20.00 ล้านบาท"]),
        (a.Listing(a.Of("agency", a.First(PROJECTS, AMOUNT, smallest=True))), ["1 หน่วยงาน", "สำนักงานจังหวัดขอนแก่น"]),
        (a.Listing(a.Where(PROJECTS, a.Words("สวนสัตว์"))), ["ไม่มีในแผนค่ะ"]),
        (a.Listing(a.Of("item", a.Named("list", ("5.L4",)))), ["6 รายการ", "ข้อ 4 อปท. จัดทำแผนงานประจำปี"]),
        (a.Text(a.Named("item", ("5.L5.2",))), ["ข้อ 2 การสรุปผลการดำเนินงานประจำปี"]),
        (a.Listing(a.Of("indicator", a.Of("goal", issue(4)))), ["3 ตัวชี้วัด", "ไม่ได้กำหนดเป็นตัวเลข"]),
        (a.Grouped(money(UNDER_3), "year"), ["2554 9.00", "2555 14.00", "2556 24.00", "2557 9.00"]),
        (a.Grouped(money(PROJECTS), "agency", 1), ["มากที่สุดคือสำนักงานจังหวัดขอนแก่น", "นับเต็มจำนวน"]),
        (a.Grouped(a.Share(money(PROJECTS), money(PROJECTS)), "issue", 1), ["50.77 %"]),
        (a.Comparison((money(WIFI), money(WIFI))), ["เท่ากันค่ะ"]),
        (a.Unknown("contractor", WIFI), ["แผนไม่ได้ระบุผู้รับจ้างค่ะ", "แผนระบุชื่อโครงการ"]),
        (a.Unknown("spent"), ["แผนไม่ได้ระบุเงินที่ใช้จ่ายไปแล้วค่ะ"]),
        (a.Several((a.Tell(money(WIFI)), a.Listing(a.Of("agency", WIFI)))), ["15.00 ล้านบาท", "สำนักงานจังหวัดขอนแก่น"]),
        (a.Tell(money(a.All("goal"))), ["ไม่มีงบของตัวเองในแผนค่ะ"]),
        (a.Listing(a.Of("indicator", WIFI)), ["ลองถามผ่านประเด็นยุทธศาสตร์"]),
        (a.Tell(a.Difference(money(WIFI), a.Number(PROJECTS))), ["คนละหน่วย"]),
    ],
)  # fmt: skip
def test_what_is_said(query: a.Query, said: list[str], facts: Facts) -> None:
    told = texts(answer(facts, query))

    assert [piece for piece in said if piece not in told] == []


SECOND = a.Without(a.First(ISSUES, AMOUNT, 2), a.First(ISSUES, AMOUNT))
STATE_NEWS = a.Named("stakeholder", ("S23", "S35"))


@pytest.mark.parametrize(
    ("query", "said", "not_said"),
    [
        (  # the issue of a project
            a.Tell(a.Share(money(WIFI), money(a.Of("issue", WIFI)))),
            "สัดส่วนเท่านี้ของงบรวมของประเด็นยุทธศาสตร์ “พัฒนาระบบและบริการเทคโนโลยีสารสนเทศ”",
            "ครอบคลุม",
        ),
        (  # a place of a ranking
            a.Tell(a.Difference(money(issue(3)), money(SECOND))),
            "มากกว่างบรวมของประเด็นยุทธศาสตร์ “การบริหารจัดการงานประชาสัมพันธ์อย่างบูรณาการ”",
            "ยกเว้น",
        ),
        (a.Tell(money(a.Named("issue", tuple(f"5.{n}" for n in range(1, 7))))), "ประเด็นยุทธศาสตร์ทั้งหมด", "“"),
        (a.Among(issue(6), a.First(ISSUES, AMOUNT, smallest=True)), "3.30 ล้านบาท", "ใช่หรือไม่"),
        (a.Listing(a.Of("issue", STATE_NEWS)), "“สำนักงานประชาสัมพันธ์จังหวัด”: 2 ประเด็น", "[S23]"),
        (  # what they have of that, not of the whole plan
            a.Listing(a.Without(a.Of("agency", UNDER_6), agency("เทศบาลนครขอนแก่น"))),
            "สำนักงานจังหวัดขอนแก่น · 2.30 ล้านบาท",
            "89.30",
        ),
        (a.Listing(a.First(ISSUES, a.Measure("count", "indicator"))), "4 ตัวชี้วัด", "ล้านบาท"),  # nobody asked for money
        (a.Listing(a.Of("agency", project("5.3.7"))), "2 หน่วยงาน", "ล้านบาท"),
    ],
)
def test_what_was_worked_out_is_said_by_name(query: a.Query, said: str, not_said: str, facts: Facts) -> None:
    told = texts(answer(facts, query))

    assert (said in told, not_said in told) == (True, False), told


def test_the_years_of_a_sum_are_told_once(facts: Facts) -> None:
    found = answer(facts, a.Several((a.Tell(money(WIFI)), a.Grouped(money(WIFI), "year"))))

    assert len([part for part in found.parts if isinstance(part, Bars)]) == 1


def test_the_years_of_a_sum_of_some_years_are_told_where_they_are_asked_for(facts: Facts) -> None:
    some = money(WIFI, 2555, 2556)
    found = answer(facts, a.Several((a.Tell(some), a.Grouped(some, "year"))))

    assert len([part for part in found.parts if isinstance(part, Bars)]) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (a.Unknown("contractor", WIFI), "unknown"),
        (a.Unknown("spent"), "unknown"),
        (a.Tell(money(a.All("goal"))), "clarify"),
        (a.Tell(money(WIFI, 2554)), "answered"),
    ],
)
def test_status(query: a.Query, status: str, facts: Facts) -> None:
    assert answer(facts, query).status == status


def test_what_no_plan_states_names_no_amount_and_cites_nothing(facts: Facts) -> None:
    found = answer(facts, a.Unknown("spent", WIFI))

    assert (found.value, found.sources, "ล้านบาท" in texts(found)) == (None, (), False)


def test_a_sum_cites_every_row_summed(facts: Facts) -> None:
    found = answer(facts, a.Tell(money(UNDER_3, 2556)))

    assert [source.line for source in found.sources] == [84, 86, 87, 89, 90, 94]


def test_who_answers_for_a_project_cites_its_line_alone(facts: Facts) -> None:
    found = answer(facts, a.Listing(a.Of("agency", WIFI)))

    assert ([source.line for source in found.sources], found.codes) == ([89], ("5.3.6",))


def test_tables_without_a_unit_are_named(facts: Facts) -> None:
    notes = [part.text for part in answer(facts, a.Tell(money(issue(6)))).parts if isinstance(part, Note)]

    assert "ตารางงบของประเด็น 6 ไม่ได้ระบุหน่วยเงิน จึงถือเป็นล้านบาท" in notes


def test_tables_with_a_unit_need_no_note(facts: Facts) -> None:
    assert "หน่วยเงิน" not in texts(answer(facts, a.Tell(money(WIFI))))


def test_projects_of_several_agencies_are_told(facts: Facts) -> None:
    assert "นับเต็มจำนวน" in texts(answer(facts, a.Tell(money(agency("อปท.")))))


def test_below_the_answer_stands_what_was_looked_up(facts: Facts) -> None:
    query = a.Tell(money(WIFI))
    notes = [part.text for part in answer(facts, query).parts if isinstance(part, Note)]

    assert read_back(notes[0].removeprefix("ค้นจาก: "), facts.names) == query


def test_buttons_are_sentences_that_are_understood(facts: Facts) -> None:
    found = answer(facts, a.Tell(money(WIFI)))

    assert [read_back(text, facts.names) is not None for text in found.suggestions] == [True, True]


def test_english_has_the_thai_names_beside(english: Facts) -> None:
    told = texts(answer(english, a.Listing(UNDER_6)))

    assert "Khon Kaen City Municipality (เทศบาลนครขอนแก่น)" in told
    assert "Planned budget together 3.30 million baht" in told


def test_another_plan_is_named_by_its_own_province(tmp_path: Path) -> None:
    with stored(plan_of("small", tmp_path), f"sqlite:///{tmp_path / 'plan.db'}") as session:
        told = texts(answer(facts_of(session, "th"), a.Tell(money(project("2.1.1")))))

    assert "5.50 ล้านบาท" in told
    assert "ที่มา: แผนพัฒนาจังหวัดน่าน 2561-2564" in told
    assert "ขอนแก่น" not in told


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_query_has_an_answer(language: Language, session: Session, tmp_path: Path) -> None:
    """None raises, none is empty, each cites lines as they stand in the document."""
    facts = facts_of(session, language)
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")

    for query in Maker(plan_of("bundled", tmp_path), seed=31).queries(150):
        found = answer(facts, query)
        assert texts(found).strip() != ""
        assert [source for source in found.sources if source.quote not in lines[source.line - 1]] == []
        assert found.value is None or isinstance(found.value.number, Decimal)


def test_postgresql_answers_the_same(plan_url: str, facts: Facts, tmp_path: Path) -> None:
    queries = Maker(plan_of("bundled", tmp_path), seed=32).queries(25)
    engine = create_engine_for(plan_url)

    with session_factory(engine)() as session:
        others = facts_of(session, "th")
        differing = [query for query in queries if answer(others, query) != answer(facts, query)]
    engine.dispose()

    assert differing == []


def test_the_whole_plan_has_no_code(facts: Facts) -> None:
    assert answer(facts, a.Tell(money(PROJECTS))).codes == ()


def test_a_ranking_of_years_tells_which_won(facts: Facts) -> None:
    assert answer(facts, a.Grouped(money(PROJECTS), "year", 2)).years == (2556, 2555)


def test_an_agency_that_was_found_is_told(facts: Facts) -> None:
    assert answer(facts, a.Listing(a.First(AGENCIES, AMOUNT, smallest=True))).agencies == ("เทศบาลนครขอนแก่น",)
