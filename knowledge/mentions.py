"""Which things of the plan does a message name?

A thing wins by how much of the message it explains, each word weighted by how few things have it: people say three
words of a twelve-word title. A word serves one thing only. Things that explain the message equally well stay side by
side as alternatives.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.candidates import Mention, best_mention
from knowledge.index import Entity, Index
from knowledge.leftover import leftover
from knowledge.reading import Reading, Token
from knowledge.vocabulary import read

__all__ = ["Mention", "Named", "find"]

_VERBATIM = 10
"""Letters in a row of a name that make it a quotation: cues inside are then part of the name."""
_JOINERS = frozenset(read("grammar")["joiners"])
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
    """Another province, country or city is named that the plan does not speak of."""


def find(index: Index, reading: Reading, kinds: Collection[str], among: Collection[str] = (), start: int = 0) -> Named:
    """The things of these kinds that the message names.

    Only those in `among` where it is given, and only from the word at `start` on.
    """
    if among:
        index = index.narrowed(among)
    content = {i for i, t in enumerate(reading.tokens) if i >= start and _is_content(t, kinds)}
    mentions = _two_sides(index, reading, content, kinds)
    mentions = _further(index, reading, content, kinds, mentions)
    codes = dict.fromkeys(code for m in mentions for code in m.codes)
    quoted = frozenset[int]().union(*(_quotation(index.entities[code], reading) for code in codes))
    left = leftover(index, reading, mentions, quoted)
    return Named(tuple(mentions), quoted, left.places, left.weight, left.hard, left.foreign)


def _is_content(token: Token, kinds: Collection[str]) -> bool:
    """Whether a word may name a thing. An agency asks for its projects; only among stakeholders is it a name."""
    is_agency = bool(token.sense.agencies) and ("project" in kinds or "goal" in kinds)
    return bool(token.notions) and token.number is None and not is_agency


def _further(
    index: Index, reading: Reading, content: set[int], kinds: Collection[str], first: list[Mention]
) -> list[Mention]:
    """The mentions in the words that those before leave free, the one that explains most before the others."""
    mentions = list(first)
    free = content.difference(*(m.tokens for m in first))
    while free and len(mentions) < _MOST:
        mention = best_mention(index, reading, free, kinds)
        if mention is None or not _is_telling(mention, reading) or not _weighs_enough(mention, mentions):
            break
        mentions.append(mention)
        free -= mention.tokens
    return mentions


def _is_telling(mention: Mention, reading: Reading) -> bool:
    """Whether there is more than everyday words, and more than a word that half the plan has (พัฒนา)."""
    says_little = len(mention.codes) > _MANY and mention.weight < _LITTLE
    return not says_little and not all(reading.tokens[i].sense.everyday for i in mention.tokens)


def _weighs_enough(mention: Mention, before: list[Mention]) -> bool:
    """Whether a mention stands up beside the first one."""
    return not before or mention.weight >= min(_ENOUGH, max(_LEAST, _SHARE_OF_FIRST * before[0].weight))


def _two_sides(index: Index, reading: Reading, content: set[int], kinds: Collection[str]) -> list[Mention]:
    """Two things joined by กับ or compared: each side names its own, and neither explains the whole."""
    joints = [i for i, t in enumerate(reading.tokens) if t.text in _JOINERS or t.is_cue(*_COMPARING)]
    whole = best_mention(index, reading, content, kinds) if joints else None
    if whole is None:
        return []
    for joint in joints:
        left = best_mention(index, reading, {i for i in content if i < joint}, kinds)
        right = best_mention(index, reading, {i for i in content if i > joint}, kinds)
        if left is None or right is None or min(left.weight, right.weight) < _LEAST_SIDE:
            continue
        sides = _told_apart(left, right)
        if all(side.codes for side in sides) and whole.weight < _BOTH_SIDES * (left.weight + right.weight):
            return sides
    return []


def _told_apart(left: Mention, right: Mention) -> list[Mention]:
    """What one side names surely, the other does not mean: "สร้างภาพลักษณ์กับสำรวจการรับรู้ภาพลักษณ์"."""
    if len(left.codes) > len(right.codes):
        return [replace(left, codes=_except(left.codes, right.codes)), right]
    return [left, replace(right, codes=_except(right.codes, left.codes))]


def _except(codes: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code not in others)


def _quotation(entity: Entity, reading: Reading) -> set[int]:
    """Places of the words that stand in the name in the same order, if enough of them do."""
    if not _shares_run(reading.letters, entity.letters):
        return set()
    match = SequenceMatcher(None, reading.letters, entity.letters, autojunk=False).find_longest_match()
    inside = range(match.a, match.a + match.size + 1)
    return {i for i, t in enumerate(reading.tokens) if t.start in inside and t.end in inside and t.number is None}


def _shares_run(said: str, name: str) -> bool:
    """Whether a name is quoted at all: this is asked of every name, and much cheaper than where."""
    return any(said[i : i + _VERBATIM] in name for i in range(len(said) - _VERBATIM + 1))
