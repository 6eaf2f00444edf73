"""Are numbers in words read as people say them?"""

from decimal import Decimal

import pytest

from knowledge.numerals import english_value, is_bare_unit, thai_value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("ศูนย์", "0"),
        ("สิบ", "10"),
        ("ยี่สิบเอ็ด", "21"),
        ("ห้าสิบหก", "56"),
        ("ห้าหก", "56"),
        ("สองห้าห้าหก", "2556"),
        ("สองพันห้าร้อยห้าสิบหก", "2556"),
        ("ร้อยห้าสิบ", "150"),
        ("ครึ่ง", "0.5"),
        ("ครึ่งหนึ่ง", "0.5"),
        ("สองครึ่ง", "2.5"),
        ("สองพันครึ่ง", "2500"),
    ],
)
def test_thai_number_words_are_added_up(word: str, value: str) -> None:
    assert thai_value(word) == Decimal(value)


@pytest.mark.parametrize(("word", "bare"), [("ร้อย", True), ("พัน", True), ("สิบ", False), ("สองร้อย", False)])
def test_a_large_unit_alone_may_be_another_word(word: str, bare: bool) -> None:
    """ร้อย also strings beads and พัน also winds."""
    assert is_bare_unit(word) == bare


@pytest.mark.parametrize(("word", "value"), [("three", Decimal(3)), ("fourth", Decimal(4)), ("plan", None)])
def test_english_number_words_stand_alone(word: str, value: Decimal | None) -> None:
    assert english_value(word) == value
