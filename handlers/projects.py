"""Which projects, and how many: of an issue, a tactic, an agency, a year, or that fulfil a condition?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import figures, overview
from handlers.answer import Answer, Figure, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, all_agencies, are_shared, count_value, lacks_unit, money_value
from knowledge import budgets, plan
from knowledge.plan import ProjectRow
from knowledge.question import Question

_FEW = 3
"""Up to so many projects are told year by year, where that is asked for."""


def answer(inquiry: Inquiry) -> Answer:
    """The list with its sum; the whole plan by issue."""
    question = inquiry.question
    projects = plan.projects(inquiry.session, question)
    for word in question.words:
        named = tuple(p.code for p in projects if word in p.name.replace(" ", "").lower())
        if named:
            return answer(inquiry.with_(replace(question, words=(), about=named, shape="list")))
    if not projects or question.words:
        return _none(inquiry)
    if inquiry.of_all and question.shape != "count":
        return _by_issue(inquiry, projects)
    if len(projects) == 1 and question.about == (projects[0].code,):
        return overview.answer(inquiry)
    return _listed(inquiry, projects)


def _none(inquiry: Inquiry) -> Answer:
    """No project: an answer where a condition asked for it, unknown otherwise."""
    scope = "" if inquiry.of_all else f" ({inquiry.subject()})"
    return inquiry.answer(
        Text(inquiry.say("projects.none", scope=scope)),
        status="answered" if inquiry.question.where else "unknown",
        value=inquiry.count(0, "โครงการ"),
        suggestions=inquiry.suggest("most", "issues", "whole"),
    )


def _listed(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    question = inquiry.question
    money = _with_years_of_money(question)
    whole = budgets.sum_of(inquiry.session, money).amount
    parts: list[Part] = [_lead(inquiry, projects)]
    if not inquiry.of_all:
        items = figures.project_items(inquiry, projects, money)
        yearly = question.yearly and len(projects) <= _FEW
        parts.append(Listing(figures.with_years(inquiry, items, money) if yearly else items))
    years = inquiry.with_(money).years()
    return inquiry.answer(
        *parts,
        Text(inquiry.say("projects.total", years=years, amount=whole)),
        looked_up=f"{inquiry.subject()} · {years}",
        codes=[] if inquiry.of_all else [p.code for p in projects],
        value=money_value(whole) if question.shape == "total" else inquiry.count(len(projects), "โครงการ"),
        agencies=question.agencies or all_agencies(projects),
        places=[p.place for p in projects],
        unit_note=lacks_unit(projects),
        shared_note=bool(question.agencies) and are_shared(projects),
        suggestions=inquiry.suggest(
            *(("by_year", "agencies", "share", "goals") if question.about else ("whole", "most", "share"))
        ),
    )


def _with_years_of_money(question: Question) -> Question:
    """The years whose money is told: "โครงการที่มีงบปี 2555" tells that year's, "ที่ไม่มีงบปี 2555" every year's."""
    funded = tuple(c.number for c in question.where if c.field == "funded")
    unfunded = any(c.field == "unfunded" for c in question.where)
    return replace(question, years=() if unfunded else funded or question.years)


def _lead(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Part:
    question = inquiry.question
    scope = inquiry.say("projects.in_plan") if inquiry.of_all else inquiry.subject()
    if not question.where and any(inquiry.kind(c) == "project" for c in question.about):
        return Text(inquiry.say("projects.yes", count=len(projects)))
    if question.shape == "count":
        return Figure(str(len(projects)), inquiry.words.unit("project", len(projects)), scope)
    return Text(inquiry.say("projects.list", scope=scope, count=len(projects)))


def _by_issue(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """All projects of the plan: too many for a message, so by issue, each a button."""
    sums = budgets.sums_by(inquiry.session, inquiry.question, "issue")
    whole = budgets.sum_of(inquiry.session, inquiry.question).amount
    return inquiry.answer(
        Text(inquiry.say("projects.list", scope=inquiry.say("projects.in_plan"), count=len(projects))),
        Listing(tuple(_issue_item(inquiry, s, projects) for s in sums)),
        Text(inquiry.say("projects.total", years=inquiry.years(), amount=whole)),
        looked_up=inquiry.subject(),
        value=count_value(len(projects), "โครงการ"),
        places=inquiry.places(),
        unit_note=True,
        suggestions=[inquiry.label(s.key) for s in sums],
    )


def _issue_item(inquiry: Inquiry, summed: budgets.Sum, projects: Sequence[ProjectRow]) -> Item:
    """An issue with the number of its projects and their sum."""
    count = sum(p.issue == summed.key for p in projects)
    text = inquiry.say("projects_and_money", count=count, amount=summed.amount)
    return Item(inquiry.name(summed.key), text, summed.key)
