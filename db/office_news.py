"""What is there to tell officers in chat, and what was told already?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from db.feedback_models import Feedback, FeedbackUpdate
from db.models import now
from db.staff import REACHED
from db.staff_models import Alarm, Staff

_BY_PEOPLE = ("replied", "contested", "added", "withdrawn", "reopened", "joined")
"""What somebody does with their own case, and who handles it must know."""
LOST = "handed_over"
"""The entry that says who (an officer, or an agency in which nobody had it) has a case no longer."""
_TOLD_AT_ONCE = 50


def new_since(session: Session, officer: Staff, after: int, before: datetime) -> list[Feedback]:
    """Cases given since the one of this id and before a moment of which the officer hears, oldest first."""
    query = select(Feedback).where(Feedback.id > after, Feedback.state == "received", _is_heard_by(officer))
    return list(session.scalars(query.where(Feedback.created_at <= before).order_by(Feedback.id)))


def replies_since(session: Session, officer: Staff, after: int) -> list[tuple[FeedbackUpdate, Feedback]]:
    """What people answered, contested or took back since the entry of this id in the officer's cases, and in those
    whose officer nobody can tell anything; what others handed to the officer, or to somebody else; oldest first."""
    can_be_told = select(Staff.name).where(*REACHED)
    orphaned = and_(Feedback.assignee.not_in(can_be_told), _is_heard_by(officer))
    by_people = and_(FeedbackUpdate.action.in_(_BY_PEOPLE), FeedbackUpdate.who == "citizen")
    later = aliased(FeedbackUpdate)
    again = exists().where(
        later.feedback_id == FeedbackUpdate.feedback_id, later.action == "assigned", later.id > FeedbackUpdate.id
    )  # that one gave it to the officer
    handed = and_(FeedbackUpdate.action == "assigned", FeedbackUpdate.who != officer.name, ~again)
    mine = and_(FeedbackUpdate.text != "", FeedbackUpdate.text.in_((officer.name, officer.agency)))
    lost = and_(FeedbackUpdate.action == LOST, mine, FeedbackUpdate.who != officer.name)
    own = Feedback.assignee == officer.name
    query = (
        select(FeedbackUpdate, Feedback)
        .join(Feedback, Feedback.id == FeedbackUpdate.feedback_id)
        .where(FeedbackUpdate.id > after, or_(and_(own, or_(by_people, handed)), and_(orphaned, by_people), lost))
        .order_by(FeedbackUpdate.id)
        .limit(_TOLD_AT_ONCE)
    )
    return [(update, case) for update, case in session.execute(query)]


def _is_heard_by(officer: Staff) -> ColumnElement[bool]:
    """Cases of the own agency; for a coordinator those of which no officer would hear: of no agency, or of one that has
    nobody in chat."""
    if officer.role != "coordinator":
        return and_(Feedback.agency == officer.agency, Feedback.agency != "")
    heard = select(Staff.agency).where(*REACHED, Staff.role == "officer")
    return Feedback.agency.not_in(heard)


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
