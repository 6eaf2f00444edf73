"""Which figures does a reply state? Money, percentages, years and counts, read from its text as a person reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["money", "percent", "times"]

_NUMBER = r"(?<![\d.\w])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.A-Za-z])\d+(?:\.\d+)?(?!\d|\.\d)"
_FIGURE = re.compile(_NUMBER)
_CODE = re.compile(r"\[[^\]]*\]")
_MONEY_UNIT = re.compile(r"\s*(ล้าน|แสน|บาท|million|baht|thb|mb\b)", re.IGNORECASE)
_PERCENT_UNIT = re.compile(r"\s*(%|เปอร์เซ็น|per ?cent\b)", re.IGNORECASE)
_TIMES_UNIT = re.compile(r"\s*(เท่า(?!กับ|ไร|ไหร่|ใด)|times\b)", re.IGNORECASE)
_PERCENT_BEFORE = re.compile(r"(ร้อยละ|percent of)\s*$", re.IGNORECASE)
_IN_MILLIONS = {
    "แสน": Decimal("0.1"),
    "บาท": Decimal("0.000001"),
    "baht": Decimal("0.000001"),
    "thb": Decimal("0.000001"),
}


@dataclass(frozen=True)
class Stated:
    """One figure of a text."""

    number: Decimal
    """Million baht, percent, or how many times."""
    unit: Unit
    start: int


def figures(text: str) -> Iterator[Stated]:
    """Every amount of money, percentage and ratio. A number with two decimals is money even where its unit stands in
    the caption of a table; a code in brackets is no number."""
    text = _CODE.sub(lambda code: " " * len(code[0]), text)
    for found in _FIGURE.finditer(text):
        number = Decimal(found[0].replace(",", ""))
        if _PERCENT_UNIT.match(text, found.end()) or _PERCENT_BEFORE.search(text[: found.start()]):
            yield Stated(number, "percent", found.start())
            continue
        if _TIMES_UNIT.match(text, found.end()):
            yield Stated(number, "times", found.start())
            continue
        unit = _MONEY_UNIT.match(text, found.end())
        if unit:
            yield Stated(number * _IN_MILLIONS.get(unit[1].lower(), 1), "money", found.start())
        elif "." in found[0]:
            yield Stated(number, "money", found.start())


_PERIOD = re.compile(r"2554\s*(?:-|–|ถึง|to)\s*2557")
_ALL_YEARS = re.compile(r"ทุกปี|ครบ|ตั้งแต่|every year|each year", re.IGNORECASE)


def states_year(text: str, year: int) -> bool:
    """Whether a text names the year; the plan's own period does not name its ends, unless it speaks of all years."""
    if not _ALL_YEARS.search(text):
        text = _PERIOD.sub(" ", text)
    return re.search(rf"(?<![\d.])(?:{year}|{year - 543})(?!\d)", text) is not None


_COUNTED = {
    "โครงการ": r"โครงการ|projects?",
    "ปี": r"ปี|years?",
    "รายการ": r"รายการ|ประเด็น|เป้าประสงค์|กลยุทธ์|ตัวชี้วัด|มาตรการ|โครงการ|หน่วยงาน|ข้อ|ตัว|รูปแบบ|แห่ง|เรื่อง|ด้าน"
    r"|items?|issues?|goals?|tactics?|indicators?|measures?|projects?|agenc\w+|forms?|entries|places?|activit\w+",
}
_ORDINAL = r"(?:ที่|ปี|ข้อ|ประเด็น|issue|goal|tactic|indicator|measure)\s*"


def states_count(text: str, count: int, unit: str) -> bool:
    """Whether a text counts so many: "3 โครงการ"; "ประเด็นที่ 3 โครงการ..." counts nothing."""
    return any(
        not re.search(rf"{_ORDINAL}$", text[: found.start()], re.IGNORECASE)
        for found in re.finditer(rf"(?<![\d.]){count}\s*(?:{_COUNTED[unit]})", text, re.IGNORECASE)
    )
