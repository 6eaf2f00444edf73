"""How much of a question's money was spent, as far as that was reported?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Plan
from db.progress_models import ProgressReport, Spending
from knowledge.budgets import cells_of
from knowledge.money import Amount, total
from knowledge.question import Question
from knowledge.vocabulary import read


@dataclass(frozen=True)
class SpentYear:
    """What was reported of one fiscal year."""

    year: int
    spent: Amount
    planned: Amount | None
    """Of the projects that were reported; None where the plan sets none for them."""


@dataclass(frozen=True)
class SpentSum:
    """What was reported of everything that a question is about."""

    years: tuple[SpentYear, ...]
    """Ascending; only those of which something was reported."""
    codes: tuple[str, ...]
    """Projects that were reported."""
    of: int
    """Projects that could have been."""
    person: str
    """Of the newest report in it."""
    source: str
    at: datetime

    @property
    def spent(self) -> Amount:
        return total([each.spent for each in self.years])

    @property
    def planned(self) -> Amount | None:
        """Of the same projects and years."""
        planned = [each.planned for each in self.years if each.planned is not None]
        return total(planned) if planned else None


_ROWS = (
    select(
        Spending.code, Spending.year, Spending.satang,
        ProgressReport.person, ProgressReport.source, ProgressReport.reported_at,
    )
    .select_from(Plan)
    .join(ProgressReport, Plan.document == ProgressReport.document)
    .join(Spending, Spending.report_id == ProgressReport.id)
    .where(ProgressReport.undone_at.is_(None))
    .order_by(ProgressReport.id)
)  # fmt: skip


def spent_of(session: Session, question: Question) -> SpentSum | None:
    """What was reported of the question's projects and years; None where nothing was."""
    cells = {(cell.code, cell.year): cell.amount for cell in cells_of(session, question)}
    newest = {(row.code, row.year): row for row in session.execute(_ROWS) if (row.code, row.year) in cells}
    if not newest:
        return None
    years = []
    for year in sorted({year for _, year in newest}):
        keys = [key for key in newest if key[1] == year]
        planned = [amount for key in keys if (amount := cells[key]) is not None]
        spent = total([Amount.of(newest[key], "satang") for key in keys])
        years.append(SpentYear(year, spent, total(planned) if planned else None))
    last = max(newest.values(), key=lambda row: row.reported_at)
    reported = {code for code, _ in newest}
    codes = tuple(dict.fromkeys(code for code, _ in cells if code in reported))
    return SpentSum(tuple(years), codes, len({code for code, _ in cells}), last.person, last.source, last.reported_at)


def spent_cells(session: Session) -> dict[tuple[str, int], Amount]:
    """What was reported of each project and year; of several reports the newest counts."""
    return {(row.code, row.year): Amount.of(row, "satang") for row in session.execute(_ROWS)}


def is_anything_reported(session: Session) -> bool:
    """Whether any report counts for the stored plan."""
    return session.execute(_ROWS.limit(1)).first() is not None


def asks_percent(text: str) -> bool:
    """Whether a share of what was planned is wanted, not the money."""
    letters = "".join(text.split()).casefold()
    return any("".join(word.split()) in letters for word in read("progress")["percent"])
