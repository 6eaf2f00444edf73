"""Which amounts of money and counts does a message demand of the things it asks for?"""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.question import Condition
from knowledge.reading import Reading, Token

_SATANG = {"ล้าน": 10**8, "ล้านบาท": 10**8, "ลบ": 10**8, "ล": 10**8, "million": 10**8, "millions": 10**8, "mb": 10**8, "m": 10**8, "mil": 10**8,
           "แสน": 10**7, "แสนบาท": 10**7, "หมื่น": 10**6, "พันบาท": 10**5, "บาท": 100, "baht": 100, "thb": 100}  # fmt: skip
_OPERATORS = {
    "at_most": "<=",
    "at_least": ">=",
    "less_op": "<",
    "more_op": ">",
    "less_than": "<",
    "more_than": ">",
    "exactly": "=",
}
_NEGATED = {"at_least": "<", "more_op": "<=", "less_op": ">=", "more_than": "<=", "less_than": ">="}


@dataclass(frozen=True)
class Amounts:
    """What a message says about money."""

    conditions: tuple[Condition, ...] = ()
    """Demands: "เกิน 3 ล้าน"; the field is `total` until the question settles it."""
    claim: int | None = None
    """Satang said without a demand: "ได้ 10 ล้าน จริงไหม"."""
    tokens: frozenset[int] = frozenset()


def find_amounts(reading: Reading) -> Amounts:
    """The amounts of a message in satang."""
    said = [(i, *amount) for i in range(len(reading.tokens)) if (amount := _amount(reading.tokens, i))]
    if not said:
        return Amounts()
    used = frozenset(j for i, _, size in said for j in range(i, i + size))
    if len(said) >= 2 and (reading.has("between") or _until_between(reading.tokens, said[0][0], said[1][0])):
        low, high = sorted((said[0][1], said[1][1]))
        return Amounts((Condition("total", "between", low, high),), None, used)
    conditions = []
    claim = None
    for i, satang, size in said:
        operator = _operator(reading.tokens, i, size)
        if operator:
            conditions.append(Condition("total", operator, satang))  # type: ignore[arg-type]
        else:
            claim = satang
    return Amounts(tuple(conditions), claim, used)


def _amount(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """Satang and the number of words they take: "10 ล้าน", "5 แสน"; in a pair "3-5 ล้าน" the first takes the second's unit."""
    number = tokens[i].number
    if number is None:
        return None
    if i + 1 >= len(tokens):
        return (int(number * 10**8), 1) if i and tokens[i - 1].text in (">=", ">", "<", "<=") and number < 200 else None
    unit = _SATANG.get(tokens[i + 1].text)
    if unit:
        size = 3 if i + 2 < len(tokens) and tokens[i + 2].text == "บาท" and unit > 100 else 2
        return int(number * unit), size
    if i and tokens[i - 1].text in (">=", ">", "<", "<=") and number < 200:
        return int(number * 10**8), 1  # "≥ 10": officials leave the unit out.
    for ahead in (1, 2):
        later = i + ahead
        if (
            later + 1 < len(tokens)
            and tokens[later].number is not None
            and (ahead == 1 or tokens[i + 1].is_cue("until", "also"))
        ):
            unit = _SATANG.get(tokens[later + 1].text)
            if unit and ((tokens[later].before in "-–~" and tokens[later].before) or ahead == 2):
                return int(number * unit), 1
    return None


def _operator(tokens: tuple[Token, ...], i: int, size: int) -> str:
    """The demand that stands before or after an amount; "" where there is none."""
    for back in (1, 2, 3):
        if i - back < 0:
            break
        for cue, operator in _OPERATORS.items():
            if tokens[i - back].is_cue(cue) and not (cue == "exactly" and back > 2):
                negated = i - back > 0 and tokens[i - back - 1].is_cue("not")
                return _NEGATED.get(cue, operator) if negated else operator
    after = tokens[i + size : i + size + 2]
    if any(t.is_cue("upward") for t in after):
        return ">="
    if any(t.is_cue("exactly") for t in after):
        return "="
    return ""


def _until_between(tokens: tuple[Token, ...], first: int, second: int) -> bool:
    return any(t.is_cue("until") for t in tokens[first + 1 : second]) or tokens[second].before == "-"


def as_number(value: Decimal | None) -> int | None:
    """A whole number, or None."""
    return int(value) if value is not None and value == int(value) else None
