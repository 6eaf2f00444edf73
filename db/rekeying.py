"""Which rows hold something that is encrypted, or are found by a keyed hash, and are brought to another key?"""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice, Person, SentMessage
from db.models import Outbox
from db.staff_models import Staff

BATCH = 200
"""Rows of one transaction: others wait for it."""
Row = TypeVar("Row", Person, Feedback, FeedbackUpdate, Attachment, Staff, Outbox, SentMessage)


def batches(sessions: sessionmaker[Session], table: type[Row]) -> Iterator[tuple[Session, list[Row]]]:
    """All rows, locked; each batch is committed before the next one."""
    after = 0
    while True:
        with sessions.begin() as session:
            found = select(table).where(table.id > after).order_by(table.id).limit(BATCH).with_for_update()
            rows = list(session.scalars(found))
            if not rows:
                return
            after = rows[-1].id
            yield session, rows


def change_key(session: Session, person: Person, key: str) -> None:
    """Let the person be found by another key. Somebody of that key is the same person, and takes over the cases."""
    same = session.scalar(select(Person).where(Person.key == key, Person.id != person.id).with_for_update())
    if same is None:
        person.key = key
        return
    for table in (Feedback, Notice):
        session.execute(update(table).where(table.person_id == person.id).values(person_id=same.id))
    session.delete(person)
