"""How many satang a figure of the budget table is, and what target an indicator sets."""

import re
from decimal import Decimal
from functools import cache

from knowledge.readers.lines import words

_FIGURE = re.compile(r"\d+(?:\.\d+)?$|\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_NO_BUDGET = {"", "-", "–", "—"}


class NotAFigureError(ValueError):
    """The cell is neither an amount nor the mark for no budget."""


def satang(cell: str, unit: int) -> int | None:
    """The amount in satang, exact; None where the cell is empty, or says that no budget is set. `unit` is in baht."""
    if cell in _NO_BUDGET:
        return None
    if not _FIGURE.match(cell):
        raise NotAFigureError(cell)
    amount = Decimal(cell.replace(",", "")) * unit * 100
    # Less than a satang is a slip of the pen, and more than 10^13 baht is no budget of a province.
    if amount != int(amount) or amount > 10**15:
        raise NotAFigureError(cell)
    return int(amount)


def unit_in_baht(unit: str | None) -> int | None:
    """How many baht one of the table's figures is; None for a unit that is not known."""
    units: dict[str, int] = words()["units"]
    return units.get(unit) if unit else next(iter(units.values()))


def target_of(text: str) -> tuple[Decimal | None, str | None, str | None]:
    """Figure, unit and words of the target in an indicator's text."""
    for target in _targets():
        if match := target.search(text):
            figure, unit, said = match["figure"], match["unit"], match["text"]
            return (Decimal(figure.replace(",", "")) if figure else None, unit or None, said.strip() or None)
    return (None, None, None)


@cache
def _targets() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(target.replace("FIGURE", words()["figure"])) for target in words()["targets"])
