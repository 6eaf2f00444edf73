"""Which things does a message point back at, or leave out because the chat has them?"""

from collections.abc import Sequence
from typing import Literal

from knowledge.draft import Draft
from knowledge.index import Index
from knowledge.question import Turn
from knowledge.subject import Subject, last_two, subject_of

_HOLDING: tuple[Literal["issue", "tactic", "goal"], ...] = ("issue", "tactic", "goal")
"""Levels that hold others."""
_FUNDED = ("project", "issue", "tactic", "goal", "indicator")
"""Kinds that money stands behind, if only that of their issue."""


def pointed_at(index: Index, draft: Draft, history: Sequence[Turn]) -> Subject:
    """What an earlier turn was about; nothing where the message speaks of the whole plan."""
    level = _pointed_level(draft)
    if not history or (draft.has("whole") and not level and not draft.has("share", "without")):
        return Subject()
    last = history[-1]
    if len(last.choices) > 1:
        return Subject(last.choices, unclear=last.choices, from_context=True)
    codes, agencies = subject_of(index, last)
    if draft.has("budget") and codes and all(index.entities[c].kind not in _FUNDED for c in codes):
        return Subject()  # a passage has no money: "แผนนี้ใช้งบเท่าไหร่" after it asks of the plan
    holders = _holders(index, codes or last.codes, level) if level else ()
    if holders:
        return Subject(holders, from_context=True)
    pair = last_two(history) if draft.has("both") else ()
    if len(pair) > 1:
        return Subject(pair, from_context=True, sides=pair)
    place = draft.levels.loose
    # After a measure, "ข้อ 4" is the next one, not a place in a list.
    if place is not None and len(last.codes) > 1 and not last.question.number:
        return Subject(last.codes[place - 1 : place] if place > 0 else last.codes[-1:], from_context=True)
    return Subject(codes, agencies, from_context=True)


def _pointed_level(draft: Draft) -> str:
    """The level of "ประเด็นนี้" or "กลยุทธ์เดียวกัน", or ""."""
    tokens = draft.reading.tokens
    for i in range(len(tokens) - 1):
        if tokens[i + 1].is_cue("this", "same") and i not in draft.named.quoted:
            level = next((level for level in _HOLDING if tokens[i].is_cue(level)), "")
            if level:
                return level
    return ""


def _holders(index: Index, codes: Sequence[str], level: str) -> tuple[str, ...]:
    """The things of a level that hold these: the issue of a project."""
    known = [code for code in codes if code in index.entities]
    chains = [holder for code in known for holder in (code, *index.entities[code].parents)]
    return tuple(dict.fromkeys(holder for holder in chains if index.entities[holder].kind == level))
