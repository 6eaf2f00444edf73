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


def of_case(session: Session, case: int) -> Sequence[Audit]:
    """Who did and read what of a case, oldest first."""
    return session.scalars(select(Audit).where(Audit.feedback_id == case).order_by(Audit.id)).all()


def newest(session: Session, before: int | None = None) -> Sequence[Audit]:
    """The newest rows first; `before`: only those older than the row of this id."""
    older = [Audit.id < before] if before else []
    return session.scalars(select(Audit).where(*older).order_by(Audit.id.desc()).limit(NEWEST)).all()
