"""Which cases are there, and how is one written down?"""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Person
from db.models import now

OPEN = ("received", "assigned", "in_progress", "answered", "contested")
"""States in which a case may still change for the person."""
_OTHERS_WITHIN = timedelta(days=90)
_NEARBY = 0.003
"""Degrees: some 300 m."""


def add(session: Session, person: Person, number: str, **fields: object) -> Feedback:
    """A new case in the state received; `fields` are columns of Feedback, `codes` a sequence of plan codes."""
    codes = json.dumps(list(fields.pop("codes", ())), ensure_ascii=False)  # type: ignore[call-overload]  # a sequence
    case = Feedback(number=number, person_id=person.id, channel=person.channel, codes=codes, **fields)
    session.add(case)
    session.flush()
    note(session, case, "citizen", "received")
    return case


def attach(session: Session, case: Feedback, references: Sequence[str]) -> list[int]:
    """Photos to be fetched, and their ids; the references are encrypted already."""
    rows = [Attachment(feedback_id=case.id, reference=reference) for reference in references]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def note(
    session: Session, case: Feedback, who: str, action: str, text: str = "", *, public: bool = True, evidence: str = ""
) -> FeedbackUpdate:
    """Write down what happened to the case."""
    case.updated_at = now()
    update = FeedbackUpdate(feedback_id=case.id, who=who, action=action, text=text, public=public, evidence=evidence)
    session.add(update)
    return update


def by_number(session: Session, number: str) -> Feedback | None:
    """The case of this number, locked until the transaction ends."""
    return session.scalar(select(Feedback).where(Feedback.number == number).with_for_update())


def of_person(session: Session, person: Person) -> list[Feedback]:
    """The person's cases, newest first."""
    return list(session.scalars(select(Feedback).where(Feedback.person_id == person.id).order_by(Feedback.id.desc())))


def open_of_person(session: Session, person: Person, within: timedelta = timedelta(days=90)) -> list[Feedback]:
    """The person's cases that are not closed, newest first."""
    since = now() - within
    return [case for case in of_person(session, person) if case.state in OPEN and case.created_at > since]


def open_of_others(
    session: Session, person: Person | None, codes: Sequence[str], place: tuple[float, float] | None, most: int
) -> list[tuple[Feedback, bool]]:
    """Open cases of other people about the same things of the plan, or about none as this one, or of a place nearby,
    newest first; with whether the place is nearby."""
    same = Feedback.codes == json.dumps(list(codes), ensure_ascii=False)
    around = _around(place) if place else false()
    whose = [Feedback.person_id.is_not(None), Feedback.person_id != (person.id if person else 0)]
    alone = [Feedback.state.in_(OPEN), Feedback.merged_into_id.is_(None), Feedback.created_at > now() - _OTHERS_WITHIN]
    query = select(Feedback, around).where(*whose, *alone, or_(same, around)).order_by(Feedback.id.desc()).limit(most)
    return [(case, bool(near)) for case, near in session.execute(query)]


def _around(place: tuple[float, float]) -> ColumnElement[bool]:
    latitude, longitude = place
    return and_(
        Feedback.latitude.between(latitude - _NEARBY, latitude + _NEARBY),
        Feedback.longitude.between(longitude - _NEARBY, longitude + _NEARBY),
    )


def merged_into(session: Session, case: Feedback) -> list[Feedback]:
    """The cases that were found to be the same as this one."""
    return list(session.scalars(select(Feedback).where(Feedback.merged_into_id == case.id).order_by(Feedback.id)))


def point_to(session: Session, case: Feedback, other: Feedback) -> None:
    """The case, and those that were merged into it before, are the same as another one."""
    for same in (case, *merged_into(session, case)):
        same.merged_into_id = other.id


def attachments(session: Session, case: Feedback) -> list[str]:
    """The names of the stored photos of a case."""
    stored = select(Attachment.name).where(Attachment.feedback_id == case.id, Attachment.name != "")
    return list(session.scalars(stored.order_by(Attachment.id)))


def number_is_free(session: Session, number: str) -> bool:
    """Whether no case has this number."""
    return session.scalar(select(Feedback.id).where(Feedback.number == number)) is None


def updates(session: Session, case: Feedback) -> list[FeedbackUpdate]:
    """What happened to the case, oldest first."""
    found = select(FeedbackUpdate).where(FeedbackUpdate.feedback_id == case.id).order_by(FeedbackUpdate.id)
    return list(session.scalars(found))
