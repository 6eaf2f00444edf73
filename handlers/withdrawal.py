"""What if a person takes a case back? It is closed at once, and one press opens it again."""

from db import cases
from db.feedback_models import Feedback
from db.models import now
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import case_button, in_full, several, told
from handlers.exchange import Exchange, Reply
from handlers.own_cases import is_open, of_chat, open_cases, own_cases, was_withdrawn


def answer(exchange: Exchange) -> Reply | None:
    """Withdraw the only open case, or the one that the chat is about; None where there is none."""
    meant = open_cases(exchange)
    if len(meant) > 1:
        return several(exchange, "cases.withdraw_which", meant, "withdraw")
    return withdraw(exchange, meant[0]) if meant else None


def withdraw(exchange: Exchange, case: Feedback) -> Reply:
    """Close one case because its person says so."""
    if not is_open(case):
        return in_full(exchange, case)
    case.state, case.fixed, case.closed_at = "closed", None, now()
    cases.note(exchange.session, case, "citizen", "withdrawn")
    text = Text(exchange.inquiry.say("cases.withdrawn", number=shown(case.number)))
    return told(exchange, case.number, text, actions=[case_button(exchange.inquiry.words, "undo", case.number)])


def answer_undo(exchange: Exchange) -> Reply | None:
    """Take back the withdrawal that the chat is about, or the last one."""
    withdrawn = [case for case in own_cases(exchange) if was_withdrawn(case)]
    newest = sorted(of_chat(exchange, withdrawn) or withdrawn, key=lambda case: case.updated_at)
    return undo(exchange, newest[-1]) if newest else None


def undo(exchange: Exchange, case: Feedback) -> Reply:
    """Open a withdrawn case again, in the state that it was in."""
    if not was_withdrawn(case):
        return in_full(exchange, case)
    before = (update.action for update in reversed(cases.updates(exchange.session, case)))
    case.state, case.closed_at = next((action for action in before if action in cases.OPEN), "received"), None
    cases.note(exchange.session, case, "citizen", "reopened")
    return in_full(exchange, case, Text(exchange.inquiry.say("cases.undone", number=shown(case.number))))
