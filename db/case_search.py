"""Which cases fit, how many are there, and what may everybody know of them?"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import Session

from db.feedback_models import Attachment, Feedback

PAGE = 1000
"""Cases that are held in memory at once."""
UNANSWERED = ("received", "assigned", "in_progress", "contested")
"""States in which the person waits for a word; what was contested waits again."""


@dataclass(frozen=True)
class Filters:
    """Which cases are meant; "" and None: whatever it is."""

    state: str = ""
    code: str = ""
    """A plan code; cases about what lies below it (5.3.6 below 5.3) are meant too."""
    agency: str = ""
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """When it was given: from the first moment to just before the second."""


@dataclass(frozen=True)
class Counts:
    """What became of cases; together they are all of them."""

    fixed: int
    not_fixed: int
    """Closed, and the matter stays as it is."""
    unanswered: int
    answered: int
    rejected: int
    merged: int
    withdrawn: int
    """Closed by the person."""

    @property
    def all(self) -> int:
        """Every case."""
        return sum(vars(self).values())


@dataclass(frozen=True)
class Found:
    """What of a case is for everybody: nothing of the person, the text masked."""

    number: str
    state: str
    text: str
    codes: tuple[str, ...]
    agency: str
    channel: str
    created_at: datetime
    updated_at: datetime
    satisfaction: int | None
    attachments: tuple[str, ...]
    """Names of the stored files."""


def newest(session: Session, filters: Filters, limit: int) -> list[Feedback]:
    """The cases that were given last, newest first."""
    return list(
        session.scalars(select(Feedback).where(*_conditions(filters)).order_by(Feedback.id.desc()).limit(limit))
    )


def counts(session: Session, filters: Filters | None = None) -> Counts:
    """How many were fixed, closed as they are, wait for an answer, and so on."""
    closed = Feedback.state == "closed"
    counted = {
        "fixed": closed & Feedback.fixed.is_(True),
        "not_fixed": closed & Feedback.fixed.is_(False),
        "withdrawn": closed & Feedback.fixed.is_(None),
        "unanswered": Feedback.state.in_(UNANSWERED),
        **{state: Feedback.state == state for state in ("answered", "rejected", "merged")},
    }
    sums = [func.coalesce(func.sum(case((wanted, 1), else_=0)), 0) for wanted in counted.values()]
    row = session.execute(select(*sums).select_from(Feedback).where(*_conditions(filters or Filters()))).one()
    return Counts(**dict(zip(counted, map(int, row), strict=True)))


def each(session: Session, filters: Filters) -> Iterator[Found]:
    """Every case that fits, newest first, a page in memory at a time."""
    before: int | None = None
    while page := _page(session, filters, before):
        names = _attachments(session, [row.id for row in page])
        yield from (_found(row, names.get(row.id, ())) for row in page)
        before = page[-1].id


_COLUMNS = (
    Feedback.id,
    Feedback.number,
    Feedback.state,
    Feedback.text,
    Feedback.codes,
    Feedback.agency,
    Feedback.channel,
    Feedback.created_at,
    Feedback.updated_at,
    Feedback.satisfaction,
)


def _page(session: Session, filters: Filters, before: int | None) -> Sequence[Any]:
    older = true() if before is None else Feedback.id < before
    page = select(*_COLUMNS).where(older, *_conditions(filters)).order_by(Feedback.id.desc()).limit(PAGE)
    return session.execute(page).all()


def _attachments(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of the files of each case that has some. The ids of a page lie next to each other."""
    stored = select(Attachment.feedback_id, Attachment.name).where(
        Attachment.feedback_id.between(ids[-1], ids[0]), Attachment.name != ""
    )
    names: dict[int, tuple[str, ...]] = {}
    for case_id, name in session.execute(stored.order_by(Attachment.id)):
        names[case_id] = (*names.get(case_id, ()), name)
    return names


def _found(row: Any, attachments: tuple[str, ...]) -> Found:
    values = {field: value for field, value in row._asdict().items() if field != "id"}
    return Found(**{**values, "codes": tuple(json.loads(row.codes)), "attachments": attachments})


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.state:
        yield Feedback.state == filters.state
    if filters.agency:
        yield Feedback.agency == filters.agency
    if filters.channel:
        yield Feedback.channel == filters.channel
    if filters.since:
        yield Feedback.created_at >= filters.since
    if filters.until:
        yield Feedback.created_at < filters.until
    if filters.code:
        exactly = Feedback.codes.contains(f'"{filters.code}"', autoescape=True)
        yield exactly | Feedback.codes.contains(f'"{filters.code}.', autoescape=True)
