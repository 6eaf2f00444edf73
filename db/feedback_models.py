"""Which tables there are for feedback: the people who gave it, their cases, and what they must hear about them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base, now


class Person(Base):
    """Somebody who gave feedback, or whom a notice must reach. Asking about the plan makes no such row."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Keyed hash of channel and platform id: to find the person by."""
    channel: Mapped[str]
    """line, telegram, web or ask."""
    platform_id: Mapped[str]
    """The platform's id, encrypted: to reach the person."""
    language: Mapped[str] = mapped_column(default="th")
    consent_version: Mapped[int | None]
    """Which notice the person agreed to; None before that and after it was withdrawn."""
    consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Feedback(Base):
    """One case: a complaint, suggestion, praise or opinion, which indicator 5.4.G2.K1 counts."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "agency", "state", "assignee", "created_at", "number"),)
    """What the desk of an office counts, so that no text is read for it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """Nine digits, the last a check digit (`handlers/case_number.py`): told to the person, not to be guessed."""
    claim: Mapped[str] = mapped_column(default="", server_default="")
    """Hash of the secret by which its person can prove to be that; "" where none was told, or once erased."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """None once the person's data were erased."""
    channel: Mapped[str]
    text: Mapped[str]
    """With what belongs to a person masked (`knowledge/personal.py`): for everybody. "" once erased."""
    sealed_text: Mapped[str] = mapped_column(default="")
    """As it was written, encrypted, for the officer who handles it; "" where nothing had to be masked."""
    contact: Mapped[str] = mapped_column(default="")
    """A name or phone that the person offered, encrypted; "" where none was."""
    codes: Mapped[str] = mapped_column(default="[]")
    """JSON list of the plan codes that it concerns; empty for other matters."""
    agency: Mapped[str] = mapped_column(default="")
    """Canonical name of the agency that it is for; "" where the plan names none."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    place_name: Mapped[str] = mapped_column(default="", server_default="")
    """What the place is called, and its address, as the platform told; "" where it did not."""
    state: Mapped[str] = mapped_column(default="received", index=True)
    """received, assigned, in_progress, answered, closed, contested, rejected or merged."""
    fixed: Mapped[bool | None]
    """Of a closed case: whether the matter was put right."""
    assignee: Mapped[str] = mapped_column(default="")
    """The officer who handles it."""
    satisfaction: Mapped[int | None]
    """1 to 5, as the person said when it was closed."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("feedback.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class FeedbackUpdate(Base):
    """One change of a case: who did what, when and why. Never changed, only added."""

    __tablename__ = "feedback_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    who: Mapped[str]
    """An officer's name, `citizen`, `bot` or `retention`."""
    action: Mapped[str]
    """The state it went into, or added, rated, withdrawn, reopened, claimed, photo_lost or erased."""
    text: Mapped[str] = mapped_column(default="")
    """Why, the answer, or what was added; what the citizen wrote is masked like the case's text."""
    public: Mapped[bool] = mapped_column(default=True)
    """Whether the citizen may read it."""
    evidence: Mapped[str] = mapped_column(default="")
    """Where a photo or document of the result is found."""
    sealed_text: Mapped[str] = mapped_column(default="", server_default="")
    """What a person answered to an officer as it was written, encrypted; "" where nothing had to be masked."""


class Attachment(Base):
    """A photo of a case: fetched from the platform after the case was taken, stored without its metadata."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str]
    """Where the platform keeps it, encrypted; "" once it is stored or was given up."""
    name: Mapped[str] = mapped_column(default="")
    """Of the stored file; "" until then."""
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    """Nobody fetches it before; as in the outbox."""
    set_at: Mapped[datetime | None] = mapped_column(default=now)
    """When `due_at` was set; as in the outbox."""
    failure: Mapped[str] = mapped_column(default="")
    """Why it was given up, or that it is to be deleted."""
    channel: Mapped[str] = mapped_column(default="", server_default="")
    """By which it came, where that is not the case's; "" where it is."""
    by_officer: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it shows the result, which the person may see, too."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class SentMessage(Base):
    """A message of a chat that belongs to a case: the bot's, that tells of it, or the person's, that brought a part."""

    __tablename__ = "sent_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    """Keyed hash of channel, chat and what the platform calls the message."""
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(default="")
    """What the person's message brought: text, photo, place or contact; "" of the bot's own."""
    content: Mapped[str] = mapped_column(default="")
    """The words of such a text, encrypted."""
    attachment_id: Mapped[int | None]
    """The photo that it brought."""
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class Notice(Base):
    """What a person must hear about a case: pushed where the quota allows, else told with the next answer."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    suggestions: Mapped[str] = mapped_column(default="[]")
    """JSON list of its buttons: the label and the action of each; of an earlier version the text alone."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    posted_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it went into the outbox or into an answer."""
    call_key: Mapped[str] = mapped_column(default="", index=True)
    """Key of the call in the outbox that tells it; "" where an answer told it."""
