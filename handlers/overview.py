"""What is this: a project, issue, tactic, agency, several of them, or the whole plan?"""

from dataclasses import replace

from handlers import budget, goals, indicators
from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, money_value
from knowledge import budgets, plan
from knowledge.question import Question


def answer(inquiry: Inquiry) -> Answer:
    """The main facts of the thing named."""
    question = inquiry.question
    kinds = {inquiry.index.entities[c].kind for c in question.about}
    if kinds == {"goal"}:
        return goals.answer(inquiry)
    if kinds & {"indicator"}:
        return indicators.answer(inquiry)
    if question.agencies or question.where or len(question.about) > 1:
        return _several(inquiry)
    if not question.about:
        return _plan(inquiry)
    if kinds == {"project"}:
        return _project(inquiry)
    return _issue(inquiry) if kinds == {"issue"} else _tactic(inquiry)


def _project(inquiry: Inquiry) -> Answer:
    """A project's name, budget by year, agency and tactic."""
    projects = plan.projects(inquiry.session, inquiry.question)
    told = budget.of_project(inquiry, projects[0])
    tactic = Text(
        inquiry.say(
            "overview.tactic_of", name=f"{inquiry.label(projects[0].tactic)} {inquiry.shown(projects[0].tactic)}"
        )
    )
    return replace(told, parts=(*told.parts[:3], tactic, *told.parts[3:]), value=None)


def _several(inquiry: Inquiry) -> Answer:
    """A few things, or an agency's projects: each with figure and agency."""
    question = inquiry.question
    if any(inquiry.index.entities[c].kind != "project" for c in question.about) and not question.agencies:
        return budget.answer(inquiry.with_(replace(question, ask="budget", shape="total")))
    projects = plan.projects(inquiry.session, question)
    whole = budgets.sum_of(inquiry.session, question)
    parts: list[Part] = [
        Text(inquiry.say("projects.list", scope=inquiry.subject(), count=len(projects)))
        if question.agencies
        else Text(inquiry.say("projects.yes", count=len(projects)))
    ]
    parts.append(Listing(tuple(budget.items(inquiry, projects, question))))
    parts.append(Text(inquiry.say("projects.total", years=inquiry.years(), amount=whole.amount)))
    parts.append(inquiry.looked_up(inquiry.subject()))
    return inquiry.answer(
        *parts, codes=[p.code for p in projects], agencies=question.agencies or [a for p in projects for a in p.agencies],
        places=[p.place for p in projects], unit_note=any(not p.unit_stated for p in projects),
        shared_note=bool(question.agencies) and any(len(p.agencies) > 1 for p in projects), suggestions=inquiry.suggest("budget", "years", "agencies"),
    )  # fmt: skip


def _issue(inquiry: Inquiry) -> Answer:
    code = inquiry.question.about[0]
    index = inquiry.index
    whole = budgets.sum_of(inquiry.session, replace(inquiry.question, years=()))
    counts = {
        k: len(index.children(code, kind))
        for k, kind in (("projects", "project"), ("tactics", "tactic"), ("goals", "goal"))
    }  # type: ignore[arg-type]
    projects = plan.projects(inquiry.session, inquiry.question)
    things = plan.issues(inquiry.session, [code])
    return inquiry.answer(
        Text(inquiry.say("overview.issue", name=inquiry.name(code), amount=whole.amount, **counts)),
        Listing(tuple(budget.items(inquiry, projects, Question(about=(code,))))), inquiry.looked_up(inquiry.name(code)),
        codes=[code], places=[*(t.place for t in things), *(p.place for p in projects)], unit_note=any(not p.unit_stated for p in projects),
        suggestions=inquiry.suggest("by_year", "goals", "indicators", "agencies"),
    )  # fmt: skip


def _tactic(inquiry: Inquiry) -> Answer:
    code = inquiry.question.about[0]
    entity = inquiry.index.entities[code]
    projects = plan.projects(inquiry.session, inquiry.question)
    whole = budgets.sum_of(inquiry.session, replace(inquiry.question, years=()))
    parts: list[Part] = [
        Text(
            inquiry.say(
                "overview.tactic",
                name=inquiry.name(code),
                issue=inquiry.name(entity.parents[0]),
                projects=len(projects),
                amount=whole.amount,
            )
        )
    ]
    inner = [p for p in entity.name.split(" - ")[1:] if p]
    if inner:
        parts.append(Text(inquiry.say("overview.parts", count=len(inner))))
        parts.append(Listing(tuple(Item(p) for p in inner)))
    parts.append(Listing(tuple(budget.items(inquiry, projects, Question(about=(code,))))))
    parts.append(inquiry.looked_up(inquiry.name(code)))
    things = plan.tactics(inquiry.session, [code])
    return inquiry.answer(
        *parts, codes=[code, *(p.code for p in projects)], places=[*(t.place for t in things), *(p.place for p in projects)],
        unit_note=any(not p.unit_stated for p in projects), suggestions=inquiry.suggest("budget", "by_year", "agencies"),
    )  # fmt: skip


def _plan(inquiry: Inquiry) -> Answer:
    index = inquiry.index
    whole = budgets.sum_of(inquiry.session, Question())
    counts = {
        k: len(index.of_kind(kind)) for k, kind in (("issues", "issue"), ("tactics", "tactic"), ("projects", "project"))
    }  # type: ignore[arg-type]
    things = plan.issues(inquiry.session)
    return inquiry.answer(
        Text(inquiry.say("overview.plan", amount=whole.amount, **counts)),
        Listing(tuple(Item(inquiry.shown(t.code), "", t.code) for t in things)), inquiry.looked_up(inquiry.say("whole_plan")),
        value=money_value(whole.amount), places=[*(t.place for t in things), *inquiry.places(Question())], unit_note=True,
        suggestions=inquiry.suggest("whole", "most", "wifi", "projects"),
    )  # fmt: skip
