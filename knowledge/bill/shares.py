"""What is a share of, when a message asks for one: of what is named, of all that one gets, of the whole bill?"""

from dataclasses import replace

from knowledge.bill.asked import PARTED, Asked, Lines
from knowledge.bill.before import NARROWS
from knowledge.bill.marks import Mark
from knowledge.bill.narrowing import headed, lines_of
from knowledge.bill.said import Said


def share_of(said: Said, lines: Lines, axis: Mark | None) -> Asked | None:
    if not said.has("share"):
        return None
    if (each := _share_of_each(said, lines, axis)) is not None:
        return each
    lines = lines if lines.units else headed(lines, axis)
    at = said.first("share") or 0
    behind = lines_of([mark for mark in said.marks[at:] if mark.what in NARROWS], lines.years)
    if said.of("whole") and behind.is_all:
        base = Lines(years=lines.years)
    elif not behind.is_all and _is_wider(behind, lines) and any(mark.what in NARROWS for mark in said.marks[:at]):
        base = behind
    else:
        base = _wider(lines)
    return Asked((lines,), "share", base=base)


def _share_of_each(said: Said, lines: Lines, axis: Mark | None) -> Asked | None:
    """ "จังหวัดไหนมีสัดส่วนงบลงทุนสูงที่สุด": the part is set against all that each of them gets. Of the whole bill nobody
    asks so: there the largest share is that of who gets most."""
    if axis is None or axis.axis not in PARTED or said.of("whole") or (axis.axis == "unit" and lines.units):
        return None
    of_each, ranks = headed(lines, axis), said.has("most", "least")
    base = Lines(units=of_each.units, heads=of_each.heads, years=of_each.years)
    if base.narrows == of_each.narrows or not (ranks or axis.way in ("which", "each", "places")):
        return None
    top = axis.number if axis.way == "places" else 0
    return Asked((of_each,), "rank" if ranks else "list", axis.axis, base=base, down=not said.has("least"), top=top)


def _is_wider(base: Lines, lines: Lines) -> bool:
    return set(base.narrows) < set(lines.narrows)


def _wider(lines: Lines) -> Lines:
    """What a part is usually compared with: all kinds of it, all projects of it, all who get money."""
    if lines.kinds or lines.words or lines.items:
        return replace(lines, kinds=(), words=(), items=())
    if lines.called or lines.topics or lines.codes:
        return replace(lines, called=(), topics=(), codes=()) if lines.units else Lines(years=lines.years)
    return Lines(years=lines.years)
