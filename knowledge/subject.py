"""What is a question about, and what does an answered one leave to be talked of?"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.index import Index
from knowledge.question import Turn

_MOST_LEFT = 3
"""Things; a longer list is no subject that "แล้วใครดูแล" could point at."""


@dataclass(frozen=True)
class Subject:
    """What a question is about."""

    codes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    """Codes of which only some were meant."""
    from_context: bool = False
    """The chat gives it, in whole or in part."""
    own: bool = False
    """The message itself names it."""
    missing: bool = False
    """A number was given that the plan does not have."""
    base: str = ""
    """The issue of which something is a share, or from which it is taken out."""
    sides: tuple[str, ...] = ()
    """Where several things are named apart: one code each."""


def subject_of(index: Index, turn: Turn) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and agencies that a turn leaves in the air: what it was about, or what its list or ranking found."""
    question = turn.question
    if turn.agencies:
        return (), turn.agencies
    if _found_something(turn) and turn.codes and all(code in index.entities for code in turn.codes):
        return turn.codes, ()
    if question.agencies or question.about:
        return question.about, question.agencies
    few = len(turn.codes) <= _MOST_LEFT and question.ask not in ("budget", "issues")
    return turn.codes if few else (), ()


def _found_something(turn: Turn) -> bool:
    """Whether the answer is what one goes on about, not what was asked of."""
    question = turn.question
    searched = bool(question.where) or question.shape in ("rank", "exists") or question.parent
    return searched or (question.ask == "projects" and len(turn.codes) == 1)


def issue_of(index: Index, turn: Turn) -> str:
    """The one issue that a turn was about, or ""."""
    codes = turn.question.about or turn.codes
    issues = index.issues_of(code for code in codes if code in index.entities)
    return issues[0] if len(issues) == 1 else ""


def last_two(history: Sequence[Turn]) -> tuple[str, ...]:
    """The things of the last two turns, if the last does not hold two itself."""
    codes = history[-1].codes
    if len(codes) == 2:
        return codes
    codes = ()
    for turn in reversed(history):
        codes = tuple(code for code in turn.codes if code not in codes) + codes
        if len(codes) >= 2:
            break
    return codes[:4]
