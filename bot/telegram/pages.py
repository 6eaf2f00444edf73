"""Which messages hold an answer, and what of a long list stands on a page?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.telegram.fitting import fits, in_one, in_several
from bot.telegram.html import html_of
from bot.telegram.wording import say
from handlers.answer import Answer, Listing, Note, Part

ITEMS_ON_A_PAGE = 8
_ITEMS_AT_ONCE = 40
"""Of a list that has no pages: nobody reads more of them in one message."""


@dataclass(frozen=True)
class Shown:
    """What is sent of an answer."""

    texts: tuple[str, ...]
    """HTML, one for each message."""
    page: int = 1
    pages: int = 1


def shown(answer: Answer, page: int, below: Sequence[Part] = ()) -> Shown:
    """The answer, or a page of it where its list is long; `below` stands under it."""
    parts = (*answer.parts, *below)
    count = _longest_list(parts)
    if count <= ITEMS_ON_A_PAGE:
        return Shown(_texts(parts, answer.language))
    if not answer.turn:
        return Shown((_without_pages(parts, answer.language),))
    pages = ceil(count / ITEMS_ON_A_PAGE)
    page = min(max(page, 1), pages)
    size = ceil(count / pages)  # 9 things stand on pages of 5 and 4, not of 8 and 1
    where = Note(say(answer.language, "page", page=page, pages=pages, count=count))
    return Shown((in_one([*_with_items(parts, (page - 1) * size, size, where)]),), page, pages)


def html(answer: Answer) -> str:
    """The whole answer in one message; of a list what fits."""
    return _without_pages(answer.parts, answer.language)


def _texts(parts: Sequence[Part], language: str) -> tuple[str, ...]:
    whole = html_of(parts)
    texts = [whole] if fits(whole) else in_several(parts, Note(say(language, "cut")))
    return tuple(text for text in texts if text)


def _without_pages(parts: Sequence[Part], language: str) -> str:
    """As many things as fit, and how many more there are."""
    count = _longest_list(parts)
    for size in range(min(count, _ITEMS_AT_ONCE), ITEMS_ON_A_PAGE, -1):
        text = html_of(_first_items(parts, size, count, language))
        if fits(text):
            return text
    return in_one(_first_items(parts, ITEMS_ON_A_PAGE, count, language))


def _first_items(parts: Sequence[Part], size: int, count: int, language: str) -> list[Part]:
    more = Note(say(language, "more", count=count - size)) if count > size else None
    return [*_with_items(parts, 0, size, more)]


def _with_items(parts: Sequence[Part], start: int, size: int, note: Note | None) -> Iterator[Part]:
    """The parts with so many things of each list, and a note under the longest."""
    count = _longest_list(parts)
    for part in parts:
        if not isinstance(part, Listing):
            yield part
            continue
        yield Listing(part.items[start : start + size])
        if note and len(part.items) == count:
            yield note


def _longest_list(parts: Sequence[Part]) -> int:
    return max((len(part.items) for part in parts if isinstance(part, Listing)), default=0)
