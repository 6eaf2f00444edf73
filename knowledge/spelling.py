"""Which word of ours was meant by letters that no dictionary knows?

Thai is misspelt by sound: ข่าวสาน for ข่าวสาร, พัทนา for พัฒนา. Words are compared by a key in which letters of one sound
are one letter, candidates come from an index of letter pairs, and only the best few are compared exactly, by sound
and by letters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from knowledge.cut import TERM, Cutter

_SOUNDS = str.maketrans("ศษซณญฎฏฐฑฒธถภผฝฆขฉฌฬฮใึืูฅฃ", "สสสนยดตทททททพพฟคคชชลหไิิุคค")
_SILENT = re.compile(r"[็่้๊๋ๆฯ]|[ก-ฮ][ิุ]?์")
"""Tones, signs, and letters under การันต์: พันธุ์ is heard as พัน."""
_LEADING_H = re.compile(r"ห(?=[งนมยรลว][ะ-ู็ก-ฮ])")
"""ห that only gives a tone: หมู is heard as มู."""
_VOWEL_O = re.compile(r"(?<=[ก-ฮ])อ(?=[ก-ฮ])")
_CLUSTER = re.compile(r"([กคตปพทฟ])[รล](?=[ก-ฮะ-ู็เ-ไ])")
"""ร and ล behind a consonant are dropped in speech: ปะเด็น for ประเด็น."""
_FINAL = re.compile(r"(?<=[ะ-ู็ก-ฮ])([รลยสดตทจชบปพค])(?![ะ-ู็])")
_FINALS = {"ร": "น", "ล": "น", "ส": "ด", "ต": "ด", "ท": "ด", "จ": "ด", "ช": "ด", "ป": "บ", "พ": "บ"}
"""At the end of a syllable many letters sound as one."""
_DOUBLED = re.compile(r"(.)\1+")
_TONES = re.compile("[่้๊๋]")
_ABBREVIATED = frozenset("ๆฯ")
_MOST_TIMES_LESS = 3
"""A term that shares so many times fewer pairs than another is not looked at."""
_CANDIDATES = 12
_LETTERS_A_WORD = 4
"""Letters of sound that a word heard in a run must have on average: shorter ones are found in any noise."""


def sound(word: str) -> str:
    """The word's key: letters of one sound are one letter, ร and ล after a consonant and silent letters are gone."""
    word = _SILENT.sub("", word.replace("รร", "ัน").replace("ำ", "ัม").replace("ทร", "ส"))
    word = _VOWEL_O.sub("", _LEADING_H.sub("", word.translate(_SOUNDS)))
    word = _CLUSTER.sub(r"\1", word)
    word = _FINAL.sub(lambda m: _FINALS.get(m[1], m[1]), word).replace("ะ", "ั").replace("ร", "ล")
    return _DOUBLED.sub(r"\1", word)


def without_tones(word: str) -> str:
    """The word as a hurried thumb types it: เมืองนาอยู่ for เมืองน่าอยู่."""
    return _TONES.sub("", word)


_REMEMBERED = 10_000
"""Runs of letters: people make the same slips, and one slip is looked at in several runs."""


class Speller:
    """Finds terms by how they sound."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.nearest = lru_cache(_REMEMBERED)(self._nearest)
        """The term that letters were meant for and how alike they are (0 to 1); ("", 0) where none comes near."""
        self._sounds = {term: sound(term) for term in terms}
        self._lengths = {term: len(form) for term, form in self._sounds.items()}
        by_pair: dict[str, list[str]] = defaultdict(list)
        for term, form in self._sounds.items():
            for pair in set(_pairs(form)):
                by_pair[pair].append(term)
        self._by_pair = dict(by_pair)

    def _nearest(self, text: str) -> tuple[str, float]:
        form = sound(text)
        best, best_alike = "", 0.0
        for term in self._candidates(form):
            by_sound = OSA.normalized_similarity(form, self._sounds[term])
            alike = (by_sound + OSA.normalized_similarity(text, term)) / 2
            if alike > best_alike:
                best, best_alike = term, alike
        return best, best_alike

    def _candidates(self, form: str) -> list[str]:
        """The terms that share most pairs of letters with this sound, for their length."""
        shared = Counter(chain.from_iterable(self._by_pair.get(pair, ()) for pair in _pairs(form)))
        enough = max(shared.values(), default=0) / _MOST_TIMES_LESS
        size, lengths = len(form), self._lengths
        likely = {term: count / (size + lengths[term]) for term, count in shared.items() if count >= enough}
        return sorted(likely, key=likely.__getitem__, reverse=True)[:_CANDIDATES]


def _pairs(form: str) -> list[str]:
    return [form[i : i + 2] for i in range(len(form) - 1)]


class Ear:
    """Hears letters that make no words: cuts their sound into the sounds of known words.

    Several slips in a row, which no single word explains, do no harm so.
    """

    def __init__(self, ranked: Iterable[str]) -> None:
        """Takes known words, the more likely of two that sound alike first; what ends in ๆ or ฯ is never heard so."""
        self.hear = lru_cache(_REMEMBERED)(self._hear)
        """The words that letters without a blank sound like from end to end, few and long; () where they do not."""
        self._words: dict[str, str] = {}
        for word in ranked:
            if not word.isascii() and _ABBREVIATED.isdisjoint(word):
                self._words.setdefault(sound(word), word)
        self._cutter = Cutter(self._words, frozenset())

    def echo(self, word: str) -> str:
        """The known word that sounds just like this one, or "": คั้บ is ครับ."""
        return self._words.get(sound(word), "")

    def _hear(self, run: str) -> tuple[str, ...]:
        form = sound(run)
        pieces = self._cutter.cut(form)
        if any(p.kind != TERM for p in pieces) or len(pieces) > max(1, len(form) // _LETTERS_A_WORD):
            return ()
        return tuple(self._words[p.text] for p in pieces)
