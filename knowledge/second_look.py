"""What was perhaps meant by a message that no word of the plan explains? What is nearest in meaning is offered.

Nothing is answered by likeness alone: the person chooses, and the figure is that of what was chosen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.intent import settle
from knowledge.names.meaning import NOTHING, Near
from knowledge.notions import FOREIGN
from knowledge.question import Question
from knowledge.subject import Subject
from knowledge.vocabulary import read

_OF_A_PLAN = ("budget", "responsible", "which_year", "project", "plan", "funding", "per_year", "agency", "who")
_OF_ANYTHING = ("how_much", "year", "total")
"""Cues of somebody who asks about a plan, and of somebody who may, as does who asks whether there is such a thing.
A question that has none asks about the world."""
_ONLY_ASKS = frozenset(("how_much", "which_year", "year", "budget", "who", "responsible", "agency", "total", "yes_no"))
"""Cues of words that ask something of a thing and do not describe it."""
NOT_UNDERSTOOD = ("words", "nothing")
"""Reasons that are no knowledge: perhaps the plan has it after all."""
_PERHAPS, _PERHAPS_ELSE, _LIKELY = 0.05, 0.14, 0.3
"""How near (`names/meaning.py`) the nearest must be to be shown beside "not found": where a plan is asked about, and
where anything may be; and how near to be asked for outright, or to be shown where the message seemed understood.

docs/understanding.md shows what that finds and what it costs. It was learned from Thai: in English nothing is likely.
"""
_PER_WORD = 0.15
"""By how much a word of its names that was said brings a thing nearer, where the word tells all (`Index.weights`)."""
_LOOKED_AT, _OFFERED = 60, 3
"""Projects near in meaning whose words are compared too, and how many are offered."""
_DESCRIBES = 3
"""Words beside another place from which something is described."""
_ONE_WORD, _MORE_LEFT = 1.0, 0.5
"""Weight of a name that is one telling word (`mentions.py`), and of what it leaves over (`leftover.py`)."""
_OF_PROJECTS = ("budget", "years", "agencies", "funding", "overview")
"""What is asked of projects more than of anything else, unless a word for another kind of thing is said."""
_OTHER_LEVELS = ("issue", "tactic", "goal", "indicator", "measure", "stakeholder", "strategy")
_TELLING = 4
"""Letters from which a nickname is no part of another word."""
_KINDS: tuple[Kind, ...] = ("project",)


def perhaps_meant(index: Index, draft: Draft, reason: str) -> tuple[tuple[str, ...], bool]:
    """What of the plan is nearest to a message that asks about something, and whether one of it is likely meant.

    `reason` says why it is no question so far, as in `Understood`, or which talk it seemed.
    """
    least = 0.0 if reason == "elsewhere" and _only_the_place(draft) else _least(draft, reason)
    near = index.meanings.near(described(index, draft), _KINDS, _LOOKED_AT) if least else NOTHING
    if not near.codes or near.alike[0] < least:
        return (), False
    likely = near.alike[0] >= _LIKELY and reason in NOT_UNDERSTOOD and not draft.reading.english
    return _by_words_too(index, draft, near), likely


def _only_the_place(draft: Draft) -> bool:
    """ "งบปี 55 ของจังหวัดอุดรธานี": nothing is described but the other place."""
    tokens = draft.reading.tokens
    kept = (t for i, t in enumerate(tokens) if i not in draft.years.tokens and t.sense.cues.isdisjoint(_ONLY_ASKS))
    return sum(not token.is_cue(FOREIGN) for token in kept) < _DESCRIBES


def rather_meant(index: Index, draft: Draft, question: Question) -> tuple[str, ...]:
    """What is likely meant instead of what a question is about, where that stands on one word and more is left over.

    "จับตาโรคระบาด" names no project by จับตา, though only one has that word.
    """
    one_word = draft.surest_name() <= _ONE_WORD and draft.named.left_weight >= _MORE_LEFT
    pinned = draft.reading.codes or draft.levels.numbers or draft.reading.names or draft.has(*_OTHER_LEVELS)
    if pinned or not one_word or not question.about or question.ask not in _OF_PROJECTS or draft.reading.english:
        return ()
    near = index.meanings.near(described(index, draft), _KINDS, _LOOKED_AT)
    if not near.codes or near.alike[0] < _LIKELY:
        return ()
    nearest = _by_words_too(index, draft, near)
    return nearest if nearest[0] not in question.about else ()


def _least(draft: Draft, reason: str) -> float:
    """How near something must be to be offered; 0 where nothing is asked of a plan."""
    figure = draft.has("which_year") or (draft.has("how_much") and bool(draft.years.named))
    of_plan = figure or draft.has(*_OF_A_PLAN)
    exists = draft.has("there_is") and draft.has("yes_no")
    if not (of_plan or exists or draft.has(*_OF_ANYTHING)):
        return 0.0
    if reason in NOT_UNDERSTOOD:
        return _PERHAPS if of_plan else _PERHAPS_ELSE
    return _PERHAPS_ELSE if figure or (of_plan and reason == "elsewhere") else _LIKELY


def _by_words_too(index: Index, draft: Draft, near: Near) -> tuple[str, ...]:
    """The things to offer: the nearest by what they mean and by the words of their names that were said."""
    said = frozenset(notion for token in draft.reading.tokens for notion in token.notions)
    worth = {
        code: alike + _PER_WORD * sum(index.weights.get(notion, 0.0) for notion in said & index.entities[code].notions)
        for code, alike in zip(near.codes, near.alike, strict=True)
    }
    return tuple(sorted(worth, key=lambda code: -worth[code])[:_OFFERED])


def described(index: Index, draft: Draft) -> str:
    """What a message says of a thing, without what it asks of it; all of it, where nothing else is left."""
    tokens, names = draft.reading.tokens, draft.reading.names
    kept = [
        (" " if token.before == " " else "") + (names[token.text].text if token.text in names else token.text)
        for i, token in enumerate(tokens)
        if i not in draft.years.tokens and token.sense.cues.isdisjoint(_ONLY_ASKS)
    ]
    return _plainly(index, "".join(kept).strip() or draft.reading.letters)


def _plainly(index: Index, text: str) -> str:
    """With places as titles write them, and without the plan's own province: everything in it lies there."""
    called, pattern = _nicknames()
    return pattern.sub(lambda found: called[found[0]], text).replace(index.facts.province, " ")


@cache
def _nicknames() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The province that is meant by each of its names, and what finds one of them, the longest first."""
    called = {name: province for province, names in read("nicknames").items() for name in (province, *names)}
    long_enough = sorted((name for name in called if len(name) >= _TELLING), key=lambda name: (-len(name), name))
    return called, re.compile("|".join(map(re.escape, long_enough)))


def asked_of(index: Index, draft: Draft, codes: Sequence[str]) -> Question:
    """What the message asks, of whichever of these things it meant: the question is about none of them yet."""
    subject = Subject(tuple(codes), own=True, unclear=tuple(codes))
    return replace(settle(index, draft, subject), about=())
