"""Which sentences can officers put into an answer?"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.staff_models import Canned

MOST = 40


def texts(session: Session) -> list[str]:
    """All of them, the oldest first."""
    return list(session.scalars(select(Canned.text).order_by(Canned.id).limit(MOST)))


def add(session: Session, text: str, who: str) -> bool:
    """One more; whether there was room, and it was not there already."""
    known = texts(session)
    if not text or text in known or len(known) >= MOST:
        return False
    session.add(Canned(text=text, who=who))
    return True


def remove(session: Session, text: str) -> None:
    """It is not offered any more."""
    session.execute(delete(Canned).where(Canned.text == text))
