"""Is what became of the plan told: by issue and agency, late projects, targets; and nothing where nobody knows?"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.dispatch import Dispatcher
from bot.progress_reports import run
from bot.text import as_text
from db.session import create_engine_for
from handlers.answer import Answer, Listing, Value
from handlers.conversation import Conversation
from handlers.message import Message
from knowledge.progress_asked import progress_asked
from knowledge.targets import is_reached
from tests.made_sheets import write_csv

Asking = Callable[..., Answer]
SPENT = [
    # Planned: 0.5 in each year of 5.1.1, 5.0 of the others.
    ["5.1.1", 2554, 500_000], ["5.1.1", 2555, 250_000], ["5.3.6", 2555, 5_000_000], ["5.3.3", 2556, 1_500_000],
]  # fmt: skip
REACHED = [["5.1.G1.K1", 2554, "79.99"], ["5.1.G1.K1", 2555, 80], ["5.2.G1.K2", 2555, 1], ["5.3.G1.K1", 2555, 3]]


@pytest.fixture(name="ask")
def _ask(plan_url: str) -> Asking:
    """The last answer of a chat with the bundled plan."""

    def asking(*texts: str) -> Answer:
        engine = create_engine_for(plan_url)
        dispatcher, conversation = Dispatcher(engine), Conversation()
        for text in texts:
            answer, conversation = dispatcher.answer(Message("ask", "one", text), conversation)
        engine.dispose()
        return answer

    return asking


@pytest.fixture(name="reported")
def _reported(plan_url: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for head, rows in (("เบิกจ่ายจริง (บาท)", SPENT), ("ผลที่ได้", REACHED)):
        file = write_csv(tmp_path / "report.csv", [["รหัส", "ปี", head], *rows])
        asked = ["progress", "report", str(file), "--by", "สมศรี", "--source", "GFMIS"]
        assert run(_parser().parse_args(asked), plan_url) == 0
    capfdbinary.readouterr()


def listed(answer: Answer) -> list[tuple[str, str]]:
    """Code, else title, and detail of what the answer lists."""
    found = next(part for part in answer.parts if isinstance(part, Listing))
    return [(item.code or item.title, item.detail) for item in found.items]


@pytest.mark.usefixtures("reported")
def test_each_issue_is_set_against_what_was_planned_for_what_was_reported(ask: Asking) -> None:
    answer = ask("แต่ละประเด็นเบิกจ่ายได้เท่าไร")

    assert listed(answer) == [
        ("5.1", "ร้อยละ 75.00 · เบิกจ่าย 0.75 ล้านบาท จากแผน 1.00 ล้านบาท · เหลือ 0.25 ล้านบาท"),
        ("5.3", "ร้อยละ 65.00 · เบิกจ่าย 6.50 ล้านบาท จากแผน 10.00 ล้านบาท · เหลือ 3.50 ล้านบาท"),
    ]
    assert "รายงานโดย สมศรี จาก GFMIS" in as_text(answer)
    assert "มีรายงานแล้ว 3 จาก 28 โครงการ" in as_text(answer)


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    ("text", "codes", "agencies", "percent"),
    [
        ("ประเด็นไหนเบิกจ่ายได้มากที่สุด", ("5.1",), (), "75.00"),
        ("ประเด็นไหนเบิกจ่ายต่ำกว่าแผน", ("5.3",), (), "65.00"),
        ("หน่วยงานไหนเบิกจ่ายได้น้อยที่สุด", (), ("สำนักงานสถิติจังหวัด",), "30.00"),
        ("ปี 2554 หน่วยงานไหนเบิกจ่ายได้ดีที่สุด", (), ("สรรพากรจังหวัด",), "100.00"),
        ("which agency has spent least", (), ("สำนักงานสถิติจังหวัด",), "30.00"),
    ],
)
def test_the_first_of_issues_or_agencies_is_told_with_its_percentage(
    ask: Asking, text: str, codes: tuple[str, ...], agencies: tuple[str, ...], percent: str
) -> None:
    answer = ask(text)

    assert (answer.codes, answer.agencies) == (codes, agencies)
    assert answer.value == Value(Decimal(percent), "ร้อยละ")


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    "text",
    ["โครงการไหนล่าช้า", "มีโครงการไหนใช้เงินไม่หมดบ้าง", "โครงการใดเบิกจ่ายช้าที่สุด", "Which projects are behind schedule?"],
)
def test_late_are_projects_of_ended_years_furthest_behind_first(ask: Asking, text: str) -> None:
    answer = ask(text)

    assert answer.codes == ("5.3.3", "5.1.1")
    assert [source.line for source in answer.sources] == [28, 86]


@pytest.mark.usefixtures("reported")
def test_late_projects_of_one_year_and_issue(ask: Asking) -> None:
    assert ask("ปี 2554 โครงการไหนล่าช้า").codes == ()
    assert ask("ประเด็นที่ 1 โครงการไหนล่าช้า").codes == ("5.1.1",)


@pytest.mark.usefixtures("reported")
def test_a_result_is_told_beside_its_target(ask: Asking) -> None:
    answer = ask("ถึงเป้าหรือยัง")

    assert "ถึงเป้าแล้ว 1 ตัวชี้วัด ยังไม่ถึง 1 ตัวชี้วัด (มีรายงาน 3 จาก 17 ตัวชี้วัด)" in as_text(answer)
    assert listed(answer) == [
        ("5.1.G1.K1", "ถึงเป้าแล้ว · ผลปี 2555 ร้อยละ 80 · ค่าเป้าหมาย: อย่างน้อยร้อยละ 80"),
        ("5.2.G1.K2", "ยังไม่ถึงเป้า · ผลปี 2555 1 เรื่อง · ค่าเป้าหมาย: อย่างน้อย 2 เรื่อง"),
        ("5.3.G1.K1", "ผลปี 2555 3 · แผนไม่ได้ระบุค่าเป้าหมายเป็นตัวเลข"),
    ]


@pytest.mark.usefixtures("reported")
def test_a_target_is_asked_of_one_year_and_of_what_was_spoken_of(ask: Asking) -> None:
    assert "ยังไม่ถึงเป้า · ผลปี 2554" in as_text(ask("ประเด็นที่ 1 ปี 2554 ถึงเป้าหรือยัง"))
    assert ask("ตัวชี้วัดของประเด็นที่ 2", "ถึงเป้าหรือยัง").codes == ("5.2.G1.K2",)
    nothing = ask("ประเด็นที่ 6 ถึงเป้าหรือยัง")
    assert ("ยังไม่มีหน่วยงานรายงานผล" in as_text(nothing), len(nothing.codes)) == (True, 2)


@pytest.mark.usefixtures("reported")
def test_spending_is_known_in_other_words(ask: Asking) -> None:
    assert ask("เน็ตฟรีเบิกไปกี่เปอร์เซ็นต์").value == Value(Decimal("100.00"), "ร้อยละ")
    assert ask("สรุปผลการเบิกจ่ายปี 2554").value == Value(Decimal("0.50"), "ล้านบาท")


@pytest.mark.parametrize("text", ["โครงการไหนล่าช้า", "ถึงเป้าหรือยัง", "หน่วยงานไหนเบิกจ่ายได้น้อยที่สุด"])
def test_where_nobody_reported_nothing_is_made_up(ask: Asking, text: str) -> None:
    answer = ask(text)

    assert answer.value is None or answer.status == "answered"
    assert "ล่าช้า" not in text or (answer.status, answer.codes) == ("unknown", ())
    assert "ถึงเป้า" not in text or "ยังไม่มีหน่วยงานรายงาน" in as_text(answer)


@pytest.mark.usefixtures("reported")
def test_a_complaint_that_something_is_late_is_no_question(ask: Asking) -> None:
    answer = ask("ซ่อมถนนหน้าบ้านล่าช้ามาก เดือดร้อน ฝากแก้ไขด้วย")

    assert answer.status == "feedback"


@pytest.mark.parametrize(
    "text",
    [
        "กลยุทธ์คัดกรองบริษัทที่ปรึกษาที่ทำงานล่าช้า มีโครงการอะไรรองรับ",
        "โครงการล่าช้าเกินสามเดือนต้องทำอย่างไร",
        "หน่วยงานไหนดูแลเร่งรัดการเบิกจ่าย",
        "ประเด็นไหนเกี่ยวกับการเบิกจ่ายงบประมาณ",
        "เน็ตฟรีใช้งบเท่าไหร่",
    ],
)
def test_what_is_in_a_name_is_not_asked_of_reports(text: str) -> None:
    assert progress_asked(text) is None


@pytest.mark.parametrize(
    ("value", "target", "text", "met"),
    [
        ("80", "80", "อย่างน้อยร้อยละ 80", True), ("79.99", "80", "ไม่น้อยกว่าร้อยละ 80", False),
        ("5", "5", "ไม่เกินร้อยละ 5", True), ("5.01", "5", "ไม่เกิน ร้อยละ 5", False), ("3", "5", "น้อยกว่า 5 วัน", True),
        ("12.5", "12.50", "ร้อยละ 12.50", True), ("3", None, "ครบทุกส่วนราชการ", None),
    ],
)  # fmt: skip
def test_a_target_is_a_least_or_a_most(value: str, target: str | None, text: str, met: bool | None) -> None:
    assert is_reached(value, Decimal(target) if target else None, text) is met


@pytest.mark.parametrize(
    "text",
    [
        "ต้องรับรู้ข่าวกี่เปอร์เซ็นต์ถึงจะถือว่าได้ตามเป้า",
        "ผู้ใช้เว็บต้องเพิ่มขึ้นร้อยละเท่าไหร่ถึงจะผ่านตัวชี้วัด",
        "เก็บรายได้ตามเป้ากี่เปอเซน",
    ],
)
def test_who_asks_for_the_target_itself_asks_the_plan(text: str) -> None:
    assert progress_asked(text) is None
