"""How far is a long export? A bar on a terminal's standard error, and nothing anywhere else."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bot.feedback.wording import say
from bot.terminal import write

T = TypeVar("T")
LONG = 5000
"""With fewer cases it is done before one has read the bar."""
_EVERY = 500
_CELLS = 30


def watched(things: Iterable[T], total: int) -> Iterator[T]:
    """The things, with a bar that shows how many were taken."""
    if total < LONG or not sys.stderr.isatty():
        yield from things
        return
    for done, thing in enumerate(things, start=1):
        yield thing
        if done % _EVERY == 0 or done == total:
            _draw(done, total)
    write(sys.stderr, "\n")


def _draw(done: int, total: int) -> None:
    full = min(_CELLS, done * _CELLS // total)
    write(sys.stderr, f"\r[{'#' * full}{'.' * (_CELLS - full)}] {say('progress', done=done, all=total)}")
