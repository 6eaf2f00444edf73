"""Somebody did not understand: what does the last answer mean, in plain words?

Never the same words again: of a figure or a list it is told what such a thing is, of a draft what will happen, of a
case what its state means.
"""

from handlers import intake_view as view
from handlers import offers, talk
from handlers.answer import Note, Part, Text
from handlers.case_number import shown
from handlers.case_status import opened, outcome, told
from handlers.exchange import Exchange, Reply
from handlers.help_line import help_line
from handlers.intake import Intake
from handlers.own_cases import own_case
from knowledge.question import Question, Turn
from knowledge.understood import Understood

_ASKS = ("explain", "unsure")
_TOLD = "plain"
"""What was said last, where it was plain words: who does not understand those is told whom to ask."""
_DRAFT_ASKED = ("about", "text", "contact", "place", "same")
"""Steps of a draft where "I do not know" answers what was asked."""
_SHARES = ("share",)
OF_ASK = {
    "agencies": "agency",
    "goals": "goal",
    "indicators": "indicator",
    "tactics": "tactic",
    "issues": "issue",
    "measures": "measure",
    "stakeholders": "stakeholder",
    "passage": "passage",
    "projects": "project",
}
"""What was asked for -> the thing that is explained; everything else is about money."""


def answer(exchange: Exchange) -> Reply | None:
    """The plain words; None for a message that does not ask for them, or where nothing was said that has any."""
    if exchange.short not in _ASKS or exchange.message.action or exchange.asked not in ("", _TOLD):
        return None
    told = _told(exchange)
    return (told[0], told[1].asking(_TOLD)) if told else None


def _told(exchange: Exchange) -> Reply | None:
    if turn := exchange.conversation.find(exchange.said):
        return _of_plan(exchange, turn)
    intake = exchange.conversation.writing
    if intake:
        return None if intake.step in _DRAFT_ASKED and exchange.short == "unsure" else _of_draft(exchange, intake)
    return _of_case(exchange)


def _of_plan(exchange: Exchange, turn: Turn) -> Reply:
    """It goes on about the same answer, so that it can still be followed up."""
    say = exchange.inquiry.say
    thing = say(f"plainly.{_thing(turn.question)}")
    parts: list[Part] = [Text(thing), Note(say("plainly.plan")), _human(exchange)]
    if exchange.asked == _TOLD:
        parts = [Text(say("plainly.again")), _human(exchange)]
    answer = exchange.inquiry.answer(*parts, status="help", suggestions=exchange.inquiry.suggest(*talk.OFFERED))
    after = exchange.conversation.telling(turn)
    return offers.waiting(exchange, answer, after) if after.writing else (answer, after)


def _thing(question: Question) -> str:
    return "share" if question.shape in _SHARES else OF_ASK.get(question.ask, "money")


def _of_draft(exchange: Exchange, intake: Intake) -> Reply:
    """Nothing was sent yet, and which button does what."""
    words = exchange.inquiry.words
    send, cancel = (words.say(f"intake.button.{name}") for name in (view.send_button(exchange), "cancel"))
    if exchange.asked == _TOLD:
        return view.reminded(exchange, intake, Text(words.say("plainly.again")), _human(exchange))
    return view.reminded(exchange, intake, Text(words.say("plainly.draft", send=send, cancel=cancel)))


def _of_case(exchange: Exchange) -> Reply | None:
    """Where the chat is about nothing yet, what can be asked."""
    topic = exchange.named_case or exchange.conversation.topic
    if not topic:
        return talk.answer(exchange.inquiry, Understood("talk", reason="help"), exchange.person), exchange.conversation
    case, words = own_case(exchange, topic), exchange.inquiry.words
    if case is None:
        return None
    means = words.say(f"plainly.state.{outcome(case.state, case.fixed)}")
    text = words.say("plainly.case", number=shown(case.number), means=means)
    parts = Text(words.say("plainly.again") if exchange.asked == _TOLD else text), _human(exchange)
    return told(exchange, case.number, *parts, actions=[opened(words, case.number)])


def _human(exchange: Exchange) -> Note:
    return help_line(exchange.inquiry.words, exchange.person)
