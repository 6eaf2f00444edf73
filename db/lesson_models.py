"""Which tables there are for what the bot did not know and was taught by coordinators?"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base, now


class Missed(Base):
    """A message that the bot could not answer, with what belongs to a person masked; nobody knows whose it was."""

    __tablename__ = "missed"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    channel: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Lesson(Base):
    """Another name for a thing of the plan, or a ready answer, as a coordinator published it. Undone, it stays here."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """name or answer."""
    words: Mapped[str]
    """The name; of an answer the question that it is for."""
    code: Mapped[str] = mapped_column(default="")
    """Of the thing that is called so; of an answer the plan that gives it (`db.plan_codes.qualified`), and no thing."""
    answer: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    """Where the answer is from, as its reader is told."""
    who: Mapped[str]
    version: Mapped[int]
    """The plan's version from which on it counts."""
    published_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]


class CheckQuestion(Base):
    """A question that was once corrected by a name: a new name must not take it away from what it is about."""

    __tablename__ = "check_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)
    codes: Mapped[str]
    """JSON list of plan codes."""
