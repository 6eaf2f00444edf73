"""How does an answer that is too long for one message become one message, or several?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.telegram.html import html_of
from bot.telegram.length import parsed_units, shorten, split, units
from handlers.answer import Bars, Figure, Item, Listing, Note, Part, Text

MOST = 4000
"""UTF-16 units in a message: Telegram takes 4,096 characters."""
MESSAGES = 4
"""So many for one answer: more would be a book."""
_PIECE = 3500
"""Units of a piece of a text that no message holds."""
_SHORTER = (1000, 400, 150, 60, 25)
"""Units that each text of an answer is cut down to, in turn, until the answer fits."""


def fits(html: str, most: int = MOST) -> bool:
    """Whether it is short enough; its tags are only left out where that matters."""
    return units(html) <= most or parsed_units(html) <= most


def in_one(parts: Sequence[Part], most: int = MOST) -> str:
    """The parts in one message. Where they are too long, the longest texts end with three dots."""
    html = html_of(parts)
    for longest in _SHORTER:
        if fits(html, most):
            break
        html = html_of([_shortened(part, longest) for part in parts])
    return html


def in_several(parts: Sequence[Part], rest: Part) -> list[str]:
    """The parts in as few messages as hold them; `rest` ends the last one where they would be too many."""
    messages: list[list[Part]] = [[]]
    for part in _pieces(parts):
        if fits(html_of([*messages[-1], part])):
            messages[-1].append(part)
        else:
            messages.append([part])
    kept = messages[:MESSAGES]
    if len(messages) > MESSAGES:
        kept[-1].append(rest)
    return [in_one(message) for message in kept]


def _pieces(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Text | Note) and units(part.text) > _PIECE:
            yield from (replace(part, text=text) for text in split(part.text, _PIECE))
        else:
            yield part


def _shortened(part: Part, longest: int) -> Part:
    match part:
        case Figure():
            return replace(part, caption=shorten(part.caption, longest))
        case Bars(caption, bars):
            shorter = (replace(bar, label=shorten(bar.label, longest), text=shorten(bar.text, longest)) for bar in bars)
            return Bars(shorten(caption, longest), tuple(shorter))
        case Listing(items):
            rows = (Item(shorten(i.title, longest), shorten(i.detail, longest), i.code) for i in items)
            return Listing(tuple(rows))
        case _:
            return replace(part, text=shorten(part.text, longest))
