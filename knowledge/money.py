"""What is an amount of money, and where may one come from?

An Amount is read from a row of the database or computed from other Amounts: there is no other way to make one, and
only an Amount can be put where a reply has a figure. So a reply cannot state a budget that SQL did not return.
"""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Row

_KEY = object()
_CENT = Decimal("0.01")


@dataclass(frozen=True, order=True)
class Amount:
    """Money in satang, exact."""

    satang: int
    key: InitVar[object] = None

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise TypeError("An Amount comes from a database row (`Amount.of`) or from other Amounts.")

    @classmethod
    def of(cls, row: Row[*tuple[Any, ...]], column: str) -> "Amount":
        """The amount in a column of satang; an empty sum is zero. A Row is invariant, so only Any takes every row."""
        return cls(int(getattr(row, column) or 0), _KEY)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.satang + other.satang, _KEY)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.satang - other.satang, _KEY)

    def __abs__(self) -> "Amount":
        return Amount(abs(self.satang), _KEY)

    def __bool__(self) -> bool:
        return self.satang != 0

    def over(self, parts: int) -> "Amount":
        """An equal part, rounded to a satang."""
        return Amount(int((Decimal(self.satang) / parts).quantize(Decimal(1), ROUND_HALF_UP)), _KEY)

    def percent_of(self, whole: "Amount") -> Decimal | None:
        """Its share of the whole in percent, two decimals; None where the whole is nothing."""
        return (Decimal(self.satang) * 100 / whole.satang).quantize(_CENT, ROUND_HALF_UP) if whole.satang else None

    @property
    def millions(self) -> Decimal:
        """Million baht with two decimals."""
        return (Decimal(self.satang) / 10**8).quantize(_CENT, ROUND_HALF_UP)

    @property
    def baht(self) -> str:
        """To the baht; satang, where there are any, behind it."""
        return f"{Decimal(self.satang) / 100:,.{2 if self.satang % 100 else 0}f}"

    def __str__(self) -> str:
        return f"{self.millions:,.2f}"


def total(amounts: Sequence[Amount]) -> Amount:
    """Their sum; there must be at least one."""
    return sum(amounts[1:], start=amounts[0])
