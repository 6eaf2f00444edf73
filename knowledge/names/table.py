"""Which names share most letters with a message? A sparse table of letters in threes, milliseconds at 100,000 names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

SIZE = 3
"""Letters of a gram."""
_LOOKED_AT = 24
"""Names that are compared with the message letter by letter, of each of two orders."""

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


def grams(letters: str) -> list[str]:
    """The letters in threes, in order; a shorter text is one gram by itself."""
    return [letters[i : i + SIZE] for i in range(len(letters) - SIZE + 1)] or ([letters] if letters else [])


@dataclass(frozen=True)
class Table:
    """Names and the grams that they are made of, as compressed rows and columns."""

    known: dict[str, int]
    """The number of each gram."""
    starts: Ints
    """Of each gram, where its names begin in `names`; one more at the end."""
    names: Ints
    row_starts: Ints
    """Of each name, where its grams begin in `row_grams`; one more at the end."""
    row_grams: Ints
    """Each gram of a name once, ascending."""

    @classmethod
    def of(cls, skeletons: Sequence[str]) -> Self:
        """The table of names given by their skeletons."""
        known: dict[str, int] = {}
        rows = [np.unique([known.setdefault(g, len(known)) for g in grams(s)]).astype(np.int32) for s in skeletons]
        row_grams = np.concatenate(rows) if rows else np.zeros(0, np.int32)
        row_starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int32)
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(row_starts))
        order = np.argsort(row_grams, kind="stable")
        counts = np.bincount(row_grams, minlength=len(known))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        return cls(known, starts, owners[order], row_starts, row_grams)

    @cached_property
    def weights(self) -> Floats:
        """How much each gram tells: the fewer names have it, the more."""
        count = len(self.row_starts) - 1
        return np.log1p(count / np.maximum(1, np.diff(self.starts))).astype(np.float32)

    @cached_property
    def sums(self) -> Floats:
        """What all grams of each name tell together."""
        cells = self.weights[self.row_grams]
        return np.add.reduceat(np.append(cells, 0), self.row_starts[:-1]).astype(np.float32) if len(cells) else cells

    def numbers(self, letters: str) -> Ints:
        """The number of each gram of a text, in order; -1 where no name has it."""
        return np.array([self.known.get(g, -1) for g in grams(letters)], np.int32)

    def grams_of(self, name: int) -> Ints:
        """The grams of a name, ascending."""
        return self.row_grams[self.row_starts[name] : self.row_starts[name + 1]]

    def shared(self, numbers: Ints) -> Floats:
        """For each name how much it shares with a text given by its gram numbers."""
        found = np.unique(numbers[numbers >= 0])
        total = np.zeros(len(self.row_starts) - 1, np.float32)
        for gram in found:
            total[self.names[self.starts[gram] : self.starts[gram + 1]]] += self.weights[gram]
        return total

    def likely(self, numbers: Ints) -> Ints:
        """The names worth a closer look: those that share most, and those of which most is shared."""
        shared = self.shared(numbers)
        if not len(shared):
            return np.zeros(0, np.int32)
        orders = (shared, shared * np.sqrt(shared / np.maximum(self.sums, 1e-6)))
        best = [_largest(order, _LOOKED_AT) for order in orders]
        return np.unique(np.concatenate(best)).astype(np.int32)


def _largest(values: Floats, count: int) -> npt.NDArray[np.intp]:
    at = np.argpartition(values, -count)[-count:] if len(values) > count else np.arange(len(values))
    return at[values[at] > 0]
