"""How do the names of a stored plan get their vectors? Some at a time, each kept, so that it may be interrupted."""

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from db.models import Plan
from knowledge.entity import nameables, titles
from knowledge.index import store_names
from knowledge.names.encoder import encoder
from knowledge.names.vectors import compute, missing

FEW = 300
"""Names that may be encoded when the bot starts: three seconds and less."""


def lacking(session: Session) -> list[str]:
    """The titles of the stored plan that have no vector yet; none where no encoder could make one."""
    return missing(session, titles(nameables(session))) if encoder() else []


def complete(
    sessions: sessionmaker[Session], tell: Callable[[int, int], None] | None = None, at_most: int | None = None
) -> int:
    """Keep the words of all names, and compute the vectors that are lacking; how many were computed.

    None are where they are more than `at_most`. `tell` hears after each few how many of how many are done.
    Every process loads its index anew afterwards.
    """
    with sessions.begin() as session:
        store_names(session)
    model = encoder() if at_most != 0 else None
    with sessions() as session:
        wanted = lacking(session)
    if model is None or not wanted or (at_most is not None and len(wanted) > at_most):
        return 0
    done = 0
    with sessions() as session:
        for stored in compute(session, model, wanted):
            session.commit()
            done += stored
            if tell:
                tell(done, len(wanted))
        session.execute(update(Plan).values(version=Plan.version + 1))
        session.commit()
    return done
