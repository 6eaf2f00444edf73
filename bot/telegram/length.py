"""How long is a text for Telegram, and where may it be cut?

Telegram counts UTF-16 units of what is left when the tags are read. A cut stands at a paragraph, a sentence or a blank;
where there is none, before a letter that can begin a Thai syllable, and never inside an emoji.
"""

import re
import unicodedata
from html import unescape

from knowledge.cut import FOLLOWS, LEADS

_TAG = re.compile("<[^>]*>")
_JOINER = "\u200d"
_ENDS = ("\n\n", "\n", ". ", " ")
"""Where a reader would cut, the best first."""


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "replace")) // 2


def parsed_units(html: str) -> int:
    """What Telegram counts of a text with tags."""
    return units(unescape(_TAG.sub("", html)))


def split(text: str, longest: int) -> list[str]:
    """The text in pieces of at most so many units."""
    pieces = []
    while units(text) > longest:
        end = _cut(text, longest)
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*pieces, text]


def shorten(text: str, longest: int) -> str:
    """The text, or its beginning with three dots."""
    if units(text) <= longest:
        return text
    return text[: _cut(text, longest - 1)].rstrip() + "…"


def _cut(text: str, longest: int) -> int:
    """Where to cut a text that is longer than so many units."""
    end = _within(text, longest)
    half = max(1, end // 2)  # a blank near the start is no place to cut
    for mark in _ENDS:
        at = text.rfind(mark, half, end + 1)
        if at > 0:
            return at + len(mark.rstrip())
    return next((at for at in range(end, half, -1) if _begins(text, at)), end)


def _within(text: str, longest: int) -> int:
    """How many characters fill so many units."""
    filled = text[:longest].encode("utf-16-le", "replace")[: 2 * longest]
    return len(filled.decode("utf-16-le", "ignore"))


def _begins(text: str, at: int) -> bool:
    """Whether a letter or sign of its own begins here."""
    here, before = text[at], text[at - 1]
    if here in FOLLOWS or before in LEADS or _JOINER in (here, before):
        return False
    return unicodedata.category(here) not in ("Mn", "Mc", "Me", "Sk")
