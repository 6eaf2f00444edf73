"""What does the plan's running text say: section 8 and the regional framework?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry, count_value
from knowledge import plan
from knowledge.plan import TextRow

_LONG = 1200


def answer(inquiry: Inquiry) -> Answer:
    """The passages named; a word looked for; or the headings of section 8."""
    question = inquiry.question
    if question.words:
        return _word(inquiry, question.words)
    ids = [int(c.split(":")[1]) for c in question.about if c.startswith("passage:")]
    rows = plan.passages(inquiry.session, ["section", "framework", "measure"], ids) if ids else ()
    if question.number is not None and not ids:
        rows = tuple(r for r in plan.passages(inquiry.session, ["framework"]) if r.number == question.number)
    issues = [c for c in question.about if inquiry.index.entities[c].kind == "issue"]
    if not rows and issues:
        rows = tuple(r for r in plan.passages(inquiry.session, ["framework", "measure"]) if r.issue in issues)
    if not rows:
        return _contents(inquiry)
    return _quoted(inquiry, rows)


def _quoted(inquiry: Inquiry, rows: Sequence[TextRow]) -> Answer:
    parts: list[Part] = []
    kinds = _monitoring(inquiry, rows)
    if kinds:
        parts += [Text(inquiry.say("passage.kinds", count=len(kinds))), Listing(tuple(Item(k) for k in kinds))]
    for heading in dict.fromkeys(_where(inquiry, r) for r in rows):
        parts.append(Text(inquiry.say("passage.lead", heading=heading)))
        parts += [Text(f"“{inquiry.text(r)[:_LONG]}”") for r in rows if _where(inquiry, r) == heading]
    issues = list(dict.fromkeys(r.issue for r in rows if r.issue))
    return inquiry.answer(
        *parts, inquiry.looked_up(inquiry.words.join(list(dict.fromkeys(_where(inquiry, r) for r in rows)))), codes=issues,
        places=[r.place for r in rows], suggestions=inquiry.suggest("issues", "whole"),
    )  # fmt: skip


def _where(inquiry: Inquiry, row: TextRow) -> str:
    if row.kind == "framework":
        return inquiry.say("passage.framework")
    section = inquiry.say("passage.section")
    return section if row.heading == _main(inquiry) else f"{section} › {inquiry.heading(row)}"


def _main(inquiry: Inquiry) -> str:
    """The heading of section 8 itself."""
    rows = plan.passages(inquiry.session, ["section"])
    return rows[0].heading if rows else ""


def _monitoring(inquiry: Inquiry, rows: Sequence[TextRow]) -> list[str]:
    """The kinds of monitoring, where the passage announces them or they are asked for together."""
    everything = plan.passages(inquiry.session, ["section"])
    main = everything[0].heading if everything else ""
    kinds = list(dict.fromkeys(inquiry.heading(r) for r in everything if r.heading != main))
    last_of_main = [r.id for r in everything if r.heading == main][-1:]
    announced = any(r.id in last_of_main for r in rows)
    return kinds if announced or {inquiry.heading(r) for r in rows} & set(kinds) else []


def _contents(inquiry: Inquiry) -> Answer:
    """Section 8 at a glance: its activities and kinds of monitoring."""
    rows = plan.passages(inquiry.session, ["section"])
    main = rows[0].heading if rows else ""
    activities = [r for r in rows if r.heading == main and r.text.startswith(("จัด", "จังหวัด", "อปท"))]
    kinds = list(dict.fromkeys(inquiry.heading(r) for r in rows if r.heading != main))
    return inquiry.answer(
        Text(inquiry.say("passage.section")), Text(inquiry.say("passage.activities", count=len(activities))), Listing(tuple(Item(inquiry.text(r)) for r in activities)),
        Text(inquiry.say("passage.kinds", count=len(kinds))), Listing(tuple(Item(k) for k in kinds)), inquiry.looked_up(inquiry.say("passage.section")),
        value=count_value(len(kinds), "รายการ") if inquiry.question.shape == "count" else None,
        places=[r.place for r in rows], suggestions=inquiry.suggest("issues", "whole"),
    )  # fmt: skip


def _word(inquiry: Inquiry, words: Sequence[str]) -> Answer:
    """Whether and where a word stands in the plan; the longest of its readings that does."""
    word, places = next(((w, found) for w in words if (found := plan.lines_with(inquiry.session, w))), (words[-1], ()))
    if not places:
        return inquiry.answer(
            Text(inquiry.say("passage.not_found", word=word)),
            inquiry.looked_up(word),
            status="unknown",
            suggestions=inquiry.suggest("issues"),
        )
    lines = ", ".join(str(p.line) for p in places)
    quotes = tuple(Item(_around(p.quote, word)) for p in places[:5])
    return inquiry.answer(
        Text(inquiry.say("passage.found", word=word, count=len(places), lines=lines)), Listing(quotes), inquiry.looked_up(word),
        codes=[], places=places, suggestions=inquiry.suggest("issues", "whole"),
    )  # fmt: skip


def _around(quote: str, word: str) -> str:
    at = quote.lower().find(word.lower())
    if at < 0 or len(quote) < 200:
        return quote[:200]
    return ("…" if at > 80 else "") + quote[max(0, at - 80) : at + len(word) + 80] + "…"
