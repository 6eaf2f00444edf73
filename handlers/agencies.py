"""Who is responsible?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import budgets, plan
from knowledge.plan import ProjectRow
from knowledge.question import Question

_ONE_BY_ONE = 8


def answer(inquiry: Inquiry) -> Answer:
    """The agencies of projects; of an issue, tactic or the plan each with its number of projects."""
    question = inquiry.question
    projects = plan.projects(inquiry.session, question)
    if not projects:
        return inquiry.answer(Text(inquiry.say("budget.none_at_all")), status="unknown")
    if question.shape == "compare":
        return _same(inquiry, projects)
    named_projects = any(inquiry.index.entities[c].kind == "project" for c in question.about)
    if len(projects) == 1:
        return _of_one(inquiry, projects[0])
    if (named_projects or question.where) and len(projects) <= _ONE_BY_ONE:
        return _one_by_one(inquiry, projects)
    return _all(inquiry, projects)


def _of_one(inquiry: Inquiry, project: ProjectRow) -> Answer:
    name = inquiry.name(project.code)
    if project.agencies:
        lead = inquiry.say("agencies.lead", name=name, agencies=inquiry.agencies(project.agencies))
    else:
        lead = inquiry.say("agencies.none", name=name)
    amount = budgets.sum_of(inquiry.session, Question(about=(project.code,))).amount
    return inquiry.answer(
        Text(lead), Text(inquiry.say("budget.sum_line", years=inquiry.years(inquiry.index.years), amount=amount)), inquiry.looked_up(name),
        codes=[project.code], agencies=project.agencies, places=[project.place], unit_note=not project.unit_stated,
        suggestions=inquiry.suggest("budget", "years", "same_issue"),
    )  # fmt: skip


def _one_by_one(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    rows = tuple(Item(inquiry.shown(p.code), inquiry.agencies(p.agencies), p.code) for p in projects)
    return inquiry.answer(
        Listing(rows), inquiry.looked_up(inquiry.subject()), codes=[p.code for p in projects], agencies=_names(projects),
        places=[p.place for p in projects], suggestions=inquiry.suggest("budget", "years"),
    )  # fmt: skip


def _same(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Whether two projects have the same agency."""
    same = len({p.agencies for p in projects}) == 1 and bool(projects[0].agencies)
    rows = tuple(Item(inquiry.shown(p.code), inquiry.agencies(p.agencies), p.code) for p in projects)
    return inquiry.answer(
        Text(inquiry.say("compare.same_agency" if same else "compare.other_agency")), Listing(rows), inquiry.looked_up(inquiry.subject()),
        codes=[p.code for p in projects], agencies=_names(projects), places=[p.place for p in projects], suggestions=inquiry.suggest("budget"),
    )  # fmt: skip


def _all(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """Every agency of an issue, a tactic or the plan."""
    question = inquiry.question
    sums = budgets.sums_by(inquiry.session, question, "agency")
    names = [s.key for s in sums]
    rows = tuple(
        Item(
            inquiry.agency(s.key),
            inquiry.say("agencies.count_projects", count=sum(s.key in p.agencies for p in projects), amount=s.amount),
        )
        for s in sums
    )
    unnamed = sum(not p.agencies for p in projects)
    scope = inquiry.say("agencies.all", count=len(names))
    if question.about or question.where or question.agencies:
        scope = inquiry.say("agencies.of", name=inquiry.subject(), agencies=inquiry.agencies(names))
    parts: list[Part] = [Text(scope), Listing(rows)]
    if unnamed:
        parts.append(Text(inquiry.say("agencies.unnamed", count=unnamed)))
    parts.append(inquiry.looked_up(inquiry.subject()))
    return inquiry.answer(
        *parts, codes=question.about, value=count_value(len(names), "รายการ") if question.shape == "count" else None, agencies=names,
        places=[p.place for p in projects], unit_note=any(not p.unit_stated for p in projects), shared_note=True,
        suggestions=inquiry.suggest("whole", "projects"),
    )  # fmt: skip


def _names(projects: Sequence[ProjectRow]) -> list[str]:
    return [a for p in projects for a in p.agencies]
