"""Who is responsible?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, all_agencies, lacks_unit
from knowledge import budgets, plan
from knowledge.plan import ProjectRow
from knowledge.question import Question

_FEW = 8
"""Projects that are told one by one."""


def answer(inquiry: Inquiry) -> Answer:
    """The agencies of projects; of an issue, tactic or the plan each with its number of projects."""
    question = inquiry.question
    projects = plan.projects(inquiry.session, question)
    if not projects:
        return inquiry.answer(Text(inquiry.say("budget.none_at_all")), status="unknown")
    if question.shape == "compare":
        return _same(inquiry, projects)
    if len(projects) == 1 and not (inquiry.of_all and question.shape == "count"):
        return _of_one(inquiry, projects[0])
    named = any(inquiry.kind(c) == "project" for c in question.about)
    if (named or question.where) and len(projects) <= _FEW:
        return _one_by_one(inquiry, projects)
    return _all(inquiry, projects)


def _of_one(inquiry: Inquiry, project: ProjectRow) -> Answer:
    name = inquiry.name(project.code)
    if project.agencies:
        responsible = inquiry.say("agencies.lead", name=name, agencies=inquiry.agencies(project.agencies))
    else:
        responsible = inquiry.say("agencies.none", name=name)
    amount = budgets.sum_of(inquiry.session, Question(about=(project.code,))).amount
    return inquiry.answer(
        Text(responsible),
        Text(inquiry.sum_line(amount, inquiry.index.years)),
        looked_up=name,
        codes=[project.code],
        agencies=project.agencies,
        places=[project.place],
        unit_note=not project.unit_stated,
        suggestions=inquiry.suggest("budget", "years", "same_issue"),
    )


def _same(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Whether projects have the same agency."""
    same = len({p.agencies for p in projects}) == 1 and bool(projects[0].agencies)
    told = Text(inquiry.say("compare.same_agency" if same else "compare.other_agency"))
    return _one_by_one(inquiry, projects, told)


def _one_by_one(inquiry: Inquiry, projects: Sequence[ProjectRow], *before: Part) -> Answer:
    items = [Item(inquiry.shown(p.code), inquiry.agencies(p.agencies), p.code) for p in projects]
    return inquiry.answer(
        *before,
        Listing(tuple(items)),
        looked_up=inquiry.subject(),
        codes=[p.code for p in projects],
        agencies=all_agencies(projects),
        places=[p.place for p in projects],
        suggestions=inquiry.suggest("budget") if before else inquiry.suggest("budget", "years"),
    )


def _all(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Every agency of an issue, a tactic or the plan."""
    sums = budgets.sums_by(inquiry.session, inquiry.question, "agency")
    names = [s.key for s in sums]
    if inquiry.of_all:
        told = inquiry.say("agencies.all", count=len(names))
    else:
        told = inquiry.say("agencies.of", name=inquiry.subject(), agencies=inquiry.agencies(names))
    parts: list[Part] = [Text(told), Listing(tuple(_agency_item(inquiry, s, projects) for s in sums))]
    unnamed = sum(not p.agencies for p in projects)
    if unnamed:
        parts.append(Text(inquiry.say("agencies.unnamed", count=unnamed)))
    return inquiry.answer(
        *parts,
        looked_up=inquiry.subject(),
        codes=inquiry.question.about,
        value=inquiry.count(len(names), "รายการ"),
        agencies=names,
        places=[p.place for p in projects],
        unit_note=lacks_unit(projects),
        shared_note=True,
        suggestions=inquiry.suggest("whole", "projects"),
    )


def _agency_item(inquiry: Inquiry, summed: budgets.Sum, projects: Sequence[ProjectRow]) -> Item:
    """An agency with the number of its projects and their sum."""
    count = sum(summed.key in p.agencies for p in projects)
    return Item(inquiry.agency(summed.key), inquiry.say("projects_and_money", count=count, amount=summed.amount))
