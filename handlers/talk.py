"""What to say where the message is no question, or the plan has no answer?"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.action import ASK, Action
from handlers.answer import Answer, Item, Listing, Note, Status, Text
from handlers.bill import left_over, no_regions
from handlers.exchange import Exchange, Reply
from handlers.help_line import help_line, relay_line
from handlers.inquiry import Inquiry
from handlers.person import NOBODY, Person
from knowledge.understood import Understood

_STATUS: dict[str, Status] = {
    "greeting": "smalltalk",
    "thanks": "smalltalk",
    "abuse": "smalltalk",
    "chat": "smalltalk",
    "help": "help",
    "file": "help",
    "document": "help",
    "upset": "feedback",
    "human": "help",
    "deaf": "help",
    "number_given": "help",
    "informant": "privacy",
    "channel": "help",
    "unclear": "unknown",
}
_SENTENCE = {"unclear": "unknown.unclear"}
_FILES = {"file": ("/plan/projects.xlsx", "/plan/projects.csv"), "document": ("/plan/document",)}
"""Addresses on the plan's web site of what is asked for."""
_FOR_PEOPLE = ("human", "contact", "person", "apply", "spots", "progress", "contractor", "corruption", "spent")
"""What somebody may know whom one can call."""
_BUTTONS = 6
_LONGEST_BUTTON = 60
OFFERED = ("example", "most", "whole", "issues")
"""Questions to begin with."""
ENTRIES = ("report", "mine", "rights")
"""What else there is than questions: to tell the province something, one's cases, one's rights."""
_WITH_ENTRIES = ("greeting", "help", "deaf")


def urgent(exchange: Exchange) -> Reply | None:
    """Danger comes before everything else; what was being written stays."""
    reason = exchange.understood.reason
    if not reason.startswith("emergency/"):
        return None
    return _emergency(exchange.inquiry, reason.split("/")[1]), exchange.conversation


def answer(inquiry: Inquiry, understood: Understood, person: Person = NOBODY) -> Answer:
    """Greeting, thanks, help, abuse, what the bot cannot do; of files where they are."""
    name = understood.reason
    told = [Text(inquiry.say(_SENTENCE.get(name, f"talk.{name}")))]
    told += [Text(person.public_url + file) for file in _FILES.get(name, ())]
    entries = ("tell",) if name in ("channel", "informant") else ENTRIES if name in _WITH_ENTRIES else ()
    return inquiry.answer(
        *told, *_human(inquiry, name, person), status=_STATUS[name], suggestions=inquiry.suggest(*entries, *OFFERED)
    )


def _emergency(inquiry: Inquiry, kind: str) -> Answer:
    """Whom to call, and that the bot calls nobody."""
    call, not_dispatch = inquiry.say(f"emergency.{kind}"), inquiry.say("emergency.not_dispatch")
    return inquiry.answer(Text(call), Note(not_dispatch), status="emergency")


def unknown(inquiry: Inquiry, understood: Understood, person: Person = NOBODY) -> Answer:
    """What the plan does not hold: said plainly, without a figure, with what can be asked instead."""
    if understood.reason == "bill":
        return left_over(inquiry, understood.words)
    if understood.reason == "unsure":
        return _unsure(inquiry, understood.question.about[0])
    if understood.reason == "regions":
        return no_regions(inquiry, understood.words)
    text = inquiry.say(f"unknown.{understood.reason}", years=inquiry.list_years(understood.years))
    offer = Note(inquiry.say("unknown.offer"))
    human = _human(inquiry, understood.reason, person)
    return inquiry.answer(Text(text), offer, *human, status="unknown", suggestions=inquiry.suggest(*OFFERED))


def _unsure(inquiry: Inquiry, code: str) -> Answer:
    """It is about this one thing, and it is not clear what of it: what can be asked of it are the buttons."""
    asked = inquiry.suggest(*_OF_KIND.get(inquiry.kind(code), ()))
    return inquiry.answer(
        Text(inquiry.say("unknown.unsure", name=inquiry.name(code))), status="unknown", suggestions=asked
    )


_OF_KIND = {
    "project": ("budget", "agencies", "years", "same_issue"),
    "issue": ("budget", "projects", "goals", "indicators"),
    "tactic": ("budget", "projects"),
}
"""What can be asked of a thing."""


def _human(inquiry: Inquiry, reason: str, person: Person) -> list[Note]:
    """Whom to call, where somebody may know what the plan does not say."""
    if reason == "deaf":
        return relay_line(inquiry.words, person)
    return [help_line(inquiry.words, person)] if reason in _FOR_PEOPLE else []


def clarify(inquiry: Inquiry, understood: Understood) -> Answer:
    """Which of several things was meant: each a button. Where no name was said, what is nearest to it in meaning."""
    choices = understood.choices
    items = [Item(inquiry.name(c), "", c) for c in choices if not c.startswith(("passage", "stakeholder"))]
    same_number = {inquiry.kind(c) for c in choices} <= {"tactic", "goal", "indicator"} and len(choices) > 3
    sentence = "tactic_issue" if same_number else "which"
    if understood.reason == "perhaps":
        sentence = "likely" if understood.outcome == "clarify" else "perhaps"
    if understood.reason == "elsewhere":
        sentence = "elsewhere"
    told = inquiry.say(f"clarify.{sentence}", count=len(choices))
    return inquiry.answer(
        Text(told),
        Listing(tuple(items)),
        status="clarify" if understood.outcome == "clarify" else "unknown",
        codes=choices,
        suggestions=_buttons(inquiry, choices),
    )


def meant(inquiry: Inquiry, answer: Answer, choices: Sequence[str]) -> Answer:
    """An answer about what was taken to be meant: it says so first, and what else comes near is a button."""
    told = Text(inquiry.say("clarify.meant", name=inquiry.name(choices[0])))
    others = dict(zip(_buttons(inquiry, choices[1:]), choices[1:], strict=False))
    language = inquiry.words.language
    # A name may be too long for what a button of Telegram holds; its code never is.
    actions = tuple(Action(label, ASK, "", code, language) for label, code in others.items())
    return replace(answer, parts=(told, *answer.parts), suggestions=tuple(others), actions=actions)


def _buttons(inquiry: Inquiry, codes: Sequence[str]) -> list[str]:
    return [(inquiry.label(code) or inquiry.shown(code))[:_LONGEST_BUTTON] for code in codes[:_BUTTONS]]
