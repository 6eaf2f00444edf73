"""What does a message say that no name explains, and how much does that count against an answer?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.candidates import Mention
from knowledge.cut import LATIN, UNKNOWN
from knowledge.index import Index
from knowledge.notions import FOREIGN, OTHER_MATTER
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
"""What a word counts: another place or matter, no word, perhaps a name, a word of English, of any story, of a mood."""
_OTHER_THING = 0.6
"""Share of its weight that a word of the plan counts, which nothing named has."""
_ASIDE, _MOST_ASIDE = 0.3, 0.9
"""Share that a word counts in a story told beside the question, and what a whole story counts at most."""
_SURELY = 1.0
"""Weight of a mention beside which another place, named in an aside, does no harm."""
_HEART = ("budget", "project", "plan", "who", "how_much")
_FAINT_HEART = ("year", "only", "also")
_ASKING = (
    "budget",
    "how_much",
    "which_year",
    "who",
    "responsible",
    "what",
    "show",
    "yes_no",
    "count_item",
    "share",
    "why",
)
_PLACE_WORDS = frozenset(read("grammar")["place_words"])
_MEANT_FOR, _WHOSE = frozenset(read("grammar")["meant_for"]), frozenset(read("grammar")["whose"])
_NARROWING = frozenset(read("everyday")["kinds_of_people"]) | frozenset(read("everyday")["matters"])
_GETTING, _OWN = _NARROWING | frozenset(read("grammar")["bodies"]), frozenset(read("everyday")["people"])
_RECEIVES = frozenset(read("grammar")["receives"])


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


@dataclass(frozen=True)
class Ground:
    """The words of a message, whatever it is taken to name."""

    costs: Mapping[int, float]
    """How much each word counts against an answer where nothing explains it; none that counts nothing."""
    clauses: Sequence[Sequence[int]]
    """Places of words, clause by clause."""
    asking: frozenset[int]
    """Places in the clauses that ask something."""
    heart: frozenset[int]
    """Places of the words that ask something of the plan."""


def ground(index: Index, reading: Reading) -> Ground:
    """What `leftover` needs of a message, for however many readings of its names."""
    tokens, clauses = reading.tokens, _clauses(reading)
    costs = {i: cost for i, t in enumerate(tokens) if (cost := _cost(index, reading, t)) > 0}
    costs |= dict.fromkeys(meant_for(tokens), _NAME_LIKE) | dict.fromkeys(receivers(tokens), _ELSEWHERE)
    costs |= {i: _UNKNOWN for i, (t, behind) in enumerate(pairwise(tokens)) if _is_abbreviation(t, behind)}
    asking = frozenset(i for clause in clauses if any(tokens[j].is_cue(*_ASKING) for j in clause) for i in clause)
    offices = frozenset(i for i, t in enumerate(tokens) if t.sense.agencies)
    asked = offices.union(reading.where(*_HEART))
    return Ground(costs, clauses, asking, asked or frozenset(reading.where(*_FAINT_HEART)))


def leftover(reading: Reading, said: Ground, mentions: Sequence[Mention], quoted: frozenset[int]) -> Leftover:
    """What stands in a message outside of what it names."""
    explained = quoted.union(*(m.tokens for m in mentions))
    costs = {i: cost for i, cost in said.costs.items() if i not in explained}
    aside = _aside(said, mentions)
    story = sum(cost for i, cost in costs.items() if i in aside)
    return Leftover(
        places=tuple(costs),
        weight=sum(cost for i, cost in costs.items() if i not in aside) + min(_MOST_ASIDE, _ASIDE * story),
        hard=sum(_NAME_LIKE for cost in costs.values() if cost > _MOOD),
        foreign=_names_stranger(reading, costs) or _names_elsewhere(reading, mentions, costs, aside),
    )


def _cost(index: Index, reading: Reading, token: Token) -> float:
    """How much a word that nothing explains counts against an answer."""
    if token.text in reading.names:
        return reading.names[token.text].weight
    sense = token.sense
    if token.is_cue(FOREIGN, OTHER_MATTER):
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


def _is_abbreviation(token: Token, behind: Token) -> bool:
    """ "ปภ.": letters before a dot that stand for a name which nobody here has."""
    return token.kind == UNKNOWN and len(token.text) > 1 and behind.before.startswith(".")


def meant_for(tokens: Sequence[Token]) -> Iterator[int]:
    """Places of people or matters for which something is asked: "งบสำหรับผู้สูงอายุ", "โครงการเรื่องน้ำ" are not any budget
    and any project."""
    for i, token in enumerate(tokens[1:], 1):
        if token.text in _NARROWING and (tokens[i - 1].text in _MEANT_FOR or _is_of(tokens, i)):
            yield i


def _is_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word stands right behind one for money or projects, or behind that and ของ or เรื่อง."""
    before = i - 2 if tokens[i - 1].text in _WHOSE else i - 1
    return before >= 0 and tokens[before].is_cue("budget", "project")


def receivers(tokens: Sequence[Token]) -> Iterator[int]:
    """ "โรงเรียนได้กี่ล้าน", "หมู่บ้านผมได้งบเท่าไหร่": whoever gets the money that is asked for is not the whole plan."""
    for i, token in enumerate(tokens[:-1]):
        behind = i + 2 if tokens[i + 1].text in _OWN else i + 1
        if token.text in _GETTING and behind < len(tokens) and tokens[behind].text in _RECEIVES:
            yield i


def _aside(said: Ground, mentions: Sequence[Mention]) -> frozenset[int]:
    """Words of clauses that hold nothing of the question: the story told beside it."""
    heart = _heart(said, mentions)
    return frozenset(i for clause in said.clauses if heart and heart.isdisjoint(clause) for i in clause)


def _clauses(reading: Reading) -> list[list[int]]:
    """Places of words, clause by clause. Thai parts clauses with blanks, but also Latin words and numbers from Thai."""
    clauses: list[list[int]] = []
    tokens = reading.tokens
    for i, token in enumerate(tokens):
        is_thai = not token.text.isascii() and not (i and tokens[i - 1].text.isascii())
        if not clauses or (token.before == " " and is_thai and not reading.english):
            clauses.append([])
        clauses[-1].append(i)
    return clauses


def _heart(said: Ground, mentions: Sequence[Mention]) -> frozenset[int]:
    """Places of the words that the question turns on: what it names, or else what it asks of the plan.

    Who names a thing in a story and again in the question speaks of the latter.
    """
    return frozenset(i for m in mentions for i in (m.tokens & said.asking or m.tokens)) or said.heart


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
    """Whether another place is named, unless only in passing beside something of the plan ("ที่นั่น" points at it)."""
    sure = bool(mentions) and mentions[0].weight >= _SURELY and not reading.has("there")
    return any(reading.tokens[i].is_cue(FOREIGN) and not (i in aside and sure) for i in costs)
