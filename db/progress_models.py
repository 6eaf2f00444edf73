"""Which tables hold what became of the plan: money spent and results of indicators, as they were reported?"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Satang
from db.models import Base, now


class ProgressReport(Base):
    """One report of an official. It is never changed; what was wrong is undone, and reported anew."""

    __tablename__ = "progress_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str]
    """Of which plan: codes of another plan mean other things."""
    person: Mapped[str]
    """Who answers for it, as they gave their name."""
    source: Mapped[str]
    """Where the figures come from, such as the system they were read from and its date."""
    file: Mapped[str]
    reported_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")


class Spending(Base):
    """What a project had spent of a fiscal year's money, all in all, when it was reported."""

    __tablename__ = "spending"
    __table_args__ = (UniqueConstraint("report_id", "code", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("progress_report.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    year: Mapped[int]
    satang: Mapped[int] = mapped_column(Satang)


class IndicatorResult(Base):
    """What an indicator had come to in a fiscal year."""

    __tablename__ = "indicator_result"
    __table_args__ = (UniqueConstraint("report_id", "code", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("progress_report.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    year: Mapped[int]
    value: Mapped[str]
    """A decimal number as it was written, in the unit of the target."""
