"""What is there to tell officers in chat, and what was told already?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, FeedbackUpdate
from db.models import now
from db.staff_models import Alarm, Staff


def replies_since(session: Session, officer: Staff, after: int) -> list[tuple[FeedbackUpdate, Feedback]]:
    """What people answered or contested in the officer's cases since the entry of this id, and what others handed to
    the officer; oldest first."""
    query = (
        select(FeedbackUpdate, Feedback)
        .join(Feedback, Feedback.id == FeedbackUpdate.feedback_id)
        .where(FeedbackUpdate.id > after, Feedback.assignee == officer.name)
        .where(FeedbackUpdate.action.in_(("replied", "contested", "added", "assigned")))
        .where(FeedbackUpdate.who != officer.name)
        .order_by(FeedbackUpdate.id)
        .limit(50)
    )
    return [(update, case) for update, case in session.execute(query)]


def newest_update(session: Session) -> int:
    """The id of the newest entry in any history; 0 where there is none."""
    return session.scalar(select(FeedbackUpdate.id).order_by(FeedbackUpdate.id.desc()).limit(1)) or 0


def due_alarms(session: Session, wrong: Sequence[str], again: datetime) -> list[str]:
    """Of what is wrong now, what coordinators must hear: what they were not told since then. It counts as told; what is
    right again is forgotten."""
    session.execute(delete(Alarm).where(Alarm.name.not_in(wrong)))
    known = {alarm.name: alarm for alarm in session.scalars(select(Alarm).with_for_update())}
    due = []
    for name in wrong:
        alarm = known.get(name)
        if alarm is None:
            alarm = Alarm(name=name)
            session.add(alarm)
        if alarm.told_at is None or alarm.told_at <= again:
            alarm.told_at = now()
            due.append(name)
    return due
