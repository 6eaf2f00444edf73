"""Which agencies does an issue concern, and what are their strategies?"""

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """The related agencies of an issue, or the issues of a related agency."""
    question = inquiry.question
    entities = inquiry.index.entities
    kind = "strategy" if question.words == ("strategy",) else "agency"
    named = [c for c in question.about if c.startswith("stakeholder:")]
    issues = inquiry.index.issues_of(question.about)
    if named and all(entities[c].kind == "agency_strategy" for c in named):
        kind, named = "strategy", []
    if named and not any(entities[c].kind == "issue" for c in question.about):
        return _in_issues(inquiry, named, issues)
    rows = plan.stakeholders(inquiry.session, kind, issues)
    if not rows:
        return inquiry.answer(Text(inquiry.say("stakeholders.none")), status="unknown")
    found = list(dict.fromkeys(r.issue for r in rows))
    parts: list[Part] = []
    for issue in found:
        of_issue = [r for r in rows if r.issue == issue]
        key = "stakeholders.strategies" if kind == "strategy" else "stakeholders.list"
        parts.append(Text(inquiry.say(key, scope=inquiry.name(issue), count=len(of_issue))))
        parts.append(Listing(tuple(Item(inquiry.text(r)) for r in of_issue)))
    parts.append(inquiry.looked_up(inquiry.words.join([inquiry.name(i) for i in found], limit=3)))
    return inquiry.answer(
        *parts, codes=found if issues else [], value=count_value(len(rows), "รายการ") if question.shape == "count" else None,
        places=[r.place for r in rows], suggestions=inquiry.suggest("projects", "agencies", "goals"),
    )  # fmt: skip


def _in_issues(inquiry: Inquiry, named: list[str], issues: tuple[str, ...]) -> Answer:
    """The issues that name a stakeholder."""
    entities = inquiry.index.entities
    names = list(dict.fromkeys(inquiry.shown(c) for c in named))
    ids = [int(c.split(":")[1]) for c in named]
    rows = [r for kind in ("agency", "strategy") for r in plan.stakeholders(inquiry.session, kind) if r.id in ids]
    told = inquiry.say(
        "stakeholders.in_issues",
        name=inquiry.words.join(names),
        issues=inquiry.words.join([inquiry.name(i) for i in issues]),
    )
    return inquiry.answer(
        Text(told), Text(inquiry.say("stakeholders.not_responsible")), inquiry.looked_up(inquiry.words.join(names)),
        codes=issues, places=[r.place for r in rows], suggestions=inquiry.suggest("projects", "agencies"),
    )  # fmt: skip
