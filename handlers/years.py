"""In which fiscal years is there a budget?"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from handlers import budget
from handlers.answer import Answer, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry
from knowledge import budgets, plan
from knowledge.money import Amount, total
from knowledge.plan import ProjectRow


def answer(inquiry: Inquiry) -> Answer:
    """The years with a budget, and those without."""
    question = replace(inquiry.question, years=())
    inquiry = inquiry.with_(question)
    projects = plan.projects(inquiry.session, question)
    if not projects:
        return inquiry.answer(Text(inquiry.say("budget.none_at_all")), status="unknown")
    if 1 < len(projects) <= 4 and len(question.about) == len(projects):
        return _several(inquiry, projects)
    sums = {int(s.key): s for s in budgets.sums_by(inquiry.session, question, "year")}
    funded = {y: s.amount for y, s in sums.items() if s.cells and s.amount}
    parts: list[Part] = [Text(_sentence(inquiry, inquiry.subject(), sorted(funded)))]
    parts.append(budget.bars(inquiry, [(y, funded.get(y)) for y in inquiry.index.years]))
    agencies: tuple[str, ...] = ()
    if len(projects) == 1:
        agencies = projects[0].agencies
        parts.append(Text(inquiry.say("budget.agency", agencies=inquiry.agencies(agencies))))
    if funded:
        parts.append(
            Text(
                inquiry.say(
                    "budget.sum_line", years=inquiry.years(inquiry.index.years), amount=total(list(funded.values()))
                )
            )
        )
    if inquiry.question.why:
        parts.append(Text(inquiry.say("budget.why")))
    parts.append(inquiry.looked_up(inquiry.subject()))
    codes = (
        question.about
        if question.about and not question.agencies and not question.where
        else [p.code for p in projects]
        if question.agencies or question.where
        else []
    )
    return inquiry.answer(
        *parts, codes=codes, value=_value(funded), agencies=agencies or question.agencies, places=[p.place for p in projects],
        unit_note=inquiry.needs_unit_note(question), suggestions=inquiry.suggest("budget", "agencies", "share"),
    )  # fmt: skip


def _value(funded: dict[int, Amount]) -> Value | None:
    return Value(Decimal(next(iter(funded))), "ปี") if len(funded) == 1 else None


def _sentence(inquiry: Inquiry, name: str, years: Sequence[int]) -> str:
    """ "ตั้งงบไว้ 3 ปี: 2555, 2556 และ 2557; ปีอื่นไม่ได้ตั้งงบ"."""
    others = [y for y in inquiry.index.years if y not in years]
    key = "budget.funded_one" if len(years) == 1 else "budget.funded"
    text = inquiry.say(key, name=name, count=len(years), years=inquiry.list_years(years))
    if not others:
        return f"{text} ({inquiry.say('budget.every_year')})"
    return f"{text}\n{inquiry.say('budget.unfunded', years=inquiry.list_years(others))}"


def _several(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A few projects, each with its years."""
    cells = budgets.cells_of(inquiry.session, inquiry.question)
    rows = []
    for p in projects:
        years = [c.year for c in cells if c.code == p.code and c.amount]
        amount = total([c.amount for c in cells if c.code == p.code and c.amount])
        detail = f"{inquiry.say('budget.item', amount=amount)} · {_sentence(inquiry, '', years).strip()}".replace(
            "\n", " · "
        )
        rows.append(Item(inquiry.shown(p.code), detail, p.code))
    return inquiry.answer(
        Listing(tuple(rows)), inquiry.looked_up(inquiry.subject()), codes=[p.code for p in projects], places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget", "agencies"),
    )  # fmt: skip
