"""Which tables there are and what a row of each means.

Money is integer satang, a fiscal year is of the Buddhist era (2554), `None` in a budget cell means that the plan set
no budget.
Every fact of the plan points at its `Source`: document, line and the words that stand there.
"""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from db.columns import Exact, Moment, Satang


class Base(DeclarativeBase):
    """Constraint names are fixed, so that a migration can drop what another one made, on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: Moment}


def now() -> datetime:
    """The time in UTC, with its zone."""
    return datetime.now(UTC)


class Plan(Base):
    """One plan document as it is stored now; several stand side by side. Which of them is read: `plan_in_view.py`."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """What it is called where it is loaded (`import --as`) and before the codes of its things (`NAME:5.3.6`)."""
    is_default: Mapped[bool] = mapped_column(default=False)
    """True of one: the plan that is meant where nothing says another."""
    document: Mapped[str] = mapped_column(unique=True)
    """The bundled file's name."""
    province: Mapped[str]
    """ขอนแก่น, without จังหวัด."""
    province_en: Mapped[str]
    first_year: Mapped[int]
    last_year: Mapped[int]
    digest: Mapped[str]
    """SHA-256 of the document's and its companion YAML's bytes: an unchanged pair is not loaded again."""
    bundled: Mapped[bool] = mapped_column(default=False)
    """True: it came with the program and follows its releases; False: somebody imported it, so a start leaves it."""
    version: Mapped[int] = mapped_column(default=1)
    """Goes up by one with every change; a process whose index has another version loads it anew."""
    loaded_at: Mapped[datetime] = mapped_column(default=now)


class Source(Base):
    """One place in a document: the line counted from 1 and a piece of that very line."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    document: Mapped[str]
    line: Mapped[int]
    quote: Mapped[str]


class OfPlan:
    """Rows that a plan brings and takes away with it."""

    @declared_attr
    @classmethod
    def plan_id(cls) -> Mapped[int]:
        """Without an index: of a single plan it would lead to every row, and mislead SQLite."""
        return mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))


class _Fact(OfPlan):
    """What every fact of the plan has: its code, its words, its English name and where it stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    """No other of its kind in its plan has it."""
    name: Mapped[str]
    """As the document has it, spaces of its layout taken out."""
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    """Order in the document, from 0, within the table."""
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[UniqueConstraint]:
        return (UniqueConstraint("code", "plan_id"),)


class Strategy(_Fact, Base):
    """ยุทธศาสตร์, code `5`."""

    __tablename__ = "strategy"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    source: Mapped[Source] = relationship()


class Issue(_Fact, Base):
    """ประเด็นยุทธศาสตร์, code `5.3`."""

    __tablename__ = "issue"

    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy.id", ondelete="CASCADE"), index=True)
    budget_unit: Mapped[str | None]
    """The unit its budget table states (`ล้านบาท`); None where it states none (issues 4 to 6)."""
    source: Mapped[Source] = relationship()


class Tactic(_Fact, Base):
    """กลยุทธ์, code `5.3.T2`."""

    __tablename__ = "tactic"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    continued_source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    """Where the name goes on after a page break (5.3.T3: line 94); None where it stands in one place."""
    source: Mapped[Source] = relationship(foreign_keys="Tactic.source_id")
    continued_source: Mapped[Source | None] = relationship(foreign_keys=[continued_source_id])


class Goal(_Fact, Base):
    """เป้าประสงค์เชิงยุทธศาสตร์, code `5.3.G1`."""

    __tablename__ = "goal"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    source: Mapped[Source] = relationship()


class Indicator(_Fact, Base):
    """ตัวชี้วัด with its target, code `5.3.G1.K2`."""

    __tablename__ = "indicator"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    target: Mapped[Decimal | None] = mapped_column(Exact)
    """The figure the document sets (80, 12.5); None where it sets none."""
    target_unit: Mapped[str | None]
    """ร้อยละ or what the document counts (เรื่อง)."""
    target_text: Mapped[str | None]
    """The target in the document's words (`อย่างน้อยร้อยละ 80`, `ครบทุกส่วนราชการ`); None where it sets none."""
    source: Mapped[Source] = relationship()


class Agency(OfPlan, Base):
    """หน่วยงานรับผิดชอบ: every spelling in the document comes to one row."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("name", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """Canonical."""
    name_full: Mapped[str] = mapped_column(default="")
    """What an abbreviation stands for (อปท.); empty where `name` says it all."""
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class Project(_Fact, Base):
    """โครงการ, code `5.3.6`."""

    __tablename__ = "project"

    tactic_id: Mapped[int] = mapped_column(ForeignKey("tactic.id", ondelete="CASCADE"), index=True)
    funding: Mapped[str]
    """แหล่งงบประมาณ as the document has it (`จังหวัด`)."""
    agency_text: Mapped[str]
    """The agency cell as written; empty where the document names none."""
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    source: Mapped[Source] = relationship()
    tactic: Mapped[Tactic] = relationship()


class ProjectAgency(OfPlan, Base):
    """Which agency answers for which project; a project may have several."""

    __tablename__ = "project_agency"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True, index=True)
    position: Mapped[int]


class Budget(OfPlan, Base):
    """One cell of the budget table: a project in a fiscal year."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("project_id", "year"), Index(None, "project_id", "year", "satang"))

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    satang: Mapped[int | None] = mapped_column(Satang)
    """None: the document has "-", no budget set that year."""
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)


class Stakeholder(OfPlan, Base):
    """หน่วยงานที่เกี่ยวข้อง of an issue, and those agencies' strategies (ยุทธศาสตร์หน่วยงาน)."""

    __tablename__ = "stakeholder"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """`agency` or `strategy`."""
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))


class Passage(Base):
    """Text of the plan that is no table: measures, the regional framework, section 8."""

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    """None for section 8."""
    kind: Mapped[str]
    """`measure`, `framework` or `section`."""
    number: Mapped[int | None]
    """Of a measure or a framework item, as printed."""
    heading: Mapped[str]
    """Of the part it stands in (`การติดตามผลการดำเนินงานระหว่างปี`, `มาตรการ`)."""
    heading_en: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))


class Alias(Base):
    """Another name under which people know something of the plan."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("plan_id", "code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    """A plan code, or an agency's canonical name."""
    name: Mapped[str]


class Conversation(Base):
    """What a chat is about, so that "แล้วปี 56 ล่ะ" is understood; holds no message. Or, under a key that looks like a
    chat's, an answer that was given when there was nothing more to remember."""

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Keyed hash of channel and user: the platform's id itself is not here."""
    state: Mapped[str]
    """What the chat is about, as JSON (`handlers/conversation.py`), encrypted; "" where that is nothing."""
    asked: Mapped[str] = mapped_column(default="", server_default="")
    """Keyed hash of the id of the message that was answered last; "" where it had none."""
    answer: Mapped[str] = mapped_column(default="", server_default="")
    """That answer as the page got it, encrypted: a repeat of the message gets the same."""
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, index=True)


class Event(Base):
    """Something that a platform told us; a repeat of it finds its row here and ends. Holds nothing that was said."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    """line or telegram."""
    external_id: Mapped[str]
    """The platform's id of it."""
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)
    fault: Mapped[str] = mapped_column(default="")
    """The traceback, where handling it failed through a fault of ours."""


class Outbox(Base):
    """A call of a platform that is still to be made, or that was given up (a dead letter). Deleted once it is made."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "chat", "id"),
        Index(None, "channel", "due_at", "id"),
        Index(None, "channel", "reply_until"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """In the order in which they were written; never given again."""
    key: Mapped[str]
    """A UUID: the platform's retry key, the same on every attempt."""
    channel: Mapped[str]
    chat: Mapped[str]
    """Keyed hash of channel and chat: calls of one chat are made in order. "" for a call that waits for no other."""
    queue: Mapped[str] = mapped_column(default="answers", server_default="answers")
    """answers, or notices: news of cases."""
    recipient: Mapped[str]
    """The platform's id of the person or group, encrypted."""
    body: Mapped[str]
    """JSON: what the channel sends."""
    about: Mapped[str] = mapped_column(default="", server_default="")
    """The number of the case that it tells of; "" where it tells of none."""
    reply_token: Mapped[str] = mapped_column(default="")
    reply_until: Mapped[datetime | None]
    """When the reply token is surely dead."""
    attempts: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[bool] = mapped_column(default=False)
    """An attempt was begun of which nobody knows whether it got through."""
    due_at: Mapped[datetime]
    """Nobody may try before. While somebody tries, it lies ahead: should he die, another goes on then. Of what was
    given up it is the year 9999."""
    set_at: Mapped[datetime | None]
    """When `due_at` was set: where that lies ahead, the clock was put back. None of what an older version wrote."""
    give_up_at: Mapped[datetime]
    """After that nobody needs it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    dead_at: Mapped[datetime | None]
    """When it was given up."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was given up."""
