"""Where does the money come from, and which years does the plan cover?"""

from decimal import Decimal

from handlers.answer import Answer, Text, Value
from handlers.inquiry import Inquiry
from knowledge import plan


def funding(inquiry: Inquiry) -> Answer:
    """The funding source of the projects meant."""
    projects = plan.projects(inquiry.session, inquiry.question)
    sources = list(dict.fromkeys(p.funding for p in projects))
    text = inquiry.say("funding.all", name=inquiry.subject(), funding=inquiry.words.join(sources))
    return inquiry.answer(
        Text(text), inquiry.looked_up(inquiry.subject()), codes=inquiry.question.about, places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget", "agencies", "whole"),
    )  # fmt: skip


def period(inquiry: Inquiry) -> Answer:
    """The plan's years."""
    years = inquiry.index.years
    text = inquiry.say("period.text", count=len(years), years=inquiry.list_years(years))
    issues = plan.goals(inquiry.session)[:1]
    return inquiry.answer(
        Text(text), inquiry.looked_up(inquiry.say("whole_plan")), value=Value(Decimal(len(years)), "ปี"), places=[t.place for t in issues],
        suggestions=inquiry.suggest("whole", "issues", "by_year"),
    )  # fmt: skip
