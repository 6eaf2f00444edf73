"""Where does the money come from, and which years does the plan cover?"""

from collections import Counter
from decimal import Decimal

from handlers.answer import Answer, Text, Value
from handlers.funding_source import funding_source
from handlers.inquiry import Inquiry
from knowledge import plan


def funding(inquiry: Inquiry) -> Answer:
    """The funding source of the projects meant; of several, how many projects each has."""
    projects = plan.projects(inquiry.session, inquiry.question)
    counted = Counter(p.funding for p in projects)
    return inquiry.answer(
        Text(_of_one(inquiry, next(iter(counted))) if len(counted) == 1 else _of_several(inquiry, counted)),
        looked_up=inquiry.subject(),
        codes=inquiry.question.about,
        places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget", "agencies", "whole"),
    )


def _of_one(inquiry: Inquiry, funding: str) -> str:
    if not funding:
        return inquiry.say("funding.none", name=inquiry.subject())
    return inquiry.say(
        "funding.all", name=inquiry.subject(), source=funding_source(inquiry.say, funding), funding=funding
    )


def _of_several(inquiry: Inquiry, counted: Counter[str]) -> str:
    sources = [
        inquiry.say("funding.item", source=funding_source(inquiry.say, funding), count=n)
        for funding, n in counted.most_common()
    ]
    return inquiry.say("funding.several", name=inquiry.subject(), sources=inquiry.words.join(sources))


def period(inquiry: Inquiry) -> Answer:
    """The plan's years, which stand at the head of the first table."""
    years = inquiry.index.years
    first_goal = plan.goals(inquiry.session)[:1]
    return inquiry.answer(
        Text(inquiry.say("period.text", count=len(years), years=inquiry.dated(years))),
        looked_up=inquiry.say("whole_plan"),
        value=Value(Decimal(len(years)), "ปี"),
        places=[goal.place for goal in first_goal],
        suggestions=inquiry.suggest("whole", "issues", "by_year"),
    )
