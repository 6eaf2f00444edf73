"""What can a word give away? Loads the vocabulary files, once a process.

A word may be a cue (of what is asked), a notion (what several words mean alike), talk (greeting, complaint) or everyday (nothing).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pythainlp.corpus import thai_stopwords, thai_words, ttc

from knowledge.cut import squeeze

FOLDER = Path(__file__).parent / "vocabulary"
_WORD_PREFIXES = ("การ", "ความ")
_MONEY_SUFFIXES = ("เงิน", "งบ")
"""วางเงิน, ทุ่มเงิน, ได้เงิน ask for a budget as เงิน does."""
NUMBER_ATOMS = (
    "ศูนย์",
    "หนึ่ง",
    "นึง",
    "เอ็ด",
    "สอง",
    "ยี่",
    "สาม",
    "สี่",
    "ห้า",
    "หก",
    "เจ็ด",
    "แปด",
    "เก้า",
    "สิบ",
    "ร้อย",
    "พัน",
    "ครึ่ง",
)
NUMBER_WORD = re.compile(f"(?:{'|'.join(NUMBER_ATOMS)})+")
"""Number words are cut one by one and added up (`reading.py`)."""
_FREQUENT = 250
"""Occurrences in the Thai Textbook Corpus (PyThaiNLP) from which a word counts as common."""
_NEVER_EVERYDAY = frozenset({"ปิด", "เปลี่ยน", "ยาว", "ใกล้", "ไกล", "เรียบ", "สบาย", "ช้า", "เร็ว", "ยาก", "ง่าย", "เหลือเกิน"})


@dataclass(frozen=True)
class Sense:
    """What one word may mean."""

    cues: frozenset[str] = frozenset()
    notions: frozenset[str] = frozenset()
    talk: frozenset[str] = frozenset()
    """group or group/part, as in talk.yaml."""
    agencies: frozenset[str] = frozenset()
    """Canonical names."""
    everyday: bool = False


NOTHING = Sense()


@dataclass
class Lexicon:
    """Every term with its senses, and the words of the language beside them."""

    terms: dict[str, Sense] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    longest: int = 0
    common: frozenset[str] = frozenset()
    """Dictionary words that stand in every other story: they say little of what a message is about."""

    def sense(self, word: str) -> Sense:
        """What the word gives away; an unknown word stands for itself."""
        return self.terms.get(word, NOTHING)


@cache
def read(name: str) -> Any:
    """One vocabulary file; every scalar is text ("no" is a word here)."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - BaseLoader builds text only


@cache
def base() -> Lexicon:
    """The vocabulary of the language and of asking, without any plan."""
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    everyday: set[str] = set()
    for kind, file in (("cues", "cues"), ("notions", "synonyms")):
        for name, words in read(file).items():
            for word in words:
                parts[key(word)][kind].add(name)
    for group, entry in read("talk").items():
        for part, words in entry.items() if isinstance(entry, dict) else [("words", entry)]:
            for word in words:
                parts[key(word)]["talk"].add(f"{group}/{part}")
    for words in read("everyday").values():
        everyday.update(key(word) for word in words)
    everyday |= {key(word) for word in thai_stopwords()} - _NEVER_EVERYDAY
    terms = {
        word: Sense(
            frozenset(parts[word]["cues"]), frozenset(parts[word]["notions"]), frozenset(parts[word]["talk"]),
            everyday=word in everyday,
        )
        for word in parts.keys() | everyday
        if word
    }  # fmt: skip
    return Lexicon(terms, _dictionary(), max(map(len, terms)), _common(everyday))


def key(word: str) -> str:
    """A well-spelt term as the cutter sees it: small letters, without blanks and punctuation."""
    return squeeze(word.lower())[0]


@cache
def _dictionary() -> frozenset[str]:
    """PyThaiNLP's words, without "การปรับปรุง" and its like, which would tear โครงการ apart."""
    words = thai_words()
    return frozenset(w for w in words if not _is_compound(w, words))


def _common(everyday: set[str]) -> frozenset[str]:
    """Words frequent in Thai prose, and pairs of everyday words (ยังมี, ให้ได้)."""
    frequent = {w for w, n in ttc.unigram_word_freqs().items() if n >= _FREQUENT}
    pairs = {w for w in _dictionary() if any(w[:i] in everyday and w[i:] in everyday for i in range(1, len(w)))}
    return frozenset(frequent | pairs)


def _is_compound(word: str, words: frozenset[str]) -> bool:
    """Whether a dictionary word is better cut in two: "การปรับปรุง", "ทุ่มเงิน", "ที่สี่", "ห้าสิบ"."""
    if any(word.startswith(p) and word != p and word[len(p) :] in words for p in _WORD_PREFIXES):
        return True
    if any(word.endswith(s) and word != s and word.removesuffix(s) in words for s in _MONEY_SUFFIXES):
        return True
    number = NUMBER_WORD.fullmatch(word.removeprefix("ที่"))
    return bool(number) and (word.startswith("ที่") or len(word) > 5)
