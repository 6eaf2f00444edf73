"""Which photos are still to be fetched or deleted, who may try now, and which files belong to no case?

Whoever tries one holds it until a time that lies ahead (`due_at`), as in the outbox. Nothing is due once it is settled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.feedback_models import Attachment, Feedback
from db.models import now
from db.sqlite_files import empty_log_after

HELD = timedelta(minutes=3)
"""So long does the first attempt own its photo: longer than any takes. A later one owns it longer, for what ends every
attempt without a word (a bucket out of reach, a process that is killed) may last."""
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_ERASED = "erased"
"""The failure of a photo whose person wants it deleted: the file goes first, then the row."""


@dataclass(frozen=True)
class Held:
    """A photo that the reader of this may fetch or delete now, alone."""

    id: int
    channel: str
    reference: str
    """Where the platform keeps it, encrypted; "" where it is stored already."""
    name: str
    """Of the stored file; "" where there is none yet."""
    attempts: int
    """This one counted."""
    erased: bool
    """Whether it is to be deleted."""


def hold_due(session: Session, limit: int) -> list[Held]:
    """Hold photos that are due, the longest due first. One that another process is just holding is passed over."""
    due = (
        select(Attachment, Feedback.channel)
        .join(Feedback, Feedback.id == Attachment.feedback_id)
        .where(Attachment.due_at <= now())
        .order_by(Attachment.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Attachment)
    )
    return [_hold(row, channel) for row, channel in session.execute(due).all()]


def keep(session: Session, held: Held, name: str) -> bool:
    """The photo is stored under this name; False where it is not wanted any more or another one was faster."""
    row = session.get(Attachment, held.id, with_for_update=True, populate_existing=True)
    if row is None or row.failure or row.reference != held.reference:
        return False
    row.name, row.reference, row.due_at = name, "", _NEVER
    return True


def put_off(session: Session, held: Held, seconds: float) -> None:
    """The attempt failed: let anybody try after so many seconds."""
    _change(session, held, due_at=now() + timedelta(seconds=seconds))


def give_up(session: Session, held: Held, reason: str) -> None:
    """It will not be tried again."""
    _change(session, held, reference="", failure=reason, due_at=_NEVER)


def erase(session: Session, ids: Sequence[int]) -> None:
    """Have the photos of these cases deleted: the relay deletes the file of each, then its row."""
    of_cases = update(Attachment).where(Attachment.feedback_id.in_(ids))
    session.execute(of_cases.values(failure=_ERASED, due_at=now()))


def erased(session: Session, held: Held) -> None:
    """The file is gone; nothing more is known of the photo."""
    session.execute(delete(Attachment).where(Attachment.id == held.id))
    empty_log_after(session)


def waiting(session: Session) -> int:
    """How many are still to be fetched or deleted."""
    return session.scalar(select(func.count()).select_from(Attachment).where(Attachment.due_at < _NEVER)) or 0


def of_no_case(session: Session, names: Iterable[str]) -> list[str]:
    """Those of these files that no case has. None while an uploaded one waits to be told apart from them."""
    waiting = select(Attachment.id).join(Feedback, Feedback.id == Attachment.feedback_id)
    if session.scalar(waiting.where(Feedback.channel == "web", Attachment.reference != "").limit(1)):
        return []
    known = set(session.scalars(select(Attachment.name).where(Attachment.name != "")))
    return [name for name in names if name not in known]


def _hold(row: Attachment, channel: str) -> Held:
    row.attempts += 1
    row.due_at = now() + HELD * row.attempts
    return Held(row.id, channel, row.reference, row.name, row.attempts, erased=row.failure == _ERASED)


def _change(session: Session, held: Held, **values: object) -> None:
    """What happened meanwhile counts: the person may have wanted it erased."""
    same = (Attachment.id == held.id, Attachment.reference == held.reference, Attachment.failure == "")
    session.execute(update(Attachment).where(*same).values(**values))
