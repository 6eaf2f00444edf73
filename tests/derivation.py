"""Can a stated figure come from what SQL returned: was it read, or computed from rows read for this very reply?"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

from tests.stated_figures import Stated

_CENT = Decimal("0.01")
_SATANG_IN_MILLION = 10**8
_HALF_STEP = _SATANG_IN_MILLION // 200
"""Amounts are shown with two decimals."""
_YEARS = (2, 3, 4)
"""Several years of the plan, or all."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Sources:
    """What SQL returned for one answer."""

    statements: tuple[Rows, ...]

    def amounts(self) -> frozenset[int]:
        """Satang that were read: columns of that name, and nothing else, are money. No budget set is nothing."""
        return frozenset(satang for rows in self.statements for satang in _money(rows))

    def targets(self) -> frozenset[Decimal]:
        """Targets of indicators that were read; the database keeps them as they are written."""
        read = (row["target"] for rows in self.statements for row in rows if row.get("target") is not None)
        return frozenset(Decimal(target) for target in read)

    def things(self) -> frozenset[Decimal]:
        """How many things there are, where they were counted."""
        return frozenset(Decimal(row["things"]) for rows in self.statements for row in rows if "things" in row)

    def sums(self) -> frozenset[int]:
        """What was read, and added up: the rows of a statement, years of a project, sums that were read one by one."""
        singles = [satang for rows in self.statements if len(rows) == 1 for satang in _money(rows)]
        whole = [sum(_money(rows)) for rows in self.statements if _money(rows)]
        of_projects = [sum(part) for rows in self.statements for years in _by_code(rows) for part in _parts(years)]
        sides = [sum(part) for part in _parts(sorted(set(singles))[:6])]
        return self.amounts() | frozenset(whole) | frozenset(of_projects) | frozenset(sides)

    def counts(self) -> frozenset[int]:
        """What an average may divide by: years, or as many things as a statement returned."""
        return frozenset((*_YEARS, *(len(rows) for rows in self.statements)))


def unexplained(stated: Iterable[Stated], sources: Sources) -> list[Stated]:
    """The figures that do not come from the rows: neither read nor added up, nor a difference or average of such; a
    percentage is that of two amounts that come from them, a target read, or how far two of those are apart."""
    figures = list(stated)
    if not figures:
        return []
    sums, counts = sorted(sources.sums()), sources.counts()
    money = {figure.number for figure in figures if figure.unit == "money"}
    shown = {number for number in money if _comes_from(number, sums, counts)}
    targets = sources.targets()
    apart = {abs(one - other) for one in targets for other in targets}
    percents = {*targets, *apart, *_percentages(shown), *_percentages(sources.things())}
    times = {_rounded(one / other) for one in shown for other in shown if other}
    by_unit = {"money": shown, "percent": percents, "times": times}
    return [f for f in figures if f.number not in by_unit[f.unit]]


def _comes_from(millions: Decimal, sums: list[int], counts: Iterable[int]) -> bool:
    """Is one of these sums shown so, or the average of one, or the difference of two? The sorted sums are searched for
    it: to work out each difference of hundreds of them takes long."""
    if millions != _rounded(millions):
        return False
    # What is shown so lies from half a step below it up to, but not including, half a step above it.
    least = int(millions * _SATANG_IN_MILLION) - _HALF_STEP
    end = least + 2 * _HALF_STEP
    if _any_in(sums, least, end) or any(_any_in(sums, least * count, end * count) for count in counts):
        return True
    return any(_any_in(sums, less + max(least, 1), less + end) for less in sums)


def _any_in(ordered: list[int], least: int, end: int) -> bool:
    at = bisect_left(ordered, least)
    return at < len(ordered) and ordered[at] < end


def _money(rows: Rows) -> list[int]:
    return [int(row["satang"] or 0) for row in rows if "satang" in row]


def _by_code(rows: Rows) -> Iterator[list[int]]:
    """The years of each project, where the rows are its budget cells."""
    cells = [row for row in rows if "code" in row and row.get("satang") is not None]
    for code in {row["code"] for row in cells}:
        yield [int(row["satang"]) for row in cells if row["code"] == code]


def _parts(amounts: list[int]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(amounts) + 1):
        yield from combinations(amounts, size)


def _percentages(amounts: Iterable[Decimal]) -> Iterator[Decimal]:
    """Shares of one amount shown in another, and changes from one to another; a reader can do the sum again."""
    for part, whole in ((a, b) for a in amounts for b in amounts if b):
        yield from (_rounded(part * 100 / whole), _rounded(abs(part - whole) * 100 / whole))


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)
