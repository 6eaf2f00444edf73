"""Which plan is stored now?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan
from db.statements import run

_VERSION = select(Plan.version).order_by(Plan.id).limit(1)


def plan_version(session: Session) -> int | None:
    """Goes up with every change of the plan; None where no plan is stored."""
    version: int | None = run(session, _VERSION).scalar()
    return version


def plan_documents(session: Session) -> tuple[str, ...]:
    """The file names of the documents that the stored facts stand in."""
    return tuple(session.scalars(select(Plan.document).order_by(Plan.id)))
