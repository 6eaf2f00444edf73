"""What can a word give away? The vocabulary of the language and of asking, without any plan.

A word may be a cue (of what is asked), a notion (what several words mean alike), talk (greeting, complaint) or everyday
(it gives nothing away).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    compounds = _holding_notions(dictionary() - terms.keys(), terms)
    return Lexicon(terms, dictionary().difference(compounds), _common(everyday), frozenset(read("synonyms")))


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
    words = thai_words()
    return frozenset(w for w in words if len(w) <= _LONGEST_WORD and not _is_compound(w, words))


def _is_compound(word: str, words: frozenset[str]) -> bool:
    """Whether a dictionary word is better cut in two: "การปรับปรุง", "ทุ่มเงิน", "ที่สี่", "ห้าสิบ"."""
    grammar = read("grammar")
    if any(word.startswith(p) and word.removeprefix(p) in words for p in grammar["noun_prefixes"]):
        return True
    if any(word.endswith(s) and word.removesuffix(s) in words for s in grammar["noun_suffixes"]):
        return True
    ordinal = next((p for p in grammar["ordinal_prefixes"] if word.startswith(p)), "")
    return bool(NUMBER_WORD.fullmatch(word.removeprefix(ordinal))) and (bool(ordinal) or len(word) > 5)


def _holding_notions(words: Iterable[str], terms: Mapping[str, Sense]) -> Iterator[str]:
    """Dictionary words that are a name of ours and an everyday word or name: "ทางอิเล็กทรอนิกส์", "ผู้ให้บริการ"."""
    everyday = {word for word, sense in terms.items() if sense.everyday}
    names = {word for word, sense in terms.items() if sense.notions}
    held = {word for word in names if len(word) >= _SHORTEST_HELD}
    small = everyday | names
    for word in words:
        for i in range(2, len(word) - 1):
            if (word[i:] in held and word[:i] in everyday) or (word[:i] in held and word[i:] in small):
                yield word
                break


def _common(everyday: frozenset[str]) -> frozenset[str]:
    """Words frequent in Thai prose, and pairs of everyday words (ยังมี, ให้ได้)."""
    frequent = {w for w, n in ttc.unigram_word_freqs().items() if n >= _FREQUENT}
    pairs = {w for w in dictionary() if any(w[:i] in everyday and w[i:] in everyday for i in range(1, len(w)))}
    return frozenset(frequent | pairs)


@cache
def frequent_words() -> frozenset[str]:
    """Words that stand in every text."""
    return frozenset(w for w, n in ttc.unigram_word_freqs().items() if n >= _VERY_FREQUENT and len(w) > 1)
