"""Which photos are still to be fetched or deleted, who may try now, and which files belong to no case?

Whoever tries one holds it until a time that lies ahead (`due_at`), as in the outbox. Nothing is due once it is settled.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from db.clock import TOLERATED
from db.feedback_models import Attachment, Feedback
from db.models import now
from db.sqlite_files import clean_later

HELD = timedelta(minutes=3)
"""So long does the first attempt own its photo: longer than any takes. A later one owns it longer, for what ends every
attempt without a word (a bucket out of reach, a process that is killed) may last."""
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_AT_ONCE = 500
"""Names that are asked for together."""
_ERASED = "erased"
"""The failure of a photo whose person wants it deleted: the file goes first, then the row."""


@dataclass(frozen=True)
class Held:
    """A photo that the reader of this may fetch or delete now, alone."""

    id: int
    case: int
    """Its id."""
    channel: str
    reference: str
    """Where the platform keeps it, encrypted; "" where it is stored already."""
    name: str
    """Of the stored file; "" where there is none yet."""
    attempts: int
    """This one counted."""
    erased: bool
    """Whether it is to be deleted."""


def hold_due(session: Session, channel: str, limit: int) -> list[Held]:
    """Hold photos of a channel that are due, the longest due first. One that another is just holding is passed over."""
    is_its_own = or_(Attachment.channel == channel, and_(Attachment.channel == "", Feedback.channel == channel))
    due = (
        select(Attachment)
        .join(Feedback, Feedback.id == Attachment.feedback_id)
        .where(Attachment.due_at <= now(), is_its_own)
        .order_by(Attachment.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Attachment)
    )
    return [_hold(row, channel) for row in session.scalars(due).all()]


def keep(session: Session, held: Held, name: str) -> bool:
    """The photo is stored under this name; False where it is not wanted any more or another one was faster."""
    row = session.get(Attachment, held.id, with_for_update=True, populate_existing=True)
    if row is None or row.failure or row.reference != held.reference:
        return False
    row.name, row.reference, row.due_at, row.set_at = name, "", _NEVER, now()
    return True


def put_off(session: Session, held: Held, seconds: float) -> None:
    """The attempt failed: let anybody try after so many seconds."""
    _change(session, held, due_at=now() + timedelta(seconds=seconds), set_at=now())


def give_up(session: Session, held: Held, reason: str) -> Feedback | None:
    """It will not be tried again: the case that it belongs to; None where that was erased meanwhile."""
    if not _change(session, held, reference="", failure=reason, due_at=_NEVER):
        return None
    return session.scalar(
        select(Feedback).join(Attachment).where(Attachment.id == held.id).with_for_update(of=Feedback)
    )


def erase(session: Session, ids: Sequence[int]) -> None:
    """Have the photos of these cases deleted: the relay deletes the file of each, then its row."""
    of_cases = update(Attachment).where(Attachment.feedback_id.in_(ids))
    session.execute(of_cases.values(failure=_ERASED, due_at=now(), set_at=now()))


def erase_one(session: Session, number: int) -> None:
    """The same of one photo, by its id."""
    session.execute(
        update(Attachment).where(Attachment.id == number).values(failure=_ERASED, due_at=now(), set_at=now())
    )


def erased(session: Session, held: Held) -> None:
    """The file is gone; nothing more is known of the photo."""
    session.execute(delete(Attachment).where(Attachment.id == held.id))
    clean_later(session)


def known(session: Session, names: Collection[str]) -> set[str]:
    """Those of these files that a case has."""
    given = list(names)
    found: set[str] = set()
    for start in range(0, len(given), _AT_ONCE):
        some = select(Attachment.name).where(Attachment.name.in_(given[start : start + _AT_ONCE]))
        found.update(session.scalars(some))
    return found


def wanted(session: Session, names: Collection[str]) -> set[str]:
    """Those of these files that a case has and nobody wants deleted."""
    unwanted = select(Attachment.name).where(Attachment.name.in_(names), Attachment.failure == _ERASED)
    return known(session, names) - set(session.scalars(unwanted))


def uploaded(session: Session) -> list[tuple[int, str]]:
    """Photos of the page that a case will have as soon as somebody looks: its id, and where each is, encrypted."""
    waiting = select(Attachment.feedback_id, Attachment.reference)
    waiting = waiting.join(Feedback, Feedback.id == Attachment.feedback_id)
    rows = session.execute(
        waiting.where(Feedback.channel == "web", Attachment.channel == "", Attachment.reference != "")
    )
    return [(case, reference) for case, reference in rows]


def stored(session: Session) -> int:
    """How many photos cases have."""
    return session.scalar(select(func.count()).where(Attachment.name != "")) or 0


def waiting(session: Session) -> int:
    """How many are still to be fetched or deleted."""
    return session.scalar(select(func.count()).select_from(Attachment).where(Attachment.due_at < _NEVER)) or 0


def put_right(session: Session) -> int:
    """The clock was put back: what was put off by its old time is put off from now on; how many that were."""
    at = now()
    ahead = select(Attachment).where(Attachment.set_at > at + TOLERATED, Attachment.due_at < _NEVER)
    rows = session.scalars(ahead.with_for_update(skip_locked=True)).all()
    for row in rows:
        if row.set_at is not None:
            row.due_at, row.set_at = row.due_at - (row.set_at - at), at
    return len(rows)


def _hold(row: Attachment, channel: str) -> Held:
    row.attempts += 1
    row.set_at = now()
    row.due_at = row.set_at + HELD * row.attempts
    return Held(row.id, row.feedback_id, channel, row.reference, row.name, row.attempts, erased=row.failure == _ERASED)


def _change(session: Session, held: Held, **values: object) -> bool:
    """What happened meanwhile counts: the person may have wanted it erased. Whether it is still as it was."""
    same = (Attachment.id == held.id, Attachment.reference == held.reference, Attachment.failure == "")
    changed = update(Attachment).where(*same).values(**values).returning(Attachment.id)
    return session.scalar(changed) is not None


def stored_now(session: Session, case: Feedback, name: str) -> int:
    """A photo of the result that an officer put into the storage: its id."""
    row = Attachment(
        feedback_id=case.id, reference="", name=name, due_at=_NEVER, set_at=now(), channel="web", by_officer=True
    )
    session.add(row)
    session.flush()
    return row.id
