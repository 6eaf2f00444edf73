"""How content is a person with what came of their case? One to five, as long as it can still be opened again."""

from db import cases
from db.feedback_models import Feedback
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import MARKS, mark_buttons, told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import just_closed, of_chat, own_cases
from knowledge.case_words import score
from knowledge.personal import mask

_BAD = 2
"""Up to this mark the person is asked whether it is really done."""


def answer(exchange: Exchange) -> Reply | None:
    """Thanks for a mark; None where the message gives none, or nothing waits for one."""
    mark, surely = score(exchange.message.text)
    if mark is None or (not surely and _chooses(exchange)):
        return None
    case = _waiting(exchange, surely)
    return rate(exchange, case, mark) if case else None


def rate(exchange: Exchange, case: Feedback, mark: int) -> Reply:
    """Write the mark down; another one within the time takes its place."""
    say, number = exchange.inquiry.say, shown(case.number)
    if mark not in MARKS:
        return told(exchange, case.number, Text(say("cases.marks")), suggestions=mark_buttons(exchange.inquiry.words))
    cases.note(exchange.session, case, "citizen", "rated", mask(exchange.message.text))
    case.satisfaction = mark
    if mark > _BAD:
        return told(exchange, case.number, Text(say("cases.thanks_good", mark=mark, number=number)))
    thanks = Text(say("cases.thanks_bad", mark=mark, number=number))
    return told(exchange, case.number, thanks, suggestions=[say("cases.button.contest", number=number)])


def _chooses(exchange: Exchange) -> bool:
    """Whether a bare "4" is the fourth of what was offered last."""
    turns = exchange.conversation.turns
    return bool(turns and turns[-1].choices) and not exchange.conversation.topic


def _waiting(exchange: Exchange, surely: bool) -> Feedback | None:
    """The case that the chat is about, else the one closed last; a bare number rates only what has no mark yet."""
    closed = [case for case in own_cases(exchange) if just_closed(case)]
    unrated = [case for case in closed if case.satisfaction is None]
    waiting = of_chat(exchange, closed) or unrated or (closed if surely else [])
    return max(waiting, key=lambda case: case.updated_at, default=None)
