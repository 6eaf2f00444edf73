"""What can a word give away? The vocabulary of the language and of asking, without any plan.

A word may be a cue (of what is asked), a notion (what several words mean alike), talk (greeting, complaint) or everyday
(it gives nothing away).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pythainlp.corpus import thai_stopwords, thai_words, ttc

from knowledge.cut import letters_of
from knowledge.numerals import NUMBER_WORD
from knowledge.vocabulary import read, read_groups

_SHORTEST_HELD = 5
"""Letters of a notion that may stand inside a dictionary word: อิเล็กทรอนิกส์, never ข่าว of ข่าวคราว."""
_LONGEST_WORD = 24
"""Letters; longer dictionary words are proverbs and names of bodies, which say more word by word."""
_LONGEST_DIGIT = 5
"""Letters of the words for one to ten, which are words themselves."""
_Parted = tuple[str, str, str]
"""A word, a known word that it begins with, and the rest."""
_FREQUENT, _VERY_FREQUENT = 250, 1_000
"""Occurrences in the Thai Textbook Corpus (PyThaiNLP) from which a word counts as common, and as no splinter."""


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


@dataclass(frozen=True)
class Lexicon:
    """Every term with its senses, and the words of the language beside them."""

    terms: dict[str, Sense] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    """Dictionary words that stand in every other story: they say little of what a message is about."""
    notions: frozenset[str] = frozenset()
    """Every notion that words stand for."""

    def sense(self, word: str) -> Sense:
        """What the word gives away; an unknown word stands for itself."""
        return self.terms.get(word, NOTHING)


@cache
def base() -> Lexicon:
    """The vocabulary that all plans share."""
    everyday = _everyday()
    cues, notions, talk = _names("cues"), _names("synonyms"), _talk()
    terms = {
        word: Sense(
            cues=frozenset(cues[word]),
            notions=frozenset(notions[word]),
            talk=frozenset(talk[word]),
            everyday=word in everyday,
        )
        for word in sorted(cues.keys() | notions.keys() | talk.keys() | everyday)
        if word
    }
    parted = list(_parted(dictionary(), {word for word, sense in terms.items() if sense.everyday or sense.notions}))
    words = dictionary().difference(_holding_notions(parted, terms))
    return Lexicon(terms, words, _common(parted, everyday), frozenset(read("synonyms")))


def key(word: str) -> str:
    """A well-spelt term as the cutter sees it: small letters, without blanks and punctuation."""
    return letters_of(word.lower())


def _names(file: str) -> defaultdict[str, set[str]]:
    """Each word of a file with the names that it stands under."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name, words in read(file).items():
        for word in words:
            names[key(word)].add(name)
    return names


def _talk() -> defaultdict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for group, parts in read_groups("talk").items():
        for part, words in parts.items():
            for word in words:
                names[key(word)].add(f"{group}/{part}")
    return names


def _everyday() -> frozenset[str]:
    ours = {key(word) for words in read("everyday").values() for word in words}
    stopwords = {key(word) for word in thai_stopwords()}
    return frozenset(ours | stopwords.difference(read("grammar")["telling_stopwords"]))


@cache
def dictionary() -> frozenset[str]:
    """PyThaiNLP's words, without "การปรับปรุง" and its like, which would tear โครงการ apart."""
    words, grammar = thai_words(), read("grammar")
    before, behind = tuple(grammar["noun_prefixes"]), tuple(grammar["noun_suffixes"])
    ends = (word for word in words if word.startswith(before) or word.endswith(behind))
    compounds = {word for word in ends if _is_compound(word, words, before, behind)}
    return frozenset(w for w in words - compounds if len(w) <= _LONGEST_WORD).difference(_numbers(words))


def _is_compound(word: str, words: Collection[str], before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a dictionary word is a word with a noun before or behind it: "การปรับปรุง", "ทุ่มเงิน"."""
    rests = [word.removeprefix(noun) for noun in before if word.startswith(noun)]
    rests += [word.removesuffix(noun) for noun in behind if word.endswith(noun)]
    return any(rest in words for rest in rests)


def _numbers(words: Iterable[str]) -> Iterator[str]:
    """Dictionary words that are said by several that are numbers: "ที่สี่", "ห้าสิบ"."""
    ordinals = tuple(read("grammar")["ordinal_prefixes"])
    is_number = re.compile(f"(?:{'|'.join(ordinals)})?{NUMBER_WORD.pattern}").fullmatch
    return (w for w in words if is_number(w) and (len(w) > _LONGEST_DIGIT or w.startswith(ordinals)))


def _holding_notions(parted: Iterable[_Parted], terms: Mapping[str, Sense]) -> Iterator[str]:
    """Dictionary words that are a name of ours and an everyday word or name: "ทางอิเล็กทรอนิกส์", "ผู้ให้บริการ"."""
    everyday = {word for word, sense in terms.items() if sense.everyday}
    held = {word for word, sense in terms.items() if sense.notions and len(word) >= _SHORTEST_HELD}
    for word, first, rest in parted:
        two_names = first in held and (rest in held or rest in everyday or bool(terms.get(rest, NOTHING).notions))
        if word not in terms and min(len(first), len(rest)) > 1 and (two_names or (first in everyday and rest in held)):
            yield word


def _parted(words: Iterable[str], firsts: Collection[str]) -> Iterator[_Parted]:
    """Each word that begins with one of `firsts`, with this beginning and its rest; no other length is looked at."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for first in firsts:
        lengths[first[:2]].add(len(first))
    for word in words:
        for at in (*lengths.get(word[:1], ()), *lengths.get(word[:2], ())):
            if at < len(word) and word[:at] in firsts:
                yield word, word[:at], word[at:]


def _common(parted: Iterable[_Parted], everyday: Collection[str]) -> frozenset[str]:
    """Words frequent in Thai prose, and pairs of everyday words (ยังมี, ให้ได้)."""
    frequent = {word for word, times in frequencies().items() if times >= _FREQUENT}
    pairs = {word for word, first, rest in parted if first in everyday and rest in everyday}
    return frozenset(frequent | pairs)


@cache
def frequencies() -> Mapping[str, int]:
    """How often words stand in the Thai Textbook Corpus."""
    found: Mapping[str, int] = ttc.unigram_word_freqs()
    return found


@cache
def frequent_words() -> frozenset[str]:
    """Words that stand in every text."""
    return frozenset(word for word, times in frequencies().items() if times >= _VERY_FREQUENT and len(word) > 1)
