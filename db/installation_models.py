"""Which tables there are for the database's own safekeeping, and for the processes that share it?"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base, now


class Installation(Base):
    """This database among others. One row, made with the table."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Random; a copy of the database has the same."""
    swept_at: Mapped[datetime | None]
    """When was last looked for what is too old, by the clock of then; None before the first time."""
    held_back: Mapped[str] = mapped_column(default="")
    """Why what is too old was left alone the last time, in a sentence; "" where it was not."""
    unclean: Mapped[int] = mapped_column(default=0)
    """How often something was erased of which SQLite's files may still hold pieces."""
    unclean_since: Mapped[datetime | None]
    cleaned_at: Mapped[datetime | None]
    """When SQLite's file was last written anew."""


class Erasure(Base):
    """Something that was erased: a restored backup must lose it again. Holds hashes of keyed hashes alone."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """A UUID: the same in every copy of this row, so that one which a backup has already is not done again."""
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str]
    """person, chat or case; `case contact`, `case place` or `case photos` for a part of one."""
    subject: Mapped[str]
    """A hash of the person's or the chat's keyed hash, or of the case's id."""
    copied: Mapped[bool] = mapped_column(default=False, index=True)
    """Whether it also stands beside the photos, where it outlives the database."""


class Heartbeat(Base):
    """A process of the bot that goes on, as it last wrote of itself. It says when it stops; who dies says nothing."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(unique=True)
    """Made up by the process when it starts."""
    kind: Mapped[str]
    """serve, worker or poll."""
    relays: Mapped[bool]
    """Whether it sends what others left in the outbox."""
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    relayed_at: Mapped[datetime | None]
    """When it last went through the outbox."""
    stopped_at: Mapped[datetime | None]
    """When it was told to stop; None while it lives, and where it died."""
    clock_step: Mapped[int] = mapped_column(default=0)
    """Seconds by which the clock last jumped, seen by this process; 0 where it never did."""
    clock_stepped_at: Mapped[datetime | None]
    requests: Mapped[int] = mapped_column(default=0)
    """Of the web, since it started; those that only ask whether it lives left out."""
    forwarded: Mapped[int] = mapped_column(default=0)
    """Of these, those that a proxy passed on which is not trusted: their visitors cannot be told apart."""
