"""Does a reading account for every word, and is a message without such a reading left alone?"""

import pytest
from sqlalchemy.orm import Session

from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.draft import take_apart
from knowledge.index import Index
from knowledge.parsing.chat import asked_in
from knowledge.parsing.parse import Parsed, parse, readings
from knowledge.parsing.telling import told
from knowledge.query import algebra as a
from knowledge.query.sentence.names import read_names
from knowledge.reading import read

MONEY = a.Measure("amount")
PROJECTS = a.All("project")
OFFICE = "สำนักงานจังหวัดขอนแก่น"


def _of_years(*years: int) -> a.Measure:
    return a.Measure("amount", years=years)


def _named(*codes: str) -> a.Named:
    kind: a.Kind = "project" if codes[0].count(".") == 2 and codes[0][-1].isdigit() and "T" not in codes[0] else "issue"
    return a.Named(kind, codes)


def _owned(agency: str) -> a.Of:
    return a.Of("project", a.Named("agency", (agency,)))


def _parsed(index: Index, text: str) -> Parsed | None:
    return parse(index, take_apart(index, read(index, text)))


PLAN_YEARS = (2554, 2555, 2556, 2557)
WHOLE: dict[str, a.Query] = {
    "โครงการไหนงบเพิ่มขึ้นทุกปี": a.Listing(a.Where(PROJECTS, a.Course(PLAN_YEARS, "up"))),
    "ประเด็นไหนงบเท่าเดิมทุกปี": a.Listing(a.Where(a.All("issue"), a.Course(PLAN_YEARS, "steady"))),
    "งบประเด็น 3 ลดลงทุกปีจริงไหม": a.Several(
        (
            a.Among(_named("5.3"), a.Where(a.All("issue"), a.Course(PLAN_YEARS, "down"))),
            a.Grouped(a.Total(MONEY, _named("5.3")), "year"),
        )
    ),
    "มีคนอ้างว่าสรรพากรได้งบจากแผนนี้เกิน 20 ล้าน ถูกต้องหรือเปล่า": a.Check(
        a.Total(MONEY, a.Named("agency", ("สรรพากรจังหวัด",))), ">", 2_000_000_000
    ),
    "งบปี 2556 ของสนจ. ถ้าไม่นับประเด็น 5 เหลือเท่าไหร่": a.Tell(
        a.Total(_of_years(2556), a.Without(_owned(OFFICE), a.Of("project", _named("5.5"))))
    ),
    "โครงการไหนปี 54 มีงบ แต่ปี 57 ไม่ได้": a.Listing(
        a.Where(a.Where(PROJECTS, a.Funded((2554,))), a.Funded((2557,)), negated=True)
    ),
    "มีกี่โครงการที่ไม่ใช่ของสรรพากร": a.Tell(a.Number(a.Without(PROJECTS, _owned("สรรพากรจังหวัด")))),
    "e-Service ได้งบเป็นกี่เท่าของ POC": a.Tell(a.Ratio(a.Total(MONEY, _named("5.3.1")), a.Total(MONEY, _named("5.3.4")))),
    "กลยุทธ์ไหนได้งบเกิน 15 ล้านบ้าง": a.Listing(
        a.Where(a.All("tactic"), a.Compared(MONEY, ">", 1_500_000_000)),
    ),
    "ประเด็นไหนมีตัวชี้วัดมากที่สุด": a.Grouped(a.Total(a.Measure("count", kind="indicator"), a.All("issue")), "issue", 1),
    "สองประเด็นที่งบมากที่สุดรวมกันเป็นกี่ % ของทั้งแผน": a.Tell(
        a.Share(a.Total(MONEY, a.First(a.All("issue"), MONEY, 2)), a.Total(MONEY, PROJECTS))
    ),
    "ตัวชี้วัดไหนเป้าต่ำกว่าร้อยละ 80": a.Listing(
        a.Where(a.All("indicator"), a.Compared(a.Measure("target", unit="ร้อยละ"), "<", 80))
    ),
    "ประเด็นไหนได้มากกว่าค่าเฉลี่ยของทุกประเด็น": a.Listing(
        a.Where(a.All("issue"), a.Compared(MONEY, ">", a.Average(MONEY, a.All("issue"))))
    ),
    "ประเด็น 6 มีกี่โครงการ กี่กลยุทธ์": a.Several(
        (
            a.Tell(a.Number(a.Of("project", _named("5.6")))),
            a.Tell(a.Number(a.Of("tactic", _named("5.6")))),
        )
    ),
    "โครงการ GIS อยู่กลยุทธ์ไหน งบเท่าไหร่ ใครรับผิดชอบ": a.Several(
        (
            a.Listing(a.Of("tactic", _named("5.3.3"))),
            a.Tell(a.Total(MONEY, _named("5.3.3"))),
            a.Listing(a.Of("agency", _named("5.3.3"))),
        )
    ),
    "งบประเด็น 3 ไม่รวมปี 55 และ 56 เท่าไหร่": a.Tell(a.Total(_of_years(2554, 2557), _named("5.3"))),
    "คลังจังหวัดได้งบน้อยที่สุดใช่ไหม": a.Among(
        a.Named("agency", ("คลังจังหวัด",)), a.First(a.All("agency"), MONEY, smallest=True)
    ),
    "ใครเป็นเจ้าของโครงการที่ได้งบน้อยที่สุด": a.Listing(a.Of("agency", a.First(PROJECTS, MONEY, smallest=True))),
    "โครงการในกลยุทธ์เดียวกันกับ GIS มีอะไรอีก": a.Listing(
        a.Without(a.Of("project", a.Of("tactic", _named("5.3.3"))), _named("5.3.3"))
    ),
    "เมืองเว้ได้งบ 5 ล้านจริงไหม": a.Check(a.Total(MONEY, _named("5.6.3")), "=", 500_000_000),
    "งบปี 55 ของประเด็น 3 คิดเป็นร้อยละเท่าไหร่ของทั้งแผน": a.Tell(
        a.Share(a.Total(_of_years(2555), _named("5.3")), a.Total(_of_years(2555), PROJECTS))
    ),
    "ครึ่งหลังของแผนใช้งบมากกว่าครึ่งแรกเท่าไหร่": a.Comparison(
        (a.Total(_of_years(2556, 2557), PROJECTS), a.Total(_of_years(2554, 2555), PROJECTS))
    ),
    "โครงการหนึ่งๆ ของประเด็น 3 ได้งบเฉลี่ยกี่ล้าน": a.Tell(a.Average(MONEY, a.Of("project", _named("5.3")))),
    "ขอยอดปี 55 ของประเด็น 5 เอ้ยไม่ใช่ ประเด็น 4": a.Tell(a.Total(_of_years(2555), _named("5.4"))),
    "เน็ตฟรี ปี 55 เอ๊ย 57 ได้เท่าไร": a.Tell(a.Total(_of_years(2557), _named("5.3.6"))),
    "ประเด็น 4 กับ 5 ปี 55 รวมกันเท่าไร": a.Tell(a.Total(_of_years(2555), _named("5.4", "5.5"))),
    "เรียงงบประเด็น 1-3 จากน้อยไปมาก": a.Grouped(a.Total(MONEY, _named("5.1", "5.2", "5.3")), "issue", 0, smallest=True),
    "ประเด็น 2 โครงการที่ได้ปีละ 0.50 เท่ากันทุกปี มีกี่โครงการ": a.Tell(
        a.Number(a.Where(a.Of("project", _named("5.2")), a.Compared(MONEY, "=", 50_000_000, 0, "each")))
    ),
    "ประเด็นไหนเฉลี่ยต่อโครงการสูงสุด": a.Grouped(a.Average(MONEY, PROJECTS), "issue", 1),
    "แต่ละหน่วยงานได้งบกี่เปอร์เซ็นต์ของทั้งแผน": a.Grouped(
        a.Share(a.Total(MONEY, PROJECTS), a.Total(MONEY, PROJECTS)), "agency"
    ),
    "จริงไหมที่งบไอทีกินเกินครึ่งของทั้งแผน": a.Check(a.Share(a.Total(MONEY, _named("5.3")), a.Total(MONEY, PROJECTS)), ">=", 50),
    "งบสำนักงานจังหวัดปี 56 เฉพาะที่ไม่ใช่ประเด็น 3 รวมเท่าไร": a.Tell(
        a.Total(_of_years(2556), a.Without(_owned(OFFICE), a.Of("project", _named("5.3"))))
    ),
    "ประเด็นไหนไม่ได้งบปี 2555": a.Listing(a.Where(a.All("issue"), a.Funded((2555,)), negated=True)),
    "ทั้งแผนมีเป้าประสงค์กี่ข้อ และตัวชี้วัดกี่ตัว": a.Several(
        (a.Tell(a.Number(a.All("goal"))), a.Tell(a.Number(a.All("indicator"))))
    ),
    "งบประเด็น 4 ปี 2555 มากกว่าปี 2554 เท่าไหร่": a.Tell(a.Change(_named("5.4"), 2554, 2555)),
    "โครงการใดงบลดลงในปี 57": a.Grouped(
        a.Change(a.Where(PROJECTS, a.Grew(2556, 2557, down=True)), 2556, 2557), "project", 0, smallest=True
    ),
    "ประเด็นที่ 3 มีกี่โครงการที่งบเพิ่มขึ้นจากปี 54 เป็นปี 55": a.Tell(
        a.Number(a.Where(a.Of("project", _named("5.3")), a.Grew(2554, 2555)))
    ),
    "จำนวนโครงการที่ได้งบปี 56 น้อยกว่าปี 55 อยู่กี่โครงการ": a.Tell(
        a.Difference(a.Number(a.Where(PROJECTS, a.Funded((2555,)))), a.Number(a.Where(PROJECTS, a.Funded((2556,)))))
    ),
    "มีโครงการไหนได้งบไม่ถึงครึ่งล้านบ้าง": a.Listing(a.Where(PROJECTS, a.Compared(MONEY, "<", 50_000_000))),
    "ปี 2557 เป็นปีที่ได้งบน้อยที่สุดใช่ไหม": a.Grouped(a.Total(MONEY, PROJECTS), "year", 1, smallest=True),
    "list all projects under issue 6": a.Listing(a.Of("project", _named("5.6"))),
    "อัปเกรด POC ปี 56 ได้เท่าไหร่": a.Tell(a.Total(_of_years(2556), _named("5.3.4"))),
    "เทศบาลนครไม่มีโครงการหรือ": a.Listing(_owned("เทศบาลนครขอนแก่น")),  # was all of the plan but the one it has
    "ไม่มีโครงการของสรรพากรเลยเหรอ": a.Listing(_owned("สรรพากรจังหวัด")),
    "ปี 56 กับปีก่อนหน้า ประเด็น 5 ได้เท่าไหร่": a.Tell(a.Total(_of_years(2555, 2556), _named("5.5"))),
}


@pytest.mark.parametrize("text", WHOLE)
def test_a_message_is_read_as_a_whole(text: str, index: Index) -> None:
    found = _parsed(index, text)

    assert found is not None
    assert (found.query, found.dropped) == (WHOLE[text], ())


CHATS: list[tuple[tuple[str, ...], a.Query]] = [
    (("เน็ตฟรีใช้งบกี่ล้าน", "ไม่นับปี 55 ล่ะ"), a.Tell(a.Total(_of_years(2554, 2556, 2557), _named("5.3.6")))),
    (
        ("งบประเด็น 3 เท่าไหร่", "ถ้าหัก GIS ออก"),
        a.Tell(a.Total(MONEY, a.Without(a.Of("project", _named("5.3")), _named("5.3.3")))),
    ),
    (("โครงการไหนได้เกิน 5 ล้าน", "แล้วที่ไม่ถึง 1 ล้านล่ะ"), a.Listing(a.Where(PROJECTS, a.Compared(MONEY, "<", 10**8)))),
    (("ประเด็น 4 ปี 54 เท่าไหร่", "ปีถัดไปล่ะ"), a.Tell(a.Total(_of_years(2555), _named("5.4")))),
    (
        ("ปี 55 สนจ. มีโครงการอะไรบ้าง", "เอาแค่ประเด็น 4"),
        a.Listing(a.And(a.Where(_owned(OFFICE), a.Funded((2555,))), a.Of("project", _named("5.4")))),
    ),
    (
        ("กลยุทธ์ไหนได้งบมากที่สุดสองอันดับ", "แล้วน้อยสุดล่ะ"),
        a.Grouped(a.Total(MONEY, a.All("tactic")), "tactic", 2, smallest=True),
    ),
    (("ยอดรวมทุกโครงการ ปี 57", "ลดจาก 56 กี่เปอร์เซ็นต์"), a.Tell(a.Change(PROJECTS, 2556, 2557, percent=True))),
    (
        ("งบทั้งหมดของแผนเท่าไหร่", "แล้วปีไหนเยอะสุด", "ปีนั้นมากกว่าปีแรกเท่าไหร่"),
        a.Comparison((a.Total(_of_years(2556), PROJECTS), a.Total(_of_years(2554), PROJECTS))),
    ),
    (
        ("โครงการไหนงบน้อยสุดในแผน", "ถ้าไม่นับพวกงานต่างประเทศ"),
        a.Grouped(a.Total(MONEY, a.Without(PROJECTS, a.Of("project", _named("5.6")))), "project", 1, smallest=True),
    ),
    (
        ("โครงการไหนงบน้อยสุดในแผน", "รองลงมาล่ะ"),
        a.Grouped(
            a.Total(MONEY, a.Without(PROJECTS, a.First(PROJECTS, MONEY, 1, smallest=True))), "project", 1, smallest=True
        ),
    ),
    (("ประเด็น 6 มีโครงการอะไรบ้าง", "ตัวแรก ปี 54"), a.Tell(a.Total(_of_years(2554), _named("5.6.1")))),
    (
        ("ประเด็น 6 มีโครงการอะไรบ้าง", "ตัวแรก ปี 54", "ตัวที่สามล่ะ"),
        a.Tell(a.Total(_of_years(2554), _named("5.6.3"))),
    ),
    (
        ("สำนักงานจังหวัดถือกี่โครงการในแผนนี้", "รวมวงเงินเท่าไร", "เอาเฉพาะประเด็น 3"),
        a.Tell(a.Total(MONEY, a.And(_owned(OFFICE), a.Of("project", _named("5.3"))))),
    ),
    (
        ("ประเด็น 3 มีโครงการไหนเกิน 5 ล้านบ้าง", "ขยับเป็นเกิน 6"),
        a.Listing(a.Where(a.Of("project", _named("5.3")), a.Compared(MONEY, ">", 600_000_000))),
    ),
    (
        ("POC ได้งบเท่าไหร่", "e-Service ล่ะ", "ต่างกันเท่าไหร่"),
        a.Comparison((a.Total(MONEY, _named("5.3.4")), a.Total(MONEY, _named("5.3.1")))),
    ),
    (
        ("สองปีแรกของแผนรวมเท่าไหร่", "สองปีหลัง", "ผลต่าง"),
        a.Comparison((a.Total(_of_years(2554, 2555), PROJECTS), a.Total(_of_years(2556, 2557), PROJECTS))),
    ),
    (
        ("งบรวมทั้งยุทธศาสตร์ 5 กี่ล้าน", "เฉพาะปี 56", "คิดเป็นกี่ % ของทั้ง 4 ปี"),
        a.Tell(a.Share(a.Total(_of_years(2556), PROJECTS), a.Total(MONEY, PROJECTS))),
    ),
    (
        ("ค่าเฉลี่ยต่อโครงการของประเด็น 3", "ประเด็น 1 บ้าง", "ทั้งแผน"),
        a.Tell(a.Average(MONEY, PROJECTS)),
    ),
    (
        ("ประเด็น 6 ปี 56 ตั้งไว้เท่าไหร่", "ของโครงการไหน"),
        a.Listing(a.Where(a.Of("project", _named("5.6")), a.Funded((2556,)))),
    ),
    (
        ("e-Service กี่ล้าน", "POC กี่ล้าน", "PPIS กี่ล้าน", "ทั้งสามโครงการรวมกันเท่าไหร่"),
        a.Tell(a.Total(MONEY, _named("5.3.1", "5.3.4", "5.2.5"))),
    ),
    (
        ("ประเด็นไหนได้งบน้อยที่สุด", "ห่างจากประเด็นที่ได้มากที่สุดเท่าไหร่"),
        a.Comparison((a.Total(MONEY, _named("5.6")), a.Total(MONEY, a.First(a.All("issue"), MONEY)))),
    ),
    (("ประเด็น 6 มีโครงการอะไรบ้าง", "โครงการแรกในนั้นใครดูแล"), a.Listing(a.Of("agency", _named("5.6.1")))),
    (("สามโครงการที่งบน้อยที่สุด", "อันดับแรกใครรับผิดชอบ"), a.Listing(a.Of("agency", _named("5.6.1")))),
    (
        ("ประเด็น 6 ปี 55 เท่าไหร่", "ปี 56 ล่ะ", "ส่วนที่ลดลงมาจากโครงการไหน"),
        a.Grouped(
            a.Change(a.Where(a.Of("project", _named("5.6")), a.Grew(2555, 2556, down=True)), 2555, 2556),
            "project",
            0,
            smallest=True,
        ),
    ),
    (
        ("สำนักงานจังหวัดรับผิดชอบกี่โครงการในประเด็น 6", "อีกโครงการที่เหลือใครดู"),
        a.Listing(a.Of("agency", a.Without(a.Of("project", _named("5.6")), _owned(OFFICE)))),
    ),
    (
        ("ขอรายชื่อโครงการประเด็น 4", "รวมอันที่ 3 กับ 4", "อันแรกงบเท่าไหร่"),  # places are those of the list
        a.Tell(a.Total(MONEY, _named("5.4.1"))),
    ),
    (("โครงการประเด็น 4 มีอะไรบ้าง", "อันทีสองงบเท่าไหร่"), a.Tell(a.Total(MONEY, _named("5.4.2")))),
    (
        ("โครงการประเด็น 6 มีอะไรบ้าง", "อันที่สอง งบปี 55", "อันที่สามล่ะ ปีเดียวกัน"),
        a.Tell(a.Total(_of_years(2555), _named("5.6.3"))),
    ),
    (
        ("เรียงทั้ง 6 ประเด็นจากงบมากไปน้อย", "อันดับ 2 ห่างจากอันดับ 3 เท่าไหร่"),
        a.Comparison((a.Total(MONEY, _named("5.5")), a.Total(MONEY, _named("5.2")))),
    ),
    (
        ("ประเด็นไหนได้งบมากที่สุด", "ห่างจากอันดับสองกี่ล้าน"),
        a.Comparison(
            (
                a.Total(MONEY, _named("5.3")),
                a.Total(MONEY, a.Without(a.First(a.All("issue"), MONEY, 2), a.First(a.All("issue"), MONEY, 1))),
            )
        ),
    ),
    (
        ("โครงการไหนใช้เงินน้อยที่สุดในแผน", "คิดเป็นกี่ % ของโครงการที่แพงที่สุด"),
        a.Tell(a.Share(a.Total(MONEY, _named("5.6.1")), a.Total(MONEY, a.First(PROJECTS, MONEY)))),
    ),
    (
        ("ปี 56 ประเด็นที่ 3 กินไปกี่เปอร์เซ็นต์ของทั้งแผน", "ประเด็นอื่นๆ กี่ล้าน"),
        a.Tell(a.Total(_of_years(2556), a.Without(a.All("issue"), _named("5.3")))),
    ),
    (
        ("สองประเด็นที่ได้งบมากที่สุดเฉพาะปี 2556", "ทั้งสองอันรวมเป็นเงินเท่าใด"),
        a.Tell(a.Total(_of_years(2556), _named("5.3", "5.5"))),
    ),
    (("เว็บไซต์ community ใครดูแล", "ปี 55?"), a.Tell(a.Total(_of_years(2555), _named("5.3.2")))),
    (
        ("ขอยอดปี 57 แยกรายประเด็น", "ตัดประเด็น 3 ออก เหลือ"),
        a.Tell(a.Total(_of_years(2557), a.Without(PROJECTS, a.Of("project", _named("5.3"))))),
    ),
    (("เน็ตฟรีปี 56 งบเท่าไหร่", "ไม่ช่ายๆ เอา 2557"), a.Tell(a.Total(_of_years(2557), _named("5.3.6")))),
    (("งบปี 56 ของประเด็น 3", "มากกว่าปีก่อนกี่ %"), a.Tell(a.Change(_named("5.3"), 2555, 2556, percent=True))),
    (
        ("โครงการที่ได้งบแค่ปีเดียว มีอะไรบ้าง", "เอาเฉพาะที่ตั้งในปี 55"),  # where it was set, not its place
        a.Listing(
            a.Where(
                a.Where(PROJECTS, a.Compared(a.Measure("years"), "=", 1)),
                a.Funded((2555,)),
            )
        ),
    ),
    (("list the tactics under issue 6", "and its goals?"), a.Listing(a.Of("goal", _named("5.6")))),
    (("What are the indicators of issue 3?", "Goals of this issue"), a.Listing(a.Of("goal", _named("5.3")))),
]


@pytest.mark.parametrize(("texts", "query"), CHATS, ids=[" / ".join(texts) for texts, _ in CHATS])
def test_what_leaves_words_out_changes_the_last_query(
    texts: tuple[str, ...], query: a.Query, session: Session, index: Index
) -> None:
    conversation = Conversation()
    for text in texts:
        _, conversation = reply(session, index, Message("ask", "", text), conversation)

    assert asked_in(index, conversation.turns[-1]) == query


OPERATORS = ("ไม่นับปี 55", "เฉลี่ยต่อปี", "เป็นกี่เปอร์เซ็นต์ของทั้งแผน", "ยกเว้นโครงการ GIS", "ปี 56 กับ 57", "เป็นกี่เท่าของ POC")


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_that_is_added_changes_the_query(operator: str, index: Index) -> None:
    plain = _parsed(index, "งบประเด็น 3 เท่าไร")
    more = _parsed(index, f"งบประเด็น 3 {operator} เท่าไร")

    assert plain is not None
    assert more is None or more.query != plain.query


@pytest.mark.parametrize(
    "text",
    [
        "งบประเด็น 3 เท่าไร อื่นๆ ด้วย",  # others: of what?
        "โครงการ 7 แห่งของประเด็น 3 งบเท่าไร",  # a number that nothing takes
        "งบโครงการเลี้ยงช้างปี 55 เท่าไร",  # an unknown word in the name
        "งบไม่ประเด็น",
        "Is there any scuba project in the plan?",  # what stands before "project" says which
        "โครงการ ดำน้ำ ของประเด็น 3 มีอะไรบ้าง",  # as does what stands behind it in Thai, though a blank is between
    ],
)
def test_a_message_with_words_left_over_has_no_whole_reading(text: str, index: Index) -> None:
    assert _parsed(index, text) is None


def test_what_only_describes_is_told_not_to_be_used(session: Session, index: Index) -> None:
    answer, _ = reply(session, index, Message("ask", "", "ไวไฟฟรีที่หลานเฝ้ารอ ได้กี่ล้าน"), Conversation())

    assert str(answer.value and answer.value.number) == "15.00"


@pytest.mark.parametrize(
    ("turns", "codes", "value"),
    [
        (("หมวดประชาสัมพันธ์มีกี่โครงการจ้า",), ("5.5.1", "5.5.2", "5.5.3"), "3"),
        (("โครงการไหนใช้เงินมากที่สุดในแผนนี้", "รองลงมาล่ะโยม"), ("5.3.6",), "15.00"),
        (("เฉพาะด้าน ICT โครงการไหนยอดสะสมเกิน 8 ล้าน",), ("5.3.1", "5.3.3", "5.3.6"), None),
    ],
)
def test_few_words_that_nothing_explains_are_left_out(
    turns: tuple[str, ...], codes: tuple[str, ...], value: str | None, session: Session, index: Index
) -> None:
    answer, chat = reply(session, index, Message("ask", "", turns[0]), Conversation())
    for turn in turns[1:]:
        answer, chat = reply(session, index, Message("ask", "", turn), chat)

    assert (answer.status, set(answer.codes)) == ("answered", set(codes))
    assert value is None or str(answer.value and answer.value.number) == value


@pytest.mark.parametrize(
    ("turns", "codes", "value"),
    [
        (("ขอรายชื่อโครงการงบรวมต่ำกว่า 1 ล้าน", "นับได้กี่โครงการ"), ("5.4.1", "5.5.1", "5.5.2", "5.6.1"), "4"),
        (("เฮ็ดเว็บให้คนขอนแก่นเข้ามาคุยกัน งบเท่าใดน้อ",), ("5.3.2",), "5.00"),
        (("ประเด็นยุทธศาสตร์ด้านเทคโนโลยีสารสนเทศกินสัดส่วนกี่เปอร์เซ็นต์ของงบทั้งแผน",), ("5.3",), "50.77"),
    ],
)
def test_words_shared_with_something_else_do_not_lead_away(
    turns: tuple[str, ...], codes: tuple[str, ...], value: str, session: Session, index: Index
) -> None:
    answer, chat = reply(session, index, Message("ask", "", turns[0]), Conversation())
    for turn in turns[1:]:
        answer, chat = reply(session, index, Message("ask", "", turn), chat)

    assert set(answer.codes) == set(codes)
    assert str(answer.value and answer.value.number) == value


def test_what_is_left_out_in_unknown_words_is_not_dropped(session: Session, index: Index) -> None:
    answer, _ = reply(session, index, Message("ask", "", "งบประเด็น 1 รวม 4 ปี ไม่นับงานเทิดทูนสถาบัน"), Conversation())

    assert answer.status == "unknown"


@pytest.mark.parametrize("text", ["วงเงินโครงการขุดลอกหนองน้ำ ปี 56", "งบสร้างโรงไฟฟ้าขยะในแผนนี้เท่าไหร่"])
def test_a_word_that_says_which_thing_is_meant_is_not_left_out(text: str, session: Session, index: Index) -> None:
    answer, _ = reply(session, index, Message("ask", "", text), Conversation())

    assert answer.status != "answered"


def test_a_story_that_names_what_is_asked_about_is_no_aside(session: Session, index: Index) -> None:
    answer, _ = reply(session, index, Message("ask", "", "เน็ตฟรีหลุดทั้งวัน ตกลงปี 56 ตั้งงบไว้เท่าไหร่"), Conversation())

    assert answer.value is None or answer.codes == ("5.3.6",)


def test_words_that_go_on_about_something_not_understood_are_not_answered(session: Session, index: Index) -> None:
    _, lost = reply(session, index, Message("ask", "", "งบสร้างฟาร์มจระเข้บกอยู่หน้าไหน"), Conversation())
    answer, _ = reply(session, index, Message("ask", "", "ปี 56 ล่ะ เท่าไหร่"), lost)

    assert answer.status != "answered"


DROPPED = [
    ("งบเน็ตฟรีกี่ล้าน", "อีกอันล่ะ กี่ล้าน"),
    ("สี่โครงการยักษ์รวมกันถึงครึ่งหนึ่งของทั้งแผนไหม ขอเป็นเปอร์เซ็นต์",),
]


@pytest.mark.parametrize("texts", DROPPED, ids=[texts[-1] for texts in DROPPED])
def test_no_figure_is_told_where_a_word_of_operation_would_be_dropped(
    texts: tuple[str, ...], session: Session, index: Index
) -> None:
    conversation = Conversation()
    for text in texts:
        answer, conversation = reply(session, index, Message("ask", "", text), conversation)

    assert (answer.status, answer.value) in (("unknown", None), ("clarify", None))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("มีคนโพสต์ว่าเน็ตฟรีใช้งบเกินร้อยล้าน จริงหรือเปล่า", a.Check(a.Total(MONEY, _named("5.3.6")), ">", 10_000_000_000)),
        (
            "เน็ตฟรีปี 56 เหลือแค่แสนเดียว จริงหรือเปล่า",
            a.Check(a.Total(_of_years(2556), _named("5.3.6")), "=", 10_000_000),
        ),
        (
            "งบประเด็นประชาสัมพันธ์มากกว่างบประเด็นความสัมพันธ์ระหว่างประเทศอยู่กี่ล้าน",
            a.Comparison((a.Total(MONEY, _named("5.5")), a.Total(MONEY, _named("5.6")))),
        ),
        ("เฉลี่ยแล้วโครงการหนึ่งในประเด็น 5 ได้กี่ล้าน", a.Tell(a.Average(MONEY, a.Of("project", _named("5.5"))))),
        ("ป.4 ปี 55 วงเงินเท่าไหร่", a.Tell(a.Total(_of_years(2555), _named("5.4")))),
    ],
)
def test_claims_averages_and_sides(text: str, found: a.Query, index: Index) -> None:
    parsed = _parsed(index, text)

    assert parsed is not None
    assert parsed.query == found


def test_the_state_of_a_chat_survives_being_written_down(session: Session, index: Index) -> None:
    _, chat = reply(session, index, Message("ask", "", "มีกี่โครงการที่ไม่ใช่ของสรรพากร"), Conversation())

    assert Conversation.from_json(chat.after_losing("").to_json()) == chat.after_losing("")


def test_a_button_gives_the_same_answer_later(session: Session, index: Index) -> None:
    first, chat = reply(session, index, Message("ask", "", "มีกี่โครงการที่ไม่ใช่ของสรรพากร"), Conversation())
    for text in ("งบ POC เท่าไหร่", "ประเด็นไหนได้งบมากที่สุด"):
        _, chat = reply(session, index, Message("ask", "", text), chat)
    again, _ = reply(session, index, Message("ask", "", first.turn, kind="again"), chat)

    assert (again.value, again.codes) == (first.value, first.codes)


def test_readings_are_told_with_what_they_would_drop(session: Session, index: Index) -> None:
    text = "ครึ่งหลังของแผนใช้งบมากกว่าครึ่งแรกเท่าไหร่"
    lines = list(told(index, text, read_names(session, "th")))

    assert any("would drop" in line for line in lines)
    assert lines[-1].startswith("chosen: comparison")
    assert len(readings(index, take_apart(index, read(index, text)))) > 1
