"""How is a value told: the figure first, what it is of, and what it is not?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answer import Bar, Bars, Figure, Item, Listing, Part, Text
from handlers.plan.facts import Facts
from knowledge.query import algebra as a
from knowledge.query import result as r
from knowledge.query.arithmetic import difference

_LONGEST_BARS = 12


def tell(facts: Facts, query: a.Tell, result: r.Result) -> list[Part]:
    """The figure; of a sum over all years the years beside it."""
    (figure,) = result.figures
    caption = facts.which(query.value.of) if isinstance(query.value, a.Number) else facts.what(query.value)
    if figure.number is None:
        return [Text(facts.say(_lacking(figure), what=caption))]
    told: list[Part] = [_drawn(facts, figure, _caption(facts, query.value, figure, caption))]
    if isinstance(query.value, a.Total) and tells_years(query.value):
        told += by_year(facts, query.value)
    return told + behind(facts, query.value)


def tells_years(value: a.Value) -> bool:
    """Whether the years stand beside it: those of a sum of money over all of them."""
    return isinstance(value, a.Total) and value.measure == a.Measure("amount")


def behind(facts: Facts, value: a.Value) -> list[Part]:
    """The figures that one of two was worked out from, so that a reader can do the sum again."""
    if isinstance(value, a.Share | a.Difference | a.Ratio):
        return [_sides(facts, value)]
    if isinstance(value, a.Change):
        return by_year(facts, a.Total(a.Measure("amount", years=_years(value)), value.of))
    return []


def by_year(facts: Facts, value: a.Value) -> list[Part]:
    """The years of a sum as bars; none where no year has any."""
    return bars(facts, facts.evaluate(a.Grouped(value, "year")).found)


def bars(facts: Facts, groups: Sequence[r.Found]) -> list[Part]:
    """Amounts of years side by side."""
    amounts = [group.figure.number or 0 if group.figure else 0 for group in groups]
    most = max(amounts, default=0)
    if not most or len(groups) > _LONGEST_BARS:
        return []
    drawn = [
        Bar(group.key, facts.number(group.figure), float(amount / most))
        for group, amount in zip(groups, amounts, strict=True)
        if group.figure
    ]
    return [Bars(facts.say("query.tell.years"), tuple(drawn))]


def compare(facts: Facts, query: a.Comparison, result: r.Result) -> list[Part]:
    """The largest gap, then each side."""
    items = [Item(facts.what(v), facts.figure(f)) for v, f in zip(query.values, result.figures, strict=True)]
    gap = widest(result.figures)
    if gap is None:
        lead: Part = Text(facts.say("query.compare.none"))
    elif not gap.number:
        lead = Text(facts.say("query.compare.equal"))
    else:
        lead = _drawn(facts, gap, _gap(facts, query.values, result.figures))
    return [lead, Listing(tuple(items))]


def _gap(facts: Facts, values: Sequence[a.Value], figures: Sequence[r.Figure]) -> str:
    """Which side is how the other is not: "ก มากกว่า ข"."""
    order = sorted(zip(values, figures, strict=True), key=lambda side: side[1].number or 0)
    more, less = facts.what(order[-1][0]), facts.what(order[0][0])
    return facts.say("query.compare.more", more=more, less=less)


def widest(figures: Sequence[r.Figure]) -> r.Figure | None:
    """The difference of the largest and the smallest; None where fewer than two have any."""
    numbers = [figure.number for figure in figures if figure.number is not None]
    if len(numbers) < 2 or len({figure.target_unit for figure in figures}) > 1:
        return None
    return r.Figure(difference(max(numbers), min(numbers), ""), figures[0].unit, figures[0].target_unit)


def _drawn(facts: Facts, figure: r.Figure, caption: str) -> Figure:
    magnitude = replace(figure, number=None if figure.number is None else abs(figure.number))
    return Figure(facts.number(magnitude), facts.unit(figure), caption)


def _caption(facts: Facts, value: a.Value, figure: r.Figure, what: str) -> str:
    """What the figure is of, and for a difference in which direction."""
    match value:
        case a.Difference():
            return _apart(facts, value, figure)
        case a.Change():
            told = "steady" if not figure.number else "rose" if figure.number > 0 else "fell"
            return facts.say(f"query.tell.{told}", of=facts.which(value.of), first=value.first, last=value.last)
        case a.Share():
            return facts.say("query.tell.share", part=facts.what(value.part), whole=facts.what(value.whole))
        case a.Ratio():
            return facts.say("query.tell.ratio", left=facts.what(value.left), right=facts.what(value.right))
    return facts.say("query.tell.money", what=what) if figure.unit == "satang" else what


def _apart(facts: Facts, value: a.Difference, figure: r.Figure) -> str:
    if not figure.number:
        return facts.say("query.compare.equal")
    more, less = (value.left, value.right) if figure.number > 0 else (value.right, value.left)
    return facts.say("query.compare.more", more=facts.what(more), less=facts.what(less))


def _lacking(figure: r.Figure) -> str:
    return {"satang": "query.tell.no_money", "target": "query.tell.no_target"}.get(figure.unit, "query.tell.no_figure")


def _sides(facts: Facts, value: a.Share | a.Difference | a.Ratio) -> Part:
    sides = (value.part, value.whole) if isinstance(value, a.Share) else (value.left, value.right)
    figures = [facts.evaluate(a.Tell(side)).figures[0] for side in sides]
    return Listing(tuple(Item(facts.what(s), facts.figure(f)) for s, f in zip(sides, figures, strict=True)))


def _years(change: a.Change) -> tuple[int, ...]:
    return tuple(sorted((change.first, change.last)))
