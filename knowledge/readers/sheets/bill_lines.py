"""Which lines of the budget bill are items, which are totals, and which names are one name spelt twice?"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

from knowledge.plan_document import Place, Remark
from knowledge.readers.sheets.amounts import millions
from knowledge.readers.sheets.grid import Row
from knowledge.readers.sheets.wording import pattern

_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\\s]")
_SHORTEST = 12
"""Letters of a name that may be another one's slip; in a short one a mark makes another word."""
_LEVELS = ("plan", "ministry", "unit", "name")


@dataclass(frozen=True)
class BillLine:
    """One row."""

    row: Row
    id: str
    plan: str
    ministry: str
    unit: str
    name: str
    """Of the output or project."""
    item: str
    year: int | None
    """BE; None of a total that names none."""
    satang: int | None
    quote: str
    kinds: tuple[str, ...] = ()
    """Of spending, from the widest."""
    volume: str = ""
    page: str = ""

    @property
    def place(self) -> Place:
        return Place(self.row.number, self.quote)

    @property
    def is_total_by_word(self) -> bool:
        return any(pattern("total").match(text) for text in (self.item, self.name, self.unit, self.plan) if text)

    def same_as(self, other: "BillLine") -> bool:
        """Whether all that is read of both is the same."""
        return replace(self, row=other.row, quote=other.quote) == other

    @property
    def levels(self) -> tuple[str, ...]:
        """Its names from the plan down; "" for one that is missing or says "total"."""
        names = (getattr(self, level) for level in _LEVELS)
        return tuple("" if pattern("total").match(name) else name for name in names)


def without_totals(lines: list[BillLine], sheet: str) -> tuple[list[BillLine], list[Remark]]:
    """The items, and what is said of the totals, known by a word, or by what the rows under their name add up to."""
    said = [line for line in lines if line.is_total_by_word]
    nameless = [line for line in lines if not line.is_total_by_word and _names_no_item(line)]
    left = {line.row.number for line in (*said, *nameless)}
    items = [line for line in lines if line.row.number not in left]
    sums = _Sums(items)
    remarks = [_of_total(line, sums, sheet) for line in said]
    for line in nameless:
        satang, rows = sums.of(line)
        if rows > 1 and satang == line.satang:
            remarks.append(Remark("total_agrees", line.row.number, _called(line), millions(satang), sheet=sheet))
        else:
            items.append(line)
            remarks += [Remark("no_item", line.row.number, _called(line), sheet=sheet)] * (line.satang is not None)
    return sorted(items, key=lambda line: line.row.number), remarks


def _names_no_item(line: BillLine) -> bool:
    return not line.item or line.item in (line.name, line.unit, line.plan, line.ministry)


def _called(line: BillLine) -> str:
    return line.item or line.name or line.unit or line.plan


def _of_total(line: BillLine, sums: "_Sums", sheet: str) -> Remark:
    satang, _ = sums.of(line)
    if line.satang is None:
        return Remark("total_unread", line.row.number, _called(line), sheet=sheet)
    kind = "total_agrees" if satang == line.satang else "total_differs"
    return Remark(kind, line.row.number, _called(line), millions(line.satang), millions(satang), sheet)


class _Sums:
    """What the items under any names add up to, each set of names added up once."""

    def __init__(self, items: list[BillLine]) -> None:
        self._items = items
        self._by_mask: dict[tuple[bool, ...], dict[tuple[object, ...], tuple[int, int]]] = {}

    def of(self, line: BillLine) -> tuple[int, int]:
        """Satang and rows of the items that stand under all names of this line, in its year."""
        names = (*line.levels, line.year)
        mask = tuple(bool(name) for name in names)
        if mask not in self._by_mask:
            found: defaultdict[tuple[object, ...], tuple[int, int]] = defaultdict(lambda: (0, 0))
            for item in self._items:
                key = tuple(name for name, asked in zip((*item.levels, item.year), mask, strict=True) if asked)
                satang, rows = found[key]
                found[key] = satang + (item.satang or 0), rows + 1
            self._by_mask[mask] = dict(found)
        return self._by_mask[mask].get(tuple(name for name in names if name), (0, 0))


def by_spelling(lines: list[BillLine], remarks: list[Remark], sheet: str) -> list[BillLine]:
    """The lines with one spelling of names that differ in marks alone, which scanning loses: the one met most."""
    for level in _LEVELS:
        counts = Counter(getattr(line, level) for line in lines)
        usual: dict[str, str] = {}
        for name, _ in counts.most_common():
            usual.setdefault(_bare(name), name)
        told: set[str] = set()
        mended = []
        for line in lines:
            name = getattr(line, level)
            right = usual[_bare(name)]
            if name != right and name not in told:
                told.add(name)
                remarks.append(Remark("spelt_otherwise", line.row.number, name, right, sheet=sheet))
            mended.append(line if name == right else _respelt(line, level, right))
        lines = mended
    return lines


def _respelt(line: BillLine, level: str, right: str) -> BillLine:
    changed: dict[str, Any] = {level: right}
    return replace(line, **changed)


def _bare(name: str) -> str:
    bare = _MARKS.sub("", name)
    return bare if len(bare) >= _SHORTEST else name
