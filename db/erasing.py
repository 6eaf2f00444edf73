"""How does everything that leads to a person leave the database, while their cases are still counted?

What stays of a case: when it was given and closed, over which channel, what of the plan it was about, what became of
it. Not one word that anybody wrote stays, for officers repeat names in their answers too.
"""

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Text, cast, delete, event, literal, select, update
from sqlalchemy.orm import Session

from db import attachments, cases
from db.feedback_models import Feedback, FeedbackUpdate, Notice, Person
from db.models import Conversation, Outbox, now

ERASED = "erased-"
"""So begins the number of an erased case: the person knew the old one, and nobody must find the case by it."""
_PATIENCE = 1.0
"""Seconds that a reader of the log is waited for; a later erasing or sweep empties it then."""
_log = logging.getLogger(__name__)


def erase_person(session: Session, person: Person) -> None:
    """Delete the person and what is to be told to them; their cases become nobody's."""
    erase_cases(session, [case.id for case in cases.of_person(session, person)])
    session.execute(delete(Notice).where(Notice.person_id == person.id))
    session.execute(delete(Person).where(Person.id == person.id))
    empty_log_after(session)


def erase_chats(session: Session, chats: Sequence[str]) -> None:
    """Delete what these chats (keyed hashes) were about, and what is still to be sent there."""
    if chats:
        session.execute(delete(Outbox).where(Outbox.chat.in_(chats)))
        session.execute(delete(Conversation).where(Conversation.key.in_(chats)))
        empty_log_after(session)


def erase_cases(session: Session, numbers: Sequence[int], who: str = "citizen") -> None:
    """Take everything that anybody wrote, sent or is called out of these cases (ids), their photos too."""
    for case in session.scalars(select(Feedback).where(Feedback.id.in_(numbers))):
        attachments.erase(session, case)
    history = update(FeedbackUpdate).where(FeedbackUpdate.feedback_id.in_(numbers))
    session.execute(history.values(text="", evidence=""))
    session.execute(delete(Notice).where(Notice.feedback_id.in_(numbers)))
    _close(session, numbers, who)
    nothing = {"text": "", "sealed_text": "", "contact": "", "latitude": None, "longitude": None, "person_id": None}
    number = literal(ERASED) + cast(Feedback.id, Text)
    session.execute(update(Feedback).where(Feedback.id.in_(numbers)).values(number=number, **nothing))


def empty_log_after(session: Session) -> None:
    """Once the transaction is committed, empty SQLite's log: it holds what the pages held before."""
    url = session.get_bind(Person).engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        file = url.database
        event.listen(session, "after_commit", lambda _: _empty_log(file), once=True)


def _close(session: Session, numbers: Sequence[int], who: str) -> None:
    """Nobody can put right what nobody knows any more, unless other people's cases were merged into it."""
    others = select(Feedback.merged_into_id).where(Feedback.merged_into_id.is_not(None))
    is_open = (Feedback.id.in_(numbers), Feedback.state.in_(cases.OPEN), Feedback.id.not_in(others))
    closed = session.scalars(select(Feedback.id).where(*is_open)).all()
    at = now()
    values = {"state": "closed", "fixed": None, "closed_at": at, "updated_at": at}
    session.execute(update(Feedback).where(Feedback.id.in_(closed)).values(**values))
    session.add_all(FeedbackUpdate(feedback_id=n, who=who, action="erased", public=False) for n in closed)


def _empty_log(file: str) -> None:
    with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        _log.warning("Somebody was reading, so SQLite's log still holds what was erased; it is emptied later.")
