"""With which figure does an answer about money begin, and is the figure that the asker takes for granted right?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handlers.answer import Part, Text, Value
from handlers.inquiry import Inquiry, money_value
from knowledge.money import Amount, total


@dataclass(frozen=True)
class Lead:
    """The beginning of an answer."""

    parts: tuple[Part, ...]
    value: Value | None = None
    """The number asked for."""


def of_project(inquiry: Inquiry, budget: Mapping[int, Amount]) -> Lead:
    """Of the one project that the question names, by its funded years."""
    question, name = inquiry.question, inquiry.subject()
    funded = {y: amount for y, amount in budget.items() if not question.years or y in question.years}
    claim = _claim(inquiry, _right_amounts(inquiry, budget, funded), list(funded))
    if not funded:
        return Lead((*claim, *_unfunded(inquiry, name, list(budget))))
    whole = total(list(funded.values()))
    if question.shape == "average":
        return _average(inquiry, claim, whole, name)
    if question.yearly and len(question.years) != 1:
        return _yearly(inquiry, claim, funded, name)
    if question.shape == "exists" and not claim:
        return Lead(
            (Text(inquiry.say("budget.yes", name=name, years=inquiry.years(), amount=whole)),), money_value(whole)
        )
    return _whole(inquiry, claim, whole, name)


def of_group(inquiry: Inquiry, whole: Amount | None, years: Mapping[int, Amount], projects: int) -> Lead:
    """Of many projects: `whole` is their sum in the years asked for, `years` every year's."""
    question, name = inquiry.question, inquiry.subject()
    if whole is None:
        return Lead((Text(inquiry.say("budget.none", years=inquiry.years(), name=name)),))
    claim = _claim(inquiry, {whole.satang}, inquiry.index.years)
    sum_line = Text(inquiry.sum_line(whole))
    if question.shape == "average" and question.by == "project":
        mean = whole.over(projects)
        caption = inquiry.say("budget.average_project", name=name, count=projects)
        return Lead((*claim, inquiry.figure(mean, caption)), money_value(mean))
    if question.shape == "average":
        lead = _average(inquiry, claim, whole, name)
        return Lead((*lead.parts, sum_line), lead.value)
    if question.yearly and not question.years:
        lead = _yearly(inquiry, claim, years, name)
        return lead if lead.value else Lead((*lead.parts, sum_line))
    return _whole(inquiry, claim, whole, name)


def _claim(inquiry: Inquiry, true: Collection[int], funded: Sequence[int]) -> list[Part]:
    """Whether an amount that the asker takes for granted is the plan's; the amount itself is not repeated.

    "ได้ปีละ 10 ล้านทุกปีใช่ไหม" is right about the amount, yet wrong where some year has none: those funded are told.
    """
    question = inquiry.question
    if question.claim is None:
        return []
    if question.claim not in true:
        return [Text(inquiry.say("budget.claim_wrong"))]
    if len(funded) < len(question.years or inquiry.index.years):
        return [Text(inquiry.say("budget.claim_partly", years=inquiry.years(funded)))]
    return [Text(inquiry.say("budget.claim_right"))]


def _right_amounts(inquiry: Inquiry, budget: Mapping[int, Amount], funded: Mapping[int, Amount]) -> set[int]:
    """What one may rightly say that a project gets: a year's budget or, where no year was named, the sum."""
    amounts = {amount.satang for amount in funded.values()}
    if inquiry.question.yearly or inquiry.question.years or not budget:
        return amounts
    return amounts | {total(list(budget.values())).satang}


def _unfunded(inquiry: Inquiry, name: str, others: Sequence[int]) -> list[Part]:
    """No budget in the years asked for; the years that have one."""
    lines = [inquiry.say("budget.none", years=inquiry.years(), name=name)]
    if others:
        lines.append(inquiry.say("budget.instead", years=inquiry.years(others)))
    return [Text(line) for line in lines]


def _average(inquiry: Inquiry, claim: Sequence[Part], whole: Amount, name: str) -> Lead:
    """A year's share of the sum; years without a budget count too."""
    count = len(inquiry.question.years or inquiry.index.years)
    mean = whole.over(count)
    caption = inquiry.say("budget.average_caption", name=name, count=count)
    return Lead((*claim, inquiry.figure(mean, caption)), money_value(mean))


def _yearly(inquiry: Inquiry, claim: Sequence[Part], funded: Mapping[int, Amount], name: str) -> Lead:
    """The one figure of every funded year, or that the years differ."""
    amounts = set(funded.values())
    if len(amounts) > 1:
        return Lead((*claim, Text(inquiry.say("budget.yearly_differ", name=name))))
    amount = amounts.pop()
    if len(funded) == 1:
        caption = inquiry.say("budget.year", name=name, years=inquiry.these_years(funded))
    else:
        caption = inquiry.say("budget.yearly_same", name=name, years=inquiry.list_years(funded))
    return Lead((*claim, inquiry.figure(amount, caption)), money_value(amount))


def _whole(inquiry: Inquiry, claim: Sequence[Part], whole: Amount, name: str) -> Lead:
    key = "budget.year" if len(inquiry.question.years) == 1 else "budget.total"
    caption = inquiry.say(key, years=inquiry.years(), name=name)
    return Lead((*claim, inquiry.figure(whole, caption)), money_value(whole))
