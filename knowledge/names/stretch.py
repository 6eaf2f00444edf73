"""Which stretch of a message is a name of the plan, in full or in part, with slips?

A name explains the letters that it shares and is charged for those between; the stretch where it gains most is its
own. Alike names compete for it: those that explain it as well stay beside each other, unless its letters, marks and
all, are nearer to one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from knowledge.names.skeleton import letters, skeleton
from knowledge.names.table import SIZE, Bools, Ints, Table

Sums = npt.NDArray[np.float64]

_MISS = 0.45
"""What a gram that the name does not have costs, measured by the mean gram: a slip breaks three."""
_SHORTEST = 12
"""Compared letters of a stretch that is a name by itself."""
_SHORTEST_NAME = 8
"""The same where a whole name is said."""
_EXPLAINED = 0.8
"""Share of a stretch's grams that its name must have."""
_FULL = 0.88
"""Share of a name from which on it is said in full."""
_PARTLY = 0.3
"""Share of a name from which on a part of it, free of slips, may mean it alone though others share most of it."""
_SLACK, _SLIP = 1.5, 2.0 * SIZE
"""Grams by which alternatives may differ, and by how many where a slip was made: it may hide what tells them apart."""
_MOST = 40
"""Names that a stretch may mean and still mean something: "ค่าก่อสร้าง" stands in a thousand."""
_EDGE = 3
"""Letters at an edge of a stretch that may have fallen in by chance."""


@dataclass(frozen=True)
class Stretch:
    """A piece of a message that names something."""

    start: int
    end: int
    """Places in the message as it was given, end exclusive."""
    names: tuple[int, ...]
    """Numbers of the names that it may be, the best said first."""
    cover: float
    """Share of the best name that was said, by how much its grams tell."""
    letters: int
    """Compared letters."""

    @property
    def is_full(self) -> bool:
        """Whether the name was said in full, but for slips."""
        return self.cover >= _FULL


@dataclass(frozen=True)
class _Fit:
    """Where in a message a name gains most."""

    start: int
    end: int
    """Grams, end exclusive."""
    explained: float
    cover: float


@dataclass(frozen=True)
class Names:
    """The names of a plan as they are looked up."""

    texts: tuple[str, ...]
    """As `clean` made them."""
    table: Table
    letters: tuple[str, ...] = field(repr=False)
    """Their skeletons."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Names that `clean` made regular; a name's number is its place among them."""
        bones = tuple(map(letters, texts))
        return cls(tuple(texts), Table.of(bones), bones)

    def find(self, text: str) -> Stretch | None:
        """The stretch of a cleaned message that is most of a name, or None where none stands there."""
        bones = skeleton(text)
        if len(bones.letters) < _SHORTEST_NAME:
            return None
        numbers = self.table.numbers(bones.letters)
        fits = self._best_fits(numbers)
        if not fits:
            return None
        winner = max(fits, key=lambda name: fits[name].cover)
        best = fits[winner]
        if not _is_name(best):
            return None
        first, last = self._trimmed(bones.letters, best, winner)
        start, end = bones.places[first], bones.places[last - 1] + 1
        names = self._meant(numbers[best.start : best.end], best, text[start:end].strip())
        if not names or len(names) > _MOST:
            return None
        return Stretch(start, end, names, best.cover, last - first)

    def _best_fits(self, numbers: Ints) -> dict[int, _Fit]:
        """The names that gain most somewhere in a message given by its grams, all as much as each other.

        Hits add what they tell, misses cost; all likely names are reckoned at once, a row each.
        """
        likely = self.table.likely(numbers)
        if not len(likely):
            return {}
        hits = self.table.hits(likely, numbers)
        gains = np.where(hits, self.table.weights[numbers], -_MISS * self.table.means[likely][:, None])
        sums = np.concatenate((np.zeros((len(likely), 1)), np.cumsum(gains, axis=1)), axis=1)
        lows = np.minimum.accumulate(sums, axis=1)
        most = (sums - lows).max(axis=1)
        best = np.flatnonzero(most == most.max())
        return {int(likely[i]): self._fit(numbers, int(likely[i]), hits[i], sums[i], lows[i]) for i in best}

    def _fit(self, numbers: Ints, name: int, hit: Bools, sums: Sums, lows: Sums) -> _Fit:
        """The run of grams where the sums rise most above the lowest one before it."""
        end = int(np.argmax(sums - lows))
        start = int(np.flatnonzero(sums[: end + 1] == lows[end])[-1])
        said = np.unique(numbers[start:end][hit[start:end]])
        cover = float(self.table.weights[said].sum()) / float(self.table.sums[name])
        return _Fit(start, end, float(hit[start:end].mean()), cover)

    def _meant(self, stretch: Ints, best: _Fit, said: str) -> tuple[int, ...]:
        """The names that the stretch may mean: all that explain it as well, or those that its letters are nearest."""
        shared = self.table.shared(stretch)
        gram = float(shared.max()) / max(1, len(stretch))
        slack = gram * (_SLACK if best.explained == 1 and best.cover >= _PARTLY else _SLIP)
        near = np.flatnonzero(shared >= shared.max() - slack)
        near = near[np.argsort(-(shared[near] / self.table.sums[near]), kind="stable")]
        covers = shared[near] / self.table.sums[near]
        if covers[0] < _FULL:
            return tuple(int(n) for n in near)
        full = [int(n) for n in near[covers >= _FULL]]
        apart = [Levenshtein.distance(_plain(said), _plain(self.texts[n])) for n in full]
        return tuple(n for n, distance in zip(full, apart, strict=True) if distance == min(apart))

    def _trimmed(self, letters: str, fit: _Fit, name: int) -> tuple[int, int]:
        """Start and end of the stretch in compared letters, without what stands at its edges by chance."""
        start, end = fit.start, fit.end + SIZE - 1
        own = self.letters[name]
        for first in range(start, start + _EDGE + 1):
            if own.startswith(letters[first : first + 2 * SIZE]):
                start = first
                break
        for last in range(end, end - _EDGE - 1, -1):
            if own.endswith(letters[last - 2 * SIZE : last]):
                return start, last
        return start, end


def _is_name(fit: _Fit) -> bool:
    letters = fit.end - fit.start + SIZE - 1
    long_enough = letters >= _SHORTEST or (fit.cover >= _FULL and letters >= _SHORTEST_NAME)
    return long_enough and fit.explained >= _EXPLAINED


def _plain(text: str) -> str:
    """Without blanks, which are typed as they come."""
    return text.replace(" ", "")
