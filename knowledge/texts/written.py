"""What of a text is compared with the words of a message: its letters, its notions and its English words."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from knowledge.clean import clean
from knowledge.cut import Cutter, letters_of, squeeze
from knowledge.kept import Kept
from knowledge.lexicon import Lexicon
from knowledge.notions import notions_in
from knowledge.vocabulary import read

_ENGLISH = re.compile(r"[a-z]+")
_FOLLOWING = re.compile(r"\bfollowing ([a-z]+)")
_SHORTEST_STEM, _LONGEST_ENDING = 4, 4
"""English words are one where they begin alike: cooperation, cooperate; goal, goals."""
_PIECE = 4
"""Letters of a piece of a word that tells by standing in a text."""
_NEARLY_ALL = 0.8
"""Of a word's letters that must stand in a text, in such pieces."""
_ANNOUNCED = tuple(letters_of(word) for word in read("list_words")["announced"])


@dataclass(frozen=True)
class Written:
    """A text of the plan. An empty one says nothing."""

    text: str
    letters: str
    notions: frozenset[str]
    english: frozenset[str]
    english_letters: str = ""
    called_english: str = ""
    """What the English calls the list that it announces: "the following forms"."""

    def says(self, word: str, notions: Collection[str] = (), least: float = _NEARLY_ALL) -> bool:
        """Whether the word stands in the text, or another that means the same; or `least` of it in pieces."""
        if word.isascii():
            long = len(word) >= _PIECE and (word in self.letters or word in self.english_letters)
            return long or any(_alike(_plain(word), other) for other in self.english)
        stands = len(word) > 1 and word in self.letters
        return stands or not self.notions.isdisjoint(notions) or self.holds(word) >= least

    def holds(self, word: str) -> float:
        """How much of the word stands here in pieces: ติดตามประเมินผล in "ติดตามและประเมินผล"."""
        held, at = 0, 0
        while at <= len(word) - _PIECE:
            end = at + _PIECE
            while end <= len(word) and word[at:end] in self.letters:
                end += 1
            run = end - 1 - at
            held, at = (held + run, at + run) if run >= _PIECE else (held, at + 1)
        return held / len(word) if word else 0.0

    @property
    def announces(self) -> bool:
        """Whether it ends as what announces a list: "ดังต่อไปนี้"."""
        return self.letters.endswith(_ANNOUNCED)

    def is_called(self, word: str) -> bool:
        """Whether the text ends with the word, beside what announces a list: "กิจกรรมต่างๆ ดังต่อไปนี้"."""
        called = self.letters
        while ending := next((end for end in _ANNOUNCED if called.endswith(end)), ""):
            called = called.removesuffix(ending)
        return (called.endswith(word) and len(word) >= _PIECE) or _alike(_plain(word), _plain(self.called_english))


class Writer:
    """Makes texts ready to be compared, each the same way."""

    def __init__(self, vocabulary: Lexicon, cutter: Cutter, before: Kept[Written] | None = None) -> None:
        """`before`: what another one made."""
        self._notions = partial(notions_in, vocabulary=vocabulary, cutter=cutter)
        self.kept = Kept[Written](vocabulary, lambda _, written: written.letters, before)

    def written(self, text: str, english: str = "") -> Written:
        """A text with its English, where it has one."""
        return self.kept.of((text, english), partial(self._written, text, english))

    def _written(self, text: str, english: str) -> Written:
        cleaned = clean(text)
        said = f"{english} {cleaned}".lower()
        words = frozenset(map(_plain, _ENGLISH.findall(f"{said} {said.replace('-', '')}")))
        called = _FOLLOWING.findall(said)
        letters = "".join(_ENGLISH.findall(english.lower()))
        last = called[-1] if called else ""
        return Written(text, squeeze(cleaned).letters, self._notions(text), words, letters, last)


def _plain(word: str) -> str:
    return word.removesuffix("s") if len(word) >= _SHORTEST_STEM else word


def _alike(one: str, other: str) -> bool:
    stem = max(_SHORTEST_STEM, min(len(one), len(other)) - _LONGEST_ENDING)
    if min(len(one), len(other)) < _SHORTEST_STEM:
        return one == other
    near = abs(len(one) - len(other)) <= _LONGEST_ENDING
    return near and one[:stem] == other[:stem] and min(len(one), len(other)) - stem <= _LONGEST_ENDING
