"""Which lines of a document are told, where they may be many: "12, 15-18 และอีก 3 บรรทัด"; and which printed pages?"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from handlers.wording import Wording
from knowledge.budgets import Place

_SHOWN = 6
_IN_A_ROW = 3
_VOLUMES = 3
_PAGE = re.compile(r"(\d{4}\.[\d.()]+)[,;\t](\d{1,5})[,;\t]")
"""How a row of a budget bill begins: the printed volume, and the page in it."""


def said_places(words: Wording, places: Iterable[Place]) -> str:
    """The lines, and of a budget bill also the pages of the printed volumes that the rows name."""
    places = tuple(places)
    lines = said_lines(words, (place.line for place in places))
    pages = said_pages(words, (place.quote for place in places))
    return f"{lines} ({pages})" if pages else lines


def said_pages(words: Wording, quotes: Iterable[str]) -> str:
    """ "เล่ม 2022.3.13(2) หน้า 209, 211"; "" where rows name none."""
    pages: dict[str, set[int]] = defaultdict(set)
    for quote in quotes:
        if match := _PAGE.match(quote):
            pages[match[1]].add(int(match[2]))
    told = "; ".join(_of_volume(words, volume, pages[volume]) for volume in sorted(pages)[:_VOLUMES])
    more = len(pages) - _VOLUMES
    return told + words.say("note.more_volumes", count=more) if more > 0 else told


def _of_volume(words: Wording, volume: str, pages: Iterable[int]) -> str:
    return words.say("note.pages", volume=volume, pages=said_lines(words, pages, more="note.more_pages"))


def said_lines(words: Wording, lines: Iterable[int], shown: int = _SHOWN, more: str = "note.more_lines") -> str:
    """The first lines or stretches of lines, and how many lines more there are; each once, ascending."""
    stretches = _stretches(sorted(set(lines)))
    told = ", ".join(_said(stretch) for stretch in stretches[:shown])
    left = sum(map(len, stretches[shown:]))
    return told + words.say(more, count=left) if left else told


def _stretches(lines: Sequence[int]) -> list[list[int]]:
    """Three and more lines in a row together, others each by itself."""
    found: list[list[int]] = []
    for line in lines:
        if found and found[-1][-1] + 1 == line:
            found[-1].append(line)
        else:
            found.append([line])
    return [part for run in found for part in ([run] if len(run) >= _IN_A_ROW else [[line] for line in run])]


def _said(stretch: Sequence[int]) -> str:
    return str(stretch[0]) if len(stretch) == 1 else f"{stretch[0]}-{stretch[-1]}"
