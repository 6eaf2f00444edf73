"""Which message of a chat, the bot's or the person's, belongs to which case?

So a reply or a quote names its case, and what a person takes back or mends on the platform is found in it. A message is
known by a keyed hash of what the platform calls it, so nobody can tell from a row whose it was.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, SentMessage

KEPT = timedelta(days=365)
"""After that nobody replies to a message any more."""


def of_bot(session: Session, keys: Sequence[str], number: str) -> None:
    """These messages told of the case of this number; nothing where it is erased meanwhile."""
    case = session.scalar(select(Feedback.id).where(Feedback.number == number))
    if case is not None:
        session.add_all(SentMessage(key=key, feedback_id=case, part="") for key in keys)


def of_person(
    session: Session, key: str, case: Feedback, part: str, content: str = "", attachment: int | None = None
) -> None:
    """A message brought this part of the case: text (sealed, as `content`), photo, place or contact."""
    row = SentMessage(key=key, feedback_id=case.id, part=part, content=content, attachment_id=attachment)
    session.add(row)


def case_of(session: Session, keys: Collection[str]) -> Feedback | None:
    """The case to which the message belongs, by one of its keys; None where it belongs to none."""
    found = select(Feedback).join(SentMessage).where(SentMessage.key.in_(keys)).order_by(SentMessage.id.desc())
    return session.scalar(found.limit(1))


def parts_of(session: Session, keys: Collection[str]) -> list[SentMessage]:
    """What a message of the person brought to a case, oldest first."""
    found = select(SentMessage).where(SentMessage.key.in_(keys), SentMessage.part != "")
    return list(session.scalars(found.order_by(SentMessage.id)))


def forget(session: Session, cases: Collection[int]) -> None:
    """Of these cases, by their ids."""
    session.execute(delete(SentMessage).where(SentMessage.feedback_id.in_(cases)))
