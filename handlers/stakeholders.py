"""Which agencies does an issue concern, and what are their strategies?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.plan import TextRow


def answer(inquiry: Inquiry) -> Answer:
    """The related agencies of an issue or their strategies; or the issues of a related agency."""
    question = inquiry.question
    named = [c for c in question.about if c.startswith("stakeholder:")]
    strategies = bool(named) and all(inquiry.kind(c) == "agency_strategy" for c in named)
    issue_named = any(inquiry.kind(c) == "issue" for c in question.about)
    if named and not strategies and not issue_named:
        return _in_issues(inquiry, named)
    kind = "strategy" if strategies or question.words == ("strategy",) else "agency"
    issues = inquiry.index.issues_of(question.about)
    rows = plan.stakeholders(inquiry.session, kind, issues)
    if not rows:
        return inquiry.answer(Text(inquiry.say("stakeholders.none")), status="unknown")
    found = list(dict.fromkeys(r.issue for r in rows))
    key = "stakeholders.strategies" if kind == "strategy" else "stakeholders.list"
    return inquiry.answer(
        *(part for issue in found for part in _of_issue(inquiry, key, issue, [r for r in rows if r.issue == issue])),
        looked_up=inquiry.names(found, limit=3),
        codes=found if issues else [],
        value=inquiry.count(len(rows), "รายการ"),
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("projects", "agencies", "goals"),
    )


def _of_issue(inquiry: Inquiry, key: str, issue: str, rows: Sequence[TextRow]) -> tuple[Part, Part]:
    told = inquiry.say(key, scope=inquiry.name(issue), count=len(rows))
    return Text(told), Listing(tuple(Item(inquiry.text(r)) for r in rows))


def _in_issues(inquiry: Inquiry, named: Sequence[str]) -> Answer:
    """The issues that name a stakeholder."""
    issues = inquiry.index.issues_of(inquiry.question.about)
    names = inquiry.words.join(list(dict.fromkeys(inquiry.shown(c) for c in named)))
    ids = [int(c.split(":")[1]) for c in named]
    rows = [r for kind in ("agency", "strategy") for r in plan.stakeholders(inquiry.session, kind) if r.id in ids]
    return inquiry.answer(
        Text(inquiry.say("stakeholders.in_issues", name=names, issues=inquiry.names(issues))),
        Text(inquiry.say("stakeholders.not_responsible")),
        looked_up=names,
        codes=issues,
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("projects", "agencies"),
    )
