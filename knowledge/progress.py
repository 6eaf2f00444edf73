"""What became of the plan, as officials reported it: who said when what was spent, and what indicators came to?

A report is never changed. Of several that tell of one thing and year the newest counts, so that undoing it brings the
one before back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from db.models import Plan, now
from db.progress_models import IndicatorResult, ProgressReport, Spending

Key = tuple[str, int]
"""Code and fiscal year (BE)."""


@dataclass(frozen=True)
class Reported:
    """By whom, from where, when."""

    person: str
    source: str
    at: datetime


@dataclass(frozen=True)
class Spent:
    """What a project had spent of a year's money."""

    satang: int
    reported: Reported


@dataclass(frozen=True)
class Reached:
    """What an indicator had come to in a year: a decimal number in the unit of its target."""

    value: str
    reported: Reported

    @property
    def exact(self) -> Decimal:
        """The number."""
        return Decimal(self.value)


@dataclass(frozen=True)
class Progress:
    """What counts now."""

    spent: Mapping[Key, Spent]
    reached: Mapping[Key, Reached]


@dataclass(frozen=True)
class Entry:
    """One report of the history."""

    id: int
    reported: Reported
    file: str
    spendings: int
    results: int
    undone_at: datetime | None
    undone_by: str


NOTHING = Progress({}, {})


def progress_of(session: Session, document: str) -> Progress:
    """What counts now for the plan of this document."""
    money = session.execute(_newest_last(select(*_KEY, Spending.satang, *_TOLD).join(_REPORT), document))
    results = session.execute(_newest_last(select(*_RESULT_KEY, IndicatorResult.value, *_TOLD).join(_REPORT), document))
    return Progress(
        {(code, year): Spent(int(satang), Reported(*told)) for code, year, satang, *told in money},
        {(code, year): Reached(value, Reported(*told)) for code, year, value, *told in results},
    )


_REPORT = ProgressReport
_KEY = (Spending.code, Spending.year)
_RESULT_KEY = (IndicatorResult.code, IndicatorResult.year)
_TOLD = (ProgressReport.person, ProgressReport.source, ProgressReport.reported_at)


def _newest_last(query: Select[*tuple[Any, ...]], document: str) -> Select[*tuple[Any, ...]]:
    """What counts, oldest first: of one key the last one read is the newest."""
    counting = query.where(ProgressReport.document == document, ProgressReport.undone_at.is_(None))
    return counting.order_by(ProgressReport.id)


def record(
    session: Session,
    plan: Plan,
    reported: Reported,
    file: str,
    spent: Mapping[Key, int],
    reached: Mapping[Key, str],
) -> int:
    """Keep a report; its number. The plan's version goes up, so that every process tells it; the caller commits."""
    report = ProgressReport(
        document=plan.document, person=reported.person, source=reported.source, file=file, reported_at=reported.at
    )
    session.add(report)
    session.flush()
    money = [{"report_id": report.id, "code": c, "year": y, "satang": satang} for (c, y), satang in spent.items()]
    results = [{"report_id": report.id, "code": c, "year": y, "value": value} for (c, y), value in reached.items()]
    for model, rows in ((Spending, money), (IndicatorResult, results)):
        if rows:
            session.execute(insert(model), rows)
    plan.version += 1
    return report.id


def undo(session: Session, plan: Plan, number: int, person: str) -> bool:
    """Let a report count no more; False where there is none that counts. It stays in the history."""
    report = session.get(ProgressReport, number)
    if report is None or report.undone_at is not None or report.document != plan.document:
        return False
    report.undone_at, report.undone_by = now(), person
    plan.version += 1
    return True


def history(session: Session, document: str) -> Sequence[Entry]:
    """Every report about this document's plan, newest first."""
    counts = {model: _counts(session, model) for model in (Spending, IndicatorResult)}
    reports = session.scalars(
        select(ProgressReport).where(ProgressReport.document == document).order_by(ProgressReport.id.desc())
    )
    return [
        Entry(
            id=report.id,
            reported=Reported(report.person, report.source, report.reported_at),
            file=report.file,
            spendings=counts[Spending].get(report.id, 0),
            results=counts[IndicatorResult].get(report.id, 0),
            undone_at=report.undone_at,
            undone_by=report.undone_by,
        )
        for report in reports
    ]


def _counts(session: Session, model: type[Spending | IndicatorResult]) -> dict[int, int]:
    counted = func.count().label("number")
    rows = session.execute(select(model.report_id, counted).group_by(model.report_id))
    return {row.report_id: row.number for row in rows}
