"""Where does what was just answered stand in the plan's document?"""

from handlers.answer import Answer, Item, Listing, SourceNote, Text
from handlers.exchange import Exchange, Reply
from knowledge.question import Turn

_SHOWN = 5
"""Lines that are quoted; a sum stands on many more."""


def of_answer(exchange: Exchange, answer: Answer, turn: Turn) -> Reply:
    """The lines of an answer, as the document has them. The chat stays with that answer."""
    say = exchange.inquiry.say
    lines = tuple(Item(say("talk.document_line", line=source.line), source.quote) for source in answer.sources[:_SHOWN])
    notes = (part for part in answer.parts if isinstance(part, SourceNote))
    told = Answer(
        "answered",
        (Text(say("talk.document_lines")), Listing(lines), *notes),
        codes=answer.codes,
        sources=answer.sources,
        language=answer.language,
    )
    return told, exchange.conversation.telling(turn)
