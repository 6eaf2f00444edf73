"""What must happen to a restored database before anybody uses it? Erase again, and send nothing twice unasked."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import erasures, notices
from db.erasing import erase_cases, erase_chats, erase_person, trace
from db.erasing_parts import PARTS, Part, erase_parts, kind_of
from db.erasures import Erased
from db.feedback_models import Feedback, Notice, Person
from db.installation import installation
from db.models import Conversation, Outbox, now

_CLOCKS_DIFFER = timedelta(days=1)
HELD_BACK = "Held back by a restore: it may have been sent before."
Hashes = Callable[[Person], Collection[str]]
"""Every keyed hash by which a person is or was known."""


@dataclass(frozen=True)
class Finished:
    """What was done."""

    people: int
    """Erased again, and so on."""
    chats: int
    cases: int
    calls: int
    """That waited to be sent when the backup was made, and are kept as dead letters."""
    notices: int
    """That were not told then: people hear them with their next message, and are not pushed them."""


def finish(session: Session, erased: Sequence[Erased], since: datetime, hashes: Hashes) -> Finished:
    """Repeat those of these erasures that came after the backup (made then), and hold back what would be sent."""
    erased = _new(session, erased, since)
    people = _people(session, _subjects(erased, "person"), hashes)
    chats = _chats(session, _subjects(erased, "chat"))
    cases = _cases(session, _subjects(erased, "case"))
    cases += sum(_parts(session, _subjects(erased, kind_of(part)), part) for part in PARTS if part != "case")
    erasures.add(session, erased)
    calls = _hold_back(session)
    done = Finished(people, chats, cases, calls, _tell_only_when_they_write(session))
    row = installation(session)
    if row is not None:
        row.swept_at, row.held_back = now(), ""  # whoever restores says what time it is
    session.flush()
    return done


def _new(session: Session, erased: Iterable[Erased], since: datetime) -> list[Erased]:
    """What this database does not know of. Whoever was erased before the backup and came back stays; what is called
    before goes by clocks, which may differ."""
    known = {one.key for one in erasures.known(session)}
    found = {one.key: one for one in erased if one.key not in known and one.at > since - _CLOCKS_DIFFER}
    return list(found.values())


def _subjects(erased: Iterable[Erased], kind: str) -> set[str]:
    return {one.subject for one in erased if one.kind == kind}


def _people(session: Session, subjects: set[str], hashes: Hashes) -> int:
    rows = session.scalars(select(Person)).all() if subjects else ()
    found = [row for row in rows if subjects & {trace(each) for each in (row.key, *hashes(row))}]
    for row in found:
        erase_person(session, row)
    return len(found)


def _chats(session: Session, subjects: set[str]) -> int:
    keys = {*session.scalars(select(Conversation.key)), *session.scalars(select(Outbox.chat))} if subjects else set()
    found = [key for key in keys if trace(key) in subjects]
    erase_chats(session, found)
    return len(found)


def _cases(session: Session, subjects: set[str]) -> int:
    ids = session.scalars(select(Feedback.id)) if subjects else ()
    found = [number for number in ids if trace(str(number)) in subjects]
    erase_cases(session, found, who="retention")
    return len(found)


def _parts(session: Session, subjects: set[str], part: Part) -> int:
    """Cases of which the person had this part erased alone."""
    ids = session.scalars(select(Feedback.id)) if subjects else ()
    found = [number for number in ids if trace(str(number)) in subjects]
    erase_parts(session, found, part)
    return len(found)


def _hold_back(session: Session) -> int:
    """A call that tells notices is not needed: they wait for the person's next message."""
    kept = 0
    for call in session.scalars(select(Outbox).where(Outbox.dead_at.is_(None))).all():
        if notices.take_back(session, call.key, push_again=False):
            session.delete(call)
            continue
        call.dead_at, call.reason = now(), HELD_BACK
        kept += 1
    return kept


def _tell_only_when_they_write(session: Session) -> int:
    untold = update(Notice).where(Notice.posted_at.is_(None)).values(call_key=notices.REFUSED)
    return len(session.scalars(untold.returning(Notice.id)).all())
