"""What happens to a report: who sees it, who handles it, when is it done, must one say who one is?

Of what is still being written it is told in general; of a case that was sent, how that one stands.
"""

from typing import Literal

from db.feedback_models import Feedback
from handlers import submission
from handlers.answer import Note, Part, Text
from handlers.case_number import shown
from handlers.case_status import case_button, how_it_stands, in_full, mark_buttons, told
from handlers.exchange import Exchange, Reply
from handlers.help_line import help_line
from handlers.intake import Intake
from handlers.intake_view import reminded
from handlers.own_cases import is_open, just_closed
from knowledge.short_answer import Topic, topic

_OF_CASE: tuple[Topic, ...] = ("when", "state", "handles")
"""What each case has an answer of its own to."""
_AT_TEXT: tuple[Topic, ...] = ("how", "whether", "when", "state", "later")
"""What is asked of the writing where the bot asked for another text."""
_AT_MARK: tuple[Topic, ...] = ("mark", "how", "why", "whether", "sees", "later", "contact")
"""What is asked of the mark where the bot asked for one."""
_AT_CONTACT: tuple[Topic, ...] = ("why", "whether", "state", "handles", "sees")
"""What is asked of the contact where the bot just asked for one."""

_AT_PLACE: tuple[Topic, ...] = ("why", "whether", "how", "state")
"""What is asked of the place where the bot just asked for it."""


def asks(exchange: Exchange, told: str) -> Topic | None:
    """What the message asks of the report of these words; None where it asks nothing, or certainly the plan."""
    if exchange.message.kind != "text" or exchange.message.action:
        return None
    understood = exchange.understood
    of_plan = understood.outcome == "question" and understood.asking
    if of_plan and not (understood.bare and not _speaks_of_plan(exchange)):
        return None
    return topic(exchange.message.text, told)


def _speaks_of_plan(exchange: Exchange) -> bool:
    """Whether what leaves words out goes on about an answer of the plan, and not about a report."""
    conversation = exchange.conversation
    if conversation.writing or conversation.topic.isdecimal():
        return bool(exchange.said)
    return bool(conversation.turns)


def beside(
    exchange: Exchange, intake: Intake, name: Topic | Literal["text", "place"], case: Feedback | None = None
) -> Reply:
    """The answer to a question about it; what is being written stays, with its buttons. `case`: that it adds to."""
    if case and name in _OF_CASE:
        return reminded(exchange, intake, *how_it_stands(exchange, case))
    if intake.step == "contact" and name in _AT_CONTACT:
        name = "contact"
    if intake.step == "text" and name in _AT_TEXT:
        name = "text"
    if intake.step == "place" and name in _AT_PLACE:
        name = "place"
    agency = submission.agency_for(exchange, intake) if name == "handles" else ""
    named = {"state": "unsent", "how": "how_to_send" if intake.step == "confirm" else "how"}
    sentence = "handled_by" if agency else named.get(name, name)
    text = Text(exchange.inquiry.say(f"process.{sentence}", agency=exchange.inquiry.agency(agency) if agency else ""))
    return reminded(exchange, intake, text, _human(exchange))


def answer(exchange: Exchange, case: Feedback, name: Topic) -> Reply:
    """The answer to a question about a case that was sent."""
    if waits_for_mark(case) and name in _AT_MARK:
        return asked_mark(exchange, case, "process.mark")
    if name not in _OF_CASE:
        parts: list[Part] = [Text(exchange.inquiry.say(f"process.{name}"))]
    elif not is_open(case):
        return in_full(exchange, case)
    else:
        parts = how_it_stands(exchange, case)
    words, number = exchange.inquiry.words, case.number
    buttons = [case_button(words, kind, number) for kind in ("open", "add")]
    return told(exchange, number, *parts, _human(exchange), actions=buttons)


def waits_for_mark(case: Feedback) -> bool:
    """Whether the bot asked how content the person is, and may still be told."""
    return just_closed(case) and case.satisfaction is None


def asked_mark(exchange: Exchange, case: Feedback, sentence: str) -> Reply:
    """This of a case that waits for a mark, which may still be given."""
    words, number = exchange.inquiry.words, case.number
    text = Text(words.say(sentence, number=shown(number)))
    return told(exchange, number, text, actions=[*mark_buttons(words, number), case_button(words, "contest", number)])


def _human(exchange: Exchange) -> Note:
    return help_line(exchange.inquiry.words, exchange.person)
