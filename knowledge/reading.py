"""What stands in a message, word by word?

The reading that our words explain best is taken: as typed, or with the keyboard's other layout. Misspelt words are put
right in both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.clean import clean, with_marks_as_typed
from knowledge.correction import put_right
from knowledge.cut import NUMBER, TERM, UNKNOWN, WORD, Piece, places_of_letters
from knowledge.index import Index
from knowledge.keyboard import levels_in_full, other_layouts, year_digits
from knowledge.lexicon import Sense
from knowledge.names.naming import NamedOutright
from knowledge.tokens import Token, tokens_of
from knowledge.vocabulary import read as read_vocabulary

__all__ = ["Reading", "Token", "read"]

_UNITS = ("%", *(unit for units in read_vocabulary("money_units").values() for unit in units if len(unit) > 1))
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_LATIN, _LATIN_WORD = re.compile(r"[A-Za-z]"), re.compile(r"[A-Za-z]+")
_GOOD, _BETTER = 0.75, 0.12
"""Quality from which no other layout is tried, and by how much another layout must be better."""
_LONGEST_RETYPED = 400
"""Characters of a message that are tried in other layouts: what was typed blindly is noticed before that."""
_SHORTEST_KNOWN = 5
"""Letters of a message in another layout that is taken though its words are short."""
_MOST_ENGLISH, _SURELY_THAI, _FEWEST_WORDS = 0.6, 0.85, 2
"""Share of a message in Latin letters that is known as it stands, and that may be Thai, where it is read as Thai; and
its words at least."""
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
    meant: str = ""
    """The message put right, where letters were mended or the keyboard had the other layout."""

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
        return bool(self.where_said(*talk))

    def where_said(self, *talk: str) -> list[int]:
        """The places of such words."""
        said = [any(g == name or g.startswith(name + "/") for g in t.sense.talk for name in talk) for t in self.tokens]
        return [i for i, is_said in enumerate(said) if is_said]


def read(index: Index, raw: str) -> Reading:
    """The best reading of a message."""
    raw = levels_in_full(year_digits(raw))
    other = _retyped(index, raw)
    reading = _read_as(index, other or raw)
    return replace(reading, meant=reading.meant or clean(other)) if other else reading


def _retyped(index: Index, raw: str) -> str:
    """The message with the keyboard's other layout, where it makes more sense so, or "".

    Every layout is weighed as it stands: what is put right afterwards would make sense of anything.
    """
    best, quality = "", _quality(index, index.cutter.cut(clean(raw)))
    if quality >= _GOOD:
        return best
    for other in other_layouts(raw[:_LONGEST_RETYPED]):
        pieces = index.cutter.cut(clean(other))
        its_quality = _quality(index, pieces)
        if its_quality > quality + _BETTER and (_is_words(pieces) or _is_known(pieces)):
            best, quality = other, its_quality
    return best or _in_thai(index, raw, quality)


def _in_thai(index: Index, raw: str, quality: float) -> str:
    """A message that was typed in Latin letters though its words are Thai, in Thai letters; or ""."""
    if quality > _MOST_ENGLISH or _THAI.search(raw) or len(_LATIN_WORD.findall(raw)) < _FEWEST_WORDS:
        return ""
    thai, share = index.romanised.read(raw[:_LONGEST_RETYPED])
    return thai if share >= _SURELY_THAI else ""


@dataclass(frozen=True)
class _Cut:
    """A message cut into words."""

    text: str
    """With a sign for each name, and without codes."""
    codes: tuple[str, ...]
    names: Mapping[str, NamedOutright]
    pieces: tuple[Piece, ...]
    cost: float


def _read_as(index: Index, raw: str) -> Reading:
    text, as_typed = clean(raw), with_marks_as_typed(raw)
    cut = _cut(index, text)
    if as_typed != text and (other := _cut(index, as_typed)).cost < cut.cost:
        cut = other
    pieces, names = cut.pieces, cut.names
    corrected = put_right(index, pieces)
    if corrected is not None:
        pieces = index.cutter.cut(corrected)
    letters = "".join(p.text for p in pieces)
    beside = "".join(p.text for p in pieces if p.text not in names) or "".join(name.text for name in names.values())
    english = bool(_LATIN.search(beside)) and not _THAI.search(beside)
    tokens = tuple(_in_language(token, english) for token in tokens_of(index, pieces))
    return Reading(letters, tokens, cut.codes, english, names, _meant(cut))


def _cut(index: Index, text: str) -> _Cut:
    written = index.facts.code
    codes = tuple(code for m in written.finditer(text) if (code := _code(index, m)))
    text = written.sub(lambda m: " " if _code(index, m) else m[0], text)
    text, names = index.naming.take_out(text, index.cutter)
    return _Cut(text, codes, names, *index.cutter.weighed(text, index.slips))


def _meant(cut: _Cut) -> str:
    """The message as it would have been typed without slips, or "" where there are none."""
    if not any(piece.typed for piece in cut.pieces):
        return ""
    places, at, done, written = places_of_letters(cut.text), 0, 0, ""
    for piece in cut.pieces:
        size = len(piece.typed or piece.text)
        if piece.typed:
            written += cut.text[done : places[at]] + piece.text
            done = places[at + size - 1] + 1
        at += size
    written += cut.text[done:]
    return "".join(cut.names[letter].text if letter in cut.names else letter for letter in written)


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


def _quality(index: Index, pieces: Sequence[Piece]) -> float:
    """How much of a message is known, by letters; dictionary words count half, single letters nothing."""
    codes = sum(len(p.text) for p in pieces if p.text.count(".") > 1 and p.text in index.entities)
    good = sum(len(p.text) * _worth(index, p) for p in pieces if len(p.text) > 1)
    total = sum(len(p.text) for p in pieces)
    return min(1.0, (good + codes) / total) if total else 0.0


def _worth(index: Index, piece: Piece) -> float:
    if piece.kind == TERM or piece.text in index.by_notion:
        return 1.0
    return {WORD: 0.5, NUMBER: 0.3}.get(piece.kind, 0.0)


def _is_words(pieces: Sequence[Piece]) -> bool:
    """Whether another layout gave words, not other nonsense; short words come about by chance."""
    unknown = sum(len(p.text) for p in pieces if p.kind == UNKNOWN)
    short = sum(len(p.text) for p in pieces if p.kind in (TERM, WORD) and len(p.text) < 3)
    return unknown + 0.5 * short <= _NONSENSE * sum(len(p.text) for p in pieces)


def _is_known(pieces: Sequence[Piece]) -> bool:
    """Whether it gave nothing but words of ours, however short: so many do not come about by chance."""
    words = [p for p in pieces if p.kind != NUMBER]
    known = all(p.kind == TERM and len(p.text) > 1 for p in words)
    return known and sum(len(p.text) for p in words) >= _SHORTEST_KNOWN
