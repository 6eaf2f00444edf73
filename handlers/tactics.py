"""What are the tactics, or which one does a project stand under?"""

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """The tactics of an issue or the plan; of a project its own."""
    question = inquiry.question
    rows = plan.tactics(inquiry.session, inquiry.under("issue", "tactic", "project"))
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    projects = [c for c in question.about if inquiry.kind(c) == "project"]
    parts: list[Part] = [Text(_of_project(inquiry, code)) for code in projects] or [
        Text(inquiry.say("tactics.list", scope=inquiry.scope(), count=len(rows))),
        Listing(tuple(Item(inquiry.name(r.code), "", r.code) for r in rows)),
    ]
    return inquiry.answer(
        *parts,
        looked_up=inquiry.names(question.about, limit=3) or inquiry.say("whole_plan"),
        codes=[*(r.code for r in rows), *projects],
        value=inquiry.count(len(rows), "รายการ"),
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("projects", "goals", "budget"),
    )


def _of_project(inquiry: Inquiry, code: str) -> str:
    tactic = inquiry.index.entities[code].parents[0]
    return inquiry.say("tactics.of", name=inquiry.name(code), tactic=inquiry.name(tactic))
