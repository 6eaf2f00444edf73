"""Who is an officer, how did they come in, and which browser is theirs?

Tokens are random (192 bits) and told once; only their SHA-256 is kept.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from db.models import now
from db.staff_models import Invitation, Staff, StaffSession
from db.statements import run

Role = Literal["officer", "coordinator"]
Kind = Literal["join", "enter"]
INVITED = timedelta(days=3)
"""So long an invitation is good for."""
ENTERING = timedelta(minutes=10)
"""And a link into the console."""
SESSION = timedelta(hours=12)
"""So long a browser stays signed in: a working day."""
IDLE = timedelta(hours=2)
"""And so long without anything being asked for."""
_SEEN_EVERY = timedelta(minutes=5)
REACHED = (Staff.key.is_not(None), Staff.removed_at.is_(None), Staff.channel != "")
"""Who can be told something in chat."""
_BY_KEY = select(Staff.id).where(Staff.key == bindparam("key"), Staff.removed_at.is_(None)).limit(1)


class NameTakenError(Exception):
    """Somebody who is an officer already has the name."""


def is_staff(session: Session, key: str) -> bool:
    """Whether the person of this keyed hash is an officer: asked with each message, so it is one quick look."""
    return run(session, _BY_KEY, {"key": key}).first() is not None


def by_key(session: Session, keys: Sequence[str]) -> Staff | None:
    """The officer of one of these keyed hashes; None for everybody else."""
    return session.scalar(select(Staff).where(Staff.key.in_(keys), Staff.removed_at.is_(None)))


def by_name(session: Session, name: str) -> Staff | None:
    """The officer of this name, who may have to join still; None where nobody is called so, or was removed."""
    return session.scalar(select(Staff).where(Staff.name == name, Staff.removed_at.is_(None)))


def everybody(session: Session) -> Sequence[Staff]:
    """Who was invited and not removed, by name."""
    return session.scalars(select(Staff).where(Staff.removed_at.is_(None)).order_by(Staff.name)).all()


def in_chat(session: Session) -> Sequence[Staff]:
    """Who can be told something in chat."""
    return session.scalars(select(Staff).where(*REACHED).order_by(Staff.id)).all()


def invite(session: Session, name: str, role: Role, agency: str) -> tuple[Staff, str]:
    """Somebody new, or who was removed or has not joined yet; with the token of the invitation, the only one that
    counts. Raises NameTakenError where somebody of that name has joined."""
    staff = session.scalar(select(Staff).where(Staff.name == name).with_for_update())
    if staff is None:
        staff = Staff(name=name, role=role, agency=agency)
        session.add(staff)
    elif staff.joined_at is not None and staff.removed_at is None:
        raise NameTakenError
    staff.role, staff.agency, staff.removed_at, staff.joined_at = role, agency, None, None
    session.flush()
    session.execute(delete(Invitation).where(Invitation.staff_id == staff.id))
    return staff, invitation(session, staff, "join")


def invitation(session: Session, staff: Staff, kind: Kind) -> str:
    """The token of a new link."""
    token = secrets.token_urlsafe(24)
    ends = now() + (INVITED if kind == "join" else ENTERING)
    session.add(Invitation(staff_id=staff.id, kind=kind, token=hashed(token), ends_at=ends))
    return token


def invited(session: Session, token: str, kind: Kind, *, use: bool) -> Staff | None:
    """Whose link it is; None where it is none, too old or used. `use`: from now on it is used."""
    found = select(Invitation).where(Invitation.token == hashed(token), Invitation.kind == kind)
    row = session.scalar(found.with_for_update() if use else found)
    if row is None or row.used_at is not None or row.ends_at <= now():
        return None
    staff = session.get(Staff, row.staff_id)
    if staff is None or staff.removed_at is not None:
        return None
    if use:
        row.used_at = now()
    return staff


def remove(session: Session, staff: Staff) -> None:
    """At once: no chat, no browser and no open link leads in any more."""
    staff.removed_at, staff.key, staff.platform_id, staff.channel, staff.password = now(), None, "", "", ""
    session.execute(delete(Invitation).where(Invitation.staff_id == staff.id))
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id))


def begin_session(session: Session, staff: Staff) -> str:
    """The token for the cookie of a browser that just signed in."""
    token = secrets.token_urlsafe(24)
    session.add(StaffSession(staff_id=staff.id, token=hashed(token)))
    return token


def of_session(session: Session, token: str) -> tuple[Staff, StaffSession] | None:
    """Whose browser it is; None where the session ended or never was."""
    row = session.scalar(select(StaffSession).where(StaffSession.token == hashed(token)))
    at = now()
    if row is None or row.created_at + SESSION <= at or row.seen_at + IDLE <= at:
        return None
    staff = session.get(Staff, row.staff_id)
    return (staff, row) if staff is not None and staff.removed_at is None else None


def needs_touch(row: StaffSession) -> bool:
    """Whether it is time to write down that the browser is still used."""
    return now() - row.seen_at > _SEEN_EVERY


def touch(session: Session, id_: int) -> None:
    """The browser is still used."""
    session.execute(update(StaffSession).where(StaffSession.id == id_).values(seen_at=now()))


def end_session(session: Session, token: str) -> None:
    """Signed out."""
    session.execute(delete(StaffSession).where(StaffSession.token == hashed(token)))


def end_sessions(session: Session, staff: Staff) -> None:
    """Every browser of theirs is signed out: the password was changed."""
    session.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id))


def forget_old(session: Session) -> None:
    """Delete links and sessions that lead nowhere any more."""
    session.execute(delete(Invitation).where(Invitation.ends_at <= now()))
    session.execute(delete(StaffSession).where(StaffSession.created_at <= now() - SESSION))


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
