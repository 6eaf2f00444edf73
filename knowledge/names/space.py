"""How are the vectors of messages and names compared? In a space in which they lie apart by what they speak of.

The encoder puts all Thai questions into one corner and all titles into another. Their means are taken off, and what
was learned from descriptions of other names than a plan's (docs/understanding.md) brings the two together.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
FILE = Path(__file__).with_name("space.npz")


@dataclass(frozen=True)
class Space:
    """Where messages and names are compared."""

    message_mean: Vectors
    name_mean: Vectors
    turn: Vectors
    """What both are multiplied by, once their means are off."""

    def of_messages(self, vectors: Vectors) -> Vectors:
        """Messages as they are compared, of length 1."""
        return _of_length_one(np.asarray((vectors - self.message_mean) @ self.turn, np.float32))

    def of_names(self, vectors: Vectors) -> Vectors:
        """Names as they are compared, of length 1."""
        return _of_length_one(np.asarray((vectors - self.name_mean) @ self.turn, np.float32))


@cache
def space() -> Space:
    """The space that was learned."""
    with np.load(FILE) as stored:
        return Space(*(np.asarray(stored[name], np.float32) for name in ("message_mean", "name_mean", "turn")))


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
