"""How content is a person with what came of their case? One to five, as long as it can still be opened again."""

from db import cases
from db.feedback_models import Feedback
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import MARKS, case_button, mark_buttons, several, told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import just_closed, just_shown, own_cases
from knowledge.case_words import score
from knowledge.personal import mask

CONTESTS = "contest"
"""What the bot asked after a bad mark: `contest/NUMBER`."""
_BAD = 2
"""Up to this mark the person is asked whether it is really done."""


def answer(exchange: Exchange) -> Reply | None:
    """Thanks for a mark; None where the message gives none, or nothing waits for one."""
    mark, surely = score(exchange.message.text)
    if mark is None or (not surely and _chooses(exchange)):
        return None
    found = _waiting(exchange, surely)
    if len(found) > 1:
        return several(exchange, "cases.rate_which", found, "rate", str(mark))
    return rate(exchange, found[0], mark) if found else None


def rate(exchange: Exchange, case: Feedback, mark: int) -> Reply:
    """Write the mark down; another one within the time takes its place."""
    say, number = exchange.inquiry.say, shown(case.number)
    if mark not in MARKS:
        return told(
            exchange, case.number, Text(say("cases.marks")), actions=mark_buttons(exchange.inquiry.words, case.number)
        )
    said = mask(exchange.message.text) or say("cases.button.mark", mark=mark)
    cases.note(exchange.session, case, "citizen", "rated", said)
    case.satisfaction = mark
    if mark > _BAD:
        return told(exchange, case.number, Text(say("cases.thanks_good", mark=mark, number=number)))
    thanks = Text(say("cases.thanks_bad", mark=mark, number=number))
    answer, after = told(
        exchange, case.number, thanks, actions=[case_button(exchange.inquiry.words, "contest", case.number)]
    )
    return answer, after.asking(f"{CONTESTS}/{case.number}")


def _chooses(exchange: Exchange) -> bool:
    """Whether a bare "4" is the fourth of what was offered last."""
    turns = exchange.conversation.turns
    return bool(turns and turns[-1].choices) and not exchange.conversation.topic


def _waiting(exchange: Exchange, surely: bool) -> list[Feedback]:
    """The case that the chat is about, else those that wait for a mark; a bare number rates only what has none yet."""
    closed = [case for case in own_cases(exchange) if just_closed(case)]
    unrated = [case for case in closed if case.satisfaction is None]
    return just_shown(exchange, closed) or unrated or (closed if surely else [])
