"""How do things or years stand to each other: difference, share, and what is left without one?"""

from dataclasses import dataclass, replace

from handlers import change
from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, money_value
from knowledge import budgets, plan
from knowledge.money import Amount, total
from knowledge.question import Question

_PARTS_SHOWN = 6


@dataclass(frozen=True)
class _Side:
    """One of the things compared."""

    name: str
    code: str
    """ "" for an agency or a year."""
    amount: Amount
    scope: Question


def answer(inquiry: Inquiry) -> Answer:
    """The answer by the question's shape."""
    shape = inquiry.question.shape
    if shape == "change":
        return change.answer(inquiry)
    if shape == "share":
        return _share(inquiry)
    return _without(inquiry) if shape == "without" else _compare(inquiry)


def _amount(inquiry: Inquiry, question: Question) -> Amount:
    return budgets.sum_of(inquiry.session, question).amount


def _compare(inquiry: Inquiry) -> Answer:
    """Several things, or years, side by side, the difference first."""
    question = inquiry.question
    sides = _sides(inquiry)
    if len(sides) < 2:
        return inquiry.answer(Text(inquiry.say("change.which_years")), status="clarify", codes=question.about)
    more, *_, less = sorted(sides, key=lambda s: -s.amount.satang)
    gap = more.amount - less.amount
    percent = gap.percent_of(less.amount) if question.percent else None
    return inquiry.answer(
        _gap(inquiry, more, less),
        Listing(tuple(_side_item(inquiry, side) for side in sides)),
        *([] if percent is None else [Text(inquiry.say("change.by", amount=gap, percent=percent))]),
        Text(inquiry.say("compare.sum", amount=total([s.amount for s in sides]))),
        looked_up=f"{inquiry.words.join([s.name for s in sides])} · {inquiry.years()}",
        codes=[*question.about, *_projects_of_agencies(inquiry)],
        value=money_value(gap) if percent is None else Value(percent, "ร้อยละ"),
        agencies=question.agencies,
        places=[p for s in sides for p in inquiry.places(s.scope)],
        unit_note=any(inquiry.needs_unit_note(s.scope) for s in sides),
        shared_note=bool(question.agencies),
        suggestions=inquiry.suggest("agencies", "by_year", "share"),
    )


def _gap(inquiry: Inquiry, more: _Side, less: _Side) -> Part:
    gap = more.amount - less.amount
    if not gap:
        return Text(inquiry.say("compare.equal"))
    return inquiry.figure(gap, inquiry.say("compare.differ", more=more.name, less=less.name))


def _sides(inquiry: Inquiry) -> list[_Side]:
    """The things and agencies named; where that is but one, its years."""
    question = inquiry.question
    scopes: list[tuple[str, str, Question]] = []
    if len(question.about) + len(question.agencies) > 1:
        scopes = [(inquiry.name(c), c, replace(question, about=(c,), agencies=())) for c in question.about]
        scopes += [(inquiry.agency(a), "", replace(question, about=(), agencies=(a,))) for a in question.agencies]
    elif len(question.years) > 1:
        scopes = [(inquiry.year(y), "", replace(question, years=(y,))) for y in question.years]
    return [_Side(name, code, _amount(inquiry, scope), scope) for name, code, scope in scopes]


def _side_item(inquiry: Inquiry, side: _Side) -> Item:
    """A side with its amount; of a project also the years: "5.00 ล้านบาท (ปี 2555)"."""
    text = inquiry.money(side.amount)
    if side.code and inquiry.kind(side.code) == "project":
        years = [c.year for c in budgets.cells_of(inquiry.session, side.scope) if c.amount]
        text += f" ({inquiry.these_years(years)})" if years else ""
    return Item(side.name, text, side.code)


def _projects_of_agencies(inquiry: Inquiry) -> list[str]:
    """The projects whose figures stand behind the agencies compared."""
    if not inquiry.question.agencies:
        return []
    return [p.code for p in plan.projects(inquiry.session, replace(inquiry.question, about=()))]


def _whole(inquiry: Inquiry) -> Question:
    """What a part is taken of: what the asker names, or the plan in the same years."""
    question = inquiry.question
    return Question(about=(question.base,) if question.base else (), years=question.years)


def _share(inquiry: Inquiry) -> Answer:
    """A part of the whole in percent; a year named alone ("ปี 2555 คิดเป็นกี่ %") is a part of all years."""
    question = inquiry.question
    only_years = inquiry.of_all and bool(question.years)
    scope = Question() if only_years else _whole(inquiry)
    part, whole = _amount(inquiry, question), _amount(inquiry, scope)
    whole_name = " ".join([inquiry.with_(scope).subject(), *([inquiry.years(scope.years)] if scope.years else [])])
    percent = part.percent_of(whole)
    if percent is None:
        return inquiry.answer(Text(inquiry.say("share.nothing", whole=whole_name)), codes=question.about)
    name = inquiry.years() if inquiry.of_all else inquiry.subject()
    told = inquiry.say("share.text", name=name, part=part, percent=percent, whole=whole_name, total=whole)
    return inquiry.answer(
        Figure(str(percent), "%", told),
        *_shares(inquiry, whole),
        looked_up=f"{name} · {whole_name}",
        codes=inquiry.codes(),
        value=Value(percent, "ร้อยละ"),
        agencies=question.agencies,
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
        shared_note=bool(question.agencies),
        suggestions=inquiry.suggest("by_year", "agencies", "most"),
    )


def _shares(inquiry: Inquiry, whole: Amount) -> list[Part]:
    """Of a few things together the share of each."""
    question = inquiry.question
    if not 1 < len(question.about) <= _PARTS_SHOWN:
        return []
    amounts = {code: _amount(inquiry, replace(question, about=(code,))) for code in question.about}
    items = [
        Item(inquiry.name(code), f"{inquiry.money(amount)} · {amount.percent_of(whole)}%", code)
        for code, amount in amounts.items()
    ]
    return [Listing(tuple(items))]


def _without(inquiry: Inquiry) -> Answer:
    """What is left of the whole when a part is taken out."""
    scope = _whole(inquiry)
    part, whole = _amount(inquiry, inquiry.question), _amount(inquiry, scope)
    names = {"name": inquiry.subject(), "whole": inquiry.with_(scope).subject()}
    left = whole - part
    return inquiry.answer(
        inquiry.figure(left, inquiry.say("budget.without", part=part, total=whole, **names)),
        looked_up=f"{inquiry.subject()} · {inquiry.years()}",
        codes=inquiry.codes(),
        value=money_value(left),
        agencies=inquiry.question.agencies,
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
        shared_note=bool(inquiry.question.agencies),
    )
