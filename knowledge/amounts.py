"""Which amounts of money does a message demand of the things it asks for, or take for granted?"""

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.question import Condition, Operator
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read as read_vocabulary

_WORDS = read_vocabulary("quantities")
_SATANG = {unit: int(satang) for satang, units in read_vocabulary("money_units").items() for unit in units}
_BAHT, _MILLION = 100, 10**8
_SIGNS = frozenset((">=", ">", "<", "<="))
_MOST_BEHIND_SIGN = 200
"""Officials leave the unit out behind a sign ("≥ 10" is ten million); a larger figure there is none of millions."""
_OPERATORS: dict[str, Operator] = {
    "at_most": "<=",
    "at_least": ">=",
    "less_op": "<",
    "more_op": ">",
    "less_than": "<",
    "more_than": ">",
    "exactly": "=",
}
_NEGATED: dict[str, Operator] = {
    "at_least": "<",
    "more_op": "<=",
    "less_op": ">=",
    "more_than": "<=",
    "less_than": ">=",
}
_HALF, _ONE = frozenset(_WORDS["half"]), frozenset(_WORDS["one_only"])
_BEYOND, _REACHED = frozenset(_WORDS["half_beyond"]), frozenset(_WORDS["half_reached"])
_DASHES = frozenset("-–~")
_IN_TABLE = re.compile(r"\d{1,4}\.\d\d")


@dataclass(frozen=True)
class Amounts:
    """What a message says about money."""

    conditions: tuple[Condition, ...] = ()
    """Demands: "เกิน 3 ล้าน"; the field is `total` until the question settles it."""
    claim: int | None = None
    """Satang said without a demand: "ได้ 10 ล้าน จริงไหม"."""
    tokens: frozenset[int] = frozenset()
    """Places of the words that say them."""


def find_amounts(reading: Reading) -> Amounts:
    """The amounts of a message in satang."""
    tokens = reading.tokens
    said = [(i, *amount) for i in range(len(tokens)) if (amount := _amount(tokens, i))]
    used = frozenset(j for i, _, size in said for j in range(i - _is_denied(tokens, i), i + size))
    if len(said) >= 2 and (reading.has("between") or _is_span(tokens, said[0][0], said[1][0])):
        low, high = sorted((said[0][1], said[1][1]))
        return Amounts((Condition("total", "between", low, high),), None, used)
    demanded = [(satang, _operator(tokens, i, size)) for i, satang, size in said]
    return Amounts(
        tuple(Condition("total", operator, satang) for satang, operator in demanded if operator),
        next((satang for satang, operator in reversed(demanded) if not operator), None),
        used,
    )


def _amount(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """Satang and the number of words they take: "10 ล้าน", "5 แสน", "≥ 10"."""
    number = tokens[i].number
    if number is None:
        return _single(tokens, i)
    unit = _unit_at(tokens, i + 1)
    if unit:
        size = 2
        total = int(number * unit)
        smaller = _smaller_part(tokens, i + size, unit)  # "2 ล้าน 5 แสน"
        if smaller:
            total, size = total + smaller[0], size + smaller[1]
        # "10 ล้าน บาท" is three words.
        return total, size + (1 if unit > _BAHT and _unit_at(tokens, i + size) == _BAHT else 0)
    if i and tokens[i - 1].text in _SIGNS and number < _MOST_BEHIND_SIGN:
        return int(number * _MILLION), 1
    shared = _unit_of_pair(tokens, i)
    if not shared and _is_as_in_table(tokens, i):
        shared = _MILLION
    return (int(number * shared), 1) if shared else None


def _is_as_in_table(tokens: tuple[Token, ...], i: int) -> bool:
    """ "ปีละ 0.50": a figure with two decimals, as the tables of plans have amounts in millions."""
    unit = tokens[i + 1] if i + 1 < len(tokens) else None
    return _IN_TABLE.fullmatch(tokens[i].text) is not None and not (unit and (unit.is_cue("share") or unit.number))


def _smaller_part(tokens: tuple[Token, ...], i: int, unit: int) -> tuple[int, int] | None:
    """What is added to an amount right behind it in a smaller unit: satang, and the words it takes."""
    number = tokens[i].number if i < len(tokens) else None
    smaller = _unit_at(tokens, i + 1)
    if number is None or not _BAHT < smaller < unit or number * smaller >= unit:
        return None
    return int(number * smaller), 2


def _single(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """ "ล้านเดียว" is one, "ครึ่งล้าน" half of one, "ไม่ถึงล้าน" less than one."""
    if tokens[i].text in _HALF | _BEYOND | _REACHED and _unit_at(tokens, i + 1) > _BAHT:
        return _unit_at(tokens, i + 1) // 2, 2
    counted = i and (tokens[i - 1].number is not None or tokens[i - 1].is_cue("count"))
    if _unit_at(tokens, i) > _BAHT and not counted and i + 1 < len(tokens) and tokens[i + 1].text in _ONE:
        return _unit_at(tokens, i), 2
    bounded = i and not counted and tokens[i - 1].is_cue(*_OPERATORS) and not tokens[i - 1].is_cue("exactly")
    if bounded and _unit_at(tokens, i) > _BAHT and (i + 1 == len(tokens) or tokens[i + 1].number is None):
        return _unit_at(tokens, i), 1
    return None


def _unit_at(tokens: tuple[Token, ...], i: int) -> int:
    """How many satang the unit at this place is; 0 where there is none."""
    return _SATANG.get(tokens[i].text, 0) if i < len(tokens) else 0


def _unit_of_pair(tokens: tuple[Token, ...], i: int) -> int:
    """The unit that the first of two figures shares: "3-5 ล้าน", "3 ถึง 5 ล้าน"; 0 where there is none."""
    if i + 1 >= len(tokens):
        return 0
    if tokens[i + 1].number is not None and tokens[i + 1].before in _DASHES:
        return _unit_at(tokens, i + 2)
    if i + 2 < len(tokens) and tokens[i + 2].number is not None and tokens[i + 1].is_cue("until", "also"):
        return _unit_at(tokens, i + 3)
    return 0


def _operator(tokens: tuple[Token, ...], i: int, size: int) -> Operator | None:
    """The demand that stands before or after an amount, or in its first word, if any."""
    if tokens[i].text in _BEYOND | _REACHED:
        denied = _is_denied(tokens, i)
        return ("<=" if denied else ">") if tokens[i].text in _BEYOND else ("<" if denied else ">=")
    for back in range(1, min(3, i) + 1):
        for cue, operator in _OPERATORS.items():
            # "พอดี" three words away belongs to something else.
            if tokens[i - back].is_cue(cue) and not (cue == "exactly" and back > 2):
                negated = i > back and tokens[i - back - 1].is_cue("not")
                return _NEGATED.get(cue, operator) if negated else operator
    after = tokens[i + size : i + size + 2]
    if any(t.is_cue("upward") for t in after):
        return ">="
    return "=" if any(t.is_cue("exactly") for t in after) else None


def _is_denied(tokens: tuple[Token, ...], i: int) -> bool:
    """ "ไม่ถึงครึ่งล้าน": whether "not" stands before a bound that is part of the amount."""
    return i > 0 and tokens[i].text in _BEYOND | _REACHED and tokens[i - 1].is_cue("not")


def _is_span(tokens: tuple[Token, ...], first: int, second: int) -> bool:
    return any(t.is_cue("until") for t in tokens[first + 1 : second]) or tokens[second].before == "-"


def as_number(value: Decimal | None) -> int | None:
    """A whole number, or None."""
    return int(value) if value is not None and value == int(value) else None
