"""What must people hear about their cases, and did they?"""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, Notice, Person
from db.models import now


def add(session: Session, case: Feedback, text: str, suggestions: Sequence[str] = ()) -> None:
    """Something to tell the person of the case; nothing where the case is of nobody any more."""
    if case.person_id is not None:
        told = json.dumps(list(suggestions), ensure_ascii=False)
        session.add(Notice(person_id=case.person_id, feedback_id=case.id, text=text, suggestions=told))


def take(session: Session, person: Person) -> list[Notice]:
    """What the person has not heard yet, oldest first; from now on it counts as told."""
    found = select(Notice).where(Notice.person_id == person.id, Notice.posted_at.is_(None)).order_by(Notice.id)
    notices = list(session.scalars(found.with_for_update(skip_locked=True)))
    for notice in notices:
        notice.posted_at = now()
    return notices
