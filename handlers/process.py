"""What happens to a report: who sees it, when one hears of it, whether one must say who one is?"""

from db.feedback_models import Feedback
from handlers.answer import Answer, Note, Part, Text
from handlers.exchange import Exchange, Reply
from handlers.intake import Intake
from handlers.intake_view import reminded
from knowledge.short_answer import asked


def beside(exchange: Exchange, intake: Intake) -> Reply:
    """The answer to a question about it; what is being written stays, with its buttons."""
    return reminded(exchange, intake, *_parts(exchange))


def answer(exchange: Exchange, case: Feedback) -> Answer:
    """The answer to a question about a case that was sent; who handles it is named."""
    agency = [Note(exchange.inquiry.say("cases.agency", agency=case.agency))] if case.agency else []
    parts = _parts(exchange)
    return exchange.inquiry.answer(*parts[:1], *agency, *parts[1:], status="feedback")


def _parts(exchange: Exchange) -> list[Part]:
    """What was asked for first; whoever else might help is named below."""
    say = exchange.inquiry.say
    topic = asked(exchange.message.text) or "how"
    step = exchange.conversation.writing.step if exchange.conversation.writing else ""
    name = "contact" if step == "contact" and topic in ("why", "whether", "who") else topic
    return [Text(say(f"process.{name}")), Note(say("help_line"))]
