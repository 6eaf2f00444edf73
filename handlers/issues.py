"""What are the strategic issues, or which one does a thing stand under?"""

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """All issues; of a project, tactic, goal or text its own."""
    question = inquiry.question
    own = inquiry.index.issues_of(question.about)
    rows = plan.issues(inquiry.session, own)
    parts: list[Part] = []
    if question.about:
        for code in question.about:
            issue = inquiry.index.issue_of(code)
            if issue and issue != code:
                parts.append(Text(inquiry.say("issues.of", name=inquiry.name(code), issue=inquiry.name(issue))))
            elif issue:
                parts.append(Text(inquiry.say("issues.one", issue=inquiry.name(issue))))
    else:
        parts.append(Text(inquiry.say("issues.list", count=len(rows))))
        parts.append(Listing(tuple(Item(inquiry.name(r.code), "", r.code) for r in rows)))
    parts.append(inquiry.looked_up(inquiry.say("whole_plan")))
    return inquiry.answer(
        *parts, codes=[r.code for r in rows] if question.about or question.shape != "count" else [], value=count_value(len(rows), "รายการ") if not question.about else None,
        places=[r.place for r in rows], suggestions=inquiry.suggest("projects", "goals", "budget"),
    )  # fmt: skip
