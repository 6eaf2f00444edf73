"""What are the goals?"""

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """The goals of an issue or the plan with their indicators; or the goal that something stands under."""
    question = inquiry.question
    rows = plan.goals(inquiry.session, _codes(inquiry))
    if not rows:
        return inquiry.answer(Text(inquiry.say("unknown.nothing")), status="unknown")
    under = plan.indicators(inquiry.session, [r.code for r in rows])
    parts: list[Part] = []
    codes = [r.code for r in rows]
    if question.parent or any(inquiry.index.entities[c].kind == "indicator" for c in question.about):
        for code in question.about:
            goal = next((r.code for r in rows if r.code in inquiry.index.entities[code].parents), rows[0].code)
            parts.append(Text(inquiry.say("goals.of", name=inquiry.name(code), goal=inquiry.name(goal))))
        codes = [*codes, *question.about]
    else:
        scope = (
            inquiry.words.join([inquiry.name(c) for c in question.about], limit=3)
            if question.about
            else inquiry.say("projects.in_plan")
        )
        if not all(inquiry.index.entities[c].kind == "goal" for c in question.about) or not question.about:
            parts.append(Text(inquiry.say("goals.list", scope=scope, count=len(rows))))
        few = len(rows) <= 4
        items = []
        for r in rows:
            names = [f"{inquiry.shown(i.code)}" for i in under if i.goal == r.code]
            items.append(
                Item(
                    inquiry.name(r.code), inquiry.say("goals.indicator", names=" / ".join(names)) if few else "", r.code
                )
            )
        parts.append(Listing(tuple(items)))
    parts.append(
        inquiry.looked_up(
            inquiry.words.join([inquiry.name(c) for c in question.about], limit=3) or inquiry.say("whole_plan")
        )
    )
    if question.targets:
        codes += [i.code for i in under]
    return inquiry.answer(
        *parts, codes=codes, value=count_value(len(rows), "รายการ") if question.shape == "count" else None,
        places=[r.place for r in rows] + [i.place for i in under], suggestions=inquiry.suggest("indicators", "projects"),
    )  # fmt: skip


def _codes(inquiry: Inquiry) -> list[str]:
    """What the goals are looked for under: a project or tactic by its issue."""
    entities = inquiry.index.entities
    codes = [
        c if entities[c].kind in ("issue", "goal", "indicator") else inquiry.index.issue_of(c)
        for c in inquiry.question.about
    ]
    if inquiry.question.parent:
        return [entities[c].parents[0] if entities[c].kind == "indicator" else c for c in codes]
    return codes
