"""Which names are nearest in meaning to what was said, though they share no word with it?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.encoder import encoded
from knowledge.names.space import Vectors, space

_WANTED = 3


@dataclass(frozen=True)
class Near:
    """Names near a message."""

    codes: tuple[str, ...]
    """The nearest first."""
    alike: tuple[float, ...]
    """How near each is: the cosine, 1 at most."""


NOTHING = Near((), ())


@dataclass(frozen=True)
class Meanings:
    """What the names of a plan mean; empty where the encoder or its vectors are missing."""

    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32), repr=False)

    def near(self, text: str, kinds: Collection[str], count: int = _WANTED) -> Near:
        """The things of these kinds nearest to a text; nothing where nobody can tell."""
        numbers = encoded(text) if self.codes else None
        if numbers is None:
            return NOTHING
        alike = self.vectors @ space().of_messages(np.asarray([numbers], np.float32))[0]
        best: dict[str, float] = {}
        for i in np.argsort(-alike, kind="stable"):
            if self.kinds[i] in kinds:
                best.setdefault(self.codes[i], float(alike[i]))
            if len(best) == count:
                break
        return Near(tuple(best), tuple(best.values()))


def meanings_of(codes: Sequence[str], kinds: Sequence[str], vectors: Vectors) -> Meanings:
    """The meanings of names given by the encoder's own vectors."""
    return Meanings(tuple(codes), tuple(kinds), space().of_names(vectors)) if len(codes) else Meanings()
