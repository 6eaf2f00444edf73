"""What to say where the message is no question, or the plan has no answer?"""

from collections.abc import Sequence

from handlers.answer import Answer, Item, Listing, Note, Part, Status, Text
from handlers.inquiry import Inquiry
from knowledge.understand import Understood

_STATUS: dict[str, Status] = {
    "greeting": "smalltalk", "thanks": "smalltalk", "abuse": "smalltalk", "help": "help", "file": "help", "unclear": "unknown",
    "feedback": "feedback", "status": "status", "privacy": "privacy",
}  # fmt: skip
_SENTENCE = {"unclear": "unknown.unclear", "file": "unknown.file"}


def answer(inquiry: Inquiry, understood: Understood) -> Answer:
    """Greeting, thanks, help, emergency, feedback, status, privacy."""
    name = understood.reason
    if name.startswith("emergency"):
        return _emergency(inquiry, name.split("/")[1])
    parts: list[Part] = [Text(inquiry.say(_SENTENCE.get(name, f"talk.{name}")))]
    if name == "feedback" and understood.choices:
        parts.append(
            Note(
                inquiry.say(
                    "talk.feedback_about",
                    names=inquiry.words.join([inquiry.name(c) for c in understood.choices], limit=3),
                )
            )
        )
    if name in ("feedback", "privacy"):
        parts.append(Note(inquiry.say("talk.privacy_mask")))
    codes = understood.choices if name == "feedback" else ()
    return inquiry.answer(
        *parts, status=_STATUS[name], codes=codes, suggestions=inquiry.suggest("wifi", "most", "whole", "issues")
    )


def _emergency(inquiry: Inquiry, kind: str) -> Answer:
    return inquiry.answer(
        Text(inquiry.say(f"emergency.{kind}")), Note(inquiry.say("emergency.not_dispatch")), status="emergency"
    )


def unknown(inquiry: Inquiry, understood: Understood) -> Answer:
    """What the plan does not hold: said plainly, without a figure, with what can be asked instead."""
    words = " ".join(understood.words[:4])
    years = inquiry.list_years(understood.years)
    text = inquiry.say(f"unknown.{understood.reason}", words=words, years=years)
    parts: list[Part] = [Text(text), Note(inquiry.say("unknown.offer"))]
    return inquiry.answer(*parts, status="unknown", suggestions=inquiry.suggest("wifi", "most", "whole", "issues"))


def clarify(inquiry: Inquiry, choices: Sequence[str]) -> Answer:
    """Which of several things was meant: each a button."""
    entities = inquiry.index.entities
    rows = tuple(Item(inquiry.name(c), "", c) for c in choices if not c.startswith(("passage", "stakeholder")))
    kinds = {entities[c].kind for c in choices}
    key = "clarify.tactic_issue" if kinds <= {"tactic", "goal", "indicator"} and len(choices) > 3 else "clarify.which"
    texts = [inquiry.label(c) or inquiry.shown(c) for c in choices]
    return inquiry.answer(
        Text(inquiry.say(key, count=len(choices))), Listing(rows), status="clarify", codes=choices, suggestions=[t[:60] for t in texts[:6]],
    )  # fmt: skip
