"""What was erased, as hashes: which of it stands nowhere else yet, and what does this database know of?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from db.installation_models import Erasure


@dataclass(frozen=True)
class Erased:
    """One thing that was erased."""

    key: str
    """A UUID."""
    at: datetime
    kind: str
    """person, chat or case."""
    subject: str
    """Its trace (`db/erasing.py`)."""


def uncopied(session: Session, limit: int) -> list[Erased]:
    """What stands in this database alone, oldest first."""
    return _read(session, select(Erasure).where(Erasure.copied.is_(False)).order_by(Erasure.id).limit(limit))


def mark_copied(session: Session, keys: Collection[str]) -> None:
    """It stands somewhere else, too."""
    session.execute(update(Erasure).where(Erasure.key.in_(keys)).values(copied=True))


def known(session: Session) -> list[Erased]:
    """Everything that this database knows of."""
    return _read(session, select(Erasure).order_by(Erasure.id))


def add(session: Session, erased: Sequence[Erased]) -> None:
    """What another copy of this database erased."""
    rows = (Erasure(key=one.key, at=one.at, kind=one.kind, subject=one.subject, copied=True) for one in erased)
    session.add_all(rows)


def _read(session: Session, statement: Select[Erasure]) -> list[Erased]:
    return [Erased(row.key, row.at, row.kind, row.subject) for row in session.scalars(statement)]
