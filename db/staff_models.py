"""Which tables there are for those who work on cases: officers, how they come in, and what they did and read."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base, now


class Staff(Base):
    """Somebody of an office, from the invitation on. A row is never deleted: its name stands in histories."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """As it stands in the history of cases; nobody else ever has it."""
    role: Mapped[str]
    """officer or coordinator."""
    agency: Mapped[str] = mapped_column(default="")
    """Canonical name of the agency whose cases an officer sees; a coordinator sees all."""
    channel: Mapped[str] = mapped_column(default="")
    """line or telegram, where the person is reached; "" for one who has no chat."""
    key: Mapped[str | None] = mapped_column(unique=True)
    """Keyed hash of channel and platform id, as of a person; None without a chat."""
    platform_id: Mapped[str] = mapped_column(default="")
    """The platform's id, encrypted."""
    password: Mapped[str] = mapped_column(default="")
    """argon2's hash, of one who chose a password; else ""."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime | None]
    """When the invitation was taken; None before."""
    removed_at: Mapped[datetime | None]
    """None while the person may do anything."""
    told_case: Mapped[int] = mapped_column(default=0)
    """The newest case (its id) of which the person was told in chat."""
    told_update: Mapped[int] = mapped_column(default=0)
    """The newest entry of a history (its id) of which the person was told in chat."""
    digest_on: Mapped[str] = mapped_column(default="")
    """The last day (2026-11-29) whose morning the person got a digest."""


class Invitation(Base):
    """A link that lets somebody in, once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """join: become an officer. enter: open the console."""
    token: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the 192 random bits in the link."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """A browser that is signed in to the console."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the 192 random bits in the cookie."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class Audit(Base):
    """What somebody of the office did or read. The database lets nobody change or delete a row."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    who: Mapped[str]
    """The officer's name, or `terminal`."""
    action: Mapped[str]
    """invited, joined, entered, left, removed, password, listed, looked, told, read, photo, exported, or what was done
    with a case."""
    feedback_id: Mapped[int | None] = mapped_column(index=True)
    """The case, where it is about one; it stays when that is erased, and says nothing of the person."""
    channel: Mapped[str] = mapped_column(default="")
    """console, line, telegram or terminal."""
    subject: Mapped[str] = mapped_column(default="")
    """Another officer's name, a kind of list, or the name of something that was published; nothing people said."""


class Dialogue(Base):
    """An officer's question of which the answer is awaited: meanwhile what the person says goes to the case."""

    __tablename__ = "dialogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), unique=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="SET NULL"), index=True)
    """What asks the person; before that was told nothing is taken for an answer."""
    officer: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    replied_at: Mapped[datetime | None]
    """When the person last answered."""


class Alarm(Base):
    """Something that is wrong, of which coordinators are told in chat."""

    __tablename__ = "alarm"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """backlog, dead, disk, sweep, worker or untaken."""
    since: Mapped[datetime] = mapped_column(default=now)
    told_at: Mapped[datetime | None]


class Canned(Base):
    """A sentence that an officer can put into an answer."""

    __tablename__ = "canned"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)
    who: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class AnswerCount(Base):
    """How many answers of a kind were given on a day; nothing of what was asked, or by whom."""

    __tablename__ = "answer_count"
    __table_args__ = (UniqueConstraint("day", "channel", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[str]
    """In Thailand: 2026-11-29."""
    channel: Mapped[str]
    status: Mapped[str]
    """As of an Answer."""
    count: Mapped[int]
