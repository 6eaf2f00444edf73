"""What can a piece of a message be: a thing named, or years?"""

from dataclasses import dataclass

from knowledge.query.kinds import Kind


class UnclearError(Exception):
    """What is named may mean several things."""


@dataclass(frozen=True)
class Thing:
    """Things of the plan named together: alternatives, of which one was meant, or a numbered set."""

    kind: Kind
    keys: tuple[str, ...]
    tokens: frozenset[int]
    weight: float = 2.0
    """As a mention's (`candidates.py`); a number or an agency's name leaves no doubt."""
    several: bool = False
    """The keys are meant together; else one of them is meant."""
    others: tuple[str, ...] = ()
    """What of other kinds the same words may mean: the issue that a project's word stands in."""
    denied: bool = False
    of_chat: bool = False
    """Not named in the message: the chat is about it."""

    @property
    def start(self) -> int:
        """Where it begins; -1 of a code, which is no word."""
        return min(self.tokens, default=-1)


@dataclass(frozen=True)
class YearSpan:
    """Fiscal years (BE) said as one: a year, a range, the first two."""

    years: tuple[int, ...]
    tokens: frozenset[int]
    denied: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return min(self.tokens)
