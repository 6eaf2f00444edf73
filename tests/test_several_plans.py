"""Does each message of a chat get its answer from the plan that it means, and does the answer say which that is?"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.text import as_text
from db.plans import make_default, plan_named
from handlers.action import ASK
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from knowledge.plans_stored import StoredPlans, load_plans
from knowledge.which_plan import which_plan
from tests.plans_together import DEARER, ORDER, Chat, together

WIFI = Decimal("15.00")
"""Million baht of free internet in the default plan."""
ISSUE = Decimal("56.00")
"""Of its issue 3."""
WHOLE = Decimal("110.30")
"""Of the whole default plan."""


@pytest.fixture(scope="module", name="four")
def _four(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The default plan of 2554-2557, its twin of 2550-2553, and two of another province and 2561-2564."""
    file = tmp_path_factory.mktemp("several") / "plans.db"
    file.write_bytes(empty_file.read_bytes())
    with together(f"sqlite:///{file}") as session:
        yield session


@pytest.fixture(scope="module", name="plans")
def _plans(four: Session) -> StoredPlans:
    return load_plans(four)


@pytest.fixture(name="chat")
def _chat(four: Session, plans: StoredPlans) -> Chat:
    return Chat(four, plans)


def number(answer: Answer) -> Decimal | None:
    return answer.value.number if answer.value else None


def documents(answer: Answer) -> set[str]:
    return {source.document for source in answer.sources}


@pytest.mark.parametrize(
    ("text", "current", "kind", "names"),
    [
        ("งบรวมเท่าไหร่", "", "one", [""]),
        ("งบรวมเท่าไหร่", "twin", "one", ["twin"]),
        ("งบรวมของแผน 2550-2553", "", "one", ["twin"]),
        ("งบรวมของแผนปี ๒๕๕๐ ถึง ๒๕๕๓", "", "one", ["twin"]),
        ("แผน 50-53 มีกี่โครงการ", "", "one", ["twin"]),
        ("งบปี 2550-2553", "", "one", ["twin"]),
        ("แผนก่อนมีกี่โครงการ", "", "one", ["twin"]),
        ("แผนเดิมมีกี่โครงการ", "", "one", ["twin"]),
        ("แผน ฉบับ เก่า มีกี่โครงการ", "", "one", ["twin"]),
        ("how many projects had the previous plan?", "", "one", ["twin"]),
        ("แผนก่อนมีกี่โครงการ", "twin", "one", ["twin"]),
        ("แผนก่อนมีกี่โครงการ", "nan", "one", [""]),
        ("แผนปัจจุบันมีกี่โครงการ", "twin", "one", [""]),
        ("แผนนี้มีกี่โครงการ", "twin", "one", ["twin"]),
        ("แผนถัดไปมีกี่โครงการ", "twin", "one", [""]),
        ("แผนถัดไปมีกี่โครงการ", "", "unsure", ["nan", "small"]),
        ("แผนใหม่กว่านี้", "nan", "one", ["nan"]),
        ("โครงการในแผนก่อนปี 2556", "", "one", [""]),
        ("แผนก่อน 2556 มีอะไร", "", "one", [""]),
        ("งบปี 2551", "", "one", ["twin"]),
        ("งบปี 51", "", "one", ["twin"]),
        ("งบปี 2555", "twin", "one", [""]),
        ("งบปี 2556 เท่าไหร่", "", "one", [""]),
        ("งบปี 2562 เท่าไหร่", "", "unsure", ["nan", "small"]),
        ("งบปี 2562 เท่าไหร่", "small", "one", ["small"]),
        ("งบปี 2590 เท่าไหร่", "", "one", [""]),
        ("งบปี 2590 เท่าไหร่", "twin", "one", ["twin"]),
        ("แผนจังหวัดน่านมีกี่โครงการ", "", "unsure", ["nan", "small"]),
        ("แผนน่านมีกี่โครงการ", "small", "one", ["small"]),
        ("จังหวัดขอนแก่นมีกี่โครงการ", "nan", "one", [""]),
        ("Nan provincial plan", "", "unsure", ["nan", "small"]),
        ("ยุทธศาสตร์ที่ 2 งบเท่าไหร่", "", "unsure", ["nan", "small"]),
        ("ยุทธศาสตร์ที่ 5 งบเท่าไหร่", "small", "one", [""]),
        ("ประเด็นยุทธศาสตร์ที่ 2 งบเท่าไหร่", "", "one", [""]),
        ("แผนยุทธศาสตร์การพัฒนาแหล่งน้ำ", "", "one", ["small"]),
        ("โครงการขุดลอกหนองน้ำประจำตำบลใครดูแล", "", "one", ["small"]),
        ("โครงการ Free Wi-Fi, Free internet", "small", "one", [""]),
        ("เน็ตฟรีใช้งบเท่าไหร่", "", "one", [""]),
        ("ขุดหนองปี 2562", "", "one", ["small"]),
        ("แผน small มีกี่โครงการ", "", "one", ["small"]),
        ("twin:5.3.6", "", "one", ["twin"]),
        ("2.1.1 งบเท่าไหร่", "", "unsure", ["nan", "small"]),
        ("5.3.6 งบเท่าไหร่", "small", "one", [""]),
        ("มีแผนอะไรบ้าง", "", "list", ["", "nan", "small", "twin"]),
        ("which plans are there?", "", "list", ["", "nan", "small", "twin"]),
        ("งบรวมแผนนี้กับแผนก่อนต่างกันเท่าไร", "", "compare", ["", "twin"]),
        ("งบรวมมากกว่าแผนก่อนเท่าไร", "", "compare", ["", "twin"]),
        ("แผน 2550-2553 กับแผน 2554-2557 งบต่างกันเท่าไร", "", "compare", ["twin", ""]),
        ("โครงการที่งบมากกว่า 10 ล้านในแผนก่อน", "", "one", ["twin"]),
    ],
)
def test_the_plan_that_is_meant(text: str, current: str, kind: str, names: list[str], plans: StoredPlans) -> None:
    index = plans.named(current)
    assert index is not None

    choice = which_plan(plans, text, index)

    assert (choice.kind, sorted(index.beside for index in choice.plans)) == (kind, sorted(names))


def test_no_plan_is_before_the_first(plans: StoredPlans, four: Session) -> None:
    names = [stamp.name for stamp in plans.stamps if stamp.name != "twin"]
    kept = [at for at, stamp in enumerate(plans.stamps) if stamp.name in names]
    fewer = StoredPlans(tuple(plans.stamps[at] for at in kept), tuple(plans.indexes[at] for at in kept))

    answer = Chat(four, fewer).say("แผนก่อนมีกี่โครงการ")

    assert (answer.status, answer.value) == ("unknown", None)
    assert "2561-2564" in as_text(answer)


def test_an_answer_beside_the_default_plan_says_so(chat: Chat) -> None:
    answer = chat.say("แผนก่อน โครงการ Free Wi-Fi, Free internet งบเท่าไหร่")

    assert (number(answer), answer.codes, documents(answer)) == (DEARER * WIFI, ("twin:5.3.6",), {"twin.txt"})
    assert "2550-2553" in as_text(answer)
    assert "twin.txt" in as_text(answer)


def test_an_answer_of_the_default_plan_is_as_ever(chat: Chat) -> None:
    answer = chat.say("เน็ตฟรีใช้งบเท่าไหร่")

    assert (number(answer), answer.codes) == (WIFI, ("5.3.6",))
    assert "ไม่ใช่แผนหลัก" not in as_text(answer)


def test_the_chat_stays_in_a_plan_until_another_is_meant(chat: Chat) -> None:
    said = [
        "แผนก่อนงบรวมเท่าไหร่",
        "โครงการ Free Wi-Fi, Free internet งบเท่าไหร่",
        "ใครรับผิดชอบ",
        "แผนหลักงบรวมเท่าไหร่",
        "ประเด็นไหนได้งบมากที่สุด",
    ]

    answers = [chat.say(text) for text in said]

    assert [documents(answer) == {"twin.txt"} for answer in answers] == [True, True, True, False, False]
    assert [number(answers[0]), number(answers[3])] == [DEARER * WHOLE, WHOLE]


@pytest.mark.parametrize(
    ("said", "expected", "codes"),
    [
        (["งบรวมเท่าไหร่", "แล้วแผนก่อนล่ะ"], DEARER * WHOLE, ()),
        (["เน็ตฟรีใช้งบเท่าไหร่", "แล้วแผนก่อนล่ะ"], DEARER * WIFI, ("twin:5.3.6",)),
        (["เน็ตฟรีใช้งบเท่าไหร่", "แล้วแผนก่อนล่ะ", "แล้วปี 51 ล่ะ"], DEARER * Decimal("5.00"), ("twin:5.3.6",)),
        (["เน็ตฟรีใช้งบเท่าไหร่", "แล้วแผนก่อนล่ะ", "แล้วแผนปัจจุบันล่ะ"], WIFI, ("5.3.6",)),
        (["how much does the whole plan cost?", "and the previous plan?"], DEARER * WHOLE, ()),
    ],
)
def test_the_last_question_is_asked_of_the_other_plan(
    said: list[str], expected: Decimal, codes: tuple[str, ...], chat: Chat
) -> None:
    answer = chat.say(*said)

    assert (answer.status, number(answer), answer.codes) == ("answered", expected, codes)


def test_what_the_other_plan_does_not_have_is_not_asked_of_it(chat: Chat) -> None:
    answer = chat.say("เน็ตฟรีใช้งบเท่าไหร่", "แผน small ล่ะ")

    assert documents(answer) == {"small-plan.txt"}
    assert "5.3.6" not in as_text(answer)


def test_somebody_who_only_names_a_plan_is_told_of_it(chat: Chat) -> None:
    answer = chat.say("แผน 2550-2553")

    assert (answer.status, documents(answer)) == ("answered", {"twin.txt"})


def test_in_doubt_the_plans_are_buttons_that_ask_again(chat: Chat) -> None:
    asked = chat.say("งบปี 2562 เท่าไหร่")

    assert (asked.status, asked.codes, asked.value) == ("clarify", (), None)
    assert len(asked.suggestions) == 2
    answer = chat.say(next(text for text in asked.suggestions if "small" in text))
    assert (number(answer), documents(answer)) == (Decimal("2.00"), {"small-plan.txt"})


def test_what_may_be_personal_is_not_repeated_on_a_button(chat: Chat) -> None:
    asked = chat.say("งบปี 2562 เท่าไหร่ โทร 081-234-5678")

    assert all("081" not in text for text in asked.suggestions)


def test_a_button_is_about_the_plan_of_its_answer(chat: Chat) -> None:
    first = chat.say("แผนก่อน โครงการ Free Wi-Fi, Free internet งบเท่าไหร่")
    button = next(action for action in first.actions if action.kind == ASK and action.subject)
    chat.say("แผนหลักงบรวมเท่าไหร่")

    answer = chat.send(Message("ask", "", button.value, kind="press", action=button))

    assert answer.codes[:1] == ("twin:5.3.6",)


def test_an_answer_can_be_had_again_from_its_plan(chat: Chat) -> None:
    first = chat.say("แผนก่อนงบรวมเท่าไหร่")
    chat.say("แผนหลักงบรวมเท่าไหร่")

    again = chat.send(Message("ask", "", first.turn, kind="again"))

    assert number(again) == DEARER * WHOLE


def test_a_button_of_a_plan_that_was_withdrawn_is_old(chat: Chat, four: Session, plans: StoredPlans) -> None:
    first = chat.say("แผน small ขุดหนองใช้งบเท่าไหร่")
    button = next(action for action in first.actions if action.kind == ASK and action.subject)
    kept = [at for at, stamp in enumerate(plans.stamps) if stamp.name != "small"]
    chat.plans = StoredPlans(tuple(plans.stamps[at] for at in kept), tuple(plans.indexes[at] for at in kept))

    answer = chat.send(Message("ask", "", button.value, kind="press", action=button))

    assert (answer.codes, answer.value, documents(answer)) == ((), None, set())
    assert chat.say("งบรวมเท่าไหร่").value is not None


def test_feedback_is_about_the_default_plan(chat: Chat) -> None:
    chat.say("แผน small ขุดหนองใช้งบเท่าไหร่")

    answer = chat.say("โครงการ Free Wi-Fi, Free internet ใช้ไม่ได้เลย ช่วยแก้ด้วย")

    assert answer.status == "feedback"
    assert chat.state.writing is not None
    assert chat.state.writing.codes == ("5.3.6",)
    assert chat.state.plan == "small"


def test_thanks_leave_the_chat_in_its_plan(chat: Chat) -> None:
    answer = chat.say("แผนก่อนงบรวมเท่าไหร่", "ขอบคุณค่ะ", "งบรวมเท่าไหร่")

    assert number(answer) == DEARER * WHOLE


def test_what_is_no_question_leaves_the_chat_in_its_plan(chat: Chat) -> None:
    chat.say("แผนก่อนงบรวมเท่าไหร่")

    chat.send(Message("ask", "", "", kind="sticker"))
    chat.say("มีคนส่งความเห็นมากี่เรื่องแล้ว")

    assert number(chat.say("งบรวมเท่าไหร่")) == DEARER * WHOLE


@pytest.mark.parametrize(
    ("text", "expected", "unit"),
    [
        ("งบรวมแผนนี้กับแผนก่อนต่างกันเท่าไร", (DEARER - 1) * WHOLE, "ล้านบาท"),
        ("how much less does this plan cost than the previous plan?", (DEARER - 1) * WHOLE, "ล้านบาท"),
        ("จำนวนโครงการแผนนี้กับแผน small ต่างกันกี่โครงการ", Decimal(27), "โครงการ"),
    ],
)
def test_totals_of_two_plans_are_set_against_each_other(text: str, expected: Decimal, unit: str, chat: Chat) -> None:
    answer = chat.say(text)

    assert answer.value is not None
    assert (answer.status, answer.value.number, answer.value.unit, answer.codes) == ("answered", expected, unit, ())
    assert len(documents(answer)) == 2


def test_a_table_without_a_unit_is_named_where_totals_are_compared(chat: Chat) -> None:
    assert "ไม่ได้ระบุหน่วยเงิน" in as_text(chat.say("งบรวมแผนนี้กับแผนก่อนต่างกันเท่าไร"))


@pytest.mark.parametrize(
    ("said", "expected", "codes"),
    [
        (["งบเน็ตฟรีแผนนี้กับแผนก่อนต่างกันเท่าไร"], (DEARER - 1) * WIFI, ("5.3.6", "twin:5.3.6")),
        (["งบเน็ตฟรีมากกว่าแผนก่อนเท่าไร"], (DEARER - 1) * WIFI, ("5.3.6", "twin:5.3.6")),
        (["how much less does free wifi cost in this plan than in the previous plan?"], (DEARER - 1) * WIFI, None),
        (["งบประเด็น 3 ของแผน 2550-2553 กับแผน 2554-2557 ต่างกันเท่าไร"], (DEARER - 1) * ISSUE, ("twin:5.3", "5.3")),
        (["เน็ตฟรีใช้งบเท่าไหร่", "งบด้านเดียวกันของแผนนี้กับแผนก่อนต่างกันเท่าไร"], (DEARER - 1) * WIFI, None),
        (["คลังจังหวัดมีกี่โครงการ", "เรื่องเดียวกันแผนนี้กับแผนก่อนต่างกันเท่าไร"], Decimal(0), None),
    ],
)
def test_what_both_plans_have_under_one_name_is_compared(
    said: list[str], expected: Decimal, codes: tuple[str, ...] | None, chat: Chat
) -> None:
    answer = chat.say(*said)

    assert (answer.status, number(answer)) == ("answered", expected)
    assert codes is None or answer.codes == codes
    assert documents(answer) == {chat.plans.default.document, "twin.txt"}


@pytest.mark.parametrize(
    "said",
    [
        ["งบเน็ตฟรีแผนนี้กับแผน small ต่างกันเท่าไร"],
        ["งบเน็ตฟรีปี 55 ของแผนนี้กับแผนก่อนต่างกันเท่าไร"],
        ["งบด้านเดียวกันของแผนนี้กับแผนก่อนต่างกันเท่าไร"],
        ["ใครรับผิดชอบเน็ตฟรี แผนนี้กับแผนก่อนต่างกันไหม"],
    ],
    ids=["not in both", "years of one", "nothing said before", "no figure"],
)
def test_what_cannot_be_compared_is_told_without_a_figure(said: list[str], chat: Chat) -> None:
    answer = chat.say(*said)

    assert (answer.status, answer.value, answer.sources) == ("unknown", None, ())


def test_the_plans_are_listed_with_their_documents(chat: Chat) -> None:
    answer = chat.say("มีแผนอะไรบ้าง")

    assert all(name in as_text(answer) for name in ("2554-2557", "2550-2553", "2561-2564", "small-plan.txt"))
    assert answer.suggestions[0] == "แผน 2554-2557"


def test_where_one_plan_is_stored_nothing_is_chosen(session: Session) -> None:
    chat = Chat(session, load_plans(session))

    answer = chat.say("แผนก่อนงบรวมเท่าไหร่")

    assert chat.plans.several is False
    assert chat.plans.default.view == 0
    assert documents(answer) <= {chat.plans.default.document}


def test_another_default_plan_is_meant_from_then_on(empty_file: Path, tmp_path: Path) -> None:
    (tmp_path / "plans.db").write_bytes(empty_file.read_bytes())
    with together(f"sqlite:///{tmp_path / 'plans.db'}", ORDER[:2]) as session:
        twin = plan_named(session, "twin")
        assert twin is not None
        make_default(session, twin)
        session.commit()
        chat = Chat(session, load_plans(session))

        answers = [chat.say("เน็ตฟรีใช้งบเท่าไหร่"), chat.say("แล้วแผนถัดไปล่ะ")]

    assert [(number(a), a.codes) for a in answers] == [(DEARER * WIFI, ("5.3.6",)), (WIFI, ("main:5.3.6",))]


def test_a_chat_is_remembered_with_its_plan() -> None:
    state = Conversation(plan="twin")

    assert Conversation.from_json(state.to_json()) == state
    assert "plan" not in replace(state, plan="").to_json()
