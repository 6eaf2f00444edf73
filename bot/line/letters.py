"""Which characters can be sent, and where may a text be cut?

LINE counts texts in UTF-16 units, labels in grapheme clusters. Clusters are counted here without a table of Unicode:
only marks that surely belong to the letter before them count nothing, so a label may come out shorter than allowed
(a family emoji counts as four), never longer.
"""

from functools import lru_cache
from unicodedata import category

_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, direction marks, lone surrogates and line separators: invisible, or refused."""
_JOINERS = "\u200c\u200d"
"""They shape letters and emoji."""
_ZWJ = "\u200d"
_CLINGING = frozenset("\u0e30\u0e32\u0e33\u0e45\u0e46\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""Thai vowels behind a consonant and the repetition mark, joiners, skin tones: they follow what they belong to."""
_LEADING = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")
"""Thai vowels written before their consonant."""

_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two make a flag."""


def clean(text: str) -> str:
    """The text without what nobody can see."""
    if text.replace("\n", "").isprintable():
        return text
    kept = (c for c in text.replace("\t", " ") if c in _JOINERS or c == "\n" or category(c) not in _INVISIBLE)
    return "".join(kept)


def units(text: str) -> int:
    """Its length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, most: int) -> list[str]:
    """Pieces of at most so many UTF-16 units: cut at a line's end or a space, else between letters."""
    pieces = []
    while len(text) * 2 > most and units(text) > most:
        at = _cut(text, most)
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in (*pieces, text) if piece]


def shorten(text: str, most: int) -> str:
    """The text, or its beginning with "…", in at most so many UTF-16 units."""
    pieces = split(text, most)
    return text if len(pieces) < 2 else split(text, most - 1)[0] + "…"


@lru_cache(maxsize=1024)
def label(text: str, most: int) -> str:
    """The text, or its beginning with "…", in at most so many grapheme clusters. The same buttons come often."""
    starts = [at for at, c in enumerate(text) if at == 0 or category(c) not in ("Mn", "Me")]
    if len(starts) <= most:
        return text
    return text[: _between_letters(text, starts[most - 1])].rstrip() + "…"


def _cut(text: str, most: int) -> int:
    """Where to cut: not in the first half if it can be helped."""
    at = len(text[:most].encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore"))
    for gap in ("\n", " "):
        found = text.rfind(gap, at // 2, at)
        if found > 0:
            return found
    return _between_letters(text, at)


def _between_letters(text: str, at: int) -> int:
    """The last place up to this one that parts no letter from its marks; this one where there is none."""
    return next((place for place in range(at, at // 2, -1) if not _parts_a_letter(text, place)), at)


def _parts_a_letter(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _CLINGING or category(after) in ("Mn", "Mc", "Me") or before in _LEADING or before == _ZWJ:
        return True
    return after in _FLAG_HALVES and (at - len(text[:at].rstrip(_FLAG_HALVES))) % 2 == 1
