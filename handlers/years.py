"""In which fiscal years is there a budget?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from handlers import figures
from handlers.answer import Answer, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry
from knowledge import budgets, plan
from knowledge.money import Amount, total
from knowledge.plan import ProjectRow

_FEW = 4
"""Projects named one by one are told one by one up to here."""


def answer(inquiry: Inquiry) -> Answer:
    """The years with a budget, and those without."""
    question = replace(inquiry.question, years=())
    inquiry = inquiry.with_(question)
    projects = plan.projects(inquiry.session, question)
    if not projects:
        return inquiry.answer(Text(inquiry.say("budget.none_at_all")), status="unknown")
    if 1 < len(projects) <= _FEW and len(question.about) == len(projects):
        return _several(inquiry, projects)
    funded = figures.by_year(inquiry, question)
    only = projects[0] if len(projects) == 1 else None
    return inquiry.answer(
        *_told(inquiry, funded, only),
        looked_up=inquiry.subject(),
        codes=inquiry.codes(),
        value=Value(Decimal(next(iter(funded))), "ปี") if len(funded) == 1 else None,
        agencies=(only and only.agencies) or question.agencies,
        years=list(funded) if len(funded) == 1 else (),
        places=[p.place for p in projects],
        unit_note=inquiry.needs_unit_note(question),
        suggestions=inquiry.suggest("budget", "agencies", "share"),
    )


def _told(inquiry: Inquiry, funded: Mapping[int, Amount], only: ProjectRow | None) -> list[Part]:
    """The years in words and figures; of one project the agency too."""
    parts: list[Part] = [
        Text(_sentence(inquiry, inquiry.subject(), list(funded))),
        figures.bars(inquiry, inquiry.index.years, funded),
    ]
    if only:
        parts.append(Text(inquiry.say("budget.agency", agencies=inquiry.agencies(only.agencies))))
    if funded:
        parts.append(Text(inquiry.sum_line(total(list(funded.values())), inquiry.index.years)))
    if inquiry.question.why:
        parts.append(Text(inquiry.say("budget.why")))
    return parts


def _sentence(inquiry: Inquiry, name: str, years: Sequence[int]) -> str:
    """ "ตั้งงบไว้ 3 ปี: 2555, 2556 และ 2557", and the years without a budget."""
    others = [y for y in inquiry.index.years if y not in years]
    key = "budget.funded_one" if len(years) == 1 else "budget.funded"
    text = inquiry.say(key, name=name, count=len(years), years=inquiry.list_years(years)).strip()
    if not others:
        return f"{text} ({inquiry.say('budget.every_year')})"
    return f"{text}\n{inquiry.say('budget.unfunded', years=inquiry.list_years(others))}"


def _several(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A few projects, each with its years."""
    return inquiry.answer(
        Listing(tuple(_item(inquiry, p.code) for p in projects)),
        looked_up=inquiry.subject(),
        codes=[p.code for p in projects],
        places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget", "agencies"),
    )


def _item(inquiry: Inquiry, code: str) -> Item:
    cells = budgets.cells_of(inquiry.session, replace(inquiry.question, about=(code,)))
    funded = {c.year: c.amount for c in cells if c.amount}
    amount = inquiry.say("money", amount=total(list(funded.values())))
    sentence = _sentence(inquiry, "", list(funded)).replace("\n", " · ")
    return Item(inquiry.shown(code), f"{amount} · {sentence}", code)
