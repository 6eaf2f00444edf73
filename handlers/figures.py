"""How are figures set side by side: the years of one thing, or one line for each project?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.answer import Bar, Bars, Item
from handlers.inquiry import Inquiry
from knowledge import budgets
from knowledge.budgets import Sum
from knowledge.money import Amount
from knowledge.plan import ProjectRow
from knowledge.question import Question


def bars(inquiry: Inquiry, years: Sequence[int], funded: Mapping[int, Amount]) -> Bars:
    """The years side by side; "no budget set" where there is none."""
    most = max((funded[y].satang for y in years if y in funded), default=0) or 1
    drawn = [
        Bar(inquiry.year(y), str(funded[y]), funded[y].satang / most)
        if y in funded
        else Bar(inquiry.year(y), inquiry.say("no_budget"), 0.0)
        for y in years
    ]
    return Bars(inquiry.say("budget.bars"), tuple(drawn))


def by_year(inquiry: Inquiry, question: Question) -> dict[int, Amount]:
    """The sum of each year that has a budget."""
    return {int(s.key): s.amount for s in budgets.sums_by(inquiry.session, question, "year") if s.cells}


def project_items(inquiry: Inquiry, projects: Sequence[ProjectRow], question: Question) -> tuple[Item, ...]:
    """Projects with their sums and agencies."""
    sums = {s.key: s for s in budgets.sums_by(inquiry.session, question, "project")}
    return tuple(Item(inquiry.shown(p.code), detail(inquiry, sums.get(p.code), p.agencies), p.code) for p in projects)


def with_years(inquiry: Inquiry, items: Sequence[Item], question: Question) -> tuple[Item, ...]:
    """Items of projects, each with what it has a year besides its sum."""
    return tuple(
        replace(item, detail=" · ".join((item.detail, *_each_year(inquiry, replace(question, about=(item.code,))))))
        for item in items
    )


def _each_year(inquiry: Inquiry, question: Question) -> list[str]:
    """ "ปีละ 0.50 ล้านบาท ทั้ง 4 ปี" where the years are equal, else year by year; nothing beside a single year."""
    cells = budgets.cells_of(inquiry.session, question)
    funded = {c.year: c.amount for c in cells if c.amount}
    if not funded or len(cells) == 1:
        return []
    if len(funded) > 1 and len(set(funded.values())) == 1:
        return [inquiry.say("rank.yearly", amount=next(iter(funded.values())), years=inquiry.years(list(funded)))]
    return [inquiry.words.join([inquiry.say("projects.year", year=y, amount=a) for y, a in funded.items()])]


def detail(inquiry: Inquiry, summed: Sum | None, agencies: Sequence[str]) -> str:
    """ "5.00 ล้านบาท · สำนักงานจังหวัด"."""
    return f"{inquiry.money(summed.amount if summed else None)} · {inquiry.agencies(agencies)}"
