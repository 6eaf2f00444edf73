"""Is a message of a few words behind an answer read as what was asked, once more or a step further?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.parse import parse
from knowledge.query import algebra as a
from knowledge.reading import read

MONEY = a.Measure("amount")
PROJECTS, ISSUES = a.All("project"), a.All("issue")
FREE_WIFI, E_SERVICE, GIS, POC, WEBSITE = (
    a.Named("project", (code,)) for code in ("5.3.6", "5.3.1", "5.3.3", "5.3.4", "5.3.2")
)
ISSUE_1, ISSUE_2, ISSUE_3, ISSUE_4 = (a.Named("issue", (code,)) for code in ("5.1", "5.2", "5.3", "5.4"))
TWO_ISSUES = a.Named("issue", ("5.3", "5.4"))
TACTIC_2 = a.Named("tactic", ("5.3.T2",))
TREASURY, REVENUE = a.Named("agency", ("คลังจังหวัด",)), a.Named("agency", ("สรรพากรจังหวัด",))
CITIES = a.Named("project", ("5.6.2", "5.6.3", "5.6.4"))


def _total(of: a.Set, *years: int) -> a.Total:
    return a.Total(a.Measure("amount", years=years), of)


def _yearly(of: a.Set) -> a.Grouped:
    return a.Grouped(_total(of), "year")


def _share(part: a.Total, whole: a.Total) -> a.Tell:
    return a.Tell(a.Share(part, whole))


def _targets(*codes: str) -> a.Comparison:
    return a.Comparison(tuple(a.Total(a.Measure("target"), a.Named("indicator", (code,))) for code in codes))


Chat = tuple[tuple[str, ...], a.Query]

YEARS: list[Chat] = [
    (("งบ POC เท่าไร", "ปีไร"), _yearly(POC)),
    (("งบ POC เท่าไร", "year ไหนบ้าง"), _yearly(POC)),
    (("เน็ตฟรีปี 54", "เริ่มปีไหน"), _yearly(FREE_WIFI)),
    (("งบประเด็น 1 เท่าไร", "แต่ละปีเท่ากันไหม"), _yearly(ISSUE_1)),
    (("e-Service ลงปีไหน", "แล้วเว็บไซต์ Community ลงปีเดียวกันหรือเปล่า"), _yearly(WEBSITE)),
    (("งบ POC เท่าไร", "ตกปีละ?"), a.Tell(a.Average(MONEY, POC, per="year"))),
    (("รวมทั้งแผนกี่ล้าน", "แยกปี 2555 มา"), a.Tell(_total(PROJECTS, 2555))),
    (("งบทั้งแผนปี 54", "55", "แล้ว 57", "รวม 3 ปีที่ถามมา"), a.Tell(_total(PROJECTS, 2554, 2555, 2557))),
]

MONEY_OF_IT: list[Chat] = [
    (("งบ GIS มาจากไหน", "จำนวนล่ะ"), a.Tell(_total(GIS))),
    (("งบ GIS ใช้จริงไปเท่าไร", "แล้วที่ตั้งไว้ในแผนล่ะ"), a.Tell(_total(GIS))),
    (
        ("งบประเด็น 1 เท่าไร", "ขอแยกเฉพาะส่วนของสรรพากรด้วย"),
        a.Tell(
            _total(a.And(a.Of("project", ISSUE_1), a.Of("project", a.Named("agency", ("สรรพากรจังหวัด",))))),
        ),
    ),
    (("งบ e-Service เท่าไร", "ถ้ารวมทุกโครงการในกลยุทธ์เดียวกันจะเป็นกี่ล้าน"), a.Tell(_total(a.Named("tactic", ("5.3.T1",))))),
    (("สี่โครงการที่งบมากที่สุด", "รวมทั้ง 4"), a.Tell(_total(a.Named("project", ("5.5.3", "5.3.6", "5.3.1", "5.3.3"))))),
    (("งบ GIS เท่าไร", "งบประเด็น 4 เท่าไร", "ห่างกันเท่าไร"), a.Comparison((_total(GIS), _total(ISSUE_4)))),
    (
        ("งบ POC เท่าไร", "มีโครงการอื่นที่งบรวมเท่ากันไหม"),
        a.Listing(a.Without(a.Where(PROJECTS, a.Compared(MONEY, "=", _total(POC))), POC)),
    ),
]  # fmt: skip

SPLIT: list[Chat] = [
    (("งบทั้งแผนเท่าไร", "ปีละเท่าไร"), _yearly(PROJECTS)),
    (("งบทั้งแผนเท่าไร", "แยกรายปี"), _yearly(PROJECTS)),
    (("งบทั้งแผนเท่าไร", "แยกตามประเด็น"), a.Grouped(_total(PROJECTS), "issue")),
    (("งบหนานหนิง เว้ ดงเห่ย รวมเท่าไร", "แต่ละอันเท่าไร"), a.Grouped(_total(CITIES), "project")),
    (("งบ GIS เท่าไร", "แล้ว POC", "รวมกันเท่าไร"), a.Tell(_total(a.Named("project", ("5.3.3", "5.3.4"))))),
    (("งบ GIS ปี 54 เท่าไร", "แล้ว 56", "รวมกันเท่าไร"), a.Tell(_total(GIS, 2554, 2556))),
    (("งบ GIS เท่าไร", "แล้ว POC", "อันไหนเยอะกว่า"), a.Comparison((_total(GIS), _total(POC)))),
    (
        ("ประเด็น 3 มีกี่โครงการ", "ประเด็น 4 ล่ะ", "รวมกันกี่โครงการ"),
        a.Tell(a.Number(a.Of("project", TWO_ISSUES))),
    ),
    (("งบ GIS ปี 54 เท่าไร", "แล้ว 56", "ปีไหนเยอะกว่า"), a.Comparison((_total(GIS, 2554), _total(GIS, 2556)))),
    (("งบทั้งแผนปี 56 เท่าไร", "มากกว่าปี 55 ไหม"), a.Comparison((_total(PROJECTS, 2556), _total(PROJECTS, 2555)))),
    (("ประเด็น 3 ปี 55 เท่าไร", "56", "57", "รวมสามปีนี้เท่าไร"), a.Tell(_total(ISSUE_3, 2555, 2556, 2557))),
    (("งบ GIS เท่าไร", "บวก POC ด้วย"), a.Tell(_total(a.Named("project", ("5.3.3", "5.3.4"))))),
    (
        ("งบประเด็น 3 เท่าไร", "ประเด็น 4 ล่ะ", "ต่างกันกี่เท่า"),
        a.Tell(a.Ratio(a.Extreme(MONEY, TWO_ISSUES), a.Extreme(MONEY, TWO_ISSUES, smallest=True))),
    ),
    (
        ("งบประเด็น 3 เท่าไร", "มากกว่าประเด็น 4 ไหม", "กี่ล้าน"),
        a.Comparison((_total(ISSUE_4), _total(ISSUE_3))),
    ),
    (("งบประเด็น 4 เท่าไร", "โครงการละเท่าไร"), a.Grouped(_total(a.Of("project", ISSUE_4)), "project")),
    (
        ("คลังจังหวัดมีกี่โครงการ", "สรรพากรล่ะ", "ใครเยอะกว่า"),
        a.Comparison((a.Number(a.Of("project", TREASURY)), a.Number(a.Of("project", REVENUE)))),
    ),
    (
        ("ประเด็น 3 มีกี่โครงการ", "ประเด็น 4 ล่ะ", "อันไหนเยอะกว่า"),
        a.Comparison((a.Number(a.Of("project", ISSUE_3)), a.Number(a.Of("project", ISSUE_4)))),
    ),
    (("ประเด็น 3 มีกี่กลยุทธ์", "อันแรกมีกี่โครงการ", "อันที่สองล่ะ"), a.Tell(a.Number(a.Of("project", TACTIC_2)))),
    (("ตัวชี้วัดของประเด็น 4 มีอะไรบ้าง", "กี่ตัว"), a.Tell(a.Number(a.Of("indicator", ISSUE_4)))),
]

AGENCIES: list[Chat] = [
    (("งบ GIS เท่าไร", "หน่วยงานนี้มีกี่โครงการ"), a.Tell(a.Number(a.Of("project", a.Of("agency", GIS))))),
    (("งบ GIS เท่าไร", "หน่วยงานนี้รับผิดชอบอะไรบ้าง"), a.Listing(a.Of("project", a.Of("agency", GIS)))),
    (("คลังจังหวัดได้งบเท่าไร", "สรรพากรล่ะ", "ใครมากกว่า"), a.Comparison((_total(TREASURY), _total(REVENUE)))),
    (
        ("คลังจังหวัดได้งบเท่าไร", "สรรพากรล่ะ", "รวมสองหน่วยเท่าไร"),
        a.Tell(_total(a.Named("agency", ("คลังจังหวัด", "สรรพากรจังหวัด")))),
    ),
    (("ใครดูแล GIS", "เขามีโครงการอื่นอีกไหม"), a.Listing(a.Without(a.Of("project", a.Of("agency", GIS)), GIS))),
    (("ใครดูแล GIS", "เขาทำอะไรอีก"), a.Listing(a.Without(a.Of("project", a.Of("agency", GIS)), GIS))),
]

SHARES: list[Chat] = [
    (
        ("โครงการงบสูงสุด 4 อันดับ", "กี่เปอร์เซ็นต์ของทั้งแผน", "อันสุดท้ายได้เท่าไหร่"),
        a.Tell(_total(GIS)),
    ),
    (("ปีไหนงบรวมสูงสุด", "คิดเป็นกี่เปอร์เซ็นต์ของทั้งหมด"), _share(_total(PROJECTS, 2556), _total(PROJECTS))),
    (("งบปี 56 เป็นร้อยละเท่าไรของทั้ง 4 ปี", "แล้วปี 54 ล่ะ"), _share(_total(PROJECTS, 2554), _total(PROJECTS))),
    (("งบทั้งแผนเท่าไร", "ปี 56 คิดเป็นกี่ %"), _share(_total(PROJECTS, 2556), _total(PROJECTS))),
    (("งบปี 56 เป็นร้อยละเท่าไรของทั้ง 4 ปี", "ปี 57 กี่ %"), _share(_total(PROJECTS, 2557), _total(PROJECTS))),
    (
        ("งบทั้งแผนปี 55 กับปี 56 ต่างกันเท่าไร", "คิดเป็น % จากฐานปี 55"),
        a.Tell(a.Change(PROJECTS, 2555, 2556, percent=True)),
    ),
    (
        ("งบทั้งแผนปี 56 โตจากปี 55 กี่เปอร์เซ็นต์", "ถ้าไม่นับประเด็น 3 ล่ะ ยังโตอยู่ไหม"),
        a.Tell(a.Change(a.Without(PROJECTS, a.Of("project", ISSUE_3)), 2555, 2556, percent=True)),
    ),
]

ORDERS: list[Chat] = [
    (
        ("ประเด็น 3 กี่ % ของทั้งแผน", "รองลงมาคือประเด็นไหน"),
        a.Grouped(_total(a.Where(ISSUES, a.Compared(MONEY, "<", _total(ISSUE_3)))), "issue", 1),
    ),
    (("4 อันดับแรก โครงการที่งบสูงสุด", "แล้วอันดับ 1 ของปี 56 คือโครงการใด"), a.Grouped(_total(PROJECTS, 2556), "project", 1)),
    (
        ("โครงการไหนแพงที่สุด", "ถ้าไม่นับโครงการนี้ล่ะ อันไหน"),
        a.Grouped(_total(a.Without(PROJECTS, a.Named("project", ("5.5.3",)))), "project", 1),
    ),
    (
        ("Which issue gets the largest budget?", "as a percentage of the total?", "and the smallest one?"),
        a.Grouped(_total(ISSUES), "issue", 1, smallest=True),
    ),
    (
        ("ประเด็นไหนมีโครงการเยอะสุด", "ประเด็นที่มีโครงการน้อยสุดล่ะ"),
        a.Grouped(a.Total(a.Measure("count", kind="project"), ISSUES), "issue", 1, smallest=True),
    ),
    (("โครงการในประเด็น 3 มีอะไรบ้าง", "3 อันดับแรก"), a.Listing(a.First(a.Of("project", ISSUE_3), MONEY, 3))),
    (
        ("งบ GIS เท่าไร", "มีโครงการไหนแพงกว่านี้ไหม"),
        a.Listing(a.Where(PROJECTS, a.Compared(MONEY, ">", _total(GIS)))),
    ),
    (
        ("Which issue gets the most money?", "and the second?"),
        a.Grouped(_total(a.Without(ISSUES, a.First(ISSUES, MONEY, 1))), "issue", 1),
    ),
    (("งบประเด็น 4 เท่าไร", "เป็นอันดับที่เท่าไหร่"), a.Grouped(_total(ISSUES), "issue", 0)),
    (
        ("งบ GIS เท่าไร", "มากเป็นอันดับที่เท่าไหร่"),
        a.Listing(a.First(a.Where(PROJECTS, a.Compared(MONEY, ">=", _total(GIS))), MONEY, 0)),
    ),
    (("โครงการงบสูงสุด 5 อันดับ", "ต่ำสุด 5 อันดับล่ะ"), a.Listing(a.First(PROJECTS, MONEY, 5, smallest=True))),
    (("งบหนานหนิง เว้ ดงเห่ย รวมเท่าไร", "top 2"), a.Listing(a.First(CITIES, MONEY, 2))),
    (
        ("โครงการที่งบเกิน 5 ล้าน", "ไม่ถึงล้านล่ะ"),
        a.Listing(a.Where(PROJECTS, a.Compared(MONEY, "<", 100_000_000))),
    ),
    (("งบหนานหนิง เว้ ดงเห่ย รวมเท่าไร", "เมืองไหนได้มากสุด"), a.Grouped(_total(CITIES), "project", 1)),
    (
        ("งบกลยุทธ์ 1 ประเด็น 3", "ในกลยุทธ์นี้โครงการที่งบสูงสุดคือ (ถ้าเท่ากันเอาทั้งคู่)"),
        a.Grouped(_total(a.Of("project", a.Named("tactic", ("5.3.T1",)))), "project", 1),
    ),
]  # fmt: skip

PICKED: list[Chat] = [
    (
        ("โครงการไหนแพงที่สุด", "โครงการอะไร"),
        a.Listing(a.Named("project", ("5.5.3",))),
    ),
    (("เป้าประสงค์ที่ 1 ของประเด็น 2 มีตัวชี้วัดกี่ตัว", "ขอตัวที่สาม"), a.Listing(a.Named("indicator", ("5.2.G1.K3",)))),
    (
        ("เป้าประสงค์ของประเด็น 1 มีอะไรบ้าง", "อันหลังเป้ากี่เปอร์เซ็นต์"),
        a.Listing(a.Of("indicator", a.Named("goal", ("5.1.G2",)))),
    ),
    (("งบหนานหนิง เว้ ดงเห่ย รวมเท่าไร", "เอาเฉพาะเวียดนาม"), a.Tell(_total(a.Named("project", ("5.6.3", "5.6.4"))))),
    (
        ("กลยุทธ์ 1 ประเด็น 3 งบเท่าไร", "เอากลยุทธ์ 1+2 แต่แค่ปี 56"),
        a.Tell(_total(a.Named("tactic", ("5.3.T1", "5.3.T2")), 2556)),
    ),
    (
        ("โครงการที่งบรวมเกิน 10 ล้าน", "แล้วถ้าใช้เกณฑ์ ≥ 10"),
        a.Listing(a.Where(PROJECTS, a.Compared(MONEY, ">=", 1_000_000_000))),
    ),
]

CLAIMS: list[Chat] = [
    (("งบ GIS เท่าไร", "เกิน 10 ล้านไหม"), a.Check(_total(GIS), ">", 1_000_000_000)),
    (("งบ GIS ปี 56 เท่าไร", "เกิน 4 ล้านไหม"), a.Check(_total(GIS, 2556), ">", 400_000_000)),
    (("งบ GIS เท่าไร", "แพงสุดในแผนใช่ไหม"), a.Among(GIS, a.First(PROJECTS, MONEY, 1))),
    (
        ("งบ GIS เท่าไร", "เยอะสุดในประเด็นไหม"),
        a.Among(GIS, a.First(a.Of("project", a.Of("issue", GIS)), MONEY, 1)),
    ),
]

TARGETS: list[Chat] = [
    (
        ("ขอผลจริงของตัวชี้วัดปี 56 ว่าทำได้กี่เปอร์เซ็นต์", "งั้นเอาแค่เป้าหมายของตัวชี้วัดประชาชนรับรู้ข่าวสารก็ได้"),
        a.Tell(a.Total(a.Measure("target"), a.Named("indicator", ("5.5.G1.K1",)))),
    ),
    (("เบิกจ่ายงบประมาณตั้งเป้าไว้เท่าไร", "เทียบกับเป้าจัดเก็บรายรับ"), _targets("5.1.G2.K1", "5.1.G1.K1")),
    (("ตั้งเป้าให้ประชาชนรับรู้ข่าวสารกี่เปอร์เซ็นต์", "กับเรื่องภาพลักษณ์ เป้าเท่ากันไหม"), _targets("5.5.G1.K1", "5.5.G2.K1")),
]


@pytest.mark.parametrize(
    ("texts", "query"),
    [*YEARS, *MONEY_OF_IT, *SPLIT, *AGENCIES, *SHARES, *ORDERS, *PICKED, *CLAIMS, *TARGETS],
    ids=lambda one: str(one)[:60],
)
def test_what_is_asked_once_more_is_read(
    texts: tuple[str, ...], query: a.Query, session: Session, index: Index
) -> None:
    conversation = Conversation()
    for text in texts[:-1]:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    parsed = parse(index, take_apart(index, read(index, texts[-1])), conversation.turns)

    assert parsed is not None
    assert parsed.query == query


@pytest.mark.parametrize(
    "texts",
    [
        ("ประเด็น 3 มีกี่โครงการ", "จำนวนล่ะ"),  # of projects or of money?
        ("งบทั้งแผนปี 54", "งบ GIS ปี 55", "แล้ว 57", "รวม 3 ปีที่ถามมา"),  # of which of the two?
        ("ประเด็น 3 มีกี่โครงการ", "รองลงมาคือประเด็นไหน"),  # by their number?
        ("งบ GIS เท่าไร", "มีโครงการคล้ายๆ กันไหม"),  # alike in what?
    ],
)
def test_what_may_mean_two_things_is_not_read(texts: tuple[str, ...], session: Session, index: Index) -> None:
    conversation = Conversation()
    for text in texts[:-1]:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    assert parse(index, take_apart(index, read(index, texts[-1])), conversation.turns) is None


def test_money_of_what_a_name_may_mean_is_added_where_it_is_said_so(index: Index) -> None:
    parsed = parse(index, take_apart(index, read(index, "เมืองจีนกับเวียดนามรวมกันตั้งไว้กี่บาท")))

    assert parsed is not None
    assert parsed.query == a.Tell(_total(CITIES))


def test_a_thing_is_told_behind_a_question_about_what_the_plan_has_not(session: Session, index: Index) -> None:
    _, conversation = reply(session, index, Message("ask", "", "รถไฟรางเบาในเมืองงบกี่ล้าน"), Conversation())

    answer, _ = reply(session, index, Message("ask", "", "งั้นเน็ตฟรีล่ะครับ"), conversation)

    assert answer.status == "answered"
    assert answer.codes == ("5.3.6",)
