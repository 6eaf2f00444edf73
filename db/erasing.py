"""How does everything that leads to a person leave the database, while their cases are still counted?

What stays of a case: when it was given and closed, over which channel, what of the plan it was about, what became of
it. Not one word that anybody wrote stays, for officers repeat names in their answers too.
"""

import hashlib
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Text, cast, delete, literal, select, update
from sqlalchemy.orm import Session

from db import attachments, cases, conversations, outbox, sent_messages
from db.feedback_models import Feedback, FeedbackUpdate, Notice, Person
from db.installation_models import Erasure
from db.models import now
from db.sqlite_files import clean_later

ERASED = "erased-"
"""So begins the number of an erased case: the person knew the old one, and nobody must find the case by it."""


def erase_person(session: Session, person: Person) -> None:
    """Delete the person and what is to be told to them; their cases become nobody's."""
    erase_cases(session, [case.id for case in cases.of_person(session, person)])
    session.execute(delete(Notice).where(Notice.person_id == person.id))
    session.execute(delete(Person).where(Person.id == person.id))
    note(session, "person", [person.key])
    clean_later(session)


def erase_chats(session: Session, chats: Sequence[str]) -> int:
    """Delete what these chats (keyed hashes) were about, and what is still to be sent there; how many calls those
    were."""
    dropped = 0
    for chat in chats:
        dropped += outbox.drop(session, chat)
        conversations.forget(session, chat)
    note(session, "chat", chats)
    if chats:
        clean_later(session)
    return dropped


def note(session: Session, kind: str, subjects: Iterable[str]) -> None:
    """Write down what was erased, so that a backup that is restored loses it again. Who has no backup can tell nothing
    from it: not even the keyed hash by which the person was known stays."""
    session.add_all(Erasure(key=str(uuid.uuid4()), kind=kind, subject=trace(subject)) for subject in subjects)


def trace(subject: str) -> str:
    """What is kept of the keyed hash of a person or chat, or of a case's id, once it is erased."""
    return hashlib.sha256(f"erased\n{subject}".encode()).hexdigest()


def erase_cases(session: Session, ids: Sequence[int], who: str = "citizen") -> None:
    """Take everything that anybody wrote, sent or is called out of these cases, their photos too."""
    attachments.erase(session, ids)
    history = update(FeedbackUpdate).where(FeedbackUpdate.feedback_id.in_(ids))
    session.execute(history.values(text="", evidence="", sealed_text=""))
    session.execute(delete(Notice).where(Notice.feedback_id.in_(ids)))
    sent_messages.forget(session, ids)
    _close(session, ids, who)
    words = dict.fromkeys(("text", "sealed_text", "contact", "claim", "place_name"), "")
    nothing = {**words, "latitude": None, "longitude": None, "person_id": None}
    number = literal(ERASED) + cast(Feedback.id, Text)
    session.execute(update(Feedback).where(Feedback.id.in_(ids)).values(number=number, **nothing))


def _close(session: Session, ids: Sequence[int], who: str) -> None:
    """Nobody can put right what nobody knows any more, unless other people's cases were merged into it."""
    others = select(Feedback.merged_into_id).where(Feedback.merged_into_id.is_not(None))
    is_open = (Feedback.id.in_(ids), Feedback.state.in_(cases.OPEN), Feedback.id.not_in(others))
    closed = session.scalars(select(Feedback.id).where(*is_open)).all()
    at = now()
    values = {"state": "closed", "fixed": None, "closed_at": at, "updated_at": at}
    session.execute(update(Feedback).where(Feedback.id.in_(closed)).values(**values))
    session.add_all(FeedbackUpdate(feedback_id=one, who=who, action="erased", public=False) for one in closed)
