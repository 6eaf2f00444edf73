"""How are figures compared and set against each other? Exactly, and a figure that is missing is no nought."""

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from knowledge.query.algebra import Operator

_OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def is_so(number: Fraction | None, op: Operator, bound: Fraction | None, upper: int) -> bool | None:
    """Whether the comparison holds; None where a side is missing."""
    if number is None or bound is None:
        return None
    return bound <= number <= upper if op == "between" else _OPERATORS[op](number, bound)


def difference(left: Fraction | None, right: Fraction | None, unit: str) -> Fraction | None:
    """How much more the left one is. Of money "no budget set" counts as nothing, unless neither side has any."""
    if unit == "satang" and (left is not None or right is not None):
        return (left or Fraction(0)) - (right or Fraction(0))
    return None if left is None or right is None else left - right


def ratio(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """How many times the right one; None where there is nothing to divide by."""
    return left / right if left is not None and right else None


def percent(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """Of the whole, in percent."""
    quotient = ratio(part, whole)
    return None if quotient is None else quotient * 100


def change(before: Fraction | None, after: Fraction | None, *, in_percent: bool) -> Fraction | None:
    """From the one year to the other."""
    gap = difference(after, before, "satang")
    return percent(gap, before) if in_percent else gap


def places(figures: Sequence[Fraction | None], *, smallest: bool) -> list[int]:
    """The place of each, from 1; those that are alike share one. 0: what has no figure has no place."""
    order = sorted((f for f in figures if f is not None), reverse=not smallest)
    first: dict[Fraction, int] = {}
    for place, figure in enumerate(order, start=1):
        first.setdefault(figure, place)
    return [0 if figure is None else first[figure] for figure in figures]
