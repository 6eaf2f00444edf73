"""Which things of the plan does a message name?

A thing wins by how much of the message it explains, each word weighted by how few things have it: people say three words of a
twelve-word title. A word serves one thing only. Things that explain the message equally well stay side by side as alternatives.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.cut import LATIN, UNKNOWN
from knowledge.index import Entity, Index
from knowledge.notions import FOREIGN
from knowledge.reading import Reading, Token

_TIE = 0.12
"""Share of the best score by which another candidate may fall short and still be an alternative."""
_VERBATIM = 10
"""Letters in a row of a name that make it a quotation: cues inside are then part of the name."""
_FULL_NAME, _OWN_NAME = 0.35, 0.08
_JOINERS = frozenset(("กับ", "และ", "กะ", "หรือ", "and", "or", "vs", "กับโครงการ"))
_GRUMBLE = (
    "feedback/complaint",
    "feedback/request",
    "feedback/praise",
    "abuse/words",
    "thanks/whole",
    "greeting/whole",
    "emergency/help",
)


@dataclass(frozen=True)
class Mention:
    """One naming, with the things it may mean."""

    codes: tuple[str, ...]
    """Alternatives in document order."""
    tokens: frozenset[int]
    """Places of the words that it explains."""
    weight: float
    """How much it explains: about 1 for one word that only one thing has."""


@dataclass(frozen=True)
class Named:
    """Everything a message names and what is left over."""

    mentions: tuple[Mention, ...]
    quoted: frozenset[int]
    """Places of words inside a quoted name: no cue there."""
    left: tuple[int, ...]
    """Places of words that nothing explains."""
    left_weight: float
    """How much that counts against an answer; a story told beside the question counts little."""
    left_hard: float
    """The same where there is no story: every word counts in full."""
    foreign: bool
    """Another province, country or city is named that the plan does not speak of."""


def find(
    index: Index, reading: Reading, kinds: Collection[str], most: int = 3, among: Collection[str] = (), start: int = 0
) -> Named:
    """The things of these kinds that the message names, at most `most` of them; only of those in `among`, if given, and only from
    the word at `start` on."""
    if among:
        index = index.narrowed(among)
    # The name of an agency asks for its projects; only among stakeholders it is a name like others.
    offices = "project" in kinds or "goal" in kinds
    content = {
        i
        for i, t in enumerate(reading.tokens)
        if i >= start and t.notions and t.number is None and not (offices and t.sense.agencies)
    }
    mentions = _two_sides(index, reading, content, kinds)
    quoted: set[int] = set()
    free = content.difference(*(m.tokens for m in mentions))
    plain = {i for i in content if reading.tokens[i].sense.everyday}
    while free and len(mentions) < most:
        mention = _best(index, reading, free, kinds)
        if (
            mention is None
            or _says_little(mention)
            or mention.tokens <= plain
            or (mentions and mention.weight < min(0.8, max(0.45, 0.4 * mentions[0].weight)))
        ):
            break
        mentions.append(mention)
        free -= mention.tokens
    for code in codes_of(mentions):
        quoted |= _quotation(index.entities[code], reading)
    explained = set().union(*(m.tokens for m in mentions)) | quoted
    left = tuple(i for i, t in enumerate(reading.tokens) if i not in explained and unexplained(index, t) > 0)
    heart = {i for m in mentions for i in m.tokens} or {
        i
        for i, t in enumerate(reading.tokens)
        if t.sense.agencies or t.is_cue("budget", "project", "plan", "who", "how_much")
    }
    aside = _asides(reading, heart)
    strangers = any(
        i
        and reading.tokens[i - 1].text in _PLACES
        and not reading.tokens[i].before
        and unexplained(index, reading.tokens[i]) >= 0.7
        for i in left
    )
    return Named(
        tuple(mentions), frozenset(quoted), left, sum(unexplained(index, reading.tokens[i]) * (0.3 if i in aside else 1.0) for i in left),
        sum(0.7 for i in left if unexplained(index, reading.tokens[i]) > 0.3),
        strangers or any(t.is_cue(FOREIGN) and i not in explained and not (i in aside and mentions and mentions[0].weight >= 1) for i, t in enumerate(reading.tokens)),
    )  # fmt: skip


def _says_little(mention: Mention) -> bool:
    """Whether a word that half the plan has (พัฒนา) is all there is."""
    return len(mention.codes) > 6 and mention.weight < 0.7


def _asides(reading: Reading, heart: set[int]) -> set[int]:
    """Words of clauses (Thai parts them with blanks) that hold nothing of the question: the story told before it."""
    clauses: list[list[int]] = []
    for i, token in enumerate(reading.tokens):
        if not clauses or (token.before == " " and not reading.english):
            clauses.append([])
        clauses[-1].append(i)
    return {i for clause in clauses if not heart.intersection(clause) for i in clause} if heart else set()


def unexplained(index: Index, token: Token) -> float:
    """How much a word that nothing explains counts against an answer."""
    sense = token.sense
    if token.is_cue(FOREIGN):
        return 1.5
    if token.number is not None or sense.cues or sense.agencies or sense.everyday or len(token.text) < 2:
        return 0.0
    known = [index.weights[n] for n in token.notions if n in index.weights]
    if known:
        return 0.6 * max(known)
    if not sense.talk.isdisjoint(_GRUMBLE):
        return 0.3
    if token.kind == UNKNOWN:
        return 0.0 if len(token.text) < 3 else 0.9
    if token.kind == LATIN:
        return 0.5
    return 0.35 if token.text in index.vocabulary.common else 0.7


def _best(index: Index, reading: Reading, free: set[int], kinds: Collection[str]) -> Mention | None:
    """The naming that explains most of the words still free."""
    scores: dict[str, float] = {}
    words: dict[str, set[int]] = {}
    said: dict[str, set[str]] = {}
    for i in sorted(free):
        for notion in reading.tokens[i].notions:
            for code in index.by_notion.get(notion, ()):
                if index.entities[code].kind in kinds:
                    # A word said twice tells no more than once.
                    if i not in words.setdefault(code, set()) and notion not in said.setdefault(code, set()):
                        scores[code] = scores.get(code, 0.0) + index.weights[notion] * _emphasis(
                            reading, i, index.entities[code]
                        )
                    words[code].add(i)
                    said[code].add(notion)
    if not scores:
        return None
    ranked = {code: score + _bonus(index, index.entities[code], said[code]) for code, score in scores.items()}
    top = max(ranked.values())
    winner = max(ranked, key=lambda code: ranked[code])
    # Alternatives explain the same words; what explains other words is another mention.
    near = [
        c
        for c, score in ranked.items()
        if score >= top * (1 - _TIE) and _explains_alike(index, reading, words[winner], words[c])
    ]
    codes = tuple(code for code in index.entities if code in near)
    tokens = frozenset().union(*(words[c] for c in codes))
    return Mention(codes, tokens, max(scores[c] for c in codes))


_LONG_TEXT = 20
"""Notions of a passage that speaks of many things, so that one word says little."""
_PLACES = frozenset(("เมือง", "ประเทศ", "city"))
_LEVEL_CUES = ("project", "issue", "tactic", "goal", "indicator")


def _emphasis(reading: Reading, i: int, entity: Entity) -> float:
    """A word right behind ประเด็น speaks for an issue, behind กลยุทธ์ for a tactic; an everyday word speaks softly."""
    token, before = reading.tokens[i], reading.tokens[i - 1] if i else None
    factor = 0.5 if token.sense.everyday else 1.0
    if entity.kind in ("section", "framework") and len(entity.notions) > _LONG_TEXT:
        factor *= 0.7
    if before is not None and before.is_cue(entity.kind) and entity.kind in _LEVEL_CUES:
        factor *= 1.4
    return factor


def _explains_alike(index: Index, reading: Reading, winner: set[int], other: set[int]) -> bool:
    """Whether two things explain the same words; one with a telling word of its own is another mention, not an alternative."""
    own = [
        i
        for i in other - winner
        if max((index.weights.get(n, 0.0) for n in reading.tokens[i].notions), default=0.0) >= 0.6
    ]
    return not own and len(other & winner) >= 0.6 * len(winner)


def _two_sides(index: Index, reading: Reading, content: set[int], kinds: Collection[str]) -> list[Mention]:
    """Two things joined by กับ or compared: each side names its own, and neither explains the whole."""
    whole = _best(index, reading, content, kinds) if content else None
    for i, token in enumerate(reading.tokens):
        if whole is None or not (token.text in _JOINERS or token.is_cue("more_than", "less_than", "compare")):
            continue
        left = _best(index, reading, {c for c in content if c < i}, kinds)
        right = _best(index, reading, {c for c in content if c > i}, kinds)
        if left is None or right is None or min(left.weight, right.weight) < 0.45:
            continue
        left, right = _told_apart(left, right)
        if not left.codes or not right.codes:
            continue
        if whole.weight < 0.85 * (left.weight + right.weight):
            return [left, right]
    return []


def _told_apart(left: Mention, right: Mention) -> tuple[Mention, Mention]:
    """What one side names surely, the other does not mean: "สร้างภาพลักษณ์กับสำรวจการรับรู้ภาพลักษณ์"."""
    if len(left.codes) > len(right.codes):
        left = replace(left, codes=tuple(c for c in left.codes if c not in right.codes))
    else:
        right = replace(right, codes=tuple(c for c in right.codes if c not in left.codes))
    return left, right


def _bonus(index: Index, entity: Entity, said: set[str]) -> float:
    """A name said in full beats the same words in a longer name; words of the name itself beat those of an alias."""
    full = max((sum(index.weights[n] for n in p) for p in entity.phrases if len(p) > 1 and p <= said), default=0.0)
    own = sum(index.weights[n] for n in said & entity.own) / (sum(index.weights[n] for n in entity.own) or 1.0)
    return _FULL_NAME * min(full, 1.0) + _OWN_NAME * own


def _quotation(entity: Entity, reading: Reading) -> set[int]:
    """Places of the words that stand in the name in the same order, if enough of them do."""
    match = SequenceMatcher(None, reading.letters, entity.letters, autojunk=False).find_longest_match()
    if match.size < _VERBATIM:
        return set()
    inside = range(match.a, match.a + match.size + 1)
    return {i for i, t in enumerate(reading.tokens) if t.start in inside and t.end in inside and t.number is None}


def codes_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """All alternatives of all mentions, each once."""
    return tuple(dict.fromkeys(code for m in mentions for code in m.codes))
