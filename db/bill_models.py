"""Which table holds what the projects of a budget bill are added up from: its lines, one for each item and year?"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Satang
from db.models import Base, OfPlan

BETWEEN = "|"
"""Stands before, between and behind the kinds of a line, so that each can be looked for in full."""


class BudgetLine(OfPlan, Base):
    """One item of a project, code `1.2.3.B4`."""

    __tablename__ = "budget_line"
    __table_args__ = (UniqueConstraint("code", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    """What is bought, built or paid, in the usual spelling where many lines say the same."""
    kinds: Mapped[str]
    """The kinds of spending that it belongs to, from the widest: `|งบลงทุน|ค่าครุภัณฑ์|`."""
    year: Mapped[int]
    satang: Mapped[int | None] = mapped_column(Satang)
    volume: Mapped[str]
    """Of the printed bill; "" where the file names none."""
    page: Mapped[str]
    position: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
