"""Is this row of a budget table a project, or does it only add up the rows above it?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.plan_document import Budget
from knowledge.readers.companion import without_spaces
from knowledge.readers.figures import NotAFigureError, satang
from knowledge.readers.heads import Head
from knowledge.readers.lines import Line, pattern

Sums = Counter[int]
"""Fiscal year -> satang."""


@dataclass
class Above:
    """The sums of the rows above, of which a row of totals restates one."""

    plan: Sums = field(default_factory=Counter)
    """Of all issues so far, this one included."""
    issue: Sums = field(default_factory=Counter)
    tactic: Sums = field(default_factory=Counter)
    since_total: Sums = field(default_factory=Counter)
    """Of the rows behind the last row of totals."""

    def add(self, budgets: tuple[Budget, ...]) -> None:
        for sums in (self.plan, self.issue, self.tactic, self.since_total):
            sums.update({budget.year: budget.satang or 0 for budget in budgets})

    def restated(self, said: Mapping[int, int], whole: int | None) -> bool:
        """Whether these yearly sums, or this sum of all years, are those of some rows above."""
        for sums in (self.since_total, self.tactic, self.issue, self.plan):
            if any(sums.values()) and (_same(sums, said) if said else sums.total() == whole):
                return True
        return False


def is_total(line: Line, head: Head, unit: int, above: Above) -> bool:
    """Whether a row is one of totals: by its word alone, or by what it adds up and its sum.

    "รวม" is one in any case; "รวมกลยุทธ์ที่ 1" is one where it restates the rows above; "รวมใจสร้างฝาย" is a project.
    """
    said = _label(line)
    if pattern("total_row").match(said):
        return True
    return bool(pattern("total_of").match(said)) and restates(line, head, unit, above)


def restates(line: Line, head: Head, unit: int, above: Above) -> bool:
    """Whether the figures of a row are the sums of rows above it."""
    try:
        yearly = {year: satang(line.cells[place], unit) for year, place in zip(head.years, head.places, strict=True)}
        whole = satang(line.cells[head.total], unit) if head.total is not None else None
    except NotAFigureError:
        return False
    return above.restated({year: amount for year, amount in yearly.items() if amount is not None}, whole)


def _label(line: Line) -> str:
    """What a row is called, spaces left out: its project, or its first cell where that is all there is."""
    return without_spaces(next((cell for cell in (line.cells[1], line.cells[0], line.cells[2]) if cell), ""))


def _same(sums: Mapping[int, int], said: Mapping[int, int]) -> bool:
    return all(sums.get(year, 0) == said.get(year, 0) for year in {*sums, *said})
