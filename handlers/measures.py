"""What are the measures (มาตรการ)?"""

from handlers.answer import Answer, Figure, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan


def answer(inquiry: Inquiry) -> Answer:
    """All measures of the issue that has some, or one by its number or words."""
    question = inquiry.question
    rows = plan.passages(inquiry.session, ["measure"])
    having = {r.issue for r in rows}
    entities = inquiry.index.entities
    asked = {c for c in question.about if entities[c].kind == "issue"}
    if not rows or (asked and not asked & having):
        return inquiry.answer(
            Text(inquiry.say("measures.none")),
            codes=sorted(asked),
            places=[r.place for r in rows],
            suggestions=inquiry.suggest("issues"),
        )
    named = {int(c.split(":")[1]) for c in question.about if c.startswith("passage:")}
    chosen = [r for r in rows if r.id in named] or list(rows)
    if question.shape == "count":
        chosen = list(rows)
    elif question.number is not None:
        chosen = [r for r in rows if r.number == question.number] or ([rows[-1]] if question.number == -1 else [])
    if not chosen:
        chosen = list(rows)
    issue = chosen[0].issue
    parts: list[Part] = []
    if len(chosen) == len(rows):
        if question.shape == "count":
            parts.append(Figure(str(len(rows)), inquiry.words.unit("item"), inquiry.say("level.measure")))
        parts.append(Text(inquiry.say("measures.list", issue=inquiry.name(issue), count=len(rows))))
        parts.append(Listing(tuple(Item(inquiry.say("measures.one", number=r.number, text=r.text)) for r in chosen)))
    else:
        parts += [Text(inquiry.say("measures.one", number=r.number, text=r.text)) for r in chosen]
    parts.append(inquiry.looked_up(inquiry.name(issue)))
    return inquiry.answer(
        *parts, codes=[issue], value=count_value(len(rows), "รายการ") if question.shape == "count" else None, places=[r.place for r in chosen],
        suggestions=inquiry.suggest("projects", "goals"),
    )  # fmt: skip
