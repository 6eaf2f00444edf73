"""Is the time in doubt, so that nothing may count as old? It is where the clock runs ahead of what was last written."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import sure_now
from db.feedback_models import Feedback, Person
from db.installation import installation
from db.installation_models import Installation
from db.models import Conversation, Event, Outbox

LONGEST = timedelta(days=1)
"""From one look at what is too old to the next: a process that sends the outbox looks every ten minutes. Where they are
further apart, the clock was put forward, or nobody was there to look; nobody can tell which."""
_SIGNS = (
    Feedback.created_at,
    Feedback.updated_at,
    Person.created_at,
    Event.received_at,
    Conversation.updated_at,
    Outbox.created_at,
)
"""Of life, before the first look."""


def standstill(session: Session, row: Installation) -> str:
    """Why the time is in doubt, in a sentence; "" where it is not."""
    last = row.swept_at or _last_sign(session)
    ahead = sure_now() - last if last else timedelta()
    if ahead <= LONGEST:
        return ""
    days = ahead / timedelta(days=1)
    return f"The clock is {days:,.0f} days ahead of when the database was last looked through: nothing is forgotten."


def in_doubt(session: Session) -> bool:
    """Whether the time is in doubt."""
    row = installation(session)
    return row is not None and standstill(session, row) != ""


def _last_sign(session: Session) -> datetime | None:
    moments = [session.scalar(select(func.max(sign))) for sign in _SIGNS]
    return max((moment for moment in moments if moment is not None), default=None)
