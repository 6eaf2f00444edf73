"""Where does what was just answered stand in the plan's document, and where is it as a file?"""

from handlers.answer import Answer, Item, Listing, SourceNote, Text
from handlers.exchange import Exchange, Reply
from knowledge.answer_link import address_of, link_of
from knowledge.question import Turn

_FORMS = ("xlsx", "csv")
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


def as_file(exchange: Exchange, turn: Turn) -> Reply:
    """Where the answer can be had as a table."""
    link, say = link_of(turn), exchange.inquiry.say
    language, server = exchange.inquiry.words.language, exchange.person.public_url
    where = [Text(server + address_of(link, turn.plan, language, form)) for form in _FORMS]
    told = Answer("help", (Text(say("talk.answer_file")), *where), language=language)
    return told, exchange.conversation.telling(turn)
