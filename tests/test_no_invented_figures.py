"""Does every figure of a reply come from SQL: was it read, or computed from what was read, for that very reply?

The plan asked has odd amounts: a figure written into code or wording, or learnt from the real plan, is wrong in it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.text import as_text
from db.models import Base
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from handlers.wording import wording
from knowledge.budgets import sum_of
from knowledge.index import Index, load_index
from knowledge.money import Amount
from knowledge.question import Question
from tests.chats import BATCHES, chats_of
from tests.derivation import Sources, unexplained
from tests.question_maker import made_questions
from tests.stated_figures import Stated, figures
from tests.watched_plan import Watch, watched, with_odd_amounts

ROOT = Path(__file__).parent.parent
MADE = 1000
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for floor in ("bot", "handlers", "knowledge")
    for path in (ROOT / floor).rglob("*.py")
)
WORDINGS = sorted(
    path.relative_to(ROOT).as_posix()
    for floor in ("bot", "handlers")
    for path in (ROOT / floor).rglob("*.yaml")
    if path.name != "about.yaml"  # the licence of the open data has a version
)
_TEXTS = ("name", "name_en", "text", "text_en", "heading", "heading_en", "target_text", "quote")


@dataclass(frozen=True)
class Plan:
    """A plan with odd amounts, open and watched, with everything that it says in words."""

    session: Session
    watch: Watch
    index: Index
    texts: tuple[str, ...]
    """Names and passages with a digit in them, the longest first."""


@dataclass(frozen=True)
class Checked:
    """The figures of one reply."""

    asked: str
    stated: list[Stated]
    invented: list[Stated]


@pytest.fixture(scope="module", name="plan")
def _plan(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    odd = with_odd_amounts(plan_file, tmp_path_factory.mktemp("odd") / "plan.db")
    with watched(odd) as (session, watch):
        yield Plan(session, watch, load_index(session), _texts(session))


def test_the_chats_are_answered_without_an_invented_figure(plan: Plan) -> None:
    checked = [each for chat in chats_of(*BATCHES) for each in _check(plan, [turn.user for turn in chat.turns])]

    assert (_invented(checked), _count(checked, "money") > 1000) == ([], True)


def test_questions_that_nobody_wrote_are_answered_without_an_invented_figure(plan: Plan) -> None:
    checked = [each for chat in made_questions(MADE) for each in _check(plan, chat)]

    assert (_invented(checked), len(checked), _count(checked, "money") > 1000) == (
        [],
        MADE,
        True,
    )


def test_percentages_were_among_the_figures(plan: Plan) -> None:
    asked = ["ประเด็นที่ 3 คิดเป็นกี่เปอร์เซ็นต์ของทั้งแผน", "งบประเด็นที่ 3 เพิ่มขึ้นกี่เปอร์เซ็นต์จากปี 55 ไปปี 56", "เป้าการเบิกจ่ายกี่เปอร์เซ็นต์"]

    assert [_count(_check(plan, [text]), "percent") > 0 for text in asked] == [True, True, True]


@pytest.mark.parametrize(
    "asked",
    [
        "จริงไหมว่าเน็ตฟรีได้ 77.77 ล้าน",
        "โครงการไหนได้เกิน 7.77 ล้าน",
        "Is it true that Free Wi-Fi gets 777 million baht?",
        "เน็ตฟรี 777 ล้านบาทปี 2599",
    ],
)
def test_an_amount_that_the_person_typed_is_not_repeated(asked: str, plan: Plan) -> None:
    typed = {Decimal("77.77"), Decimal("7.77"), Decimal(777)}

    assert [f for each in _check(plan, [asked]) for f in each.stated if f.number in typed] == []


READ = Sources(([{"code": "5.3.6", "satang": 349 * 10**6}, {"code": "5.3.6", "satang": 353 * 10**6}],))


@pytest.mark.parametrize(
    "said",
    ["15.00 ล้านบาท", "5 ล้าน", "1,234.56 million baht", "ปี 2555: 5.01", "ร้อยละ 12.34", "12.34 %", "500,000 บาท"],
)
def test_an_invented_figure_would_be_noticed(said: str) -> None:
    assert len(unexplained(figures(said), READ)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "3.49 ล้านบาท",
        "3,490,000 บาท",
        "รวม 7.02 ล้านบาท",
        "ต่างกัน 0.04 ล้านบาท",
        "เฉลี่ยปีละ 1.76 ล้านบาท",
        "3.49 ล้านบาท จาก 7.02 ล้านบาท เป็นร้อยละ 49.72",
        "3.49 ล้านบาท เป็น 3.53 ล้านบาท เพิ่มขึ้น 1.15 %",
    ],
)
def test_what_is_computed_from_rows_is_not_invented(said: str) -> None:
    assert unexplained(figures(said), READ) == []


@pytest.mark.parametrize("key", [None, object(), "key", 0])
def test_no_amount_is_made_of_a_plain_number(key: object) -> None:
    with pytest.raises(TypeError, match="comes from a database row"):
        Amount(1_500_000_000, key)


def test_no_amount_is_turned_into_another(plan: Plan) -> None:
    amount = sum_of(plan.session, Question()).amount

    with pytest.raises(TypeError, match="comes from a database row"):
        replace(amount, satang=1_500_000_000)


@pytest.mark.parametrize("value", [Decimal("15.00"), 15, "15.00"])
def test_only_an_amount_takes_the_form_of_money(value: object) -> None:
    with pytest.raises(TypeError, match="is no Amount"):
        wording("th").format_field(value, "money")


READING = ("knowledge/budgets.py", "knowledge/spent.py")
"""What the plan sets, and what officials reported."""


@pytest.mark.parametrize("module", [module for module in MODULES if module != "knowledge/money.py"])
def test_amounts_are_made_only_where_money_is_defined_and_read_only_where_budgets_are(module: str) -> None:
    calls = [node.func for node in ast.walk(ast.parse(_read(module))) if isinstance(node, ast.Call)]
    made = [call.lineno for call in calls if isinstance(call, ast.Name) and call.id == "Amount"]
    read = [call.lineno for call in calls if isinstance(call, ast.Attribute) and ast.unparse(call) == "Amount.of"]

    assert (made, bool(read)) == ([], module in READING)


@pytest.mark.parametrize("file", WORDINGS)
def test_no_wording_holds_a_figure(file: str) -> None:
    """Nor may a place be filled by a plain number with the unit written behind it: {amount} ล้านบาท."""
    sentences = list(_sentences(yaml.load(_read(file), Loader=yaml.BaseLoader)))
    written = [sentence for sentence in sentences if list(figures(re.sub(r"\{[^}]*\}", "x", sentence)))]
    bare = [sentence for sentence in sentences if re.search(r"\{[^}]*\}\s*(?:ล้าน|บาท|million|baht)", sentence)]

    assert (written, bare) == ([], [])


def _check(plan: Plan, texts: list[str]) -> list[Checked]:
    """The figures of each reply of a chat against the rows that were read for it."""
    conversation = Conversation()
    checked = []
    for text in texts:
        plan.watch.clear()
        answer, conversation = reply(plan.session, plan.index, Message("ask", "", text), conversation)
        own = (text,) if answer.status == "feedback" else ()  # a report is shown in its own words before it is sent
        stated = _stated(answer, (*own, *plan.texts))
        checked.append(Checked(text, stated, unexplained(stated, Sources(tuple(plan.watch.statements)))))
    return checked


def _stated(answer: Answer, texts: tuple[str, ...]) -> list[Stated]:
    """What text, buttons and value state, but for the plan's own words: "ร้อยละ 70 ของประชาชน..." is a name."""
    said = "\n".join((as_text(answer), *answer.suggestions))
    for text in texts:
        said = said.replace(text, " ... ")
    value = answer.value
    unit = {"ล้านบาท": "million baht", "ร้อยละ": "%"}.get(value.unit, "") if value else ""
    return list(figures(f"{said}\n{value.number} {unit}" if value and unit else said))


def _texts(session: Session) -> tuple[str, ...]:
    columns = [table.c[name] for table in Base.metadata.tables.values() for name in _TEXTS if name in table.c]
    found = {text for column in columns for text in session.scalars(select(column)) if text and re.search(r"\d", text)}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _invented(checked: list[Checked]) -> list[tuple[str, str]]:
    return [(each.asked, f"{f.number} {f.unit}") for each in checked for f in each.invented]


def _count(checked: list[Checked], unit: str) -> int:
    return sum(figure.unit == unit for each in checked for figure in each.stated)


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner)
    else:
        yield str(value)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
