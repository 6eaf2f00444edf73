"""Is a budget bill beside the default plan answered as it is asked: by its provinces, its clusters, and of what kind?

The bill of 2565 gives money to 37 provinces and 5 clusters, many of which have projects of the same names.
"""

import gzip
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.text import as_text
from db.bill_models import BudgetLine
from db.plan_in_view import ALL_PLANS
from db.plans import plan_named, withdraw
from db.session import create_engine_for, session_factory
from knowledge.answer_link import link_of, turn_of
from knowledge.loader import load, read_plan
from knowledge.plans_stored import StoredPlans, load_plans
from knowledge.query.written import WrittenError
from knowledge.question import Question
from tests.chat_scoring import falls_short
from tests.chats import FOLDER, Reply, read_chats
from tests.plans_together import Chat, document

PACKED = Path(__file__).parent / "sheets" / "budget-2565.csv.gz"
FLOOR = 95
"""Percent of the chats of `questions/bill` that must pass: what passed when the floor was set, less one."""

Stored = tuple[Session, StoredPlans]


@pytest.fixture(scope="module", name="stored")
def _stored(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """The bundled plan, and the bill beside it."""
    folder = tmp_path_factory.mktemp("bill")
    table, file = folder / "budget-2565.csv", folder / "plans.db"
    table.write_bytes(gzip.decompress(PACKED.read_bytes()))
    file.write_bytes(empty_file.read_bytes())
    engine = create_engine_for(f"sqlite:///{file}")
    with session_factory(engine)() as session:
        load(session, document("main"), "main")
        load(session, read_plan(table), "bill")
        session.commit()
        yield session, load_plans(session)
    engine.dispose()


@pytest.fixture(name="chat")
def _chat(stored: Stored) -> Chat:
    return Chat(*stored)


def number(chat: Chat, *said: str) -> Decimal | None:
    answer = chat.say(*said)
    return answer.value.number if answer.value else None


@pytest.mark.parametrize(
    ("name", "floor"), [("budget-2565", FLOOR), ("lines-2565", FLOOR), ("strangers-2565", 64), ("others-2565", 73)]
)
def test_as_many_chats_about_the_bill_pass_as_before(name: str, floor: int, stored: Stored) -> None:
    chats = read_chats(FOLDER / "bill" / f"{name}.jsonl")
    failing = {}
    for chat in chats:
        talk = Chat(*stored)
        replies = [Reply(answer := talk.say(turn.user), as_text(answer), Question()) for turn in chat.turns]
        if found := falls_short(chat, replies):
            failing[chat.id] = found

    assert 100 * (len(chats) - len(failing)) // len(chats) >= floor, failing


@pytest.mark.parametrize(
    ("asked", "millions"),
    [
        ("งบจังหวัดขอนแก่น ปี 2565", "217.77"),
        ("จ.ตาก ปี 65 ได้กี่ล้านบาท", "228.06"),
        ("งบจว.ตาก ปี๖๕", "228.06"),
        ("งบปี 65 อุดรได้น้อยจัง ได้เท่าไหร่นะ", "26.30"),
        ("ปี 65 โคราชได้งบเท่าไร", "342.90"),
        ("How much budget did Phayao province get in 2022?", "156.80"),
        ("กลุ่มจังหวัดอีสานตอนล่าง ปี 2565 ได้งบเท่าไร", "637.97"),
    ],
)
def test_a_province_that_gets_money_is_known_by_what_people_call_it(asked: str, millions: str, chat: Chat) -> None:
    assert number(chat, asked) == Decimal(millions)


def test_clusters_whose_names_differ_by_a_word_are_two(chat: Chat) -> None:
    assert number(chat, "กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนกลาง งบปี 2565 รวม") == Decimal("233.73")


def test_an_agency_is_not_the_project_in_whose_name_it_stands(chat: Chat) -> None:
    assert number(chat, "งบกลุ่มจังหวัดภาคเหนือตอนบน 2565") == Decimal("263.89")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("งบปี 2565 จังหวัดไหนได้มากที่สุด", "จังหวัดนครราชสีมา"),
        ("ปี 2565 จังหวัดไหนได้งบน้อยที่สุด", "จังหวัดอุดรธานี"),
        ("กลุ่มจังหวัดไหนได้งบปี 2565 มากที่สุด", "กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนบน"),
    ],
)
def test_a_kind_of_agencies_is_ranked_by_itself(asked: str, first: str, chat: Chat) -> None:
    assert first in as_text(chat.say(asked))


def test_the_chat_stays_in_the_bill_where_that_pays_the_province(chat: Chat) -> None:
    assert number(chat, "งบเชียงใหม่ 2565", "ขอนแก่นล่ะ") == Decimal("217.77")


def test_a_long_part_of_a_title_leads_to_the_plan_that_has_it(chat: Chat) -> None:
    answer = chat.say("โครงการโลจิสติกส์สู่ศูนย์กลางอินโดจีนและภูมิภาค RCEP งบเท่าไร")

    assert [code.partition(":")[0] for code in answer.codes] == ["bill"]


def test_another_province_without_a_year_of_the_bill_is_still_elsewhere_to_the_default_plan(chat: Chat) -> None:
    assert chat.say("งบจังหวัดอุดรธานีเท่าไร").status == "unknown"


def test_a_shorter_title_of_the_bill_does_not_take_what_is_the_default_plans(chat: Chat) -> None:
    """The bill has a project "บริหารจัดการ", the default plan "บริหารจัดการภาครัฐ (PMQA)"."""
    answer = chat.say("PMQA ที่ชื่อโครงการบริหารจัดการภาครัฐ จัดอยู่ใต้กลยุทธ์ใด")

    assert [code for code in answer.codes if ":" in code] == []


def test_totals_over_unequal_times_are_compared_with_a_word_about_it(chat: Chat) -> None:
    assert "ช่วงเวลาที่ไม่เท่ากัน" in as_text(chat.say("งบรวมแผนนี้กับแผน bill ต่างกันเท่าไร"))


def test_a_plan_of_one_year_is_spoken_of_by_that_year_and_its_own_title(chat: Chat) -> None:
    told = as_text(chat.say("งบจังหวัดขอนแก่น ปี 2565"))

    assert ("2565-2565" in told, "งบประมาณรายจ่าย ปีงบประมาณ 2565" in told, "213-218" in told) == (False, True, True)


def test_the_source_names_volume_and_pages_beside_the_rows(chat: Chat) -> None:
    told = as_text(chat.say("งบจังหวัดขอนแก่น ปี 2565"))

    assert "213-218 (เล่ม 2022.3.13(2) หน้า 209, 211, 213, 215)" in told


def test_the_source_of_a_plan_without_pages_names_none(chat: Chat) -> None:
    assert "หน้า" not in as_text(chat.say("เน็ตฟรีใช้งบเท่าไหร่"))


def test_a_kind_of_agencies_that_one_plan_alone_has_leads_to_it(chat: Chat) -> None:
    assert number(chat, "โครงการไหนของกลุ่มจังหวัดได้มากสุด") == Decimal("382.43")


@pytest.mark.parametrize(
    ("asked", "millions"),
    [
        ("งบลงทุนของจังหวัดขอนแก่น ปี 2565 เป็นเงินเท่าไร", "207.27"),
        ("งบดำเนินงานจังหวัดยโสธร ปี 2565", "24.94"),
        ("งบรายจ่ายอื่นของจังหวัดเชียงใหม่ปี 65", "10.00"),
        ("งบลงทุนเท่าไร", "7282.13"),
        ("จ้างเหมาบริการของสกลนคร 2565 กี่บาท", "15.12"),
        ("investment budget of Khon Kaen province in 2022", "207.27"),
        ("จังหวัดไหนได้งบลงทุนมากสุดปี 2565", "291.71"),
        ("งบลงทุนของขอนแก่นต่างจากของกาฬสินธุ์เท่าไร ปี 2565", "167.27"),
    ],
)
def test_a_kind_of_spending_is_added_up(asked: str, millions: str, chat: Chat) -> None:
    assert number(chat, asked) == Decimal(millions)


def test_a_kind_that_was_misread_is_the_usual_one(chat: Chat) -> None:
    """The bill has it eleven times as "ค่าตอบแทน ใช้สอยและวัสดุ eve", and five as "ค่า บแทน ใช้สอยและวัสดุ"."""
    assert number(chat, "ค่าตอบแทน ใช้สอยและวัสดุ ปี 2565 มีกี่รายการ") == Decimal(626)


def test_what_does_not_get_a_kind_is_told(chat: Chat) -> None:
    told = as_text(chat.say("ครุภัณฑ์การแพทย์ของจังหวัดเลย ปี 2565"))

    assert ("ไม่มีรายการ" in told, "182.60" in told) == (True, False)


@pytest.mark.parametrize(
    "asked",
    [
        "งบลงทุนของจังหวัดเลยกี่ล้านถ้าตัดพวกซ่อมเครื่องสูบควายออก ปี 2565",
        "งบเลี้ยงช้างเผือกของจังหวัดเลย ปี 2565 เท่าไร",
        "งบลงทุนจังหวัดภูเก็ตปี 2565",
        "งบลงทุนของน่านไม่ใช่ของแพร่ ปี 2565",
        "งบปี 2565 จังหวัดในภาคเหนือได้เท่าไหร่",
        "มีจังหวัดไหนได้งบมากกว่าเชียงใหม่บ้าง ปี 2565",
        "งบลงทุนของจังหวัดเชียงใหม่ปี 2566",
        "ใครเป็นผู้รับจ้างปรับปรุงทางหลวงหมายเลข 2050",
    ],
)
def test_words_that_nothing_explains_leave_no_figure(asked: str, chat: Chat) -> None:
    assert (number(chat, asked), chat.say(asked).status == "answered") == (None, False)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (("งบปี 65 ของเชียงใหม่เท่าไหร่", "แล้วเชียงรายล่ะ", "ต่างกันเท่าไหร่"), "33.09"),
        (("เชียงใหม่มีโครงการอะไรบ้างในร่างงบ 2565", "โครงการไหนน้อยที่สุดคะ", "แล้วมากที่สุดล่ะ"), "165.44"),
        (("ขอ 3 จังหวัดที่มีงบลงทุนสูงสุดในปี 2565", "อันดับหนึ่งงบลงทุนเท่าไหร่"), "291.71"),
        (("งบดำเนินงานรวมของทุกจังหวัดและทุกกลุ่มจังหวัดในร่าง พ.ร.บ. 2565",), "910.04"),
        (("เพชรบูรณ์ งบ 65 รวม", "ท่องเที่ยวเท่าไร"), "121.35"),
        (("ค่าเฉลี่ยงบต่อจังหวัด ปี 65 ทุกจังหวัดในร่าง ไม่รวมกลุ่มจังหวัด",), "173.64"),
    ],
)
def test_what_leans_on_the_chat_or_takes_a_kind_back_is_used(said: tuple[str, ...], last: str, chat: Chat) -> None:
    assert [number(chat, text) for text in said][-1] == Decimal(last)


@pytest.mark.parametrize(
    "said",
    [
        ("จังหวัดไหนได้งบลงทุนคิดเป็นสัดส่วนของงบลงทุนทั้งประเทศมากที่สุด",),
        ("จังหวัดที่ได้งบมากที่สุดกับน้อยที่สุดในปี 2565 ต่างกันกี่ล้านบาท",),
        ("แม่ฮ่องสอน 65 งบลงทุน หมวดค่าครุภัณฑ์ รวมเท่าไร",),
        ("เขื่อนป้องกันตลิ่งริมแม่น้ำน่าน พลายชุมพล พิษณุโลก ในงบ 2565 เท่าไร", "ยาวกี่เมตร"),
    ],
)
def test_what_is_heard_and_not_used_leaves_no_figure(said: tuple[str, ...], chat: Chat) -> None:
    assert [number(chat, text) for text in said][-1] is None


@pytest.mark.parametrize(
    ("said", "percent", "whose"),
    [
        (("จังหวัดใดมีสัดส่วนงบลงทุนต่องบทั้งจังหวัดสูงที่สุดในปี 2565",), "95.18", "จังหวัดขอนแก่น"),
        (("จังหวัดไหนมีสัดส่วนงบลงทุนน้อยที่สุด ปี 2565",), "54.12", "จังหวัดกาฬสินธุ์"),
        (("กลุ่มจังหวัดไหนมีงบดำเนินงานคิดเป็นสัดส่วนสูงสุด ปี 65",), "20.95", "กลุ่มจังหวัดภาคเหนือตอนบน"),
        (("Which province has the highest share of investment budget in 2022",), "95.18", "Khon Kaen"),
        (("จังหวัดไหนมีสัดส่วนงบลงทุนสูงที่สุด ปี 2565", "แล้วน้อยที่สุดล่ะ"), "54.12", "จังหวัดกาฬสินธุ์"),
        (("จังหวัดไหนมีสัดส่วนงบลงทุนน้อยที่สุด ปี 2565", "อันดับสองล่ะ"), "57.03", "จังหวัดอุดรธานี"),
    ],
)
def test_shares_of_all_that_each_gets_are_ranked(said: tuple[str, ...], percent: str, whose: str, chat: Chat) -> None:
    answer = [chat.say(text) for text in said][-1]

    assert (answer.value and answer.value.number, whose in as_text(answer)) == (Decimal(percent), True)


def test_shares_of_each_are_listed(chat: Chat) -> None:
    told = as_text(chat.say("งบลงทุนคิดเป็นกี่เปอร์เซ็นต์ของงบแต่ละจังหวัด ปี 2565"))

    assert ("95.18 (207.27 ล้านบาท จาก 217.77 ล้านบาท)" in told, "จังหวัด" in told) == (True, True)


@pytest.mark.parametrize(
    ("asked", "millions"),
    [
        ("แก้มลิงกุดอีสีกับปรับปรุงทางหลวงหมายเลข 2050 อันไหนแพงกว่า", "10.00"),
        ("ศูนย์จำหน่ายสินค้า Dino Park กับป้ายประชาสัมพันธ์ @NONGBUALAMPHU อันไหนแพงกว่ากัน", "1.51"),
        ("ค่าก่อสร้างแหล่งน้ำกับค่าก่อสร้างทางและสะพานอันไหนแพงกว่า", "167.49"),
        ("แก้มลิงกุดอีสีกับเขื่อนป้องกันตลิ่งพลายชุมพล ราคาเท่าไร", "35.00"),
    ],
)
def test_two_things_are_set_side_by_side_by_words_of_their_own(asked: str, millions: str, chat: Chat) -> None:
    assert number(chat, asked) == Decimal(millions)


def test_of_two_things_that_nobody_gets_both_are_named(chat: Chat) -> None:
    told = as_text(chat.say("ค่าจ้างเหมาบริการกับวัสดุสำนักงาน ของขอนแก่น ปี 2565 อันไหนแพงกว่า"))

    assert [name in told for name in ("ไม่มีรายการของค่าจ้างเหมาบริการ", "วัสดุสำนักงาน")] == [True, True]


@pytest.mark.parametrize(
    "asked",
    [
        "ปี 2565 ถนนกับสะพาน อันไหนใช้งบมากกว่า",
        "แก้มลิงกุดอีสีกับเลี้ยงช้างเผือก ปี 2565 อันไหนแพงกว่า",
    ],
)
def test_two_things_of_which_one_is_within_the_other_or_unknown_leave_no_figure(asked: str, chat: Chat) -> None:
    assert number(chat, asked) is None


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("งบปี 2565 ภาคอีสานได้เท่าไร", "กลุ่มจังหวัดภาคตะวันออกเฉียงเหนือตอนกลาง"),
        ("จังหวัดไหนในภาคเหนือได้งบลงทุนมากสุดปี 2565", "กลุ่มจังหวัดภาคเหนือตอนบน"),
        ("ภาคไหนได้งบปี 2565 มากที่สุด", ""),
        ("How much did the northeast get in 2022?", ""),
    ],
)
def test_a_bill_does_not_say_which_province_lies_in_which_region(asked: str, named: str, chat: Chat) -> None:
    answer = chat.say(asked)
    told = as_text(answer)

    says = "ไม่ได้บอกว่าจังหวัดใดอยู่ภาคใด" in told or "does not say which province lies in which region" in told
    assert (says, answer.status, answer.value, named in told) == (True, "unknown", None, True)


@pytest.mark.parametrize("said", [("โครงการที่ 65 ขอนแก่น",), ("เน็ตฟรีใช้งบเท่าไหร่", "โครงการที่ 65 ขอนแก่น")])
def test_a_number_that_is_not_said_to_be_a_year_does_not_lead_to_the_bill(said: tuple[str, ...], chat: Chat) -> None:
    answer = [chat.say(text) for text in said][-1]

    assert "budget-2565.csv" not in as_text(answer)


def test_an_item_is_told_with_its_page_and_whose_it_is(chat: Chat) -> None:
    told = as_text(chat.say("แก้มลิงกุดอีสี ตำบลนิคม อำเภอสตึก ได้งบเท่าใด"))

    assert [part in told for part in ("10.00", "หน้า 300", "จังหวัดบุรีรัมย์", "ค่าก่อสร้างแหล่งน้ำ")] == [True] * 4


def test_the_page_is_told(chat: Chat) -> None:
    assert "หน้า 209, 211, 213, 215" in as_text(chat.say("งบจังหวัดขอนแก่น ปี 2565 อยู่หน้าไหน"))


def test_a_chat_goes_on_about_the_same_lines(chat: Chat) -> None:
    said = ("ค่าจ้างเหมาบริการ จ.แพร่ ปี 2565", "แล้วพะเยาล่ะ", "มีกี่รายการ")

    assert [number(chat, text) for text in said] == [Decimal("15.96"), Decimal("11.46"), Decimal(4)]


def test_projects_of_nearly_the_same_name_are_told_beside(chat: Chat) -> None:
    told = as_text(chat.say("โครงการพัฒนาด้านเกษตร ปี 2565 รวมทุกจังหวัดเป็นเงินเท่าไร"))

    assert ("ที่ชื่อใกล้เคียง" in told, "โครงการการพัฒนาด้านเกษตร" in told) == (True, True)


def test_lines_go_with_their_plan(stored: Stored) -> None:
    session, _ = stored
    with session.begin_nested() as undone:
        plan = plan_named(session, "bill")
        assert plan is not None
        withdraw(session, plan)
        left = session.scalar(select(func.count(BudgetLine.id)).execution_options(**ALL_PLANS))
        undone.rollback()

    assert left == 0


def test_an_answer_about_lines_is_shown_again_by_its_link(chat: Chat) -> None:
    chat.say("งบลงทุนของขอนแก่น ปี 2565")
    [turn] = chat.state.turns
    index = chat.plans.named("bill")
    assert index is not None

    assert turn_of(link_of(turn), index).question == turn.question


@pytest.mark.parametrize(
    "lines",
    ["", "x", '{"sides":[]}', '{"sides":[{}],"form":"rank"}', '{"sides":[{}],"x":1}'],
)
def test_a_link_that_somebody_made_up_is_refused(lines: str, stored: Stored) -> None:
    index = stored[1].named("bill")
    assert index is not None

    with pytest.raises(WrittenError):
        turn_of(json.dumps({"ask": "bill", "lines": lines}), index)
