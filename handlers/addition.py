"""How does a person add something to a case that they sent? It is written and confirmed like a new one."""

from db.feedback_models import Feedback
from handlers import intake_view
from handlers.answer import Text
from handlers.case_number import shown
from handlers.case_status import in_full, several
from handlers.exchange import Exchange, Reply
from handlers.intake import LONGEST_CONTACT, Intake
from handlers.own_cases import is_open, open_cases
from knowledge.case_words import letters, rest


def answer(exchange: Exchange, contact: str = "") -> Reply | None:
    """Begin with the only open case, or the one that the chat is about; None where there is none. `contact`:
    given instead of words. What is said beside the wish to add something is that already."""
    meant = open_cases(exchange)
    if len(meant) > 1:
        return several(exchange, "cases.add_which", meant, "add")
    text = "" if contact or not rest(letters(exchange.message.text), "add") else exchange.message.text
    return add(exchange, meant[0], text, contact=contact) if meant else None


def answer_contact(exchange: Exchange) -> Reply | None:
    """A phone number alone, or a contact card, is how the person can be reached about the case."""
    given = exchange.message.contact or exchange.message.text
    return answer(exchange, contact=exchange.person.confide(given[:LONGEST_CONTACT]))


def add(exchange: Exchange, case: Feedback, text: str = "", lead: str = "", contact: str = "") -> Reply:
    """Ask what to add, or show it where it was written already; a closed case takes nothing."""
    if not is_open(case):
        return in_full(exchange, case, Text(exchange.inquiry.say("cases.add_closed", number=shown(case.number))))
    writing = exchange.conversation.writing
    if writing and writing.number == case.number and not writing.is_empty:
        return intake_view.confirm(exchange, _more(exchange, writing, text, contact))
    intake = _more(exchange, Intake(step="text", number=case.number).in_front_of(writing), text, contact)
    return (
        intake_view.confirm(exchange, intake) if text or contact else intake_view.ask_for_text(exchange, intake, lead)
    )


def _more(exchange: Exchange, intake: Intake, text: str, contact: str) -> Intake:
    longer = intake.longer(text, exchange.message.id)
    return longer.with_contact(contact, exchange.message.id) if contact else longer
