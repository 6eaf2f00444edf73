"""What was perhaps meant by a message that no word of the plan explains? What is nearest in meaning is offered.

Nothing is answered by likeness alone: the person chooses, and the figure is that of what was chosen.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.draft import Draft
from knowledge.index import Index, Kind
from knowledge.intent import settle
from knowledge.question import Question
from knowledge.subject import Subject

_ASKS_OF_A_THING = (
    "budget",
    "how_much",
    "who",
    "responsible",
    "which_year",
    "project",
    "per_year",
    "year",
    "plan",
    "total",
    "funding",
)
"""Cues of somebody who asks about something in a plan. A question that has none may be about anything in the world."""
_ALIKE = 0.2
"""How near (`names/meaning.py`) the nearest must be to be offered; docs/understanding.md shows what that costs."""
_KINDS: tuple[Kind, ...] = ("project", "issue")


def perhaps_meant(index: Index, draft: Draft, text: str) -> tuple[str, ...]:
    """What of the plan is nearest to a message that asks about something; () where nothing comes near."""
    if not draft.has(*_ASKS_OF_A_THING):
        return ()
    near = index.meanings.near(text, _KINDS)
    return near.codes if near.codes and near.alike[0] >= _ALIKE else ()


def asked_of(index: Index, draft: Draft, codes: Sequence[str]) -> Question:
    """What the message asks, of whichever of these things it meant."""
    subject = Subject(tuple(codes), own=True, unclear=tuple(codes))
    return replace(settle(index, draft, subject), about=tuple(codes))
