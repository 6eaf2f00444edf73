"""What are the strategic issues, or which one does a thing stand under?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan
from knowledge.plan import Thing


def answer(inquiry: Inquiry) -> Answer:
    """All issues; of a project, tactic, goal or text its own."""
    about = inquiry.question.about
    rows = plan.issues(inquiry.session, inquiry.index.issues_of(about))
    return inquiry.answer(
        *(_own(inquiry) if about else _all(inquiry, rows)),
        looked_up=inquiry.say("whole_plan"),
        codes=[r.code for r in rows] if about or inquiry.question.shape != "count" else [],
        value=None if about else count_value(len(rows), "รายการ"),
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("projects", "goals", "budget"),
    )


def _all(inquiry: Inquiry, rows: Sequence[Thing]) -> list[Part]:
    items = tuple(Item(inquiry.name(r.code), "", r.code) for r in rows)
    return [Text(inquiry.say("issues.list", count=len(rows))), Listing(items)]


def _own(inquiry: Inquiry) -> list[Part]:
    """The issue of each thing named; section 8 has none."""
    issues = {code: inquiry.index.issue_of(code) for code in inquiry.question.about}
    return [
        Text(
            inquiry.name(issue)
            if issue == code
            else inquiry.say("issues.of", name=inquiry.name(code), issue=inquiry.name(issue))
        )
        for code, issue in issues.items()
        if issue
    ]
