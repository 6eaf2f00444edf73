"""Which number do words say? ห้าสิบหก and ห้าหก are 56, "second" is 2."""

import re
from decimal import Decimal
from itertools import takewhile

from knowledge.vocabulary import read_groups


def _by_word(group: str) -> dict[str, Decimal]:
    return {word: Decimal(value) for value, words in read_groups("numbers")[group].items() for word in words}


_DIGITS, _UNITS, _HALF, _ENGLISH = (_by_word(group) for group in ("digits", "units", "half", "english"))
ATOMS = (*_DIGITS, *_UNITS, *_HALF)
"""The Thai words that number words are made of. They are cut one by one and added up."""
WORDS = frozenset((*ATOMS, *_ENGLISH))
"""Every word that says a number."""
_ATOM = re.compile("|".join(ATOMS))
NUMBER_WORD = re.compile(f"(?:{'|'.join(ATOMS)})+")


def english_value(word: str) -> Decimal | None:
    """What an English number word says."""
    return _ENGLISH.get(word)


def is_bare_unit(word: str) -> bool:
    """Whether a word is ร้อย or พัน alone, which also mean other things: to string, to wind. สิบ is always ten."""
    return word in _UNITS and _UNITS[word] > 10


def thai_value(word: str) -> Decimal:
    """What a Thai number word says; a half is one of the last unit: สองครึ่ง is 2.5 and สองพันครึ่ง 2,500."""
    atoms = _ATOM.findall(word)
    whole = list(takewhile(lambda atom: atom not in _HALF, atoms))
    last_unit = next((_UNITS[atom] for atom in reversed(whole) if atom in _UNITS), Decimal(1))
    halves = sum(_HALF[atom] for atom in atoms[len(whole) : len(whole) + 1])
    return _whole_value(whole) + halves * last_unit


def _whole_value(atoms: list[str]) -> Decimal:
    """Digits in a row are read as they are written; each unit among them is counted by the digit before it."""
    if _UNITS.keys().isdisjoint(atoms):
        return Decimal("".join(str(_DIGITS[atom]) for atom in atoms) or 0)
    total = Decimal(0)
    digit: Decimal | None = None
    for atom in atoms:
        if atom in _UNITS:
            # ร้อยห้าสิบ is 150: a unit that nothing counts is there once.
            total += _UNITS[atom] * (1 if digit is None else digit)
            digit = None
        else:
            digit = _DIGITS[atom]
    return total + (digit or 0)
