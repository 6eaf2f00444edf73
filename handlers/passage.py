"""What does the plan's running text say: section 8 and the regional framework?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Part, Text
from handlers.inquiry import Inquiry
from knowledge import plan
from knowledge.budgets import Place
from knowledge.plan import TextRow

_LONGEST_QUOTE = 1200
_PLACES_SHOWN = 5
_LONGEST_LINE = 200
_AROUND = 80
"""Characters shown before and after a word in a longer line."""


def answer(inquiry: Inquiry) -> Answer:
    """The passages named; a word looked for; or the headings of section 8."""
    if inquiry.question.words:
        return _word(inquiry, inquiry.question.words)
    rows = _named(inquiry)
    return _quoted(inquiry, rows) if rows else _contents(inquiry)


def _named(inquiry: Inquiry) -> Sequence[TextRow]:
    """The passages named one by one; else an item of the framework by its number; else those of an issue."""
    question, session = inquiry.question, inquiry.session
    ids = [int(c.split(":")[1]) for c in question.about if c.startswith("passage:")]
    if ids:
        return plan.passages(session, ["section", "framework", "measure"], ids)
    rows = plan.passages(session, ["framework", "measure"])
    if question.number is not None:
        numbered = [r for r in rows if r.kind == "framework" and r.number == question.number]
        if numbered:
            return numbered
    return [r for r in rows if r.issue in question.about]


def _quoted(inquiry: Inquiry, rows: Sequence[TextRow]) -> Answer:
    """The words of passages, each heading once."""
    section = plan.passages(inquiry.session, ["section"])
    headings = {r.id: _where(inquiry, r, section) for r in rows}
    parts: list[Part] = [*_kinds_if_asked(inquiry, rows, section)]
    for heading in dict.fromkeys(headings.values()):
        parts.append(Text(inquiry.say("passage.lead", heading=heading)))
        parts += [Text(f"“{inquiry.text(r)[:_LONGEST_QUOTE]}”") for r in rows if headings[r.id] == heading]
    return inquiry.answer(
        *parts,
        looked_up=inquiry.words.join(list(dict.fromkeys(headings.values()))),
        codes=[r.issue for r in rows if r.issue],
        places=[r.place for r in rows],
        suggestions=inquiry.suggest("issues", "whole"),
    )


def _where(inquiry: Inquiry, row: TextRow, section: Sequence[TextRow]) -> str:
    """The part that a passage stands in; section 8 itself has the heading that its first passage has."""
    if row.kind in ("framework", "measure"):
        return inquiry.say(
            f"passage.{row.kind}",
            issue=inquiry.name(row.issue) if row.kind == "framework" else inquiry.label(row.issue),
        )
    main = inquiry.say("passage.section")
    return main if section and row.heading == section[0].heading else f"{main} › {inquiry.heading(row)}"


def _monitoring(inquiry: Inquiry, section: Sequence[TextRow]) -> list[str]:
    """The kinds of monitoring: the headings within section 8."""
    return list(dict.fromkeys(inquiry.heading(r) for r in section if r.heading != section[0].heading))


def _kinds_if_asked(inquiry: Inquiry, rows: Sequence[TextRow], section: Sequence[TextRow]) -> list[Part]:
    """The kinds of monitoring, where some of them or the passage right before them, which announces them, is quoted."""
    kinds = _monitoring(inquiry, section)
    announcing = [r.id for r in section if r.heading == section[0].heading][-1:]
    asked = any(r.id in announcing or inquiry.heading(r) in kinds for r in rows)
    return _kinds(inquiry, kinds) if asked else []


def _activities(inquiry: Inquiry, activities: Sequence[TextRow]) -> list[Part]:
    if not activities:
        return []
    told = Text(inquiry.say("passage.activities", count=len(activities)))
    return [told, Listing(tuple(Item(inquiry.text(r)) for r in activities))]


def _kinds(inquiry: Inquiry, kinds: Sequence[str]) -> list[Part]:
    if not kinds:
        return []
    return [Text(inquiry.say("passage.kinds", count=len(kinds))), Listing(tuple(Item(k) for k in kinds))]


def _contents(inquiry: Inquiry) -> Answer:
    """The section on carrying out the plan at a glance: its activities and kinds of monitoring, or else all of it."""
    section = plan.passages(inquiry.session, ["section"])
    if not section:
        return inquiry.answer(
            Text(inquiry.say("passage.none")), status="unknown", suggestions=inquiry.suggest("issues", "whole")
        )
    activities = plan.activities(section)
    kinds = _monitoring(inquiry, section)
    if not activities and not kinds:
        return _quoted(inquiry, section)
    heading = inquiry.say("passage.section")
    return inquiry.answer(
        Text(heading),
        *_activities(inquiry, activities),
        *_kinds(inquiry, kinds),
        looked_up=heading,
        value=inquiry.count(len(kinds), "รายการ"),
        places=[r.place for r in section],
        suggestions=inquiry.suggest("issues", "whole"),
    )


def _word(inquiry: Inquiry, words: Sequence[str]) -> Answer:
    """Whether and where a word stands in the plan; the longest of its readings that does."""
    found: dict[str, Sequence[Place]] = {w: plan.lines_with(inquiry.session, w) for w in words}
    word = next((w for w in words if found[w]), words[-1])
    places = found[word]
    if not places:
        missing = Text(inquiry.say("passage.not_found", word=word))
        return inquiry.answer(missing, looked_up=word, status="unknown", suggestions=inquiry.suggest("issues"))
    lines = ", ".join(str(p.line) for p in places)
    return inquiry.answer(
        Text(inquiry.say("passage.found", word=word, count=len(places), lines=lines)),
        Listing(tuple(Item(_around(p.quote, word)) for p in places[:_PLACES_SHOWN])),
        looked_up=word,
        places=places,
        suggestions=inquiry.suggest("issues", "whole"),
    )


def _around(quote: str, word: str) -> str:
    """A line of the plan; of a long one what stands around the word."""
    at = quote.lower().find(word.lower())
    if at < 0 or len(quote) < _LONGEST_LINE:
        return quote[:_LONGEST_LINE]
    begin = max(0, at - _AROUND)
    return ("…" if begin else "") + quote[begin : at + len(word) + _AROUND] + "…"
