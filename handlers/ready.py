"""Did a coordinator write an answer to what the plan does not hold?"""

from dataclasses import replace

from handlers.answer import Answer, Note, Text
from handlers.exchange import Exchange
from knowledge.lessons import ready_for


def answer(exchange: Exchange) -> Answer | None:
    """The answer with its source; None where nobody wrote one for such a question."""
    inquiry = exchange.inquiry
    found = ready_for(exchange.message.text, inquiry.index.ready)
    if found is None:
        return None
    told = inquiry.answer(Text(found.answer), Note(inquiry.say("note.written", source=found.source)))
    return replace(told, written=True)
