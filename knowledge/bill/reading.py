"""What is asked of a bill: which lines, in what form? A message is read where every word of it is accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.bill.asked import Asked, Axis, Form, Lines
from knowledge.bill.before import NARROWS, told_before
from knowledge.bill.book import Book, loosely
from knowledge.bill.marks import Mark
from knowledge.bill.narrowing import head_of, headed, lines_of, values_of, within
from knowledge.bill.said import Said, take_in
from knowledge.bill.shares import share_of
from knowledge.bill.side_by_side import both_named
from knowledge.bill.unused import unused
from knowledge.bill.words import looked_up
from knowledge.index import Index
from knowledge.question import Question, Turn

_SIDES = ("units", "kinds", "called")
"""What several of may be set side by side."""
_LIST = ("what", "order_word", "which_one", "rank_word", "rank_upward", "by_each")


@dataclass(frozen=True)
class Found:
    """What was read."""

    asked: Asked | None
    """None where words are left."""
    left: tuple[str, ...] = ()
    """Words that mean nothing here."""
    of_lines: bool = False
    """It is about lines, whatever is left of it: it names a kind of spending or an item, or asks for the page."""
    unused: tuple[str, ...] = ()
    """Words that the item which was named does not have."""
    regions: tuple[str, ...] = ()
    """Parts of the country that were named, whose provinces no bill tells."""


def read(index: Index, raw: str, history: Sequence[Turn] = ()) -> Found | None:
    """What a message asks of the lines; None where it asks nothing of them."""
    book = index.bill
    if book is None:
        return None
    said = take_in(index, book, raw)
    if regions := values_of(said.marks, "regions"):
        return Found(None, of_lines=True, regions=regions)
    if said.years.outside(index.years) or said.years.relative or said.of("elsewhere") or said.asks_beyond:
        return Found(None)
    found = _read_whole(index, book, said, history)
    if found is None or found.asked is None or found.unused:
        sides = both_named(index, book, said)
        return Found(sides, of_lines=True) if sides else found
    return found


def _read_whole(index: Index, book: Book, said: Said, history: Sequence[Turn]) -> Found | None:
    """What all of the words ask together."""
    before, axis = told_before(book, said, history), _axis(said)
    of_lines = any(said.of(what) for what in ("kinds", "items", "pages"))
    lines = within(book, lines_of(said.marks, said.years.inside(index.years)))
    if said.has("only") and axis and axis.axis != "unit" and not lines.units:
        lines = replace(lines, heads=next((mark.values[0] for mark in said.axes if mark.values), ""))
    found = looked_up(book, said.runs, lines if lines.units else headed(lines, axis))
    of_lines = of_lines or (axis is not None and axis.axis == "unit" and axis.way in ("which", "count"))
    if found.left:
        return Found(None, found.left, of_lines)
    named = within(book, replace(found.lines, heads=lines.heads))
    if before is not None and not axis and _is_part(book, said, named, before):
        named = within(book, replace(named, units=before.of.units))
    asked = _asked(said, named, before)
    if asked and (heard := unused(book, said, asked, before)):
        return Found(None, heard, of_lines=True)
    return Found(asked, (), of_lines, found.unused) if asked or of_lines else None


def is_english(text: str) -> bool:
    """Whether a message is in Latin letters."""
    return text.isascii() and any(sign.isalpha() for sign in text)


def question_of(asked: Asked) -> Question:
    """The question that says it."""
    agencies = tuple(dict.fromkeys(unit for side in asked.sides for unit in side.units))
    ranks = asked.form == "rank"
    by = {"unit": "agency", "project": "project"}.get(asked.by) if ranks else None
    return Question(
        "bill",
        "rank" if ranks else "count" if asked.form == "count" else "value",
        agencies=agencies,
        years=asked.of.years,
        by=by,  # type: ignore[arg-type]  # agency and project are both
        lines=asked.written(),
    )


# --- The form.


def _asked(said: Said, lines: Lines, before: Asked | None) -> Asked | None:
    axis = _axis(said)
    if before is not None and len(before.sides) > 1 and lines.is_all and said.has("this", "both", "compare"):
        return replace(before, form="sides", differ=said.has("compare", "more_than", "less_than"))
    if (
        before is not None
        and before.form == "rank"
        and (place := _next_place(said, before))
        and _says_again(lines, before)
    ):
        return replace(before, place=place, top=1)
    if before is not None and before.form == "rank" and before.base and _ranks_again(said, lines, before):
        return replace(before, down=not said.has("least"), place=1)
    if before is not None and said.has("share") and lines.narrows == ("units",) and set(before.of.narrows) - {"units"}:
        return replace(before, sides=(before.of,), form="share", base=lines)
    axis = axis or _axis_again(said, lines, before)
    if before is not None and _goes_on(said, lines):
        lines = _merged(lines, before, said)
    elif lines.is_all and not axis and not (said.of("whole") or said.has("total")):
        return None
    if axis and axis.axis == "unit" and len(lines.units) == 1 and _names_part(said, lines):
        return None  # who gets more than one that is named
    if said.denied_from is not None and not said.amounts.conditions and not said.denied_axes:
        return _denied(said, lines, axis)
    asked = (
        share_of(said, lines, axis)
        or _against(said, lines)
        or _ranked(said, lines, axis)
        or _grouped(said, lines, axis)
        or _sides(said, lines)
        or Asked((lines if lines.units else headed(lines, axis),))
    )
    claim = said.amounts.claim or 0
    return replace(asked, claim=claim, pages=bool(said.of("pages")))


def _says_again(lines: Lines, before: Asked) -> bool:
    """Whether nothing is named but what the chat is about."""
    return all(getattr(lines, name) == getattr(before.of, name) for name in lines.narrows)


def _next_place(said: Said, before: Asked) -> int:
    """ "รองลงมา", "อันดับสอง" behind a ranking; 0 where none is asked for."""
    named = next((mark.number for mark in said.of("axis") if mark.way == "place"), 0)
    return named or (before.place + 1 if said.has("runner_up") else 0)


def _ranks_again(said: Said, lines: Lines, before: Asked) -> bool:
    return _says_again(lines, before) and said.has("most", "least") and not _axis(said)


def _axis_again(said: Said, lines: Lines, before: Asked | None) -> Mark | None:
    """ "แล้วมากที่สุดล่ะ" behind a ranking is one of the same things."""
    again = before is not None and before.form == "rank" and _says_again(lines, before) and said.has("most", "least")
    heads = tuple(filter(None, (before.of.heads,))) if before else ()
    return Mark(0, 0, "axis", heads, before.by) if before and again else None


def _axis(said: Said) -> Mark | None:
    """By what lines are grouped: the mark that asks most; of kinds of units that stand side by side, all units."""
    order = ("count", "which", "each", "places", "per", "", "place")
    marks = sorted(said.axes, key=lambda mark: order.index(mark.way))
    if marks and len({mark.values for mark in marks if mark.axis == "unit"}) > 1:
        marks = [replace(mark, values=()) if mark.axis == "unit" else mark for mark in marks]
    if marks and marks[0].way == "places" and not marks[0].axis:
        named = next((mark for mark in marks if mark.axis), None)
        return replace(marks[0], axis=named.axis, values=named.values) if named else marks[0]
    return marks[0] if marks else None


def _goes_on(said: Said, lines: Lines) -> bool:
    """Whether a message leaves out what it is about: it has a word for going on, or names nothing."""
    if said.of("whole") and not said.has("also", "share"):
        return False
    return lines.is_all or (said.has("also", "this") and len(lines.narrows) == 1) or _names_part(said, lines)


def _is_part(book: Book, said: Said, lines: Lines, before: Asked) -> bool:
    """ "ท่องเที่ยวเท่าไร" behind a province: a kind, or a topic that it has as well, is asked of it."""
    own = {code for code, unit in book.units.items() if unit in before.of.units}
    if not own or said.of("whole") or said.has("share", "compare") or lines.years or len(lines.narrows) != 1:
        return False
    near = {loosely(name) for name in lines.called}
    has_project = any(loosely(book.called[code]) in near for code in own)
    return bool(lines.kinds or own & book.with_topics(lines.topics)) or has_project


def _names_part(said: Said, lines: Lines) -> bool:
    """ "มากกว่าศรีสะเกษเท่าไร": a side is left out."""
    return said.has("more_than", "less_than", "compare") and len(lines.units) == 1 and not said.amounts.conditions


def _merged(lines: Lines, before: Asked, said: Said) -> Lines:
    """The set of the chat with what is said now in the place of what it had of that."""
    old = before.of
    if _names_part(said, lines) and old.units and not lines.kinds:
        return replace(old, units=(*old.units[:1], *lines.units), years=lines.years or old.years)
    told: dict[str, Any] = {name: getattr(lines, name) for name in lines.narrows}
    axis = _axis(said)
    widens = said.of("all_of_it") or (axis and axis.axis == "project" and said.has("most", "least"))
    if (old.units and widens) or {"called", "topics", "items", "codes"} & told.keys():
        old = replace(old, called=(), topics=(), items=(), codes=(), words=())
    if "units" in told and old.codes:
        old = replace(old, codes=())
    if {"kinds", "words"} & told.keys():
        old = replace(old, kinds=(), words=(), items=())
    return replace(old, **told, years=lines.years or old.years, but=None)


def _ranked(said: Said, lines: Lines, axis: Mark | None) -> Asked | None:
    """The largest or smallest of them."""
    places = any(mark.way in ("places", "place") and mark.number for mark in said.axes)
    if not said.has("most", "least", "runner_up") and not places:
        return None
    by: Axis = (axis.axis if axis else "") or _usual_axis(lines)
    named = next((mark.number for mark in said.of("axis") if mark.way == "place"), 0)
    place = named or (2 if said.has("runner_up") else 1)
    top = axis.number if axis and axis.way == "places" else 1 if place > 1 else 0
    lines = headed(lines, axis)
    if not (axis and axis.axis) and lines.units and said.has("verify", "yes_no"):
        by = "unit"
    if by == "unit" and len(lines.units) == 1:
        lines = replace(lines, units=(), heads=head_of(lines.units[0]) if not lines.heads else lines.heads)
    return Asked((lines,), "rank", by, down=not said.has("least"), top=top, place=place)


def _usual_axis(lines: Lines) -> Axis:
    return "item" if lines.kinds or lines.called or lines.codes or lines.words else "project"


def _grouped(said: Said, lines: Lines, axis: Mark | None) -> Asked | None:
    """Counts, means, lists of things by their sums."""
    if said.has("average"):
        return Asked((headed(lines, axis),), "average", (axis.axis if axis else "") or "project")
    if axis is None or not axis.axis:
        if said.has("count_item", "count_project"):
            return Asked((lines,), "count", "project" if said.has("count_project") else "item")
        if said.of("whose") or said.has("who", "responsible"):
            return Asked((lines,), "list", "unit")
        lists = said.has(*_LIST) and not said.has("how_much") and not (said.text.isascii() and said.has("budget"))
        return Asked((lines,), "list", _parts_of(lines)) if lists else None
    form: Form = "count" if axis.way == "count" else "list"
    condition = next(iter(said.amounts.conditions), None)
    told: dict[str, Any] = (
        {"op": condition.op, "bound": condition.number, "upper": condition.upper} if condition else {}
    )
    asks = axis.way in ("count", "which", "each") or condition or said.has(*_LIST, "count", "yes_no")
    if not asks:
        return None
    return Asked((headed(lines, axis),), form, axis.axis, **told)


def _parts_of(lines: Lines) -> Axis:
    """What is listed where it is not said: "มีอะไรบ้าง"."""
    if lines.kinds or lines.called or lines.codes or lines.words or lines.items:
        return "item"
    return "project"


def _against(said: Said, lines: Lines) -> Asked | None:
    """Several that are compared; a bound compares each with a figure."""
    compares = said.has("compare", "more_than", "less_than") and not said.amounts.conditions
    return _sides(said, lines) if compares else None


def _sides(said: Said, lines: Lines) -> Asked | None:
    """Several of one kind, each with its sum: "ขอนแก่นกับอุดรธานี"."""
    for what in (*_SIDES, "topics"):
        values = getattr(lines, what)
        if len(values) > 1 and not any(set(values) <= set(mark.values) for mark in said.of(what)):
            apart: list[dict[str, Any]] = [{what: (value,)} for value in values]
            sides = tuple(replace(lines, **each) for each in apart)
            differ = said.has("compare", "more_than", "less_than") and len(values) == 2
            return Asked(sides, "sides", differ=differ)
    return None


def _denied(said: Said, lines: Lines, axis: Mark | None) -> Asked | None:
    """What is said behind a negation is left out; whole units that have none of it are asked for as such."""
    at = said.denied_from
    if at is None or any(not run.says_nothing for run in said.runs):
        return None
    named = [mark for mark in said.marks[at:] if mark.what in NARROWS]
    if not named:
        return None
    denied = [mark for mark in named if mark.what == named[0].what]
    off = lines_of(denied, ())
    kept = lines_of([mark for mark in said.marks if mark not in denied], lines.years)
    if axis and axis.axis == "unit" and said.has("not") and not off.is_all:
        return Asked((headed(off, axis),), "lack", "unit")
    asked = _ranked(said, kept, axis) or _grouped(said, kept, axis) or Asked((kept,))
    return replace(asked, sides=(replace(asked.of, but=off),))
