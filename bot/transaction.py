"""How is work done in a transaction, and what becomes of a fault of ours in it?

A broad `except Exception` stands only here, where what failed is handed on or comes again, and in `oddity.py`.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

T = TypeVar("T")
_log = logging.getLogger(__name__)
Work = Callable[[Session], Any]
"""What is done with the session of a transaction. It may be done again where its transaction failed."""


@dataclass
class Prepared(Generic[T]):
    """Work of which a part needs no lock, so that nobody need wait for it within the transaction."""

    first: Callable[[Session], T]
    """Only reads."""
    then: Callable[[Session, T | None], Any]
    """Gets what `first` found; None where that was not done, or failed."""
    found: T | None = None

    def __call__(self, session: Session) -> Any:
        """The work itself."""
        return self.then(session, self.found)


def prepare(sessions: sessionmaker[Session], works: Sequence[Work]) -> None:
    """Do the first part of those works that have one. A fault in it comes to light again in the work itself."""
    prepared = [work for work in works if isinstance(work, Prepared)]
    if not prepared:
        return
    try:
        with sessions() as session:
            for work in prepared:
                work.found = work.first(session)
    except Exception as fault:
        _log.debug("What could be done before a transaction failed: %s", type(fault).__name__)


def transact(sessions: sessionmaker[Session], works: Sequence[Work]) -> list[Any]:
    """The results of works that share one transaction, in order; of a work that failed its exception.

    Where one fails, each is done again in a transaction of its own. Where the database does not answer, all fail.
    """
    try:
        with sessions.begin() as session:
            return [work(session) for work in works]
    except OperationalError as fault:
        return [fault for _ in works]
    except Exception as fault:
        if len(works) == 1:
            return [fault]
    return [result for work in works for result in transact(sessions, [work])]


def frames(fault: Exception) -> str:
    """Where it failed and the kind of fault; what it says stays out, for it may repeat what a person wrote."""
    return "".join((*traceback.format_tb(fault.__traceback__), type(fault).__name__))
