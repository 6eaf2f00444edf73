"""Which word was meant by letters with one slip of the thumb: two that changed places, one too few, too many, another?

A slip spares one half of the word. Words are kept by each half and their length, so that a handful of candidates is
compared, whatever the number of words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from knowledge.numerals import WORDS
from knowledge.sound import sound

SHORTEST: Final = 4
"""Letters of a word that is known with a slip: shorter ones are one slip from each other."""
LONGEST: Final = 40
_REMEMBERED = 20_000
"""Runs of letters: people make the same slips."""
_ROWS = (
    "ๅ/-ภถุึคตจขช ๆไำพะัีรนยบล ฟหกดเ้่าสวง ผปแอิืทมใฝ",
    "+๑๒๓๔ู฿๕๖๗๘๙ ๐ฎฑธํ๊ณฯญฐ, ฤฆฏโฌ็๋ษศซ. ()ฉฮฺ์?ฒฬฦ",
    "qwertyuiop asdfghjkl zxcvbnm",
)
"""The keys of Kedmanee, bare and with shift, and those of QWERTY, row by row."""
_ALIKE = ("ะาั", "ิีึื", "ุู", "เแ", "ใไ", "สศษซ", "ทธฒตถฐฏดฎ", "พภผฟฝป", "คขฆก", "นณ", "ยญ", "รลฤ", "ชฉจ")
"""Letters that sound or look alike."""
_NEXT = frozenset(pair for row in (*_ROWS, *(row[::-1] for row in _ROWS)) for pair in pairwise(row))
_LIKELY = _NEXT | {(a, b) for letters in _ALIKE for a in letters for b in letters}
"""Letters that are easily typed for each other."""
_MARKS = frozenset("็่้๊๋์ฯ")
_SWAPPED, _DOUBLED, _MARK, _NEAR, _MISSING, _MORE, _OTHER = 0.7, 0.45, 0.6, 0.72, 0.74, 1.0, 1.2
"""What each slip costs beside each other, in a word of _LETTERS; in a short word it costs more."""
_HEARD = 1.1
"""What another spelling of the same sound costs, with however many other letters."""
_LETTERS, _LEAST, _MOST = 8.0, 0.35, 1.9
"""No slip is free; and what would cost more than _MOST is another word."""
_AGAIN, _AGAIN_COST = "ๆ", 0.3
"""It says the word before it again; behind a number it says more."""
_RARER = 0.5
"""What the least likely of all words costs more than the most likely, where both are one slip away."""


def least(letters: int) -> float:
    """What a slip in so many letters costs at least."""
    return max(_LEAST, _DOUBLED * _LETTERS / (letters + 1))


class Slips:
    """Known words, found by letters that differ from them in one slip."""

    def __init__(
        self, words: Iterable[str], sure: frozenset[str], plain: frozenset[str], seen: frozenset[str] = frozenset()
    ) -> None:
        """Takes the words, the more likely of two that are as near first; words that stand well by themselves; those so
        near to words which we do not know that only letters swapped or doubled tell of them; and those that are told by
        their letters, not by their sound alone.
        """
        self.meant = lru_cache(_REMEMBERED)(self._meant)
        """The nearest word that letters with one slip were meant for, and what the slip costs; ("", 0) for none."""
        self._sure = sure
        self._plain = plain
        self._rank = {word: i for i, word in enumerate(dict.fromkeys(words)) if len(word) >= SHORTEST}
        by_half: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in self._rank:
            for half in _halves(word, len(word)):
                by_half[len(word), half].append(word)
        self._by_half = dict(by_half)
        self._by_sound: dict[str, str] = {}
        for word in self._rank:
            if not word.isascii() and word not in seen:
                self._by_sound.setdefault(sound(word), word)

    def is_sure(self, letters: str) -> bool:
        """Whether letters stand well by themselves, also said again."""
        return letters in self._sure or letters.removesuffix(_AGAIN) in self._sure

    def _meant(self, typed: str) -> tuple[str, float]:
        if typed[0] in _MARKS:
            return "", 0.0
        if typed[-1] == _AGAIN and self.is_sure(typed[:-1]) and typed[:-1] not in WORDS:
            return typed[:-1], _AGAIN_COST
        costs = {word: cost for word in self._candidates(typed) if (cost := self._cost(typed, word))}
        word = min(costs, key=lambda word: costs[word] + _RARER * self._rank[word] / len(self._rank), default="")
        return word, costs.get(word, 0.0)

    def _candidates(self, typed: str) -> Iterator[str]:
        for length in (len(typed) - 1, len(typed), len(typed) + 1):
            for half in _halves(typed, length):
                yield from self._by_half.get((length, half), ())
        middle = len(typed) // 2
        swapped = typed[: middle - 1] + typed[middle] + typed[middle - 1] + typed[middle + 1 :]
        if swapped in self._rank:
            yield swapped
        heard = "" if typed.isascii() else self._by_sound.get(sound(typed), "")
        if heard and heard != typed:
            yield heard

    def _cost(self, typed: str, word: str) -> float:
        slip = _slip(typed, word)
        if typed.isascii():
            slip = (
                slip if slip in (_SWAPPED, _DOUBLED) or (word not in self._plain and _is_inside(typed, word)) else 0.0
            )
        elif not slip and self._by_sound.get(sound(typed)) == word:
            slip = _HEARD
        cost = slip * _LETTERS / len(word)
        return max(cost, _LEAST) if 0 < cost <= _MOST else 0.0


def _is_inside(typed: str, word: str) -> bool:
    """Whether a slip in English is within the word: at its ends other words of English come about."""
    return typed[0] == word[0] and (len(typed) == len(word) or typed[-1] == word[-1])


def _halves(typed: str, length: int) -> tuple[str, str]:
    """The beginning and the end of a word of this length, if it begins or ends like this."""
    half = length // 2
    return typed[:half] + "-", "-" + typed[len(typed) - length + half :]


def _slip(typed: str, word: str) -> float:
    """What the one slip between the two costs in a word of _LETTERS; 0 where it is none, or more than one."""
    first = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, meant = typed[first:], word[first:]
    if len(typed) < len(word):
        return (_MARK if meant[0] in _MARKS else _MISSING) if rest == meant[1:] else 0.0
    if len(typed) > len(word):
        return _added(typed, first) if rest[1:] == meant else 0.0
    if rest[1:] == meant[1:]:
        return _replaced(rest[0], meant[0]) if rest else 0.0
    return _SWAPPED if rest[:2] == meant[1::-1] and rest[2:] == meant[2:] else 0.0


def _added(typed: str, at: int) -> float:
    if typed[at] == typed[at - 1 : at]:
        return _DOUBLED
    return _MARK if typed[at] in _MARKS else _MORE


def _replaced(typed: str, meant: str) -> float:
    if typed in _MARKS and meant in _MARKS:
        return _MARK
    return _NEAR if (typed, meant) in _LIKELY else _OTHER
