"""How far is a long export? A bar on a terminal's standard error, and nothing anywhere else."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bot.feedback.wording import say
from bot.progress import Bar

T = TypeVar("T")
LONG = 5000
"""With fewer cases it is done before one has read the bar."""
_EVERY = 500


def watched(things: Iterable[T], total: int) -> Iterator[T]:
    """The things, with a bar that shows how many were taken."""
    if total < LONG or not sys.stderr.isatty():
        yield from things
        return
    bar = Bar()
    for done, thing in enumerate(things, start=1):
        yield thing
        if done % _EVERY == 0 or done == total:
            bar.draw(done, total, say("progress", done=done, all=total))
    bar.end()
