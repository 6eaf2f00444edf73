"""Which tables hold the lists of a plan's running text, and what a row of each means."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models import Base, OfPlan


class PlanList(Base):
    """A list of the running text, code `5.L2`."""

    __tablename__ = "plan_list"
    __table_args__ = (UniqueConstraint("code", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    """None for section 8."""
    code: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    """Of the line that announces it."""


class ListItem(OfPlan, Base):
    """One item of a list, code `5.L2.1`."""

    __tablename__ = "list_item"
    __table_args__ = (UniqueConstraint("code", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("plan_list.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    number: Mapped[int]
    """As printed or, where the list has bullets, counted from 1."""
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
