"""What does a word stand for when names are compared, and how much does it tell?"""

import math
from collections.abc import Collection, Mapping

from knowledge.clean import clean
from knowledge.cut import LATIN, NUMBER, UNKNOWN, Cutter, PieceKind
from knowledge.entity import Entity
from knowledge.lexicon import Lexicon, Sense
from knowledge.vocabulary import read

FOREIGN = "elsewhere"
"""The cue of another province or country: whatever else fits, the plan is not about it."""
OTHER_MATTER = "other_matter"
"""The cue of daily life: weather, football, lottery."""

_TELLING, _ALIAS_ONLY, _ENGLISH, _COMMON, _SHORT, _PLAIN = 1.0, 0.6, 0.45, 0.4, 0.3, 0.7
"""How much a word tells that one thing alone has, by what kind of word it is."""


def notions_in(text: str, vocabulary: Lexicon, cutter: Cutter) -> frozenset[str]:
    """The notions of a name: of each word its notions, or the word itself where it is neither cue nor everyday."""
    return frozenset(
        notion
        for piece in cutter.cut(clean(text))
        for notion in notions_of(piece.text, piece.kind, vocabulary.sense(piece.text))
    )


def notions_of(word: str, kind: PieceKind, sense: Sense) -> tuple[str, ...]:
    """What a word stands for: its notions, or itself in its plain form, or nothing."""
    if sense.notions:
        return tuple(sorted(sense.notions))
    if sense.cues - {FOREIGN, OTHER_MATTER} or sense.everyday or sense.agencies:
        return ()
    if kind == NUMBER or (kind == UNKNOWN and len(word) < 3):
        return ()
    if kind == LATIN and len(word) > 3:
        return (word.removesuffix("s"),)
    return (_without_prefix(word),)


def _without_prefix(word: str) -> str:
    """การพัฒนา is compared as พัฒนา; การค is no such noun."""
    for prefix in read("grammar")["noun_prefixes"]:
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return word.removeprefix(prefix)
    return word


def weights(
    by_notion: Mapping[str, tuple[str, ...]], entities: Collection[Entity], vocabulary: Lexicon
) -> dict[str, float]:
    """Rare in the plan tells much, unless the word is an ordinary one that the plan happens to use once."""
    named = frozenset(notion for entity in entities for notion in entity.own)
    scale = math.log(1 + len(entities))
    return {
        notion: math.log(1 + len(entities) / len(codes)) / scale * _telling(notion, notion in named, vocabulary)
        for notion, codes in by_notion.items()
    }


def _telling(notion: str, in_a_name: bool, vocabulary: Lexicon) -> float:
    if notion in vocabulary.notions:
        return _TELLING
    if notion.isascii():
        return _ENGLISH
    if len(notion) < 4:
        return _SHORT
    if notion in vocabulary.common:
        return _COMMON
    return _PLAIN if in_a_name else _ALIAS_ONLY
