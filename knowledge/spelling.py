"""Which word of ours was meant by letters that no dictionary knows?

Thai is misspelt by sound: ข่าวสาน for ข่าวสาร, พัทนา for พัฒนา. Words are compared by a key in which letters of one sound are one letter,
candidates come from an index of letter pairs, and only the best few are compared exactly, by sound and by letters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from knowledge.cut import TERM, Cutter

_SOUNDS = str.maketrans("ศษซณญฎฏฐฑฒธถภผฝฆขฉฌฬฮใึืูฅฃ", "สสสนยดตทททททพพฟคคชชลหไิิุคค")
_SILENT = re.compile(r"[็่้๊๋ๆฯ]|[ก-ฮ][ิุ]?์")
_LEADING_H = re.compile(r"ห(?=[งนมยรลว][ะ-ู็ก-ฮ])")
_VOWEL_O = re.compile(r"(?<=[ก-ฮ])อ(?=[ก-ฮ])")
_CLUSTER = re.compile(r"([กคตปพทฟ])[รล](?=[ก-ฮะ-ู็เ-ไ])")
_FINAL = re.compile(r"(?<=[ะ-ู็ก-ฮ])([รลยสดตทจชบปพค])(?![ะ-ู็])")
_FINALS = {"ร": "น", "ล": "น", "ส": "ด", "ต": "ด", "ท": "ด", "จ": "ด", "ช": "ด", "ป": "บ", "พ": "บ"}
_CANDIDATES = 12


def sound(word: str) -> str:
    """The word's key: letters of one sound are one letter, ร and ล after a consonant and silent letters are gone."""
    word = _SILENT.sub("", word.replace("รร", "ัน").replace("ำ", "ัม").replace("ทร", "ส"))
    word = _VOWEL_O.sub("", _LEADING_H.sub("", word.translate(_SOUNDS)))
    word = _CLUSTER.sub(r"\1", word)
    word = _FINAL.sub(lambda m: _FINALS.get(m[1], m[1]), word).replace("ะ", "ั").replace("ร", "ล")
    return re.sub(r"(.)\1+", r"\1", word)


class Speller:
    """Finds terms by how they sound."""

    def __init__(self, terms: Mapping[str, float]) -> None:
        self._keys = {term: sound(term) for term in terms}
        pairs: dict[str, list[str]] = defaultdict(list)
        for term, form in self._keys.items():
            for pair in set(_pairs(form)):
                pairs[pair].append(term)
        self._pairs = dict(pairs)

    def nearest(self, text: str) -> tuple[str, float]:
        """The term that the letters were meant for and how alike they are (0 to 1); ("", 0) where none comes near."""
        form = sound(text)
        best, best_score = "", 0.0
        for term in self._candidates(form):
            score = (OSA.normalized_similarity(form, self._keys[term]) + OSA.normalized_similarity(text, term)) / 2
            if score > best_score:
                best, best_score = term, score
        return best, best_score

    def _candidates(self, form: str) -> Iterable[str]:
        votes: Counter[str] = Counter()
        for pair in _pairs(form):
            votes.update(self._pairs.get(pair, ()))
        length = len(form)
        ranked = sorted(votes.items(), key=lambda kv: -kv[1] / (length + len(self._keys[kv[0]])))
        return [term for term, _ in ranked[:_CANDIDATES]]


def _pairs(form: str) -> list[str]:
    return [form[i : i + 2] for i in range(len(form) - 1)]


class Ear:
    """Hears letters that make no words: cuts their sound into the sounds of known words, so that several slips in a row do no harm."""

    def __init__(self, ranked: Iterable[str]) -> None:
        """Takes known words, the more likely of two that sound alike first."""
        self._words: dict[str, str] = {}
        for word in ranked:
            if word and not word.isascii():
                self._words.setdefault(sound(word), word)
        self._cutter = Cutter(self._words, frozenset(), max(map(len, self._words)))

    def hear(self, run: str) -> tuple[str, ...]:
        """The words that letters without a blank sound like from end to end, few and long; () where they do not."""
        form = sound(run)
        pieces = self._cutter.cut(form)
        if any(p.kind != TERM for p in pieces) or len(pieces) > max(1, len(form) // 4):
            return ()
        return tuple(self._words[p.text] for p in pieces)
