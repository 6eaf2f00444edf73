"""Which words may be meant by letters that are not spelt as they are, and which are likelier: by a slip, or in
Latin letters?
"""

import re
from functools import lru_cache

from knowledge import numerals
from knowledge.lexicon import Lexicon, Sense, frequencies, frequent_words
from knowledge.notions import FOREIGN
from knowledge.romanised import Romanised
from knowledge.slips import Slips
from knowledge.sound import without_tones
from knowledge.vocabulary import read

_ELSEWHERE = Sense(cues=frozenset({FOREIGN}))
_DECIDING = ("emergency", "thanks", "abuse")
_INSULTS = frozenset({"abuse/words"})
LITTLE_CUES = frozenset((FOREIGN, "also", "this"))
"""Cues whose words are too small, or too many, to be what a misspelt word was meant for."""
_SHORTEST_ENGLISH, _SHORTEST_COMMON, _SURELY_LONG = 6, 4, 5
"""Letters of an English word that is known with a slip; of common words and of others that are no splinters."""
_NO_DIGIT = re.compile(r"\D*").fullmatch
_LONGEST = 20
"""Letters of a word that is known in Latin letters: longer ones are said in several."""
_OURS, _TALK, _REST, _AT_LEAST = 100.0, 10.0, 1.0, 10
"""How much likelier a word of asking or of the plan, and one of talk, is than another; how often each is seen."""


def slips(vocabulary: Lexicon, of_names: frozenset[str]) -> Slips:
    """Known words for slips: those of the plan and of asking before talk, everyday words and the common ones.

    Of short words of English only names are told from words that we do not know.
    """
    senses, hardly = vocabulary.terms, hardly_meant(vocabulary)
    ours = (w for w, s in senses.items() if s.notions or s.agencies or s.cues - LITTLE_CUES)
    words = dict.fromkeys((*ours, *sorted(of_names), *senses, *sorted(vocabulary.common & vocabulary.words)))
    meant = [w for w in words if w not in hardly and _NO_DIGIT(w) and not _is_number(w)]
    short = (w for w in meant if w.isascii() and len(w) < _SHORTEST_ENGLISH)
    plain = frozenset(w for w in short if (s := senses[w]).everyday or s.cues or not (s.notions or s.agencies))
    seen = frozenset(w for w in meant if w in senses and _decides_alone(senses[w]))
    return Slips(meant, _sure(vocabulary) | of_names, plain, seen)


def _decides_alone(sense: Sense) -> bool:
    """Whether a word makes a message a call for help, thanks or abuse: what only sounds like it does not."""
    return any(group.split("/")[0] in _DECIDING for group in sense.talk)


def _sure(vocabulary: Lexicon) -> frozenset[str]:
    """Words that stand well by themselves, and are no splinters of others: long, frequent or ours."""
    ours = (w for w, s in vocabulary.terms.items() if len(w) > 1 and (s.cues or s.everyday or len(w) >= _SURELY_LONG))
    return _sure_of_language(vocabulary.common, vocabulary.words).union(ours)


@lru_cache(maxsize=1)  # all plans share them
def _sure_of_language(common: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    long = {word for word in words if len(word) >= _SURELY_LONG}
    return frozenset(long.union((w for w in common if len(w) >= _SHORTEST_COMMON), frequent_words(), numerals.WORDS))


def _is_number(word: str) -> bool:
    return word in numerals.WORDS or numerals.NUMBER_WORD.fullmatch(word) is not None


def romanised(vocabulary: Lexicon) -> Romanised:
    """The words that people type in Latin letters, by their keys."""
    latin = (w for w, s in vocabulary.terms.items() if w.isascii() and (s.notions or s.agencies))
    return Romanised(typed_in_latin(vocabulary), frozenset(latin))


def typed_in_latin(vocabulary: Lexicon) -> dict[str, float]:
    """The Thai words that people type in Latin letters, and how likely."""
    often = frequencies()
    particles = frozenset(read("everyday")["particles"])
    hardly = hardly_meant(vocabulary)
    return {
        word: (often.get(word, 0) + _AT_LEAST) * _weight(vocabulary.sense(word), word in particles)
        for word in (*vocabulary.terms, *numerals.ATOMS)
        if len(word) <= _LONGEST and not word.isascii() and word not in hardly
    }


def _weight(sense: Sense, is_particle: bool) -> float:
    if sense.cues or sense.notions or sense.agencies or is_particle:
        return _OURS
    return _TALK if sense.talk else _REST


def hardly_meant(vocabulary: Lexicon) -> frozenset[str]:
    """Other places, insults, terms without their tones."""
    senses = vocabulary.terms
    toneless = {bare: s for w, s in senses.items() if (bare := without_tones(w)) != w}
    return frozenset(w for w, s in senses.items() if s == _ELSEWHERE or s == toneless.get(w) or s.talk & _INSULTS)
