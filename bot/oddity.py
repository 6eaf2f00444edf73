"""What becomes of something from outside that nobody foresaw? It is left out, and the log says what kind it was.

Refused, it would come again all day, and hold up what came after it.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.quoting import identifier
from bot.transaction import frames

T = TypeVar("T")
_log = logging.getLogger(__name__)


def unless_odd(channel: str, kinds: Iterable[str], read: Callable[[], T]) -> T | None:
    """What `read` makes of it; None where it fails. `kinds`: names of its fields, which tell nothing of a person."""
    try:
        return read()
    except Exception as fault:
        names = ", ".join(sorted(identifier(str(kind)) for kind in kinds))
        _log.warning("Something of %s could not be read and is left out (%s).\n%s", channel, names, frames(fault))
        return None
