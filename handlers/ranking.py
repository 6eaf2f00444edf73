"""Which has the most, the least, the second most? Of things, agencies, years or single-year budgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.answer import Answer, Figure, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, all_agencies, count_value, money_value, plan_codes
from knowledge import budgets, plan
from knowledge.money import Amount
from knowledge.plan import ProjectRow
from knowledge.question import By, Question

_AGENCIES_OF = 3
"""Up to so many winners are told with their agencies."""


@dataclass(frozen=True)
class _Ranked:
    """One place of a ranking."""

    key: str
    """Plan code, agency name or fiscal year."""
    amount: Amount
    place: int
    """From 1; equals share a place."""
    year: int = 0
    """Of a single-year budget; 0 of a sum."""


def answer(inquiry: Inquiry) -> Answer:
    """The winners, or the first few."""
    question = inquiry.question
    by = question.by or "project"
    if question.counting:
        return _by_count(inquiry, by)
    ranked = _in_order(_entries(inquiry, by), question.down)
    chosen = [r for r in ranked if question.place <= r.place < question.place + question.top]
    if not chosen and question.place > 1:
        # Two that tie for the first place leave no second: "รองลงมา" then means the next below them.
        chosen = [r for r in ranked if r.place > 1][:1]
    if not chosen:
        nothing = Text(inquiry.say("rank.none"))
        return inquiry.answer(nothing, status="unknown", suggestions=inquiry.suggest("most", "issues"))
    return _told(inquiry, chosen, by)


def _entries(inquiry: Inquiry, by: By) -> list[tuple[str, int, Amount]]:
    """(key, year, amount) of what is ranked: sums or, asked for projects "ในปีเดียว", single-year budgets."""
    question = inquiry.question
    if question.yearly and by == "project":
        cells = budgets.cells_of(inquiry.session, question)
        return [(c.code, c.year, c.amount) for c in cells if c.amount]
    return [(s.key, 0, s.amount) for s in budgets.sums_by(inquiry.session, question, by) if s.cells]


def _in_order(entries: Sequence[tuple[str, int, Amount]], down: bool) -> list[_Ranked]:
    """In order, with places; ties keep the document's order. Two equal firsts are followed by a third."""
    ranked: list[_Ranked] = []
    for i, (key, year, amount) in enumerate(sorted(entries, key=lambda e: e[2].satang, reverse=not down)):
        place = ranked[-1].place if ranked and ranked[-1].amount == amount else i + 1
        ranked.append(_Ranked(key, amount, place, year))
    return ranked


def _by_count(inquiry: Inquiry, by: By) -> Answer:
    """Which has the most or fewest projects."""
    question = inquiry.question
    ordered = sorted(budgets.counts_by(inquiry.session, question, by), key=lambda c: c[1], reverse=not question.down)
    if not ordered:
        return inquiry.answer(Text(inquiry.say("rank.none")), status="unknown")
    counts = [count for _, count in ordered]
    most = counts[0]
    winners = [c for c in ordered if c[1] == most] if question.top == 1 else ordered[: question.top]
    keys = [key for key, _ in winners]
    codes = plan_codes(keys, by)
    caption = inquiry.say(
        "rank.count_least" if question.down else "rank.count_most",
        level=inquiry.say(f"level.{by}"),
        names=inquiry.words.join([inquiry.ranked(key, by) for key in keys]),
    )
    return inquiry.answer(
        Figure(str(most), inquiry.words.unit("project", most), caption),
        Listing(tuple(_count_item(inquiry, key, count, by, counts.index(count) + 1) for key, count in winners)),
        looked_up=inquiry.subject(),
        codes=codes,
        value=count_value(most, "โครงการ"),
        agencies=keys if by == "agency" else (),
        places=inquiry.places(replace(question, about=tuple(codes) or question.about)),
        suggestions=inquiry.suggest("most", "projects"),
    )


def _count_item(inquiry: Inquiry, key: str, count: int, by: By, place: int) -> Item:
    code = "".join(plan_codes([key], by))
    return Item(_numbered(inquiry, place, inquiry.ranked(key, by)), inquiry.say("rank.count_item", count=count), code)


def _told(inquiry: Inquiry, chosen: Sequence[_Ranked], by: By) -> Answer:
    question = inquiry.question
    single = question.top == 1
    keys = list(dict.fromkeys(r.key for r in chosen))
    codes = plan_codes(keys, by)
    scope = _scope(question, keys, by)
    rows = plan.projects(inquiry.session, Question(about=tuple(codes))) if by == "project" and single else ()
    few = rows if len(chosen) <= _AGENCIES_OF else ()
    return inquiry.answer(
        _lead(inquiry, chosen, by),
        *_places(inquiry, chosen, by),
        *(_about_winner(inquiry, rows[0]) if rows and len(chosen) == 1 else ()),
        looked_up=f"{inquiry.say(f'level.{by}')} · {inquiry.subject()} · {inquiry.years()}",
        codes=question.about if by == "year" else codes,
        value=money_value(chosen[0].amount) if single else None,
        agencies=keys if by == "agency" else all_agencies(few),
        places=inquiry.places(scope),
        unit_note=inquiry.needs_unit_note(scope),
        years=[int(key) for key in keys] if by == "year" and single else (),
        shared_note=by == "agency",
        suggestions=inquiry.suggest("next_rank", *(("agencies", "share") if codes else ()), "whole"),
    )


def _scope(question: Question, keys: Sequence[str], by: By) -> Question:
    """The question narrowed to the winners: where their figures stand."""
    if by == "year":
        return replace(question, years=tuple(int(key) for key in keys))
    return replace(question, agencies=tuple(keys)) if by == "agency" else replace(question, about=tuple(keys))


def _lead(inquiry: Inquiry, chosen: Sequence[_Ranked], by: By) -> Part:
    question = inquiry.question
    level = inquiry.say(f"level.{by}")
    scope = "" if inquiry.of_all else inquiry.say("rank.within", subject=inquiry.subject())
    if question.years and question.years != inquiry.index.years:
        scope += f" {inquiry.years()}"
    names = _names(inquiry, chosen, by)
    direction = "least" if question.down else "most"
    if question.top > 1:
        return Text(
            inquiry.say(f"rank.top_{direction}", level=level, count=min(question.top, len(chosen)), scope=scope)
        )
    if question.place > 1:
        caption = inquiry.say("rank.place", place=chosen[0].place, scope=scope, names=names)
    elif chosen[0].year:
        caption = inquiry.say(f"rank.cell_{direction}", names=names)
    else:
        caption = inquiry.say(f"rank.{direction}", level=level, scope=scope, names=names)
    return inquiry.figure(chosen[0].amount, caption)


def _places(inquiry: Inquiry, chosen: Sequence[_Ranked], by: By) -> list[Part]:
    """Several, one by one; where all share the one place that was asked for, that they tie."""
    if len(chosen) == 1:
        return []
    items = [
        Item(
            _numbered(inquiry, r.place, _name(inquiry, r.key, by, [r.year] if r.year else [])),
            inquiry.say("money", amount=r.amount),
            "".join(plan_codes([r.key], by)),
        )
        for r in chosen
    ]
    winners = len({r.key for r in chosen})
    tie = Text(inquiry.say("rank.tie", count=winners, level=inquiry.say(f"level.{by}")))
    return [Listing(tuple(items)), *([tie] if inquiry.question.top == 1 and winners > 1 else [])]


def _numbered(inquiry: Inquiry, place: int, name: str) -> str:
    """Behind its place, where several places were asked for; equals have the same number."""
    return inquiry.say("rank.numbered", place=place, name=name) if inquiry.question.top > 1 else name


def _about_winner(inquiry: Inquiry, project: ProjectRow) -> list[Part]:
    """The winner's agency and its years, if they fit a line: "ปีละ 5.00 ล้านบาท ปี 2555 และ 2556"."""
    parts: list[Part] = [Text(inquiry.say("budget.agency", agencies=inquiry.agencies(project.agencies)))]
    if inquiry.question.years:
        return parts
    cells = budgets.cells_of(inquiry.session, Question(about=(project.code,)))
    funded = {c.year: c.amount for c in cells if c.amount}
    years = inquiry.years(list(funded))
    if len(funded) == 1:
        parts.append(Text(inquiry.say("budget.instead", years=years)))
    elif len(set(funded.values())) == 1:
        parts.append(Text(inquiry.say("rank.yearly", amount=next(iter(funded.values())), years=years)))
    return parts


def _names(inquiry: Inquiry, chosen: Sequence[_Ranked], by: By) -> str:
    """What won, each once."""
    years = {r.key: [s.year for s in chosen if s.key == r.key and s.year] for r in chosen}
    return inquiry.words.join([_name(inquiry, key, by, of_key) for key, of_key in years.items()])


def _name(inquiry: Inquiry, key: str, by: By, years: Sequence[int]) -> str:
    """What won; of single-year budgets with the years: "โครงการ ... (ปี 2554 และ 2555)"."""
    behind = f" ({inquiry.these_years(years)})" if years else ""
    return f"{inquiry.ranked(key, by)}{behind}"
