"""What was perhaps meant by a message that no word of the plan explains? What is nearest in meaning is offered.

Nothing is answered by likeness alone: the person chooses, and the figure is that of what was chosen.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.intent import settle
from knowledge.question import Question
from knowledge.subject import Subject
from knowledge.vocabulary import read

_OF_A_PLAN = ("budget", "responsible", "which_year", "project", "plan", "funding", "per_year")
_OF_ANYTHING = ("how_much", "who", "year", "total")
"""Cues of somebody who asks about a plan, and of somebody who may. A question that has none asks about the world."""
_PERHAPS, _PERHAPS_ELSE, _LIKELY = 0.05, 0.16, 0.26
"""How near (`names/meaning.py`) the nearest must be to be shown beside "not found": where a plan is asked about, and
where anything may be; and how near to be asked for outright.

docs/understanding.md shows what that finds and what it costs. It was learned from Thai: in English nothing is likely.
"""
_TELLING = 4
"""Letters from which a nickname is no part of another word."""
_KINDS: tuple[Kind, ...] = ("project", "issue")


def perhaps_meant(index: Index, draft: Draft, text: str) -> tuple[tuple[str, ...], bool]:
    """What of the plan is nearest to a message that asks about something, and whether one of it is likely meant."""
    of_plan = draft.has(*_OF_A_PLAN) or (draft.has("how_much") and bool(draft.years.named))
    if not (of_plan or draft.has(*_OF_ANYTHING)):
        return (), False
    near = index.meanings.near(_plainly(index, text), _KINDS)
    if not near.codes or near.alike[0] < (_PERHAPS if of_plan else _PERHAPS_ELSE):
        return (), False
    return near.codes, near.alike[0] >= _LIKELY and not draft.reading.english


def _plainly(index: Index, text: str) -> str:
    """With places as titles write them, and without the plan's own province: everything in it lies there."""
    for nickname, province in _nicknames():
        text = text.replace(nickname, province)
    return text.replace(index.facts.province, " ")


@cache
def _nicknames() -> tuple[tuple[str, str], ...]:
    """What people call provinces and their names, the longest first."""
    found = [(name, province) for province, names in read("nicknames").items() for name in names]
    return tuple(sorted((pair for pair in found if len(pair[0]) >= _TELLING), key=lambda pair: -len(pair[0])))


def asked_of(index: Index, draft: Draft, codes: Sequence[str]) -> Question:
    """What the message asks, of whichever of these things it meant: the question is about none of them yet."""
    subject = Subject(tuple(codes), own=True, unclear=tuple(codes))
    return replace(settle(index, draft, subject), about=())
