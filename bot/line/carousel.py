"""Which bubbles does an answer become, and on which page do they stand?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.line.bubble import Json, bubble, button, small
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


def draw(answer: Answer, page: int) -> Shown:
    """One bubble; of a long answer a carousel, page by page."""
    if sum(map(height, answer.parts)) <= TALLEST:
        return Shown(bubble(answer.parts, "giga", tappable=_tappable(answer)), answer.parts)
    body, tail = _small_print(answer.parts)
    groups = fill((*body, *tail), _TALLEST_OF_MANY)
    if _fit(groups):
        return Shown(_carousel(answer, groups, []), answer.parts)
    return _paged(answer, _paginate(fill(body, _TALLEST_OF_MANY), tail), tail, page)


def _tappable(answer: Answer) -> bool:
    return answer.status == "clarify"


def _small_print(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What stands before the notes at the end, and these notes: they go on every page, if a bubble holds them."""
    at = len(parts)
    while at and isinstance(parts[at - 1], Note):
        at -= 1
    body, tail = tuple(pieces(parts[:at])), tuple(pieces(parts[at:]))
    return (body, tail) if len(fill(tail, _TALLEST_OF_MANY)) < 2 else ((*body, *tail), ())


def _paginate(groups: Sequence[list[Part]], tail: Sequence[Part]) -> list[list[list[Part]]]:
    """As many bubbles a page as fit beside the last one, with the small print."""
    pages: list[list[list[Part]]] = [[]]
    for group in groups:
        if not _fit([*pages[-1], group, list(tail)]):
            pages.append([])
        pages[-1].append(group)
    return pages


def _fit(groups: Sequence[Sequence[Part]]) -> bool:
    """Whether they are few and small enough for one carousel."""
    return len(groups) <= _MOST_BUBBLES and sum(map(_bytes, groups)) + _FRAME <= _MOST_BYTES


def _bytes(group: Sequence[Part]) -> int:
    """As choices, which take more room than items, and with a footer."""
    drawn = bubble(group, "mega", tappable=True)
    return _FRAME + len(json.dumps(drawn, ensure_ascii=False).encode())


def _paged(answer: Answer, pages: Sequence[list[list[Part]]], tail: Sequence[Part], page: int) -> Shown:
    page = min(max(page, 1), len(pages)) if answer.turn else 1
    left = [part for groups in pages[page:] for group in groups for part in group]
    shown = pages[page - 1]
    contents = _carousel(answer, [*shown, list(tail)], _closing(answer, page, len(pages), left))
    return Shown(contents, tuple(part for group in (*shown, tail) for part in group), page, len(pages))


def _closing(answer: Answer, page: int, pages: int, left: Sequence[Part]) -> list[Json]:
    """Under the last bubble: which page it is with a button for the next, or what is missing."""
    words = WORDS[answer.language]
    if not answer.turn:
        items = sum(isinstance(part, Listing) for part in left)
        return [small(words["more_items"].format(count=items) if items else words["more"])]
    told = small(words["page"].format(page=page, pages=pages))
    if page == pages:
        return [told]
    return [told, button(words["see_page"].format(page=page + 1), f"again={answer.turn}&page={page + 1}")]


def _carousel(answer: Answer, groups: Sequence[Sequence[Part]], closing: Sequence[Json]) -> Json:
    """Each bubble says which one it is, so that nobody overlooks that there are more."""
    tappable = _tappable(answer)
    bubbles = [
        bubble(group, "mega", tappable=tappable, footer=[_place(at, len(groups), WORDS[answer.language])])
        for at, group in enumerate(groups[:-1], 1)
    ]
    end = [_place(len(groups), len(groups), WORDS[answer.language]), *closing]
    return {"type": "carousel", "contents": [*bubbles, bubble(groups[-1], "mega", tappable=tappable, footer=end)]}


def _place(at: int, count: int, words: Mapping[str, str]) -> Json:
    return small(words["swipe" if at < count else "place"].format(place=at, count=count))
