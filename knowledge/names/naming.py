"""Where in a message are things of the plan named outright? Each such name becomes one letter that stands for it.

Nothing inside a name said in full is a cue, a year, an amount or a number: "อาคาร 1 หลัง ปี 62" is no year but a name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from knowledge.clean import clean
from knowledge.cut import NAME_SIGNS, Cutter, places_of_letters
from knowledge.names.skeleton import MARKS, skeleton
from knowledge.names.stretch import Names, Stretch

_PART_OF_ONE, _PART_OF_SOME = 16, 24
"""Compared letters from which a part of a name is taken for it, if one name has it, and if several do."""
_FULL_AGENCY = 0.8
"""Share of the compared letters of an agency's name from which on a piece of a title is that agency."""
_FULL, _PART = 2.0, 1.2
"""What a name weighs beside single words (`mentions.py`), where a telling word weighs about 1."""


@dataclass(frozen=True)
class NamedOutright:
    """A name that stands in a message."""

    codes: tuple[str, ...]
    """What it may mean, the best said first."""
    weight: float
    text: str


@dataclass(frozen=True)
class Naming:
    """The names of a plan with the codes that they belong to."""

    names: Names
    codes: tuple[str, ...]
    level_words: tuple[str, ...]
    """Words for kinds of things, the longest first: before a name they stay in the message, for they say what it is."""
    agencies: tuple[str, ...] = ()
    """The compared letters of agencies' names, which may stand within names of things."""

    def take_out(self, text: str, cutter: Cutter) -> tuple[str, Mapping[str, NamedOutright]]:
        """The cleaned message with each name as one private letter, and what those letters stand for."""
        found: dict[str, NamedOutright] = {}
        return self._with_signs(text, cutter, found), found

    def covering(self, text: str, count: int) -> dict[str, float]:
        """The things of whose names most of a text's letters are, and which share of what they tell; most first."""
        shares = self.names.table.covered(self.names.table.numbers(skeleton(clean(text)).letters))
        best: dict[str, float] = {}
        for name in np.argsort(-shares, kind="stable"):
            best.setdefault(self.codes[name], float(shares[name]))
            if len(best) == count:
                break
        return best

    def _with_signs(self, text: str, cutter: Cutter, found: dict[str, NamedOutright]) -> str:
        """A piece of the message with a sign for each name in it; `found` takes what they stand for.

        The surest name goes first, then those before and behind it, each by itself: no name may reach over another.
        """
        if len(found) == len(NAME_SIGNS):
            return text
        stretch = self.names.find(text)
        if stretch is None or not self._is_outright(text, stretch):
            return text
        codes = tuple(dict.fromkeys(self.codes[name] for name in stretch.names))
        start, end = self._behind_level(text, stretch), stretch.end
        if not stretch.is_full:
            start, end = _whole_words(cutter, text, start, end)
        sign = NAME_SIGNS[len(found)]
        found[sign] = NamedOutright(codes, _FULL if stretch.is_full else _PART, text[start:end])
        before = self._with_signs(text[:start], cutter, found)
        return before + sign + self._with_signs(_rest(text, end), cutter, found)

    def _is_outright(self, text: str, stretch: Stretch) -> bool:
        """Whether a whole name stands there, or more of one than words for kinds of things."""
        if stretch.is_full:
            return True
        telling = text[stretch.start : stretch.end]
        said = skeleton(telling).letters
        if any(said in agency and len(said) >= _FULL_AGENCY * len(agency) for agency in self.agencies):
            return False
        for word in self.level_words:
            telling = telling.replace(word, "")
        return len(skeleton(telling).letters) >= (_PART_OF_ONE if len(stretch.names) == 1 else _PART_OF_SOME)

    def _behind_level(self, text: str, stretch: Stretch) -> int:
        """Where the name goes on behind the word for its kind."""
        level = next((word for word in self.level_words if text.startswith(word, stretch.start)), "")
        return min(stretch.start + len(level), stretch.end - 1)


def naming_of(
    titles: Iterable[tuple[str, str]], level_words: Iterable[str] = (), agencies: Iterable[str] = ()
) -> Naming:
    """The names given as (code, title), cleaned; a part of a title that is an agency's name means the agency."""
    rows = list(titles)
    levels = tuple(sorted(level_words, key=len, reverse=True))
    offices = tuple(skeleton(name).letters for name in agencies)
    return Naming(Names.of([title for _, title in rows]), tuple(code for code, _ in rows), levels, offices)


def _whole_words(cutter: Cutter, text: str, start: int, end: int) -> tuple[int, int]:
    """A part of a name, without the pieces of words at its edges: each word belongs to it by more than half, or not."""
    places = places_of_letters(text)
    for piece in cutter.cut(text):
        first, last = places[piece.start], places[piece.end - 1] + 1
        if first < start < last:
            start = first if (last - start) * 2 > last - first else last
        if first < end < last:
            end = last if (end - first) * 2 > last - first else first
    return start, end


def _rest(text: str, end: int) -> str:
    """What follows a name, its last marks taken off: the compared letters know none."""
    return text[end:].lstrip(MARKS)
