"""How is success measured, and what is the target?"""

from collections.abc import Sequence
from decimal import Decimal

from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, count_value
from knowledge import plan
from knowledge.plan import IndicatorRow


def answer(inquiry: Inquiry) -> Answer:
    """The indicators of a goal, an issue or the plan with their targets; or one indicator."""
    question = inquiry.question
    rows = plan.indicators(inquiry.session, _codes(inquiry))
    if any(c.field == "target" for c in question.where):
        rows = tuple(r for r in rows if r.target is None)
        return _listed(inquiry, rows, inquiry.say("indicators.without_target", count=len(rows)))
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    if len(rows) == 1:
        return _one(inquiry, rows[0])
    scope = (
        inquiry.words.join([inquiry.name(c) for c in question.about], limit=3)
        if question.about
        else inquiry.say("projects.in_plan")
    )
    return _listed(inquiry, rows, inquiry.say("indicators.list", scope=scope, count=len(rows)))


def _one(inquiry: Inquiry, row: IndicatorRow) -> Answer:
    """One indicator: its target first."""
    goal = inquiry.say("indicators.under", goal=inquiry.name(row.goal))
    name = inquiry.name(row.code)
    lead: Part = Text(
        inquiry.say("indicators.no_target")
        if not row.target_text
        else inquiry.say("indicators.target", target=row.target_text)
    )
    value = None
    if row.target is not None and row.target_unit == "ร้อยละ":
        lead = Figure(str(row.target), "%", inquiry.say("indicators.target", target=row.target_text))
        value = Value(Decimal(row.target), "ร้อยละ")
    elif row.target is not None:
        value = count_value(row.target, "รายการ")
    extra = [Text(inquiry.say("indicators.no_target"))] if row.target is None and row.target_text else []
    goals = plan.goals(inquiry.session, [row.goal])
    codes = (
        [row.goal, row.code]
        if inquiry.question.parent
        else [row.code, *(c for c in inquiry.question.about if c == row.goal)]
    )
    return inquiry.answer(
        lead, Text(name), *extra, Text(goal), inquiry.looked_up(name), codes=codes, value=value,
        places=[row.place, *(g.place for g in goals)], suggestions=inquiry.suggest("indicators", "goals", "projects"),
    )  # fmt: skip


def _listed(inquiry: Inquiry, rows: Sequence[IndicatorRow], lead: str) -> Answer:
    items = tuple(
        Item(
            inquiry.name(r.code),
            inquiry.say("indicators.target", target=r.target_text)
            if r.target_text
            else inquiry.say("indicators.no_target"),
            r.code,
        )
        for r in rows
    )
    counted = inquiry.question.shape == "count"
    codes = [r.code for r in rows] + [c for c in inquiry.question.about if inquiry.index.entities[c].kind == "goal"]
    return inquiry.answer(
        Text(lead), Listing(items), inquiry.looked_up(lead), codes=codes,
        value=count_value(len(rows), "รายการ") if counted else None, places=[r.place for r in rows], suggestions=inquiry.suggest("goals", "projects"),
    )  # fmt: skip


def _codes(inquiry: Inquiry) -> list[str]:
    """What the indicators are looked for under: a project or tactic by its issue."""
    entities = inquiry.index.entities
    return [
        c if entities[c].kind in ("issue", "goal", "indicator") else inquiry.index.issue_of(c)
        for c in inquiry.question.about
    ]
