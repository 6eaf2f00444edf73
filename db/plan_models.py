"""Which tables hold what is known about a plan as a whole, and the words that people have for its things alone?"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base


class PlanFact(Base):
    """One thing about the plan as a whole that has no table: its title, the indicator that feedback counts for."""

    __tablename__ = "plan_fact"
    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    """A field of `knowledge.plan_document.Facts`."""
    value: Mapped[str]


class PlanWord(Base):
    """One word that people say of this plan's things, beside the vocabulary that every plan has."""

    __tablename__ = "plan_word"
    __table_args__ = (UniqueConstraint("plan_id", "kind", "name", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """`synonyms` or `cues`: the vocabulary file that it adds to."""
    name: Mapped[str]
    """The line of that file, or a new one."""
    word: Mapped[str]
