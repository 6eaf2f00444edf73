"""What does an answer look like as JSON, for the page?"""

from typing import Any

from handlers.answer import Answer, Bars, Figure, Listing, Note, Part, Source, SourceNote, Text, Value
from knowledge.answer_link import address_of

Json = dict[str, Any]


def answer_json(answer: Answer, text: str) -> Json:
    """The answer with its parts; `text` is the same answer as plain text."""
    return {
        "status": answer.status,
        "text": text,
        # The page has buttons for the sources, which open the quote.
        "parts": [_part(part) for part in answer.parts if not isinstance(part, SourceNote)],
        "codes": list(answer.codes),
        "value": _value(answer.value),
        "agencies": list(answer.agencies),
        "sources": [_source(source) for source in answer.sources],
        "suggestions": list(answer.suggestions),
        "actions": [answer.action(text).data for text in answer.suggestions],
        "language": answer.language,
        "address": address_of(answer.link, answer.plan, answer.language) if answer.link else "",
        # Beside words: what the page has buttons for while feedback is being written.
        "accepts": ["photo", "place"] if answer.taking else [],
        "asks_contact": answer.asks_contact,
        "erased": answer.erased,
    }


def _part(part: Part) -> Json:
    match part:
        case Text(text):
            return {"kind": "text", "text": text}
        case Figure(number, unit, caption):
            return {"kind": "figure", "number": number, "unit": unit, "caption": caption}
        case Bars(caption, bars):
            rows = [{"label": bar.label, "text": bar.text, "share": bar.share} for bar in bars]
            return {"kind": "bars", "caption": caption, "bars": rows}
        case Listing(items):
            rows = [{"title": item.title, "detail": item.detail, "code": item.code} for item in items]
            return {"kind": "listing", "items": rows}
        case Note(text):
            return {"kind": "note", "text": text}


def _value(value: Value | None) -> Json | None:
    return {"number": str(value.number), "unit": value.unit} if value else None


def _source(source: Source) -> Json:
    return {"document": source.document, "line": source.line, "quote": source.quote}
