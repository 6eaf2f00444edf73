"""What does a message say that no name explains, and how much does that count against an answer?"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.candidates import Mention
from knowledge.cut import LATIN, UNKNOWN
from knowledge.index import Index
from knowledge.notions import FOREIGN
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read

_GRUMBLE = (
    "feedback/complaint",
    "feedback/request",
    "feedback/praise",
    "abuse/words",
    "thanks/whole",
    "greeting/whole",
    "emergency/help",
)
"""Talk that tells a mood: it stands beside a question, not in it."""
_ELSEWHERE, _UNKNOWN, _NAME_LIKE, _LATIN, _COMMON, _MOOD = 1.5, 0.9, 0.7, 0.5, 0.35, 0.3
"""What a word counts: another place, no word, what may be a name, an English word, a word of any story, a mood."""
_OTHER_THING = 0.6
"""Share of its weight that a word of the plan counts, which nothing named has."""
_ASIDE = 0.3
"""Share that a word counts in a story told beside the question."""
_SURELY = 1.0
"""Weight of a mention beside which another place, named in an aside, does no harm."""
_HEART = ("budget", "project", "plan", "who", "how_much")
_PLACE_WORDS = frozenset(read("grammar")["place_words"])


@dataclass(frozen=True)
class Leftover:
    """What nothing explains."""

    places: tuple[int, ...]
    weight: float
    """How much it counts against an answer; a story told beside the question counts little."""
    hard: float
    """The same where there is no story: every word counts in full."""
    foreign: bool
    """Another province, country or city is named that the plan does not speak of."""


def leftover(index: Index, reading: Reading, mentions: Sequence[Mention], quoted: frozenset[int]) -> Leftover:
    """What stands in a message outside of what it names."""
    explained = quoted.union(*(m.tokens for m in mentions))
    costs = {i: _cost(index, t) for i, t in enumerate(reading.tokens) if i not in explained}
    costs = {i: cost for i, cost in costs.items() if cost > 0}
    aside = _aside(reading, _heart(reading, mentions))
    return Leftover(
        places=tuple(costs),
        weight=sum(cost * (_ASIDE if i in aside else 1.0) for i, cost in costs.items()),
        hard=sum(_NAME_LIKE for cost in costs.values() if cost > _MOOD),
        foreign=_names_stranger(reading, costs) or _names_elsewhere(reading, mentions, costs, aside),
    )


def _cost(index: Index, token: Token) -> float:
    """How much a word that nothing explains counts against an answer."""
    sense = token.sense
    if token.is_cue(FOREIGN):
        return _ELSEWHERE
    if token.number is not None or sense.cues or sense.agencies or sense.everyday or len(token.text) < 2:
        return 0.0
    known = [index.weights[n] for n in token.notions if n in index.weights]
    if known:
        return _OTHER_THING * max(known)
    if not sense.talk.isdisjoint(_GRUMBLE):
        return _MOOD
    if token.kind == UNKNOWN:
        return 0.0 if len(token.text) < 3 else _UNKNOWN
    if token.kind == LATIN:
        return _LATIN
    return _COMMON if token.text in index.vocabulary.common else _NAME_LIKE


def _heart(reading: Reading, mentions: Sequence[Mention]) -> frozenset[int]:
    """Places of the words that the question turns on: what it names, or else what it asks of the plan."""
    named = frozenset[int]().union(*(m.tokens for m in mentions))
    return named or frozenset(i for i, t in enumerate(reading.tokens) if t.sense.agencies or t.is_cue(*_HEART))


def _aside(reading: Reading, heart: frozenset[int]) -> frozenset[int]:
    """Words of clauses (Thai parts them with blanks) that hold nothing of the question: the story told before it."""
    clauses: list[list[int]] = []
    for i, token in enumerate(reading.tokens):
        if not clauses or (token.before == " " and not reading.english):
            clauses.append([])
        clauses[-1].append(i)
    return frozenset(i for clause in clauses if heart and heart.isdisjoint(clause) for i in clause)


def _names_stranger(reading: Reading, costs: dict[int, float]) -> bool:
    """Whether a word that looks like a name stands right behind เมือง or ประเทศ: "เมืองอุบล"."""
    tokens = reading.tokens
    return any(
        i and tokens[i - 1].text in _PLACE_WORDS and not tokens[i].before and cost >= _NAME_LIKE
        for i, cost in costs.items()
    )


def _names_elsewhere(
    reading: Reading, mentions: Sequence[Mention], costs: dict[int, float], aside: frozenset[int]
) -> bool:
    """Whether another place is named, unless only in passing beside something of the plan."""
    sure = bool(mentions) and mentions[0].weight >= _SURELY
    return any(reading.tokens[i].is_cue(FOREIGN) and not (i in aside and sure) for i in costs)
