"""How does a person add something to a case that they sent? It is written and confirmed like a new one."""

from db.feedback_models import Feedback
from handlers import intake_view
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import in_full, several
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.own_cases import is_open, open_cases


def answer(exchange: Exchange, text: str = "") -> Reply | None:
    """Begin with the only open case, or the one that the chat is about; None where there is none. `text`: written."""
    meant = open_cases(exchange)
    if len(meant) > 1:
        return several(exchange, "cases.add_which", meant, "add")
    return add(exchange, meant[0], text) if meant else None


def add(exchange: Exchange, case: Feedback, text: str = "", lead: str = "") -> Reply:
    """Ask what to add, or show it where it was written already; a closed case takes nothing."""
    if not is_open(case):
        return in_full(exchange, case, Text(exchange.inquiry.say("cases.add_closed", number=shown(case.number))))
    intake = Intake(step="text", number=case.number).longer(text, exchange.message.id)
    return intake_view.confirm(exchange, intake) if text else intake_view.ask_for_text(exchange, intake, lead)
