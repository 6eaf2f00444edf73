"""What stands in a message, word by word?

The reading that our words explain best is taken: as typed, or with the keyboard's other layout. Misspelt words are put
right in both.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.clean import clean
from knowledge.correction import put_right
from knowledge.cut import NUMBER, TERM, UNKNOWN, WORD
from knowledge.index import Index
from knowledge.keyboard import other_layouts, year_digits
from knowledge.lexicon import Sense
from knowledge.names.naming import NamedOutright
from knowledge.tokens import Token, tokens_of
from knowledge.vocabulary import read as read_vocabulary

__all__ = ["Reading", "Token", "read"]

_UNITS = ("%", *(unit for units in read_vocabulary("money_units").values() for unit in units if len(unit) > 1))
_CODE_WORTH = 5.0
"""Letters that a plan code counts as: nobody types one by chance."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_LATIN = re.compile(r"[A-Za-z]")
_GOOD, _BETTER = 0.75, 0.12
"""Quality from which no other layout is tried, and by how much another layout must be better."""
_LONGEST_RETYPED = 400
"""Characters of a message that are tried in other layouts: what was typed blindly is noticed before that."""
_NONSENSE = 0.12
"""Share of letters that nothing explains up to which another layout counts as words."""


@dataclass(frozen=True)
class Reading:
    """A message as understood word by word."""

    letters: str
    """Without blanks, corrected."""
    tokens: tuple[Token, ...]
    codes: tuple[str, ...]
    """Plan codes written out: 5.3.6."""
    english: bool
    names: Mapping[str, NamedOutright]
    """What stands in the place of names said outright: one private letter each, which is a token of its own."""
    retyped: str = ""
    """What was meant, where the keyboard had the other layout."""

    def has(self, *cues: str) -> bool:
        """Whether some word may be one of these cues."""
        return not self._cues.isdisjoint(cues)

    def where(self, *cues: str) -> Iterator[int]:
        """Places of the words that may be one of these cues."""
        return (i for i, t in enumerate(self.tokens) if t.is_cue(*cues)) if self.has(*cues) else iter(())

    @cached_property
    def _cues(self) -> frozenset[str]:
        """Asked for a hundred times a message."""
        return frozenset().union(*(t.sense.cues for t in self.tokens))

    def says(self, *talk: str) -> bool:
        """Whether some word is in one of these groups of talk.yaml: `feedback/complaint`, or all of `feedback`."""
        return any(g == name or g.startswith(name + "/") for t in self.tokens for g in t.sense.talk for name in talk)


def read(index: Index, raw: str) -> Reading:
    """The best reading of a message."""
    raw = year_digits(raw)
    best = _read_as(index, clean(raw))
    quality = _quality(index, best)
    if quality >= _GOOD:
        return best
    for other in other_layouts(raw[:_LONGEST_RETYPED]):
        candidate = _read_as(index, clean(other))
        its_quality = _quality(index, candidate)
        if its_quality > quality + _BETTER and _is_words(candidate):
            best, quality = replace(candidate, retyped=clean(other)), its_quality
    return best


def _read_as(index: Index, text: str) -> Reading:
    written = index.facts.code
    codes = tuple(code for m in written.finditer(text) if (code := _code(index, m)))
    text = written.sub(lambda m: " " if _code(index, m) else m[0], text)
    text, names = index.naming.take_out(text, index.cutter)
    pieces = index.cutter.cut(text)
    corrected = put_right(index, pieces)
    if corrected is not None:
        pieces = index.cutter.cut(corrected)
    letters = "".join(p.text for p in pieces)
    beside = "".join(p.text for p in pieces if p.text not in names) or "".join(name.text for name in names.values())
    english = bool(_LATIN.search(beside)) and not _THAI.search(beside)
    tokens = tokens_of(index, pieces)
    return Reading(letters, tuple(_in_language(token, english) for token in tokens), codes, english, names)


def _in_language(token: Token, english: bool) -> Token:
    """ "it" names a thing among Thai words ("ประเด็น IT") and points back among English ones."""
    if not (token.sense.everyday and token.notions and token.text.isascii()):
        return token
    return replace(token, notions=()) if english else replace(token, sense=Sense(notions=token.sense.notions))


def _code(index: Index, match: re.Match[str]) -> str:
    """The plan code that was written, or "": 5.3.99 is one that the plan does not have, 5.9 and 5.3 ล้าน are numbers."""
    code = match[0].upper()
    if code.count(".") > 1:
        return code
    return code if code in index.entities and not _is_measured(match) else ""


def _is_measured(match: re.Match[str]) -> bool:
    """Whether a unit of money or a percent sign follows."""
    return match.string[match.end() :].lstrip().startswith(_UNITS)


def _quality(index: Index, reading: Reading) -> float:
    """How much of a message is known, by letters; dictionary words count half, single letters nothing."""
    of_codes = _CODE_WORTH * len(reading.codes) + _letters_of_names(reading)
    total = sum(len(t.text) for t in reading.tokens) + of_codes
    good = of_codes + sum(len(t.text) * _worth(index, t) for t in reading.tokens if len(t.text) > 1)
    return good / total if total else 0.0


def _letters_of_names(reading: Reading) -> int:
    return sum(len(name.text) for name in reading.names.values())


def _worth(index: Index, token: Token) -> float:
    if token.kind == TERM or any(n in index.by_notion for n in token.notions):
        return 1.0
    return {WORD: 0.5, NUMBER: 0.3}.get(token.kind, 0.0)


def _is_words(reading: Reading) -> bool:
    """Whether another layout gave words, not other nonsense; short words come about by chance."""
    unknown = sum(len(t.text) for t in reading.tokens if t.kind == UNKNOWN)
    short = sum(len(t.text) for t in reading.tokens if t.kind in (TERM, WORD) and len(t.text) < 3)
    return unknown + 0.5 * short <= _NONSENSE * (len(reading.letters) + _letters_of_names(reading))
