"""How content is a person with what came of their case? One to five, as long as it can still be opened again."""

from db import cases
from db.feedback_models import Feedback
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import just_closed, own_cases
from knowledge.case_words import score
from knowledge.personal import mask

_MARKS = range(1, 6)


def answer(exchange: Exchange, words: str) -> Reply | None:
    """Thanks for a mark; None where the message gives none, or nothing waits for one."""
    mark, surely = score(words)
    if mark is None or (not surely and _chooses(exchange)):
        return None
    case = _waiting(exchange, surely)
    return rate(exchange, case, mark) if case else None


def rate(exchange: Exchange, case: Feedback, mark: int) -> Reply:
    """Write the mark down; another one within the time takes its place."""
    say, number = exchange.inquiry.say, shown(case.number)
    if mark not in _MARKS:
        return told(exchange, case.number, Text(say("cases.marks")), suggestions=_buttons(exchange))
    cases.note(exchange.session, case, "citizen", "rated", mask(exchange.message.text))
    case.satisfaction = mark
    sentence = "cases.thanks_good" if mark > _MARKS[1] else "cases.thanks_bad"
    buttons = () if mark > _MARKS[1] else (say("cases.button.contest", number=number),)
    return told(exchange, case.number, Text(say(sentence, mark=mark, number=number)), suggestions=buttons)


def _chooses(exchange: Exchange) -> bool:
    """Whether a bare "4" is the fourth of what was offered last."""
    turns = exchange.conversation.turns
    return bool(turns and turns[-1].choices) and not exchange.conversation.topic


def _waiting(exchange: Exchange, surely: bool) -> Feedback | None:
    """The case that the chat is about, else the one closed last; a bare number rates only what has no mark yet."""
    closed = [case for case in own_cases(exchange) if just_closed(case)]
    of_chat = next((case for case in closed if case.number == exchange.conversation.topic), None)
    unrated = [case for case in closed if case.satisfaction is None]
    newest = sorted(unrated or (closed if surely else []), key=lambda case: case.updated_at)
    return of_chat or (newest[-1] if newest else None)


def _buttons(exchange: Exchange) -> list[str]:
    return [exchange.inquiry.say("cases.button.mark", mark=mark) for mark in reversed(_MARKS)]
