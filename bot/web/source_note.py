"""Which note only says in words what the page shows as buttons?

`handlers/inquiry.py` puts the lines of the source into a note for readers of plain text; the page has buttons for them.
"""

import re
from functools import cache

from handlers.answer import Answer, Note, Part
from handlers.wording import Language, wording

_PLACE = "\0"
"""Stands in no wording, so it shows where a value was put."""


def parts_without_source(answer: Answer) -> list[Part]:
    """The parts for a reader who sees the sources themselves. Where there are none, every part stays."""
    if not answer.sources:
        return list(answer.parts)
    return [part for part in answer.parts if not _names_sources(part, answer.language)]


def _names_sources(part: Part, language: Language) -> bool:
    return isinstance(part, Note) and _wording(language).fullmatch(part.text) is not None


@cache
def _wording(language: Language) -> re.Pattern[str]:
    """The sentence as an official worded it, with any value in its places."""
    sentence = wording(language).say("note.source", first=_PLACE, last=_PLACE, lines=_PLACE)
    return re.compile(".+".join(map(re.escape, sentence.split(_PLACE))))
