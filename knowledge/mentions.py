"""Which things of the plan does a message name?

A thing wins by how much of the message it explains, each word weighted by how few things have it: people say three
words of a twelve-word title. A word serves one thing only. Things that explain the message equally well stay side by
side as alternatives.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.candidates import Mention, best_mention
from knowledge.index import Index
from knowledge.leftover import Ground, leftover
from knowledge.quotes import Quote, quoted, quotes
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read

__all__ = ["Mention", "Named", "find", "named"]

_JOINERS = frozenset(read("grammar")["joiners"])
_LEADING = frozenset(read("small_words")["leading"])
"""Words that only lead to what is named: "ด้านไอที", though a longer name may have them, too."""
_COMPARING = ("more_than", "less_than", "compare")
_MOST = 3
"""Things that one message names; what comes after them is a story."""
_LITTLE, _MANY = 0.7, 6
"""Weight below which a mention of more than so many things says too little to be one."""
_LEAST, _ENOUGH, _SHARE_OF_FIRST = 0.45, 0.8, 0.4
"""A further mention weighs this share of the first one, but at least so much, and so much is always enough."""
_LEAST_SIDE = 0.45
"""What each side of a comparison must weigh."""
_BOTH_SIDES = 0.85
"""Share of both sides' weight that one thing for the whole message must reach to be meant instead."""


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
    apart: bool = False
    """Of several projects named one was meant: nothing joins or compares them."""
    described: float = 0.0
    """Weight of the names that only describe a surer one, and are no subject."""
    """Another province, country or city is named that the plan does not speak of."""


def named(index: Index, reading: Reading, kinds: Collection[str], told: Sequence[Quote], said: Ground) -> Named:
    """Everything of these kinds that the message names and what is left over."""
    mentions = find(index, reading, kinds, told=told)
    no_cues = quoted(index, reading, [code for m in mentions for code in m.codes])
    left = leftover(reading, said, mentions, no_cues)
    return Named(tuple(mentions), no_cues, left.places, left.weight, left.hard, left.foreign)


def find(
    index: Index,
    reading: Reading,
    kinds: Collection[str],
    among: Collection[str] = (),
    start: int = 0,
    told: Sequence[Quote] | None = None,
) -> list[Mention]:
    """The namings of things of these kinds; `told` are the message's quotations, where they are known already.

    Only those in `among` where it is given, and only from the word at `start` on.
    """
    told = [q for q in (quotes(index, reading) if told is None else told) if min(q.tokens) >= start]
    if among:
        index = index.narrowed(among)
    content = {i for i, t in enumerate(reading.tokens) if i >= start and _is_content(t, kinds)}
    content -= {i for i in content if reading.tokens[i].text in _LEADING and i + 1 in content}
    mentions = _two_sides(index, reading, content, kinds, told)
    return _further(index, reading, content, kinds, told, mentions)


def _is_content(token: Token, kinds: Collection[str]) -> bool:
    """Whether a word may name a thing. An agency asks for its projects; only among stakeholders is it a name."""
    is_agency = bool(token.sense.agencies) and ("project" in kinds or "goal" in kinds)
    return bool(token.notions) and token.number is None and not is_agency


def _further(
    index: Index,
    reading: Reading,
    content: set[int],
    kinds: Collection[str],
    told: Sequence[Quote],
    first: list[Mention],
) -> list[Mention]:
    """The mentions in the words that those before leave free, the one that explains most before the others."""
    mentions = list(first)
    free = content.difference(*(m.tokens for m in first))
    while len(mentions) < _MOST:
        explained = frozenset[int]().union(*(m.tokens for m in mentions))
        mention = best_mention(index, reading, free, kinds, [q for q in told if not q.tokens & explained])
        mention = mention and _narrowed(index, reading, mention)
        if mention is None or _is_everyday(mention, reading) or not _weighs_enough(mention, mentions):
            break
        mentions.append(mention)
        free -= mention.tokens
    return mentions


def _is_everyday(mention: Mention, reading: Reading) -> bool:
    return all(reading.tokens[i].sense.everyday for i in mention.tokens)


def _narrowed(index: Index, reading: Reading, mention: Mention) -> Mention | None:
    """A word that half the plan has (พัฒนา) names nothing, but "ด้านสารสนเทศ" means the one issue that has it."""
    if len(mention.codes) <= _MANY or mention.weight >= _LITTLE:
        return mention
    said = frozenset(notion for i in mention.tokens for notion in reading.tokens[i].notions)
    issues = [index.entities[code] for code in mention.codes if index.entities[code].kind == "issue"]
    by_name = [e for e in issues if any(p and p <= said for p in e.phrases)] if mention.weight >= _LEAST else []
    meant = by_name or issues
    return replace(mention, codes=(meant[0].code,)) if len(meant) == 1 else None


def _weighs_enough(mention: Mention, before: list[Mention]) -> bool:
    """Whether a mention stands up beside the first one."""
    return not before or mention.weight >= min(_ENOUGH, max(_LEAST, _SHARE_OF_FIRST * before[0].weight))


def _two_sides(
    index: Index, reading: Reading, content: set[int], kinds: Collection[str], told: Sequence[Quote]
) -> list[Mention]:
    """Two things joined by กับ or compared: each side names its own, and neither explains the whole."""
    joints = [i for i, t in enumerate(reading.tokens) if t.text in _JOINERS or t.is_cue(*_COMPARING)]
    whole = best_mention(index, reading, content, kinds, told) if joints else None
    if whole is None:
        return []
    for joint in joints:
        before, behind = ([q for q in told if max(q.tokens) < joint], [q for q in told if min(q.tokens) > joint])
        level = _level_of_both(reading, joint, kinds)
        left = best_mention(index, reading, {i for i in content if i < joint}, level or kinds, before)
        right = best_mention(index, reading, {i for i in content if i > joint}, level or kinds, behind)
        if left is None or right is None or (min(left.weight, right.weight) < _LEAST_SIDE and not level):
            continue
        sides = _told_apart(left, right)
        parted = level or whole.weight < _BOTH_SIDES * (left.weight + right.weight)
        if all(side.codes for side in sides) and parted:
            return sides
    return []


def _level_of_both(reading: Reading, joint: int, kinds: Collection[str]) -> tuple[str, ...]:
    """The level that is said on both sides of a comparison: "ประเด็น ก มากกว่าประเด็น ข"."""
    if not reading.tokens[joint].is_cue(*_COMPARING):
        return ()
    said = [{level for level in kinds if token.is_cue(level)} for token in reading.tokens]
    before, behind = set().union(*said[:joint]), set().union(*said[joint + 1 :])
    return tuple(before & behind) if len(before & behind) == 1 and len(before | behind) == 1 else ()


def _told_apart(left: Mention, right: Mention) -> list[Mention]:
    """What one side names surely, the other does not mean: "สร้างภาพลักษณ์กับสำรวจการรับรู้ภาพลักษณ์"."""
    if len(left.codes) > len(right.codes):
        return [replace(left, codes=_except(left.codes, right.codes)), right]
    return [left, replace(right, codes=_except(right.codes, left.codes))]


def _except(codes: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code not in others)
