"""Which bubbles does an answer become, and on which page do they stand?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.line.bubble import Json, block, bubble, button, small
from bot.line.pieces import fill, height, pieces
from bot.line.wording import WORDS
from handlers.answer import Answer, Listing, Note, Part

TALLEST = 45
"""Lines of an answer in one bubble: more would be scrolled for long."""
_TALLEST_OF_MANY = 22
"""Lines of a bubble that others stand beside."""
_MOST_BUBBLES = 12
_MOST_BYTES = 50 * 1024
_FRAME = 600
"""Bytes kept free for a bubble's footer, and once for what surrounds the bubbles."""


@dataclass(frozen=True)
class Shown:
    """What one message shows of an answer."""

    contents: Json
    """The Flex container."""
    parts: tuple[Part, ...]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class _Sheet:
    """A bubble of a carousel, without its footer."""

    parts: Sequence[Part]
    drawn: Json
    bytes: int


def draw(answer: Answer, page: int) -> Shown:
    """One bubble; of a long answer a carousel, page by page."""
    if sum(map(height, answer.parts)) <= TALLEST:
        return Shown(bubble(answer.parts, "giga", tappable=_tappable(answer), actions=answer.actions), answer.parts)
    body, tail = _small_print(answer.parts)
    sheets = _sheets(answer, (*body, *tail))
    if _fit(sheets):
        return Shown(_carousel(answer, sheets, []), answer.parts)
    return _paged(answer, _sheets(answer, body), _sheet(answer, tail), page)


def _tappable(answer: Answer) -> bool:
    return answer.asks_which


def _small_print(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What stands before the notes at the end, and these notes: they go on every page, if a bubble holds them."""
    at = len(parts)
    while at and isinstance(parts[at - 1], Note):
        at -= 1
    body, tail = tuple(pieces(parts[:at])), tuple(pieces(parts[at:]))
    return (body, tail) if len(fill(tail, _TALLEST_OF_MANY)) < 2 else ((*body, *tail), ())


def _sheets(answer: Answer, parts: Iterable[Part]) -> list[_Sheet]:
    return [_sheet(answer, group) for group in fill(parts, _TALLEST_OF_MANY)]


def _sheet(answer: Answer, parts: Sequence[Part]) -> _Sheet:
    drawn = bubble(parts, "mega", tappable=_tappable(answer), actions=answer.actions)
    size = len(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode())
    return _Sheet(parts, drawn, size + _FRAME)


def _fit(sheets: Sequence[_Sheet]) -> bool:
    """Whether they are few and small enough for one carousel."""
    return len(sheets) <= _MOST_BUBBLES and sum(sheet.bytes for sheet in sheets) + _FRAME <= _MOST_BYTES


def _paged(answer: Answer, sheets: Sequence[_Sheet], tail: _Sheet, page: int) -> Shown:
    """The small print ends every page."""
    pages = _paginate(sheets, tail)
    page = min(max(page, 1), len(pages)) if answer.turn else 1
    left = [part for later in pages[page:] for sheet in later for part in sheet.parts]
    shown = [*pages[page - 1], tail]
    contents = _carousel(answer, shown, _closing(answer, page, len(pages), left))
    return Shown(contents, tuple(part for sheet in shown for part in sheet.parts), page, len(pages))


def _paginate(sheets: Sequence[_Sheet], tail: _Sheet) -> list[list[_Sheet]]:
    pages: list[list[_Sheet]] = [[]]
    for sheet in sheets:
        if not _fit([*pages[-1], sheet, tail]):
            pages.append([])
        pages[-1].append(sheet)
    return pages


def _closing(answer: Answer, page: int, pages: int, left: Sequence[Part]) -> list[Json]:
    """Under the last bubble: which page it is with a button for the next, or what is missing."""
    words = WORDS[answer.language]
    if not answer.turn:
        items = sum(isinstance(part, Listing) for part in left)
        return small(words["more_items"].format(count=items) if items else words["more"])
    told = small(words["page"].format(page=page, pages=pages))
    if page == pages:
        return told
    return [*told, button(words["see_page"].format(page=page + 1), f"again={answer.turn}&page={page + 1}")]


def _carousel(answer: Answer, sheets: Sequence[_Sheet], closing: Sequence[Json]) -> Json:
    """Each bubble says which one it is, so that nobody overlooks that there are more."""
    words, count = WORDS[answer.language], len(sheets)
    bubbles = [sheet.drawn | {"footer": block(_place(at, count, words))} for at, sheet in enumerate(sheets, 1)]
    bubbles[-1]["footer"] = block([*_place(count, count, words), *closing])
    return {"type": "carousel", "contents": bubbles}


def _place(at: int, count: int, words: Mapping[str, str]) -> list[Json]:
    return small(words["swipe" if at < count else "place"].format(place=at, count=count))
