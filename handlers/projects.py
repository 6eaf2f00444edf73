"""Which projects, and how many: of an issue, a tactic, an agency, a year, or that fulfil a condition?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers import budget, overview
from handlers.answer import Answer, Figure, Item, Listing, Part, Text, Value
from handlers.inquiry import Inquiry, count_value, money_value
from knowledge import budgets, plan
from knowledge.money import Amount
from knowledge.plan import ProjectRow

_SHOWN = 30


def answer(inquiry: Inquiry) -> Answer:
    """The list with its sum; the whole plan by issue."""
    question = inquiry.question
    projects = plan.projects(inquiry.session, question)
    for word in question.words:
        named = tuple(p for p in projects if word in p.name.replace(" ", "").lower())
        if named:
            return answer(inquiry.with_(replace(question, words=(), about=tuple(p.code for p in named), shape="list")))
    if not projects or question.words:
        return _none(inquiry)
    if not question.about and not question.agencies and not question.where and question.shape != "count":
        return _by_issue(inquiry, projects)
    if len(projects) == 1 and question.about == (projects[0].code,):
        return overview.answer(inquiry)
    return _listed(inquiry, projects)


def _none(inquiry: Inquiry) -> Answer:
    """No project: an answer where a condition asked for it, unknown otherwise."""
    scope = (
        f" ({inquiry.subject()})"
        if inquiry.question.about or inquiry.question.where or inquiry.question.agencies
        else ""
    )
    return inquiry.answer(
        Text(inquiry.say("projects.none", scope=scope)), status="answered" if inquiry.question.where else "unknown",
        value=count_value(0, "โครงการ") if inquiry.question.shape == "count" else None, suggestions=inquiry.suggest("most", "issues", "whole"),
    )  # fmt: skip


def _listed(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    question = inquiry.question
    years = tuple(c.number for c in question.where if c.field == "funded") or question.years
    money = replace(question, years=years if not any(c.field == "unfunded" for c in question.where) else ())
    whole = budgets.sum_of(inquiry.session, money)
    parts: list[Part] = [_lead(inquiry, projects)]
    if question.about or question.agencies or question.where:
        parts.append(Listing(tuple(budget.items(inquiry, projects[:_SHOWN], money))))
    parts.append(Text(inquiry.say("projects.total", years=inquiry.years(money.years), amount=whole.amount)))
    parts.append(inquiry.looked_up(f"{inquiry.subject()} · {inquiry.years(money.years)}"))
    codes = [p.code for p in projects] if question.about or question.agencies or question.where else []
    named = list(question.agencies) or [a for p in projects for a in p.agencies]
    return inquiry.answer(
        *parts, codes=codes, value=_value(inquiry, len(projects), whole.amount), agencies=named, places=[p.place for p in projects],
        unit_note=any(not p.unit_stated for p in projects), shared_note=bool(question.agencies) and any(len(p.agencies) > 1 for p in projects),
        suggestions=inquiry.suggest("whole", "most", "share") if not question.about else inquiry.suggest("by_year", "agencies", "share", "goals"),
    )  # fmt: skip


def _value(inquiry: Inquiry, count: int, whole: Amount) -> Value | None:
    if inquiry.question.shape == "total":
        return money_value(whole)
    return count_value(count, "โครงการ") if inquiry.question.shape == "count" else None


def _lead(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Part:
    question = inquiry.question
    scope = (
        inquiry.subject() if question.about or question.agencies or question.where else inquiry.say("projects.in_plan")
    )
    if any(inquiry.index.entities[c].kind == "project" for c in question.about) and not question.where:
        return Text(inquiry.say("projects.yes", count=len(projects)))
    if question.shape == "count":
        return Figure(str(len(projects)), inquiry.words.unit("project"), scope)
    return Text(
        inquiry.say("projects.one" if len(projects) == 1 else "projects.list", scope=scope, count=len(projects))
    )


def _by_issue(inquiry: Inquiry, projects: Sequence[ProjectRow]) -> Answer:
    """All projects of the plan: too many for a message, so by issue, each a button."""
    sums = budgets.sums_by(inquiry.session, inquiry.question, "issue")
    counts = {s.key: sum(p.issue == s.key for p in projects) for s in sums}
    rows = tuple(
        Item(inquiry.name(s.key), inquiry.say("projects.by_issue", count=counts[s.key], amount=s.amount), s.key)
        for s in sums
    )
    whole = budgets.sum_of(inquiry.session, inquiry.question)
    return inquiry.answer(
        Text(inquiry.say("projects.list", scope=inquiry.say("projects.in_plan"), count=len(projects))), Listing(rows),
        Text(inquiry.say("projects.total", years=inquiry.years(), amount=whole.amount)), inquiry.looked_up(inquiry.subject()),
        value=count_value(len(projects), "โครงการ"), places=inquiry.places(), unit_note=True,
        suggestions=[*(inquiry.say("numbered.issue", number=s.key.split(".")[-1]) for s in sums)],
    )  # fmt: skip
