"""What did somebody of the office do or read? Rows are only added; the database refuses anything else."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.staff_models import Audit

NEWEST = 200
"""Rows that are shown at once."""


def write(session: Session, who: str, action: str, channel: str, *, case: int | None = None, subject: str = "") -> None:
    """Write it down; `case` is the id. Neither what people said nor who they are belongs into `subject`."""
    session.add(Audit(who=who, action=action, channel=channel, feedback_id=case, subject=subject))


def newest(session: Session, before: int | None = None, *, who: str = "", case: int | None = None) -> Sequence[Audit]:
    """The newest rows first; `before`: only those older than the row of this id; of one person, about one case."""
    older = [Audit.id < before] if before else []
    of_person = [Audit.who == who] if who else []
    of_case = [Audit.feedback_id == case] if case is not None else []
    rows = select(Audit).where(*older, *of_person, *of_case).order_by(Audit.id.desc()).limit(NEWEST)
    return session.scalars(rows).all()


def people(session: Session) -> Sequence[str]:
    """Whoever stands in it, by name."""
    return session.scalars(select(Audit.who).distinct().order_by(Audit.who)).all()
