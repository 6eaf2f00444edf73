"""Which has the most, the least, the second most? Of projects, issues, tactics, agencies, years, or single-year budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, count_value, money_value
from knowledge import budgets, plan
from knowledge.money import Amount
from knowledge.question import By, Question


@dataclass(frozen=True)
class _Ranked:
    key: str
    amount: Amount
    place: int
    """From 1; equals share a place."""


def answer(inquiry: Inquiry) -> Answer:
    """The winners, or the first few."""
    question = inquiry.question
    by = question.by or "project"
    if question.counting:
        return _by_count(inquiry, by)
    if question.yearly and by == "project":
        entries = _cells(inquiry)
    else:
        entries = [(s.key, s.amount) for s in budgets.sums_by(inquiry.session, question, by) if s.cells]
    ranked = _ranked(entries, question.down)
    chosen = [r for r in ranked if question.place <= r.place < question.place + question.top]
    if not chosen and ranked and question.place > 1:
        chosen = [r for r in ranked if r.place > 1][:1]
    if not chosen:
        return inquiry.answer(
            Text(inquiry.say("rank.none")), status="unknown", suggestions=inquiry.suggest("most", "issues")
        )
    return _told(inquiry, chosen, by)


def _by_count(inquiry: Inquiry, by: By) -> Answer:
    """Which has the most or fewest projects."""
    question = inquiry.question
    ordered = sorted(budgets.counts_by(inquiry.session, question, by), key=lambda c: c[1], reverse=not question.down)
    if not ordered:
        return inquiry.answer(Text(inquiry.say("rank.none")), status="unknown")
    winners = [c for c in ordered if c[1] == ordered[0][1]] if question.top == 1 else ordered[: question.top]
    names = inquiry.words.join([_name(inquiry, key, by) for key, _ in winners])
    caption = inquiry.say(
        "rank.count_least" if question.down else "rank.count_most",
        level=inquiry.say(f"level.{by}"),
        scope="",
        names=names,
    )
    codes = [] if by in ("agency", "year") else [key for key, _ in winners]
    rows = tuple(
        Item(_name(inquiry, key, by), inquiry.say("rank.count_item", count=count), key if codes else "")
        for key, count in winners
    )
    return inquiry.answer(
        Figure(str(ordered[0][1]), inquiry.words.unit("project"), caption), Listing(rows), inquiry.looked_up(inquiry.subject()), codes=codes,
        value=count_value(ordered[0][1], "โครงการ"), agencies=[key for key, _ in winners] if by == "agency" else (),
        places=inquiry.places(replace(question, about=tuple(codes) or question.about)), suggestions=inquiry.suggest("most", "projects"),
    )  # fmt: skip


def _cells(inquiry: Inquiry) -> list[tuple[str, Amount]]:
    """Every single-year budget, its key "code@year"."""
    return [(f"{c.code}@{c.year}", c.amount) for c in budgets.cells_of(inquiry.session, inquiry.question) if c.amount]


def _ranked(entries: Sequence[tuple[str, Amount]], down: bool) -> list[_Ranked]:
    """In order, with places; ties keep the document's order. Two equal firsts are followed by a third."""
    ordered = sorted(entries, key=lambda e: e[1].satang, reverse=not down)
    ranked: list[_Ranked] = []
    for i, (key, amount) in enumerate(ordered):
        place = ranked[-1].place if ranked and ranked[-1].amount == amount else i + 1
        ranked.append(_Ranked(key, amount, place))
    return ranked


def _told(inquiry: Inquiry, chosen: Sequence[_Ranked], by: str) -> Answer:
    question = inquiry.question
    codes = [] if by in ("agency", "year") else list(dict.fromkeys(r.key.split("@")[0] for r in chosen))
    first = chosen[0]
    single = question.top == 1
    parts: list[Part] = [_lead(inquiry, chosen, by)]
    if len(chosen) > 1:
        parts.append(
            Listing(
                tuple(
                    Item(_name(inquiry, r.key, by), _detail(inquiry, r, by), r.key.split("@")[0] if codes else "")
                    for r in chosen
                )
            )
        )
    if single and len(chosen) > 1:
        parts.append(Text(inquiry.say("rank.tie", count=len(chosen), level=inquiry.say(f"level.{by}"))))
    agencies = [r.key for r in chosen] if by == "agency" else []
    if by == "project" and single and len(chosen) <= 3:
        rows = plan.projects(inquiry.session, Question(about=tuple(codes)))
        agencies = [a for p in rows for a in p.agencies]
        parts.extend(
            Text(inquiry.say("budget.agency", agencies=inquiry.agencies(p.agencies)))
            for p in rows[:1]
            if len(chosen) == 1
        )
        parts.extend(_each_year(inquiry, codes) if len(chosen) == 1 and not question.years else [])
    scope = replace(question, about=tuple(codes)) if codes else question
    if by == "year":
        scope = replace(question, years=tuple(int(r.key) for r in chosen))
    if by == "agency":
        scope = replace(question, agencies=tuple(r.key for r in chosen))
    parts.append(inquiry.looked_up(f"{inquiry.say(f'level.{by}')} · {inquiry.subject()} · {inquiry.years()}"))
    value = _value(first, by) if single else None
    return inquiry.answer(
        *parts, codes=codes, value=value, agencies=agencies, places=inquiry.places(scope), unit_note=inquiry.needs_unit_note(scope),
        years=[int(r.key) for r in chosen] if by == "year" and single else (),
        shared_note=by == "agency", suggestions=inquiry.suggest("next_rank", "agencies", "share", "whole") if codes else inquiry.suggest("next_rank", "whole"),
    )  # fmt: skip


def _value(first: _Ranked, by: str) -> Value:
    return money_value(first.amount)


def _lead(inquiry: Inquiry, chosen: Sequence[_Ranked], by: str) -> Part:
    question = inquiry.question
    level = inquiry.say(f"level.{by}")
    scope = (
        f" ({inquiry.subject()}, {inquiry.years()})"
        if question.about or question.agencies or question.where or question.years
        else ""
    )
    names = inquiry.words.join([_name(inquiry, r.key, by) for r in chosen])
    direction = "least" if question.down else "most"
    if question.top > 1:
        return Text(inquiry.say(f"rank.top_{direction}", level=level, count=len(chosen), scope=scope))
    if question.place > 1:
        caption = inquiry.say("rank.place", place=chosen[0].place, scope=scope, names=names)
    elif question.yearly and by == "project" and "@" in chosen[0].key:
        caption = inquiry.say("rank.cell_least" if question.down else "rank.cell", names=names)
    else:
        caption = inquiry.say(f"rank.{direction}", level=level, scope=scope, names=names)
    return Figure(str(chosen[0].amount), inquiry.words.unit("million"), caption)


def _each_year(inquiry: Inquiry, codes: Sequence[str]) -> list[Part]:
    """The winner's years: the same in every year, or one by one."""
    cells = budgets.cells_of(inquiry.session, Question(about=tuple(codes)))
    funded = [c for c in cells if c.amount]
    if len({c.amount for c in funded}) == 1 and funded[0].amount:
        return [
            Text(inquiry.say("rank.yearly", amount=funded[0].amount) + f" ({inquiry.years([c.year for c in funded])})")
        ]
    return []


def _name(inquiry: Inquiry, key: str, by: str) -> str:
    code, _, year = key.partition("@")
    if by == "year":
        return inquiry.say("year", year=key)
    if by == "agency":
        return inquiry.agency(key)
    return f"{inquiry.name(code)} ({inquiry.say('year', year=year)})" if year else inquiry.name(code)


def _detail(inquiry: Inquiry, ranked: _Ranked, by: str) -> str:
    return inquiry.say("budget.item", amount=ranked.amount)
