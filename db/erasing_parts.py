"""How does a part of what a case holds leave the database: its contact, its place, its photos, or one message of it?"""

from collections.abc import Sequence
from typing import Literal, get_args

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import attachments
from db.erasing import erase_cases, note
from db.feedback_models import Attachment, Feedback, FeedbackUpdate
from db.sqlite_files import clean_later

Part = Literal["contact", "place", "photos", "case"]
PARTS: tuple[Part, ...] = get_args(Part)


def erase_part(session: Session, case: Feedback, part: Part) -> None:
    """Take this part out of the case; as `case` everything, as `db.erasing.erase_cases` does."""
    if part == "case":
        erase_cases(session, [case.id])
    else:
        erase_parts(session, [case.id], part)
    note(session, kind_of(part), [str(case.id)])
    clean_later(session)


def erase_parts(session: Session, ids: Sequence[int], part: Part) -> None:
    """The same of several cases, without a word in their history."""
    if part == "photos":
        attachments.erase(session, ids)
        return
    # With the contact go the words in which it may stand: what is masked of them stays.
    nothing: dict[str, object] = {"contact": "", "sealed_text": ""}
    if part == "place":
        nothing = {"latitude": None, "longitude": None, "place_name": ""}
    session.execute(update(Feedback).where(Feedback.id.in_(ids)).values(**nothing))
    if part == "contact":
        session.execute(update(FeedbackUpdate).where(FeedbackUpdate.feedback_id.in_(ids)).values(sealed_text=""))


def has_sealed(session: Session, case: Feedback) -> bool:
    """Whether anything of the case is kept sealed beside its masked words: a contact, or words with a number."""
    some = select(FeedbackUpdate.id).where(FeedbackUpdate.feedback_id == case.id, FeedbackUpdate.sealed_text != "")
    return bool(case.contact or case.sealed_text) or session.scalar(some.limit(1)) is not None


def kind_of(part: Part) -> str:
    """How a restored backup is told of it (`db/restored.py`)."""
    return part if part == "case" else f"case {part}"


def has_photos(session: Session, case: Feedback) -> bool:
    """Whether the case has photos that nobody wants deleted, or that are still to be fetched."""
    some = select(Attachment.id).where(Attachment.feedback_id == case.id, Attachment.failure == "").limit(1)
    return session.scalar(some) is not None


def strike(session: Session, case: Feedback, words: str) -> None:
    """Take these words, as they stand masked, out of the case and its history."""
    case.text = _without(case.text, words)
    for row in session.scalars(select(FeedbackUpdate).where(FeedbackUpdate.feedback_id == case.id)):
        left = _without(row.text, words)
        row.sealed_text = row.sealed_text if left == row.text else ""
        row.text = left
    clean_later(session)


def strike_photo(session: Session, attachment: int) -> None:
    """Have one photo deleted: the relay deletes its file, then the row."""
    attachments.erase_one(session, attachment)


def _without(text: str, words: str) -> str:
    lines = text.replace(words, "", 1).split("\n") if words else text.split("\n")
    return "\n".join(filter(None, map(str.strip, lines)))
