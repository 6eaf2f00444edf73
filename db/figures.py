"""How many cases came, what became of them, how long did people wait, and how content are they?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from db.feedback_models import Feedback, FeedbackUpdate
from db.staff_models import AnswerCount

NOBODYS = ("citizen", "bot", "retention")
"""Who no officer is."""
_WORDS = ("answered", "asked", "closed", "rejected")
"""What an officer does that is a word to the person."""


@dataclass(frozen=True)
class Case:
    """What of a case is counted."""

    number: str
    agency: str
    state: str
    fixed: bool | None
    text: str
    created_at: datetime
    closed_at: datetime | None
    satisfaction: int | None
    channel: str
    first_word: datetime | None
    """When an officer first said something to the person; None where nobody did."""

    @property
    def outcome(self) -> str:
        """The state; of a closed case how it ended."""
        if self.state != "closed":
            return self.state
        return {True: "fixed", False: "not_fixed", None: "withdrawn"}[self.fixed]

    @property
    def days(self) -> float | None:
        """Until the first word."""
        return (self.first_word - self.created_at) / timedelta(days=1) if self.first_word else None


@dataclass(frozen=True)
class Ledger:
    """What an office had to do in a span of time, as its forms count it."""

    carried: int
    """Open when it began."""
    given: int
    finished: int
    """Of both, closed, rejected or joined to another case within it."""

    @property
    def left(self) -> int:
        """Open when it ended."""
        return self.carried + self.given - self.finished

    @property
    def share(self) -> float | None:
        """Finished of all there was to do, in percent; None where there was nothing."""
        total = self.carried + self.given
        return 100 * self.finished / total if total else None


@dataclass(frozen=True)
class Summary:
    """What cases come to."""

    cases: int
    outcomes: dict[str, int]
    days: float | None
    """To the first word, on average over those who heard one."""
    satisfaction: float | None
    """1 to 5, on average over those who said."""
    rated: int


def cases_between(session: Session, since: datetime, until: datetime, agency: str | None) -> list[Case]:
    """Cases that were given then, oldest first; `agency` None for all."""
    first = (
        select(FeedbackUpdate.feedback_id, func.min(FeedbackUpdate.at).label("at"))
        .where(FeedbackUpdate.action.in_(_WORDS), FeedbackUpdate.who.not_in(NOBODYS))
        .group_by(FeedbackUpdate.feedback_id)
        .subquery()
    )
    columns = (Feedback.number, Feedback.agency, Feedback.state, Feedback.fixed, Feedback.text, Feedback.created_at)
    query = (
        select(*columns, Feedback.closed_at, Feedback.satisfaction, Feedback.channel, first.c.at)
        .outerjoin(first, first.c.feedback_id == Feedback.id)
        .where(Feedback.created_at >= since, Feedback.created_at < until)
        .order_by(Feedback.id)
    )
    if agency is not None:
        query = query.where(Feedback.agency == agency)
    return [Case(*row) for row in session.execute(query)]


def ledger(session: Session, since: datetime, until: datetime, agency: str | None) -> Ledger:
    """What was carried over, came and was finished; `agency` None for all. A case that was opened again counts as open
    from the beginning."""
    given = and_(Feedback.created_at >= since, Feedback.created_at < until)
    finished = and_(Feedback.closed_at >= since, Feedback.closed_at < until)
    is_open = or_(Feedback.closed_at.is_(None), Feedback.closed_at >= since)
    carried = and_(Feedback.created_at < since, is_open)
    sums = [func.coalesce(func.sum(case((fits, 1), else_=0)), 0) for fits in (carried, given, finished)]
    query = select(*sums) if agency is None else select(*sums).where(Feedback.agency == agency)
    return Ledger(*map(int, session.execute(query).one()))


def summary(cases: Sequence[Case]) -> Summary:
    """Counted and averaged."""
    days = [case.days for case in cases if case.days is not None]
    marks = [case.satisfaction for case in cases if case.satisfaction is not None]
    outcomes = Counter(case.outcome for case in cases)
    return Summary(len(cases), dict(outcomes), _mean(days), _mean(marks), len(marks))


def by_agency(cases: Iterable[Case]) -> dict[str, Summary]:
    """Of each agency, by name."""
    found: dict[str, list[Case]] = defaultdict(list)
    for one in cases:
        found[one.agency].append(one)
    return {agency: summary(found[agency]) for agency in sorted(found)}


def answers_by_day(session: Session, since: str) -> dict[str, tuple[int, int]]:
    """Day (2026-11-29): how many questions about the plan were asked, and how many of them were answered."""
    asked = (AnswerCount.status.in_(("answered", "clarify", "unknown")), AnswerCount.day >= since)
    rows = session.execute(
        select(AnswerCount.day, AnswerCount.status, func.sum(AnswerCount.count))
        .where(*asked)
        .group_by(AnswerCount.day, AnswerCount.status)
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for day, status, count in rows:
        counts[day][status] += int(count)
    return {day: (sum(told.values()), told["answered"]) for day, told in sorted(counts.items())}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
