"""Does every figure of a reply come from SQL: was it read, or computed from what was read, for that very reply?

The plan asked has odd amounts: a figure written into code or wording, or learnt from the real plan, is wrong in it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.wording import wording
from knowledge.budgets import sum_of
from knowledge.money import Amount
from knowledge.question import Question
from tests.chats import BATCHES, FILES
from tests.derivation import Sources, unexplained
from tests.odd_amounts import Checked, OddPlan, check
from tests.played import PlayedFiles
from tests.question_maker import made_questions
from tests.stated_figures import figures

ROOT = Path(__file__).parent.parent
CHATS = [file for file in FILES if file.startswith(BATCHES)]
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


@pytest.mark.parametrize("file", CHATS)
def test_the_chats_are_answered_without_an_invented_figure(file: str, played: PlayedFiles) -> None:
    assert _invented(played.checked(file)) == []


def test_the_chats_are_answered_with_many_figures(played: PlayedFiles) -> None:
    assert sum(_count(played.checked(file), "money") for file in CHATS) > 1000


@pytest.mark.parametrize("made", [300, pytest.param(1000, marks=pytest.mark.slow)])
def test_questions_that_nobody_wrote_are_answered_without_an_invented_figure(made: int, odd: OddPlan) -> None:
    """The 300 are the first of the 1,000: every form and subject comes a few times among them, in another pair."""
    checked = [each for chat in made_questions(made) for each in check(odd, chat)]

    assert (_invented(checked), len(checked), _count(checked, "money") > made) == ([], made, True)


def test_percentages_were_among_the_figures(odd: OddPlan) -> None:
    asked = ["ประเด็นที่ 3 คิดเป็นกี่เปอร์เซ็นต์ของทั้งแผน", "งบประเด็นที่ 3 เพิ่มขึ้นกี่เปอร์เซ็นต์จากปี 55 ไปปี 56", "เป้าการเบิกจ่ายกี่เปอร์เซ็นต์"]

    assert [_count(check(odd, [text]), "percent") > 0 for text in asked] == [True, True, True]


@pytest.mark.parametrize(
    "asked",
    [
        "จริงไหมว่าเน็ตฟรีได้ 77.77 ล้าน",
        "โครงการไหนได้เกิน 7.77 ล้าน",
        "Is it true that Free Wi-Fi gets 777 million baht?",
        "เน็ตฟรี 777 ล้านบาทปี 2599",
    ],
)
def test_an_amount_that_the_person_typed_is_not_repeated(asked: str, odd: OddPlan) -> None:
    typed = {Decimal("77.77"), Decimal("7.77"), Decimal(777)}

    assert [f for each in check(odd, [asked]) for f in each.stated if f.number in typed] == []


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


def test_no_amount_is_turned_into_another(odd: OddPlan) -> None:
    amount = sum_of(odd.session, Question()).amount

    with pytest.raises(TypeError, match="comes from a database row"):
        replace(amount, satang=1_500_000_000)


@pytest.mark.parametrize("value", [Decimal("15.00"), 15, "15.00"])
def test_only_an_amount_takes_the_form_of_money(value: object) -> None:
    with pytest.raises(TypeError, match="is no Amount"):
        wording("th").format_field(value, "money")


READING = ("knowledge/bill/sums.py", "knowledge/budgets.py", "knowledge/spent.py")
"""What the lines of a bill come to, what the plan sets, and what officials reported."""


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
