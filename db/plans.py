"""Which plan is stored now?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan

_VERSION = select(Plan.version).order_by(Plan.id).limit(1)


def plan_version(session: Session) -> int | None:
    """Goes up with every change of the plan; None where no plan is stored."""
    return session.connection().scalar(_VERSION)


def plan_documents(session: Session) -> tuple[str, ...]:
    """The file names of the documents that the stored facts stand in."""
    return tuple(session.scalars(select(Plan.document).order_by(Plan.id)))
