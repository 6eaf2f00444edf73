"""How long is each bar of a chart, in the unit of its drawing?"""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.readers.sheets.amounts import millions

LONGEST = 200
"""Units of the drawing, whatever its width on the screen."""


@dataclass(frozen=True)
class Bar:
    """One row of a chart, and of the table that says the same."""

    label: str
    text: str
    """The amount in millions of baht; "" where the plan sets none."""
    length: int
    href: str = ""


def bars_of(rows: Iterable[tuple[str, int | None, str]]) -> tuple[Bar, ...]:
    """Bars of (label, satang, link); the longest is LONGEST, and whatever is more than nothing can be seen."""
    found = tuple(rows)
    most = max((satang or 0 for _, satang, _ in found), default=0)
    return tuple(
        Bar(label, "" if satang is None else millions(satang), _length(satang or 0, most), href)
        for label, satang, href in found
    )


def _length(satang: int, most: int) -> int:
    return max(2, satang * LONGEST // most) if satang and most else 0
