"""What is this: a project, issue, tactic, agency, several of them, or the whole plan?"""

from dataclasses import replace

from handlers import budget, figures, goals, indicators, passage, stakeholders
from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, all_agencies, are_shared, lacks_unit, money_value
from knowledge import budgets, plan
from knowledge.question import Question


def answer(inquiry: Inquiry) -> Answer:
    """The main facts of the thing named."""
    question = inquiry.question
    kinds = {inquiry.kind(c) for c in question.about}
    if kinds == {"goal"}:
        return goals.answer(inquiry)
    if "indicator" in kinds:
        return indicators.answer(inquiry)
    if kinds & {"stakeholder", "agency_strategy"}:
        return stakeholders.answer(inquiry)
    if kinds & {"section", "framework", "measure"}:
        return passage.answer(inquiry)
    if inquiry.searched or len(question.about) > 1:
        return _several(inquiry)
    if not question.about:
        return _plan(inquiry)
    if kinds == {"project"}:
        return _project(inquiry)
    return _issue(inquiry) if kinds == {"issue"} else _tactic(inquiry)


def _project(inquiry: Inquiry) -> Answer:
    """A project's budget by year, agency and tactic: no one number was asked for."""
    project = plan.projects(inquiry.session, inquiry.question)[0]
    tactic = Text(inquiry.say("overview.tactic_of", name=inquiry.name(project.tactic)))
    return replace(budget.of_project(inquiry, project, tactic), value=None)


def _several(inquiry: Inquiry) -> Answer:
    """A few things, or an agency's projects: each with figure and agency."""
    question = inquiry.question
    if not question.agencies and any(inquiry.kind(c) != "project" for c in question.about):
        return budget.answer(inquiry.with_(replace(question, ask="budget", shape="total")))
    projects = plan.projects(inquiry.session, question)
    whole = budgets.sum_of(inquiry.session, question)
    told = inquiry.say("projects.yes", count=len(projects))
    if question.agencies:
        told = inquiry.say("projects.list", scope=inquiry.subject(), count=len(projects))
    return inquiry.answer(
        Text(told),
        Listing(figures.project_items(inquiry, projects, question)),
        Text(inquiry.say("projects.total", years=inquiry.years(), amount=whole.amount)),
        looked_up=inquiry.subject(),
        codes=[p.code for p in projects],
        agencies=question.agencies or all_agencies(projects),
        places=[p.place for p in projects],
        unit_note=lacks_unit(projects),
        shared_note=bool(question.agencies) and are_shared(projects),
        suggestions=inquiry.suggest("budget", "years", "agencies"),
    )


def _issue(inquiry: Inquiry) -> Answer:
    """An issue's size and its projects."""
    code = inquiry.question.about[0]
    index = inquiry.index
    projects = plan.projects(inquiry.session, inquiry.question)
    told = inquiry.say(
        "overview.issue",
        name=inquiry.name(code),
        projects=len(index.children(code, "project")),
        tactics=len(index.children(code, "tactic")),
        goals=len(index.children(code, "goal")),
        amount=budgets.sum_of(inquiry.session, Question(about=(code,))).amount,
    )
    things = plan.issues(inquiry.session, [code])
    return inquiry.answer(
        Text(told),
        Listing(figures.project_items(inquiry, projects, Question(about=(code,)))),
        looked_up=inquiry.name(code),
        codes=[code],
        places=[*(t.place for t in things), *(p.place for p in projects)],
        unit_note=lacks_unit(projects),
        suggestions=inquiry.suggest("by_year", "goals", "indicators", "agencies"),
    )


def _tactic(inquiry: Inquiry) -> Answer:
    """A tactic's issue, its parts and its projects."""
    code = inquiry.question.about[0]
    entity = inquiry.index.entities[code]
    projects = plan.projects(inquiry.session, inquiry.question)
    told = inquiry.say(
        "overview.tactic",
        name=inquiry.name(code),
        issue=inquiry.name(entity.parents[0]),
        projects=len(projects),
        amount=budgets.sum_of(inquiry.session, Question(about=(code,))).amount,
    )
    things = plan.tactics(inquiry.session, [code])
    return inquiry.answer(
        Text(told),
        *_parts_of_tactic(inquiry, entity.name),
        Listing(figures.project_items(inquiry, projects, Question(about=(code,)))),
        looked_up=inquiry.name(code),
        codes=[code, *(p.code for p in projects)],
        places=[*(t.place for t in things), *(p.place for p in projects)],
        unit_note=lacks_unit(projects),
        suggestions=inquiry.suggest("budget", "by_year", "agencies"),
    )


def _parts_of_tactic(inquiry: Inquiry, name: str) -> list[Part]:
    """Some tactics are named with their parts behind dashes: "พัฒนา... - ส่งเสริม... - สร้าง..."."""
    _, *inner = name.split(" - ")
    if not inner:
        return []
    return [Text(inquiry.say("overview.parts", count=len(inner))), Listing(tuple(Item(part) for part in inner))]


def _plan(inquiry: Inquiry) -> Answer:
    """The plan's size and its issues."""
    index = inquiry.index
    whole = budgets.sum_of(inquiry.session, Question())
    told = inquiry.say(
        "overview.plan",
        issues=len(index.of_kind("issue")),
        tactics=len(index.of_kind("tactic")),
        projects=len(index.of_kind("project")),
        amount=whole.amount,
    )
    things = plan.issues(inquiry.session)
    return inquiry.answer(
        Text(told),
        Listing(tuple(Item(inquiry.shown(t.code), "", t.code) for t in things)),
        looked_up=inquiry.say("whole_plan"),
        value=money_value(whole.amount),
        places=[*(t.place for t in things), *inquiry.places(Question())],
        unit_note=True,
        suggestions=inquiry.suggest("whole", "most", "example", "projects"),
    )
