"""Which thing of the plan explains most of some words of a message?"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from knowledge.index import Entity, Index
from knowledge.quotes import Quote
from knowledge.reading import Reading
from knowledge.vocabulary import read

_TIE = 0.12
"""Share of the best score by which another candidate may fall short and still be an alternative."""
_FULL_NAME, _OWN_NAME = 0.35, 0.08
"""What a name said in full adds, and the words of the name itself over those of an alias."""
_EVERYDAY = 0.5
"""How loud an everyday word speaks."""
_LONG_TEXT, _MANY_NOTIONS = 0.7, 20
"""How loud any word speaks for a passage of more than so many notions: it speaks of many things."""
_BEHIND_LEVEL = 1.4
"""How loud a word right behind ประเด็น speaks for an issue."""
_LEADING = frozenset(read("small_words")["leading"])
_FILLED = 3
"""Words, the level among them, that may stand before its name: "ประเด็นที่เรื่อง..."."""
_LEVELS = ("project", "issue", "tactic", "goal", "indicator")
_TELLING = 0.6
"""Weight from which a word makes what it names another mention, not an alternative."""
_MOSTLY = 0.6
"""Share of the best candidate's words that an alternative explains too."""


@dataclass(frozen=True)
class Mention:
    """One naming, with the things it may mean."""

    codes: tuple[str, ...]
    """Alternatives in document order."""
    tokens: frozenset[int]
    """Places of the words that it explains."""
    weight: float
    """How much it explains: about 1 for one word that only one thing has."""


@dataclass
class _Candidate:
    """A thing with the words that speak for it."""

    score: float = 0.0
    words: set[int] = field(default_factory=set)
    said: set[str] = field(default_factory=set)


def best_mention(
    index: Index, reading: Reading, free: Collection[int], kinds: Collection[str], told: Iterable[Quote] = ()
) -> Mention | None:
    """The naming that explains most of the words at these places and of these quotations."""
    found = _candidates(index, reading, free, kinds)
    for quote in told:
        _add_quote(index, reading, kinds, quote, found)
    if not found:
        return None
    ranked = {code: c.score + _bonus(index, index.entities[code], c.said) for code, c in found.items()}
    winner = max(ranked, key=lambda code: ranked[code])
    near = {
        code
        for code, score in ranked.items()
        if score >= ranked[winner] * (1 - _TIE)
        and _explains_alike(index, reading, found[winner].words, found[code].words)
    }
    codes = tuple(code for code in index.entities if code in near)
    words = frozenset[int]().union(*(found[c].words for c in codes))
    return Mention(codes, words, max(found[c].score for c in codes))


def _candidates(index: Index, reading: Reading, free: Collection[int], kinds: Collection[str]) -> dict[str, _Candidate]:
    """The things that the words may mean, by code."""
    found: dict[str, _Candidate] = defaultdict(_Candidate)
    for place in sorted(free):
        for notion in reading.tokens[place].notions:
            for code in _named_by(index, reading, notion):
                entity = index.entities[code]
                if entity.kind in kinds:
                    candidate = found[code]
                    # A word said twice tells no more than once, and a word of two notions no more than one of them.
                    if place not in candidate.words and notion not in candidate.said:
                        candidate.score += _tells(index, reading, notion) * _emphasis(reading, place, entity)
                    candidate.words.add(place)
                    candidate.said.add(notion)
    return found


def _named_by(index: Index, reading: Reading, notion: str) -> Iterable[str]:
    outright = reading.names.get(notion)
    return (c for c in outright.codes if c in index.entities) if outright else index.by_notion.get(notion, ())


def _tells(index: Index, reading: Reading, notion: str) -> float:
    return reading.names[notion].weight if notion in reading.names else index.weights[notion]


def _add_quote(
    index: Index, reading: Reading, kinds: Collection[str], quote: Quote, found: dict[str, _Candidate]
) -> None:
    """Names told in a row weigh as a quotation, where their single words do not weigh more."""
    for code in quote.codes & index.entities.keys():
        entity = index.entities[code]
        if entity.kind in kinds:
            candidate = found.setdefault(code, _Candidate())
            said = {notion for i in quote.tokens & candidate.words for notion in reading.tokens[i].notions}
            loud = quote.weight * _emphasis(reading, min(quote.tokens), entity)
            candidate.score += max(0.0, loud - _weight(index, said & candidate.said))
            candidate.words |= quote.tokens


def _emphasis(reading: Reading, place: int, entity: Entity) -> float:
    """How loud a word speaks for a thing."""
    factor = _EVERYDAY if reading.tokens[place].sense.everyday else 1.0
    if entity.kind in ("section", "framework") and len(entity.notions) > _MANY_NOTIONS:
        factor *= _LONG_TEXT
    if entity.kind in _LEVELS and _is_behind(reading, place, entity.kind):
        factor *= _BEHIND_LEVEL
    return factor


def _is_behind(reading: Reading, place: int, level: str) -> bool:
    """Whether the word for a level stands right before: "ประเด็นไอที", "ประเด็นด้านไอที"."""
    if (
        reading.english
        and level == "issue"
        and place + 1 < len(reading.tokens)
        and reading.tokens[place + 1].is_cue(level)
    ):
        return True  # "the public relations issue"
    before = reading.tokens[:place][-_FILLED:]
    while before and before[-1].text in _LEADING and not before[-1].is_cue(level):
        before = before[:-1]
    return bool(before) and before[-1].is_cue(level)


def _bonus(index: Index, entity: Entity, said: set[str]) -> float:
    """A name said in full beats the same words in a longer name; words of the name itself beat those of an alias."""
    full = max((_weight(index, p) for p in entity.phrases if len(p) > 1 and p <= said), default=0.0)
    own = _weight(index, said & entity.own) / (_weight(index, entity.own) or 1.0)
    return _FULL_NAME * min(full, 1.0) + _OWN_NAME * own


def _weight(index: Index, notions: Iterable[str]) -> float:
    """The sum over a set. Its order changes from run to run; the last digit must not, or ties would fall elsewhere."""
    return math.fsum(index.weights.get(n, 0.0) for n in notions)


def _explains_alike(index: Index, reading: Reading, winner: set[int], other: set[int]) -> bool:
    """Whether two things explain the same words, and the other has no telling word of its own."""
    if len(other & winner) < _MOSTLY * len(winner):
        return False
    own = (notion for place in other - winner for notion in reading.tokens[place].notions)
    return all(index.weights.get(notion, 0.0) < _TELLING for notion in own)
