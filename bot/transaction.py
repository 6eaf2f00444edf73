"""How is work done in a transaction, and what becomes of a fault of ours in it?

A broad `except Exception` stands only here, where what failed is handed on as a value, and in `oddity.py`.
"""

import traceback
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

Work = Callable[[Session], Any]
"""What is done with the session of a transaction. It may be done again where its transaction failed."""


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
