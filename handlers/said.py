"""How is what a person says of a case written into it? Masked for all, whole for who handles it."""

from db import cases
from db.feedback_models import Feedback
from handlers.exchange import Exchange
from knowledge.personal import mask


def note(exchange: Exchange, case: Feedback, action: str, text: str) -> None:
    """One more entry of the case's history."""
    masked = mask(text)
    update = cases.note(exchange.session, case, "citizen", action, masked)
    if masked != text:
        update.sealed_text = exchange.person.seal(text, "reply", str(case.id))
