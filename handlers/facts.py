"""Where does the money come from, and which years does the plan cover?"""

from decimal import Decimal

from handlers.answer import Answer, Text, Value
from handlers.inquiry import Inquiry
from knowledge import plan


def funding(inquiry: Inquiry) -> Answer:
    """The funding source of the projects meant."""
    projects = plan.projects(inquiry.session, inquiry.question)
    sources = inquiry.words.join(list(dict.fromkeys(p.funding for p in projects)))
    return inquiry.answer(
        Text(inquiry.say("funding.all", name=inquiry.subject(), funding=sources)),
        looked_up=inquiry.subject(),
        codes=inquiry.question.about,
        places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget", "agencies", "whole"),
    )


def period(inquiry: Inquiry) -> Answer:
    """The plan's years, which stand at the head of the first table."""
    years = inquiry.index.years
    first_goal = plan.goals(inquiry.session)[:1]
    return inquiry.answer(
        Text(inquiry.say("period.text", count=len(years), years=inquiry.list_years(years))),
        looked_up=inquiry.say("whole_plan"),
        value=Value(Decimal(len(years)), "ปี"),
        places=[goal.place for goal in first_goal],
        suggestions=inquiry.suggest("whole", "issues", "by_year"),
    )
