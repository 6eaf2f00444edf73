"""What are the goals?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.plan import IndicatorRow, Thing

_FEW = 4
"""So many goals are told with their indicators."""


def answer(inquiry: Inquiry) -> Answer:
    """The goals of an issue or the plan with their indicators; or the goal that something stands under."""
    question = inquiry.question
    rows = plan.goals(inquiry.session, _codes(inquiry))
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    under = plan.indicators(inquiry.session, [r.code for r in rows])
    upward = question.parent or any(inquiry.kind(c) == "indicator" for c in question.about)
    codes = [r.code for r in rows] + (list(question.about) if upward else [])
    return inquiry.answer(
        *(_above(inquiry, rows) if upward else _listed(inquiry, rows, under)),
        looked_up=inquiry.names(question.about, limit=3) or inquiry.say("whole_plan"),
        codes=[*codes, *(i.code for i in under)] if question.targets else codes,
        value=inquiry.count(len(rows), "รายการ"),
        places=[*(r.place for r in rows), *(i.place for i in under)],
        suggestions=inquiry.suggest("indicators", "projects"),
    )


def _above(inquiry: Inquiry, rows: Sequence[Thing]) -> list[Part]:
    """The goal that each thing stands under."""
    goals = {r.code for r in rows}
    parts: list[Part] = []
    for code in inquiry.question.about:
        above = (c for c in inquiry.index.entities[code].parents if c in goals)
        goal = inquiry.name(next(above, rows[0].code))
        parts.append(Text(inquiry.say("goals.of", name=inquiry.name(code), goal=goal)))
    return parts


def _listed(inquiry: Inquiry, rows: Sequence[Thing], under: Sequence[IndicatorRow]) -> list[Part]:
    """The goals; if they are few, with their indicators."""
    items = []
    for row in rows:
        names = [inquiry.shown(i.code) for i in under if i.goal == row.code]
        detail = inquiry.say("goals.indicator", names=" / ".join(names)) if len(rows) <= _FEW else ""
        items.append(Item(inquiry.name(row.code), detail, row.code))
    about = inquiry.question.about
    if about and all(inquiry.kind(c) == "goal" for c in about):
        return [Listing(tuple(items))]
    return [Text(inquiry.say("goals.list", scope=inquiry.scope(), count=len(rows))), Listing(tuple(items))]


def _codes(inquiry: Inquiry) -> list[str]:
    """What the goals are looked for under; of an indicator whose goal is asked for, that goal."""
    codes = inquiry.under("issue", "goal", "indicator")
    if not inquiry.question.parent:
        return codes
    entities = inquiry.index.entities
    return [entities[c].parents[0] if c and inquiry.kind(c) == "indicator" else c for c in codes]
