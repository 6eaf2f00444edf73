"""Which year, and how much money, does a cell of a spreadsheet say?"""

import re
from datetime import MAXYEAR
from decimal import Decimal
from functools import lru_cache

from knowledge.era import BUDDHIST_ERA, CENTURY
from knowledge.readers.figures import NotAFigureError
from knowledge.readers.sheets.wording import pattern

_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}
_NOTHING = {"", "-", "\u2013", "\u2014", "\u2212"}
_FIGURE = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_YEAR = re.compile(r"\d{4}|\d{2}")
_LONGEST_NUMBER = 40
"""Characters of a target."""
MOST_SATANG = 10**15
"""More than 10^13 baht is no budget of Thailand."""


def arabic(text: str) -> str:
    """The text with Arabic digits."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=512)
def year_of(cell: str) -> int | None:
    """The fiscal year (BE) that a cell says, alone or behind the word for it; None for anything else."""
    text = pattern("year_words").sub("", arabic(cell).strip().strip("'\u2018\u2019\u0060").strip())
    text = text.strip().removesuffix(".0")
    if not _YEAR.fullmatch(text):
        return None
    year = int(text)
    if year < 100:
        return CENTURY + year
    if 1900 <= year < 2200:
        return year + BUDDHIST_ERA
    return year if 2400 <= year < min(2800, MAXYEAR) else None


def decimal_of(cell: str) -> Decimal | None:
    """A number with the decimals that are written; None for anything else."""
    text = arabic(cell).strip()
    if len(text) > _LONGEST_NUMBER or not text.isascii() or not _FIGURE.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def satang_of(cell: str, unit: int) -> int | None:
    """The amount in satang, exact; None for an empty cell or a dash. `unit` is in baht. Raises NotAFigureError."""
    text = arabic(cell).replace("\u00a0", " ").strip().removeprefix("\u0e3f").strip()
    if text in _NOTHING:
        return None
    if not _FIGURE.fullmatch(text):
        raise NotAFigureError(cell)
    amount = Decimal(text.replace(",", "")) * unit * 100
    if amount != int(amount) or amount > MOST_SATANG:
        raise NotAFigureError(cell)
    return int(amount)
