"""What do weights that were learned say of a message? Those of its letters and words, and of the encoder's numbers.

Each file of weights has a column for each kind that a message may be; its lines with nothing before them say where each
kind begins. `learning/` writes them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

SCALE = 100
"""The weights stand in their files as whole numbers, so much larger."""
Cut: TypeAlias = Callable[[str], set[str]]
"""Which parts of a message are weighed."""


@dataclass(frozen=True)
class Scales:
    """By what one question about a message is decided."""

    kinds: tuple[str, ...]
    """The columns of both files, in this order."""
    form: Path
    """Parts of a message, with a weight for each kind."""
    sense: Path
    """The same for the encoder's numbers, in their order."""
    cuts: tuple[Cut, ...]
    """The parts that are weighed, those of each by themselves."""

    def by_form(self, letters: str) -> list[float]:
        """How much letters and words speak for each kind."""
        weights = _form(self.form)
        parts = [weights[""], *(mean_of(weights, cut(letters), len(self.kinds)) for cut in self.cuts)]
        return [sum(column) / SCALE for column in zip(*parts, strict=True)]

    def by_sense(self, numbers: Sequence[float]) -> list[float]:
        """How much the encoder's numbers speak for each kind."""
        begin, *weights = _sense(self.sense)
        columns = zip(*weights, strict=True)
        return [
            (first + sum(weight * number for weight, number in zip(column, numbers, strict=True))) / SCALE
            for first, column in zip(begin, columns, strict=True)
        ]


def mean_of(weights: Mapping[str, Sequence[float]], found: set[str], kinds: int) -> list[float]:
    """The weights of what is known, each less the more there are: a long message is no surer than a short one."""
    known = [weights[one] for one in weights.keys() & found]
    length = math.sqrt(len(known)) or 1.0
    return [sum(column) / length for column in zip(*known, strict=True)] if known else [0.0] * kinds


def mean_of_both(form: Sequence[float], sense: Sequence[float]) -> list[float]:
    """As sure of itself as one of them: whoever reads the shares need not know who was asked."""
    return [(one + other) / 2 for one, other in zip(form, sense, strict=True)]


def as_shares(logits: Sequence[float]) -> list[float]:
    """Shares of 1."""
    exponents = [math.exp(logit - max(logits)) for logit in logits]
    return [exponent / sum(exponents) for exponent in exponents]


@cache
def _form(path: Path) -> Mapping[str, tuple[int, ...]]:
    return {form: tuple(map(int, weights)) for form, *weights in _rows(path)}


@cache
def _sense(path: Path) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row)) for row in _rows(path))


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if "\t" in line]
