"""What are the measures (มาตรการ)?"""

from collections.abc import Sequence

from handlers.answer import Answer, Figure, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.plan import TextRow


def answer(inquiry: Inquiry) -> Answer:
    """All measures of the issue that has some, or one by its number or words."""
    rows = plan.passages(inquiry.session, ["measure"])
    asked = {c for c in inquiry.question.about if inquiry.kind(c) == "issue"}
    if not rows or (asked and not asked & {r.issue for r in rows}):
        return inquiry.answer(
            Text(inquiry.say("measures.none")),
            codes=sorted(asked),
            places=[r.place for r in rows],
            suggestions=inquiry.suggest("issues"),
        )
    chosen = _chosen(inquiry, rows) or rows
    issue = rows[0].issue
    return inquiry.answer(
        *_told(inquiry, chosen, rows),
        looked_up=inquiry.name(issue),
        codes=[issue],
        value=inquiry.count(len(rows), "รายการ"),
        places=[r.place for r in chosen],
        suggestions=inquiry.suggest("projects", "goals"),
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
    texts = [inquiry.say("measures.one", number=r.number, text=r.text) for r in chosen]
    if len(chosen) < len(rows):
        return [Text(text) for text in texts]
    listed = inquiry.say("measures.list", issue=inquiry.name(rows[0].issue), count=len(rows))
    parts: list[Part] = [Text(listed), Listing(tuple(Item(text) for text in texts))]
    if inquiry.question.shape == "count":
        parts.insert(0, Figure(str(len(rows)), inquiry.words.unit("item"), inquiry.say("level.measure")))
    return parts
