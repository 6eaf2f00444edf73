"""What must people hear about their cases, and did they?"""

import json
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, Notice, Person
from db.models import now

_UNTOLD = (
    select(Notice)
    .join(Person)
    .where(Person.key == bindparam("key"), Notice.posted_at.is_(None))
    .order_by(Notice.id)
    .with_for_update(skip_locked=True, of=Notice)
)


def add(session: Session, case: Feedback, text: str, suggestions: Sequence[str] = ()) -> None:
    """Something to tell the person of the case; nothing where the case is of nobody any more."""
    if case.person_id is not None:
        told = json.dumps(list(suggestions), ensure_ascii=False)
        session.add(Notice(person_id=case.person_id, feedback_id=case.id, text=text, suggestions=told))


def take(session: Session, key: str) -> list[Notice]:
    """What the person of this key has not heard yet, oldest first; from now on it counts as told."""
    notices = list(session.scalars(_UNTOLD, {"key": key}))
    for notice in notices:
        notice.posted_at = now()
    return notices
