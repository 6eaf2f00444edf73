"""What are the tactics, or which one does a project stand under?"""

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """The tactics of an issue or the plan; of a project its own."""
    question = inquiry.question
    entities = inquiry.index.entities
    projects = [c for c in question.about if entities[c].kind == "project"]
    codes = [
        c if entities[c].kind in ("issue", "tactic", "project") else inquiry.index.issue_of(c) for c in question.about
    ]
    rows = plan.tactics(inquiry.session, codes)
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    parts: list[Part] = []
    if projects:
        parts += [
            Text(inquiry.say("tactics.of", name=inquiry.name(c), tactic=inquiry.name(entities[c].parents[0])))
            for c in projects
        ]
    else:
        scope = (
            inquiry.words.join([inquiry.name(c) for c in question.about], limit=3)
            if question.about
            else inquiry.say("projects.in_plan")
        )
        parts.append(Text(inquiry.say("tactics.list", scope=scope, count=len(rows))))
        parts.append(Listing(tuple(Item(inquiry.name(r.code), "", r.code) for r in rows)))
    parts.append(
        inquiry.looked_up(
            inquiry.words.join([inquiry.name(c) for c in question.about], limit=3) or inquiry.say("whole_plan")
        )
    )
    return inquiry.answer(
        *parts, codes=[*(r.code for r in rows), *projects], value=count_value(len(rows), "รายการ") if question.shape == "count" else None,
        places=[r.place for r in rows], suggestions=inquiry.suggest("projects", "goals", "budget"),
    )  # fmt: skip
