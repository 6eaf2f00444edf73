"""How do things or years stand to each other: difference, change, share, and what is left without one?"""

from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, money_value
from knowledge import budgets, plan
from knowledge.money import Amount, total
from knowledge.question import Question


@dataclass(frozen=True)
class _Side:
    name: str
    code: str
    amount: Amount
    scope: Question


def answer(inquiry: Inquiry) -> Answer:
    """The answer by the question's shape."""
    shape = inquiry.question.shape
    if shape == "change":
        return _ranked_change(inquiry) if inquiry.question.by else _change(inquiry)
    if shape == "share":
        return _share(inquiry)
    if shape == "without":
        return _without(inquiry)
    return _compare(inquiry)


def _amount(inquiry: Inquiry, question: Question) -> Amount:
    return budgets.sum_of(inquiry.session, question).amount


def _figure(inquiry: Inquiry, amount: Amount, caption: str) -> Figure:
    return Figure(str(amount), inquiry.words.unit("million"), caption)


def _compare(inquiry: Inquiry) -> Answer:
    """Several things, or years, side by side; of two the difference first."""
    question = inquiry.question
    sides = _sides(inquiry)
    if len(sides) < 2:
        return inquiry.answer(Text(inquiry.say("change.which_years")), status="clarify", codes=question.about)
    ordered = sorted(sides, key=lambda s: -s.amount.satang)
    gap = ordered[0].amount - ordered[-1].amount
    lead: Part = Text(inquiry.say("compare.equal"))
    if gap:
        lead = _figure(inquiry, gap, inquiry.say("compare.differ", more=ordered[0].name, less=ordered[-1].name))
    rows = tuple(
        Item(s.name, f"{inquiry.say('budget.item', amount=s.amount)}{_in_years(inquiry, s)}", s.code) for s in sides
    )
    parts: list[Part] = [lead, Listing(rows)]
    value: Value | None = money_value(gap)
    percent = gap.percent_of(ordered[-1].amount)
    if question.percent and percent is not None:
        parts.append(Text(inquiry.say("change.by", amount=gap, percent=percent)))
        value = Value(percent, "ร้อยละ")
    parts.append(Text(inquiry.say("compare.sum", amount=total([s.amount for s in sides]))))
    parts.append(inquiry.looked_up(f"{inquiry.words.join([s.name for s in sides])} · {inquiry.years()}"))
    return inquiry.answer(
        *parts, codes=[*question.about, *_of_agencies(inquiry, question)], value=value, agencies=question.agencies,
        places=[p for s in sides for p in inquiry.places(s.scope)], unit_note=any(inquiry.needs_unit_note(s.scope) for s in sides),
        shared_note=bool(question.agencies), suggestions=inquiry.suggest("agencies", "by_year", "share"),
    )  # fmt: skip


def _in_years(inquiry: Inquiry, side: _Side) -> str:
    """ " (ปี 2555)": the years of a project's money; nothing for larger things."""
    if not side.code or inquiry.index.entities[side.code].kind != "project":
        return ""
    years = [c.year for c in budgets.cells_of(inquiry.session, side.scope) if c.amount]
    return f" ({inquiry.years(years)})" if years else ""


def _of_agencies(inquiry: Inquiry, question: Question) -> list[str]:
    """The projects whose figures stand behind the agencies compared."""
    if not question.agencies:
        return []
    return [p.code for p in plan.projects(inquiry.session, replace(question, about=()))]


def _sides(inquiry: Inquiry) -> list[_Side]:
    question = inquiry.question
    scopes: list[tuple[str, str, Question]] = []
    if len(question.about) + len(question.agencies) > 1:
        scopes = [(inquiry.name(c), c, replace(question, about=(c,), agencies=())) for c in question.about]
        scopes += [(inquiry.agency(a), "", replace(question, about=(), agencies=(a,))) for a in question.agencies]
    elif len(question.years) > 1:
        scopes = [(inquiry.say("year", year=y), "", replace(question, years=(y,))) for y in question.years]
    return [_Side(name, code, _amount(inquiry, scope), scope) for name, code, scope in scopes]


def _change(inquiry: Inquiry) -> Answer:
    """From one year to another."""
    question = inquiry.question
    if len(question.years) < 2:
        return _year_by_year(inquiry)
    first, last = question.years[0], question.years[-1]
    before, after = (_amount(inquiry, replace(question, years=(y,))) for y in (first, last))
    difference = after - before
    percent = abs(difference).percent_of(before)
    key = "rose" if difference.satang > 0 else "fell" if difference.satang < 0 else "same"
    told = {"name": inquiry.subject(), "before": before, "after": after, "first": first, "last": last}
    caption = inquiry.say(f"change.{key}", **told)
    lead: list[Part] = [Text(caption)]
    value: Value | None = money_value(abs(difference))
    if difference:
        lead = [_figure(inquiry, abs(difference), caption), Text(_by(inquiry, difference, percent, first))]
        if question.percent and percent is not None:
            value = Value(percent, "ร้อยละ")
    scope = replace(question, years=(first, last))
    return inquiry.answer(
        *lead, inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years((first, last))}"), codes=_codes(inquiry, question), value=value,
        agencies=question.agencies, places=inquiry.places(scope), unit_note=inquiry.needs_unit_note(scope), suggestions=inquiry.suggest("by_year", "projects", "most"),
    )  # fmt: skip


def _by(inquiry: Inquiry, difference: Amount, percent: Decimal | None, first: int) -> str:
    if percent is None:
        return inquiry.say("change.by_only", amount=abs(difference), first=first)
    return inquiry.say(
        "change.by" if difference.satang > 0 else "change.by_down", amount=abs(difference), percent=percent
    )


def _codes(inquiry: Inquiry, question: Question) -> tuple[str, ...]:
    if question.agencies or question.where:
        return tuple(p.code for p in plan.projects(inquiry.session, question))
    return question.about


def _year_by_year(inquiry: Inquiry) -> Answer:
    """No two years named: every step of the plan's years."""
    question = replace(inquiry.question, years=())
    sums = {int(s.key): s.amount for s in budgets.sums_by(inquiry.session, question, "year")}
    years = sorted(sums)
    rows = []
    for before, after in zip(years, years[1:], strict=False):
        difference = sums[after] - sums[before]
        key = "rose" if difference.satang > 0 else "fell" if difference.satang < 0 else "same"
        text = inquiry.say(
            f"change.{key}", name="", before=sums[before], after=sums[after], first=before, last=after
        ).strip()
        rows.append(
            Item(text, _by(inquiry, difference, abs(difference).percent_of(sums[before]), before) if difference else "")
        )
    return inquiry.answer(
        Text(inquiry.subject()), Listing(tuple(rows)), inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years()}"),
        codes=_codes(inquiry, question), agencies=question.agencies, places=inquiry.places(question), unit_note=inquiry.needs_unit_note(question),
    )  # fmt: skip


def _ranked_change(inquiry: Inquiry) -> Answer:
    """Which issue, project or tactic rose or fell most between two years."""
    question = inquiry.question
    years = question.years if len(question.years) > 1 else inquiry.index.years
    first, last = years[0], years[-1]
    by = question.by or "issue"
    before = {s.key: s for s in budgets.sums_by(inquiry.session, replace(question, years=(first,)), by)}
    after = {s.key: s for s in budgets.sums_by(inquiry.session, replace(question, years=(last,)), by)}
    steps = [(key, before[key].amount, after[key].amount) for key in before if key in after]
    sign = -1 if question.down else 1
    steps = sorted((s for s in steps if sign * (s[2] - s[1]).satang > 0), key=lambda s: -sign * (s[2] - s[1]).satang)
    if not steps:
        return inquiry.answer(Text(inquiry.say("rank.none")), status="unknown")
    most = abs(steps[0][2] - steps[0][1])
    winners = [s for s in steps if abs(s[2] - s[1]) == most] if question.top == 1 else steps[: question.top]
    names = inquiry.words.join([_named(inquiry, key, by) for key, _, _ in winners])
    key = "rank.fell_most" if question.down else "rank.rose_most"
    lead = _figure(
        inquiry, most, inquiry.say(key, level=inquiry.say(f"level.{by}"), first=first, last=last, names=names)
    )
    rows = tuple(
        Item(
            _named(inquiry, k, by),
            inquiry.say("rank.change_item", before=b, after=a),
            "" if by in ("agency", "year") else k,
        )
        for k, b, a in winners
    )
    codes = [] if by in ("agency", "year") else [k for k, _, _ in winners]
    scope = replace(question, years=(first, last), about=tuple(codes) or question.about)
    return inquiry.answer(
        lead, Listing(rows), inquiry.looked_up(f"{inquiry.say(f'level.{by}')} · {inquiry.years((first, last))}"), codes=codes, value=money_value(most),
        agencies=[k for k, _, _ in winners] if by == "agency" else (), places=inquiry.places(scope), unit_note=inquiry.needs_unit_note(scope),
    )  # fmt: skip


def _named(inquiry: Inquiry, key: str, by: str) -> str:
    return inquiry.agency(key) if by == "agency" else inquiry.name(key)


def _share(inquiry: Inquiry) -> Answer:
    """A part of the whole in percent."""
    question = inquiry.question
    whole_scope = Question(about=(question.base,) if question.base else (), years=question.years)
    if not question.about and not question.agencies and not question.where and question.years:
        whole_scope = Question()
    part, whole = _amount(inquiry, question), _amount(inquiry, whole_scope)
    whole_name = inquiry.with_(whole_scope).subject() + (
        "" if not whole_scope.years else " " + inquiry.years(whole_scope.years)
    )
    percent = part.percent_of(whole)
    if percent is None:
        return inquiry.answer(Text(inquiry.say("share.nothing", whole=whole_name)), codes=question.about)
    name = inquiry.subject() if question.about or question.agencies or question.where else inquiry.years()
    lead = Figure(
        str(percent),
        "%",
        inquiry.say("share.text", name=name, part=part, percent=percent, whole=whole_name, total=whole),
    )
    parts: list[Part] = [lead]
    if 1 < len(question.about) <= 6:
        parts.append(Listing(tuple(_part_of(inquiry, code, question, whole) for code in question.about)))
    parts.append(inquiry.looked_up(f"{name} · {whole_name}"))
    return inquiry.answer(
        *parts, codes=_codes(inquiry, question), value=Value(percent, "ร้อยละ"), agencies=question.agencies, places=inquiry.places(whole_scope),
        unit_note=inquiry.needs_unit_note(whole_scope), shared_note=bool(question.agencies), suggestions=inquiry.suggest("by_year", "agencies", "most"),
    )  # fmt: skip


def _part_of(inquiry: Inquiry, code: str, question: Question, whole: Amount) -> Item:
    amount = _amount(inquiry, replace(question, about=(code,)))
    return Item(inquiry.name(code), f"{inquiry.say('budget.item', amount=amount)} · {amount.percent_of(whole)}%", code)


def _without(inquiry: Inquiry) -> Answer:
    """What is left of the whole when a part is taken out."""
    question = inquiry.question
    whole_scope = Question(about=(question.base,) if question.base else (), years=question.years)
    part, whole = _amount(inquiry, question), _amount(inquiry, whole_scope)
    caption = inquiry.say(
        "budget.without", name=inquiry.subject(), part=part, whole=inquiry.with_(whole_scope).subject(), total=whole
    )
    left = whole - part
    return inquiry.answer(
        _figure(inquiry, left, caption), inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years()}"), codes=_codes(inquiry, question), value=money_value(left),
        agencies=question.agencies, places=inquiry.places(whole_scope), unit_note=inquiry.needs_unit_note(whole_scope), shared_note=bool(question.agencies),
    )  # fmt: skip
