"""How tall is an answer, and into which pieces that fit a bubble can it be cut?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.line.letters import split
from handlers.answer import Bars, Figure, Item, Listing, Part, Text

_LINE = 28
"""Letters of a line in a bubble of a carousel on a phone 320 pixels wide, marks above and below counted."""
_TALLEST = 18
"""Lines of a piece."""
_LETTERS = _LINE * _TALLEST


def height(part: Part) -> int:
    """Its lines on a small phone."""
    if isinstance(part, Figure):
        return 3 + _lines(part.caption)
    if isinstance(part, Bars):
        return 1 + _lines(part.caption) + sum(_lines(bar.label + bar.text) for bar in part.bars)
    if isinstance(part, Listing):
        return sum(1 + _lines(item.title) + _lines(item.detail + item.code) for item in part.items)
    return 1 + _lines(part.text)


def pieces(parts: Iterable[Part]) -> Iterator[Part]:
    """Each of at most so many lines: every item on its own, a long text in several."""
    for part in parts:
        if isinstance(part, Figure):
            yield from _figure(part)
        elif isinstance(part, Bars):
            yield from (replace(part, bars=part.bars[at : at + _TALLEST]) for at in range(0, len(part.bars), _TALLEST))
        elif isinstance(part, Listing):
            yield from (piece for item in part.items for piece in _item(item))
        else:
            yield from (replace(part, text=text) for text in _texts(part.text))


def fill(parts: Iterable[Part], most: int) -> list[list[Part]]:
    """Parts in groups of at most so many lines; a taller part stands alone."""
    groups: list[list[Part]] = []
    room = 0
    for part in parts:
        lines = height(part)
        if lines > room or not groups:
            groups.append([])
            room = most
        groups[-1].append(part)
        room -= lines
    return groups


def _lines(text: str) -> int:
    return len(text) // _LINE + text.count("\n") + 1 if text else 0


def _figure(figure: Figure) -> Iterator[Part]:
    first, *rest = _texts(figure.caption) or [""]
    yield replace(figure, caption=first)
    yield from map(Text, rest)


def _item(item: Item) -> Iterator[Part]:
    """An item that is taller than a piece goes on as text."""
    if _lines(item.title) + _lines(item.detail) <= _TALLEST:
        yield Listing((item,))
        return
    first, *rest = _texts(item.title) or [""]
    details = _texts(item.detail)
    yield Listing((Item(first, "", item.code),))
    yield from map(Text, (*rest, *details))


def _texts(text: str) -> Sequence[str]:
    """Pieces of a text; a text of many short lines is cut by its lines."""
    return [piece for part in _paragraphs(text) for piece in split(part, _LETTERS)]


def _paragraphs(text: str) -> Iterator[str]:
    lines = text.split("\n")
    yield from ("\n".join(lines[at : at + _TALLEST]) for at in range(0, len(lines), _TALLEST))
