"""How is success measured, and what is the target?"""

from collections.abc import Sequence

from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.plan import IndicatorRow


def answer(inquiry: Inquiry) -> Answer:
    """The indicators of a goal, an issue or the plan with their targets; or one indicator."""
    rows = plan.indicators(inquiry.session, inquiry.under("issue", "goal", "indicator"))
    if any(c.field == "target" for c in inquiry.question.where):
        rows = tuple(r for r in rows if r.target is None)
        return _listed(inquiry, rows, inquiry.say("indicators.without_target", count=len(rows)))
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    if len(rows) == 1 and inquiry.question.shape != "count":
        return _one(inquiry, rows[0])
    return _listed(inquiry, rows, inquiry.say("indicators.list", scope=inquiry.scope(), count=len(rows)))


def _one(inquiry: Inquiry, row: IndicatorRow) -> Answer:
    """One indicator: its target first."""
    name = inquiry.name(row.code)
    goals = plan.goals(inquiry.session, [row.goal])
    parts: list[Part] = [_target(inquiry, row), Text(name)]
    if row.target is None and row.target_text:
        parts.append(Text(inquiry.say("indicators.no_target")))
    return inquiry.answer(
        *parts,
        Text(inquiry.say("indicators.under", goal=inquiry.name(row.goal))),
        looked_up=name,
        codes=[row.goal, row.code] if inquiry.question.parent else [row.code],
        value=_value(row),
        places=[row.place, *(g.place for g in goals)],
        suggestions=inquiry.suggest("indicators", "goals", "projects"),
    )


def _target(inquiry: Inquiry, row: IndicatorRow) -> Part:
    told = _target_text(inquiry, row)
    return Figure(f"{row.target:,}", "%", told) if _is_percent(row) else Text(told)


def _value(row: IndicatorRow) -> Value | None:
    if row.target is None:
        return None
    return Value(row.target, "ร้อยละ" if _is_percent(row) else "รายการ")


def _is_percent(row: IndicatorRow) -> bool:
    return row.target is not None and row.target_unit == "ร้อยละ"


def _target_text(inquiry: Inquiry, row: IndicatorRow) -> str:
    """The target in the plan's words, or that it sets none."""
    if not row.target_text:
        return inquiry.say("indicators.no_target")
    return inquiry.say("indicators.target", target=row.target_text)


def _listed(inquiry: Inquiry, rows: Sequence[IndicatorRow], told: str) -> Answer:
    return inquiry.answer(
        Text(told),
        Listing(tuple(Item(inquiry.name(r.code), _target_text(inquiry, r), r.code) for r in rows)),
        looked_up=told,
        codes=[r.code for r in rows],
        value=inquiry.count(len(rows), "รายการ"),
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("goals", "projects"),
    )
