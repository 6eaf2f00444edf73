"""What is a table of the plan that can be taken along?"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Cell = str | int | Decimal | None
Kind = Literal["text", "integer", "number", "baht"]


@dataclass(frozen=True)
class Column:
    """One column."""

    key: str
    kind: Kind = "text"
    """baht: an exact amount with two decimals."""


@dataclass(frozen=True)
class Table:
    """One table."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    primary: tuple[str, ...]
    """What tells its rows apart."""
    foreign: tuple[tuple[str, str, str], ...] = ()
    """(column, table, column there) at which it points."""


def baht(satang: int | None) -> Decimal | None:
    """Exact, with two decimals; None where the plan sets none."""
    return None if satang is None else (Decimal(satang) / 100).quantize(Decimal("0.01"))
