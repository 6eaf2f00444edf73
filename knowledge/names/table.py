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

_UNHEARD = 0.5
"""What a gram that no name has tells, measured by one that a single name has."""

_BITS = 21
"""Bits of a letter: three make a number of 63."""
_NOTHING = "\0"
"""What fills a text shorter than a gram."""

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
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
        values, owners = _all_grams(skeletons)
        distinct, numbers = np.unique(values, return_inverse=True)
        count = max(1, len(distinct))
        cells = np.sort(owners * count + numbers)
        cells = cells[np.diff(cells, prepend=-1) > 0]
        rows, row_grams = (cells // count).astype(np.int32), (cells % count).astype(np.int32)
        row_starts = np.searchsorted(rows, np.arange(len(skeletons) + 1)).astype(np.int32)
        order = np.argsort(row_grams, kind="stable")
        counts = np.bincount(row_grams, minlength=len(distinct))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        known = {_letters(int(value)): number for number, value in enumerate(distinct)}
        return cls(known, starts, rows[order], row_starts, row_grams)

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

    @cached_property
    def means(self) -> Floats:
        """What one gram of each name tells on average."""
        return (self.sums / np.maximum(1, np.diff(self.row_starts))).astype(np.float32)

    def hits(self, names: Ints, numbers: Ints) -> Bools:
        """For each of these names, a row, which grams of a text given by its numbers, columns, it has."""
        found = np.zeros((len(names), len(numbers)), np.bool_)
        marked = np.zeros(len(self.known) + 1, np.bool_)  # the last stands for grams that no name has
        for row, name in enumerate(names):
            own = self.grams_of(int(name))
            marked[own] = True
            found[row] = marked[numbers]
            marked[own] = False
        return found

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

    def covered(self, numbers: Ints) -> Floats:
        """For each name which share it has of what the grams of a text tell; one that no name has tells half as much
        as one that a single name has."""
        missing = int((numbers < 0).sum()) * _UNHEARD * float(np.log1p(len(self.row_starts) - 1))
        told = float(self.weights[np.unique(numbers[numbers >= 0])].sum()) + missing
        return self.shared(numbers) / np.float32(told or 1)

    def likely(self, numbers: Ints) -> Ints:
        """The names worth a closer look: those that share most, and those of which most is shared."""
        shared = self.shared(numbers)
        if not len(shared):
            return np.zeros(0, np.int32)
        orders = (shared, shared * np.sqrt(shared / np.maximum(self.sums, 1e-6)))
        best = [_largest(order, _LOOKED_AT) for order in orders]
        return np.unique(np.concatenate(best)).astype(np.int32)


def _all_grams(skeletons: Sequence[str]) -> tuple[Longs, Longs]:
    """The grams of all texts one after the other, each as one number, and whose text each stands in.

    At 29,000 names there are two million: they are not made as texts.
    """
    padded = [text.ljust(SIZE, _NOTHING) if text else "" for text in skeletons]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    lengths = np.array([len(text) for text in padded], np.int64)
    owners = np.repeat(np.arange(len(padded), dtype=np.int64), lengths)[: max(0, len(letters) - SIZE + 1)]
    values = np.zeros(len(owners), np.int64)
    for place in range(SIZE):
        values = (values << _BITS) | letters[place : place + len(owners)]
    ends = np.cumsum(lengths)
    whole = np.arange(len(owners)) + SIZE <= ends[owners]
    return values[whole], owners[whole]


def _letters(value: int) -> str:
    """The gram that a number stands for."""
    codes = (value >> (_BITS * place) & ((1 << _BITS) - 1) for place in reversed(range(SIZE)))
    return "".join(map(chr, codes)).rstrip(_NOTHING)


def _largest(values: Floats, count: int) -> npt.NDArray[np.intp]:
    at = np.argpartition(values, -count)[-count:] if len(values) > count else np.arange(len(values))
    return at[values[at] > 0]
