"""What if the person says that a closed case is not done? Within fourteen days it is opened again."""

from dataclasses import replace

from db import cases
from db.feedback_models import Feedback
from handlers import addition
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import in_full, several, told
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.intake_view import draft_button
from handlers.own_cases import CONTESTED_WITHIN, codes_of, just_closed, just_shown, open_case, own_cases, was_closed
from knowledge.case_words import letters, rest
from knowledge.personal import mask


def answer(exchange: Exchange) -> Reply | None:
    """Open the case that was just closed; of one that is open still it is one more word. None for somebody who has no
    such case: they speak of something else."""
    closed = [case for case in own_cases(exchange) if was_closed(case)]
    meant = just_shown(exchange, closed) or [case for case in closed if just_closed(case)]
    if len(meant) > 1:
        return several(exchange, "cases.contest_which", meant, "contest")
    if meant:
        return contest(exchange, meant[0])
    waiting = open_case(exchange, exchange.named_case or exchange.conversation.topic)
    return addition.add(exchange, waiting, exchange.message.text) if waiting else None


def contest(exchange: Exchange, case: Feedback) -> Reply:
    """Open one case again; an old one is better told anew."""
    say = exchange.inquiry.say
    if not was_closed(case):
        return in_full(exchange, case)
    if not just_closed(case):
        return _offer_new(exchange, case)
    case.state, case.closed_at, case.fixed, case.satisfaction = "contested", None, None, None
    cases.note(exchange.session, case, "citizen", "contested", _reason(exchange.message.text))
    return in_full(exchange, case, Text(say("cases.contested", number=shown(case.number))))


def _reason(text: str) -> str:
    """What is said besides "not done"."""
    return mask(text) if rest(letters(text), "contest") else ""


def _offer_new(exchange: Exchange, case: Feedback) -> Reply:
    """The words of the old case are offered as a new one, to be sent with one press."""
    say = exchange.inquiry.say
    text = say("cases.again", number=shown(case.number), text=case.text)
    offered = Intake(text, codes_of(case), step="offer")
    late = Text(say("cases.too_late", number=shown(case.number), days=CONTESTED_WITHIN.days))
    answer, after = told(exchange, case.number, late, actions=[draft_button(exchange, "offer", offered)])
    return replace(answer, status="feedback"), after.with_intake(offered)
