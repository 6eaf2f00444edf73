"""Which years do the columns of a budget table stand for, and which column only adds them up?"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.readers.companion import without_spaces
from knowledge.readers.lines import pattern

FIRST = 3
"""The column of the first year: tactic, project and agency stand before it."""
LIKELY = 2550
"""A year of these decades, where a document writes years in two digits alone."""


@dataclass(frozen=True)
class Head:
    """The columns behind the agency."""

    years: tuple[int, ...]
    """Fiscal years (BE), ascending without a gap."""
    places: tuple[int, ...]
    """The column of each year."""
    total: int | None
    """The column of the row's sum; None where there is none."""
    funding: int | None
    """The column of the funding source; None where there is none."""


def head_of(upper: Sequence[str], lower: Sequence[str], around: int = LIKELY) -> Head | None:
    """The columns of a table by its head of two lines, or of one (`lower` is empty); None where they name no years.

    `around` is a year near those that are written in two digits.
    """
    columns = [_joined(upper, lower, place) for place in range(len(upper))]
    found = {place: year for place in range(FIRST, len(upper)) if (year := year_of(columns[place], around))}
    years = tuple(found.values())
    if not years or years != tuple(range(years[0], years[0] + len(years))) or any(lower[:FIRST]):
        return None
    others = [place for place in range(FIRST, len(upper)) if place not in found]
    total = next((place for place in others if is_total(columns[place])), None)
    rest = [place for place in others if place != total]
    if len(rest) > 1 or (lower and any(lower[place : place + 1] not in ([], [""]) for place in rest)):
        return None
    return Head(years, tuple(found), total, rest[0] if rest else None)


def year_of(cell: str, around: int = LIKELY) -> int | None:
    """The fiscal year that a cell names: '54, 2554, ปี 2554, พ.ศ. 2554; None for any other cell."""
    match = pattern("year").match(without_spaces(cell))
    if match is None:
        return None
    return int(match[2]) if match[2] else _near(int(match[1]), around)


def is_total(cell: str) -> bool:
    """Whether a column so called adds up the years."""
    return bool(pattern("total_column").match(without_spaces(cell)))


def _near(digits: int, around: int) -> int:
    """The year of these last two digits that lies nearest."""
    first = around - 50
    return first + (digits - first) % 100


def _joined(upper: Sequence[str], lower: Sequence[str], place: int) -> str:
    """What a column is called: in the lower line of the head, else in the upper one."""
    below = lower[place] if place < len(lower) else ""
    return below or upper[place]
