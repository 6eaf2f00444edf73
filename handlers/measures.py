"""What are the measures (มาตรการ)?"""

from collections.abc import Sequence

from handlers.answer import Answer, Figure, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.plan import TextRow


def answer(inquiry: Inquiry) -> Answer:
    """All measures of the issues asked for, or of the plan; or some by their number or words."""
    every = plan.passages(inquiry.session, ["measure"])
    asked = {c for c in inquiry.question.about if inquiry.kind(c) == "issue"}
    rows = [r for r in every if not asked or r.issue in asked]
    if not rows:
        return _none(inquiry, every, sorted(asked))
    chosen = _chosen(inquiry, rows) or rows
    issues = list(dict.fromkeys(r.issue for r in rows))
    return inquiry.answer(
        *_told(inquiry, chosen, rows),
        looked_up=inquiry.names(issues),
        codes=issues,
        value=inquiry.count(len(rows), "รายการ"),
        places=[r.place for r in chosen],
        suggestions=inquiry.suggest("projects", "goals"),
    )


def _none(inquiry: Inquiry, every: Sequence[TextRow], asked: Sequence[str]) -> Answer:
    """That the plan lists measures elsewhere, or nowhere."""
    elsewhere = [inquiry.label(issue) for issue in dict.fromkeys(r.issue for r in every)]
    told = inquiry.say("measures.none" if every else "measures.none_at_all", issues=inquiry.words.join(elsewhere))
    return inquiry.answer(
        Text(told), codes=asked, places=[r.place for r in every], suggestions=inquiry.suggest("issues")
    )


def _chosen(inquiry: Inquiry, rows: Sequence[TextRow]) -> Sequence[TextRow]:
    """Those asked for by number (-1 is the last) or by their words; none where all are meant."""
    question = inquiry.question
    if question.shape == "count":
        return rows
    if question.number is not None:
        return rows[-1:] if question.number == -1 else [r for r in rows if r.number == question.number]
    return [r for r in rows if f"passage:{r.id}" in question.about]


def _told(inquiry: Inquiry, chosen: Sequence[TextRow], rows: Sequence[TextRow]) -> list[Part]:
    if len(chosen) < len(rows):
        return [Text(_one(inquiry, r)) for r in chosen]
    parts: list[Part] = []
    if inquiry.question.shape == "count":
        parts.append(Figure(str(len(rows)), inquiry.words.unit("item", len(rows)), inquiry.say("level.measure")))
    for issue in dict.fromkeys(r.issue for r in rows):
        parts += _listed(inquiry, issue, [r for r in rows if r.issue == issue])
    return parts


def _listed(inquiry: Inquiry, issue: str, rows: Sequence[TextRow]) -> list[Part]:
    """The measures of one issue, with where they come from, if the plan says it."""
    more = inquiry.index.facts.more
    origin = more.measures_from if inquiry.words.language == "th" else more.measures_from_en or more.measures_from
    told = inquiry.say("measures.list", issue=inquiry.name(issue), count=len(rows))
    if origin:
        told = inquiry.say("measures.list_from", told=told, origin=origin)
    return [Text(told), Listing(tuple(Item(_one(inquiry, r)) for r in rows))]


def _one(inquiry: Inquiry, row: TextRow) -> str:
    return inquiry.say("measures.one", number=row.number, text=inquiry.text(row))
