"""How much money: of a project, issue, tactic, agency or the whole plan, over years, each year, on average?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import comparison, figures, lead, ranking
from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, all_agencies, are_shared, lacks_unit, money_value, plan_codes
from knowledge import budgets, plan
from knowledge.money import total
from knowledge.plan import ProjectRow

_FEW = 4
"""Things named one by one are told one by one up to here."""


def answer(inquiry: Inquiry) -> Answer:
    """The answer to a question about money, by its shape."""
    question = inquiry.question
    if question.shape == "rank":
        return ranking.answer(inquiry)
    if question.shape in ("compare", "share", "change", "without"):
        return comparison.answer(inquiry)
    projects = plan.projects(inquiry.session, question)
    if not projects:
        nothing = Text(inquiry.say("budget.none_at_all"))
        return inquiry.answer(nothing, status="unknown", suggestions=inquiry.suggest("most", "issues"))
    if _is_one_project(inquiry, projects):
        return of_project(inquiry, projects[0])
    if question.shape != "average" and question.by in ("issue", "tactic", "project", "agency"):
        return _split(inquiry, projects)
    if question.shape != "average" and not inquiry.searched and 1 < len(question.about) <= _FEW:
        return _side_by_side(inquiry, projects)
    return _of_group(inquiry, projects)


def _is_one_project(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> bool:
    """Whether one project is meant: it was named, or a condition alone found it. An agency's only one is a group."""
    question = inquiry.question
    named = projects[0].code in question.about or not question.about
    return len(projects) == 1 and named and not question.agencies


def of_project(inquiry: Inquiry, project: ProjectRow, *more: Part) -> Answer:
    """One project: the figure asked for, its years, its agency, `more`, its place."""
    question = replace(inquiry.question, about=(project.code,), where=(), agencies=())
    inquiry = inquiry.with_(question)
    cells = budgets.cells_of(inquiry.session, replace(question, years=()))
    funded = {c.year: c.amount for c in cells if c.amount}
    begun = lead.of_project(inquiry, funded)
    parts: list[Part] = [*begun.parts, figures.bars(inquiry, inquiry.index.years, funded)]
    if funded and (question.yearly or question.years or question.shape == "average"):
        parts.append(Text(inquiry.sum_line(total(list(funded.values())), inquiry.index.years)))
    parts.append(Text(inquiry.say("budget.agency", agencies=inquiry.agencies(project.agencies))))
    return inquiry.answer(
        *parts,
        *more,
        *_no_reason(inquiry),
        looked_up=f"{inquiry.name(project.code)} · {inquiry.years()}",
        codes=[project.code],
        value=begun.value,
        agencies=project.agencies,
        places=[project.place],
        unit_note=not project.unit_stated,
        suggestions=inquiry.suggest("agencies", "years", "share", "same_issue"),
    )


def _no_reason(inquiry: Inquiry) -> list[Part]:
    """That the plan gives no reason, where one was asked for."""
    return [Text(inquiry.say("budget.why"))] if inquiry.question.why else []


def _of_group(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Many projects: their sum, by year."""
    question = inquiry.question
    sums = {s.key: s.amount for s in budgets.sums_by(inquiry.session, question, "project") if s.cells}
    summed = [p for p in projects if p.code in sums]
    years = figures.by_year(inquiry, replace(question, years=()))
    begun = lead.of_group(inquiry, total(list(sums.values())) if sums else None, years, len(projects))
    parts: list[Part] = [*begun.parts]
    if len(question.years) != 1 or question.by == "year":
        parts.append(figures.bars(inquiry, question.years or inquiry.index.years, years))
    if summed:
        parts.append(Text(inquiry.say("budget.count_summed", count=len(summed))))
    if summed and inquiry.searched:
        parts.append(Listing(figures.project_items(inquiry, summed, question)))
    return inquiry.answer(
        *parts,
        *_no_reason(inquiry),
        looked_up=f"{inquiry.subject()} · {inquiry.years()}",
        codes=[p.code for p in summed] if inquiry.searched else question.about,
        value=begun.value,
        agencies=question.agencies,
        places=sorted((p.place for p in summed), key=lambda place: place.line),
        unit_note=lacks_unit(projects),
        shared_note=bool(question.agencies) and are_shared(summed),
        suggestions=_group_suggestions(inquiry),
    )


def _group_suggestions(inquiry: Inquiry) -> tuple[str, ...]:
    if inquiry.question.about or inquiry.question.agencies:
        return inquiry.suggest("by_year", "projects", "share", "most")
    return inquiry.suggest("by_year", "issues", "most")


def _split(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A figure for each issue, tactic, project or agency."""
    question = inquiry.question
    by = question.by or "issue"
    sums = budgets.sums_by(inquiry.session, question, by)
    keys = [s.key for s in sums]
    codes = plan_codes(keys, by)
    items = [Item(inquiry.ranked(s.key, by), inquiry.money(s.amount), s.key if codes else "") for s in sums]
    return inquiry.answer(
        Text(inquiry.say("budget.list", years=inquiry.years(), level=inquiry.say(f"level.{by}"))),
        Listing(tuple(items)),
        Text(inquiry.sum_line(budgets.sum_of(inquiry.session, question).amount)),
        looked_up=f"{inquiry.subject()} · {inquiry.years()}",
        codes=codes,
        agencies=keys if by == "agency" else (),
        places=inquiry.places(),
        unit_note=lacks_unit(projects),
        shared_note=by == "agency",
        suggestions=inquiry.suggest("most", "whole", "share"),
    )


def _side_by_side(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """A few things named one by one: each with its figure, and their sum."""
    question = inquiry.question
    each = {code: budgets.sum_of(inquiry.session, replace(question, about=(code,))) for code in question.about}
    amounts = [s.amount for s in each.values()]
    whole = total(amounts)
    parts: list[Part] = [
        inquiry.figure(whole, inquiry.say("budget.total", years=inquiry.years(), name=inquiry.subject())),
        Listing(_each_item(inquiry, each, projects)),
    ]
    if len(question.years) != 1:
        years = figures.by_year(inquiry, replace(question, years=()))
        parts.append(figures.bars(inquiry, question.years or inquiry.index.years, years))
    # "งบสองโครงการนี้เท่าไหร่" asks for a figure of each: where they are equal, for that one.
    equal = question.shape == "value" and len(set(amounts)) == 1
    return inquiry.answer(
        *parts,
        looked_up=f"{inquiry.subject()} · {inquiry.years()}",
        codes=question.about,
        value=money_value(amounts[0] if equal else whole),
        agencies=all_agencies(projects) if len(projects) <= _FEW else (),
        places=[p.place for p in projects],
        unit_note=lacks_unit(projects),
        suggestions=inquiry.suggest("agencies", "by_year", "share"),
    )


def _each_item(inquiry: Inquiry, each: dict[str, budgets.Sum], projects: Sequence[ProjectRow]) -> tuple[Item, ...]:
    """Each thing with its figure; a project with its agency too."""
    agencies = {p.code: p.agencies for p in projects}
    details = {
        code: figures.detail(inquiry, s, agencies[code]) if code in agencies else inquiry.money(s.amount)
        for code, s in each.items()
    }
    return tuple(Item(inquiry.name(code), details[code], code) for code in each)
