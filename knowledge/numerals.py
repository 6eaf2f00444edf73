"""Which number do words say? ห้าสิบหก and ห้าหก are 56, "second" is 2."""

import re
from decimal import Decimal

from knowledge.vocabulary import read_groups


def _by_word(group: str) -> dict[str, Decimal]:
    return {word: Decimal(value) for value, words in read_groups("numbers")[group].items() for word in words}


_HALF, _UNITS, _ENGLISH = _by_word("half"), _by_word("units"), _by_word("english")
_DIGITS = _by_word("digits") | dict.fromkeys(_HALF, Decimal(0))
_TEN = Decimal(10)
ATOMS = (*_DIGITS, *_UNITS)
"""The Thai words that number words are made of. They are cut one by one and added up."""
_ATOM = re.compile("|".join(ATOMS))
NUMBER_WORD = re.compile(f"(?:{'|'.join(ATOMS)})+")


def english_value(word: str) -> Decimal | None:
    """What an English number word says."""
    return _ENGLISH.get(word)


def thai_value(word: str) -> Decimal | None:
    """What a Thai number word says; a unit alone (พัน) says nothing."""
    if word in _HALF:
        return _HALF[word]
    atoms = _ATOM.findall(word)
    if _UNITS.keys().isdisjoint(atoms):
        return Decimal("".join(str(_DIGITS[atom]) for atom in atoms))
    return _sum(atoms) or None


def _sum(atoms: list[str]) -> Decimal:
    """Each unit counts as often as the digit before it says; without one สิบ is ten, and a larger unit says nothing."""
    total = Decimal(0)
    digit: Decimal | None = None
    for atom in atoms:
        if atom in _UNITS:
            unit = _UNITS[atom]
            total += unit * digit if digit is not None else unit * (unit == _TEN)
            digit = None
        else:
            digit = _DIGITS[atom]
    return total + (digit or 0)
