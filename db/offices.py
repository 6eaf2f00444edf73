"""Which agencies do officers work for, and by which names are these known?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback
from db.models import Agency
from db.plan_in_view import ALL_PLANS
from db.staff_models import Staff


def spellings(session: Session) -> dict[str, str]:
    """Each name of an agency, short, full or English, and what its cases say. Of every stored plan, of the cases there
    are, and of the office itself: an agency may answer for nothing of a plan."""
    columns = select(Agency.name, Agency.name_full, Agency.name_en).order_by(Agency.position)
    planned = session.execute(columns, execution_options=ALL_PLANS).all()
    used = session.scalars(select(Feedback.agency).union(select(Staff.agency).where(Staff.removed_at.is_(None))))
    found = {name: name for name in used if name}
    for name, *others in planned:
        found.update({other: name for other in others if other})
    return {**found, **{name: name for name, *_ in planned}}
