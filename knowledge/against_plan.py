"""What was spent against what was planned: of the whole, of each issue, agency or project; and who is late?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add
from typing import Generic, TypeVar

from knowledge.era import BUDDHIST_ERA
from knowledge.money import Amount

Money = TypeVar("Money", int, Amount)
"""Satang of the pages, or an amount that came out of the database."""
_CENT = Decimal("0.01")
_LAST_DAY = (9, 30)
"""Of a fiscal year."""


@dataclass(frozen=True)
class Line(Generic[Money]):
    """One project in one fiscal year."""

    code: str
    year: int
    planned: Money | None
    """None where the plan sets none."""
    spent: Money | None
    """None where nobody reported."""


@dataclass(frozen=True)
class Against(Generic[Money]):
    """What was spent of something."""

    key: str
    """A code, the name of an agency; "" of the whole."""
    lines: tuple[Line[Money], ...]

    @property
    def reported(self) -> tuple[Line[Money], ...]:
        """What somebody reported."""
        return tuple(line for line in self.lines if line.spent is not None)

    @property
    def whole(self) -> Money | None:
        """All that is planned, reported on or not."""
        return _sum(line.planned for line in self.lines)

    @property
    def planned(self) -> Money | None:
        """What is planned for that which was reported: with nothing else can the spending be compared."""
        return _sum(line.planned for line in self.reported)

    @property
    def spent(self) -> Money | None:
        """What was spent; None where nothing was reported."""
        return _sum(line.spent for line in self.lines)

    @property
    def percent(self) -> Decimal | None:
        """Of the planned, two decimals; None where there is nothing to compare."""
        planned, spent = self.planned, self.spent
        if spent is None or planned is None or not planned:
            return None
        return (Decimal(_satang(spent)) * 100 / _satang(planned)).quantize(_CENT, ROUND_HALF_UP)

    @property
    def left(self) -> Money | None:
        """Planned and not spent; negative where more was spent."""
        planned, spent = self.planned, self.spent
        return None if planned is None or spent is None else planned - spent

    @property
    def projects(self) -> int:
        """With money or a report in these years."""
        return len({line.code for line in self.lines if line.planned is not None or line.spent is not None})

    @property
    def projects_reported(self) -> int:
        """Of which something was reported."""
        return len({line.code for line in self.reported})


def whole_of(lines: Iterable[Line[Money]]) -> Against[Money]:
    """Everything together."""
    return Against("", tuple(lines))


def grouped(lines: Iterable[Line[Money]], groups: Mapping[str, Sequence[str]]) -> tuple[Against[Money], ...]:
    """By what each project belongs to (`groups`: code -> keys), in the order in which they come; a project that several
    share counts in full for each."""
    found: dict[str, list[Line[Money]]] = {}
    for line in lines:
        for key in groups.get(line.code, ()):
            found.setdefault(key, []).append(line)
    return tuple(Against(key, tuple(of_key)) for key, of_key in found.items())


def by_project(lines: Iterable[Line[Money]]) -> tuple[Against[Money], ...]:
    """One each."""
    told = tuple(lines)
    return grouped(told, {line.code: (line.code,) for line in told})


def late(lines: Iterable[Line[Money]], today: date) -> tuple[Against[Money], ...]:
    """The projects that had not spent all of the money of years that are over, those furthest behind first. Only what
    was reported counts: silence is not delay."""
    over = (line for line in lines if is_over(line.year, today) and line.spent is not None)
    behind = [each for each in by_project(over) if each.percent is not None and each.percent < 100]
    return tuple(sorted(behind, key=lambda each: each.percent or Decimal(0)))


def is_over(year: int, today: date) -> bool:
    """Whether a fiscal year (BE) has ended."""
    return today > date(year - BUDDHIST_ERA, *_LAST_DAY)


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    told = [amount for amount in amounts if amount is not None]
    return reduce(add, told) if told else None


def _satang(amount: int | Amount) -> int:
    return amount if isinstance(amount, int) else amount.satang
