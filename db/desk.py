"""Which cases stand on whose desk: the inbox with its filters, the search, and who waits longest?

`agency` None means every agency; "" means cases that are nobody's yet.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from db.cases import OPEN
from db.erasing import ERASED
from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice
from db.holds import holds

PAGE = 30
_AT_ONCE = 500
NOBODYS = "-"
"""Where an agency is chosen: none."""
_SPOKEN = ("replied", "added")
UNANSWERED = ("received", "assigned", "in_progress", "contested")
View = Literal["open", "new", "mine", "waiting", "overdue", "answered", "closed", "all"]
Order = Literal["newest", "oldest"]
_STATES: Mapping[View, Sequence[str] | None] = {
    "open": OPEN,
    "new": ("received",),
    "mine": OPEN,
    "waiting": UNANSWERED,
    "overdue": UNANSWERED,
    "answered": ("answered",),
    "closed": ("closed", "rejected", "merged"),
    "all": None,
}
"""What a case of each view may be in; None: whatever."""


@dataclass(frozen=True)
class Wanted:
    """Which cases are meant."""

    agency: str | None
    """Whose cases alone may be seen; None for all."""
    view: View = "open"
    words: str = ""
    """Parts of words, each of which must stand in the case or its history; or a number."""
    of_agency: str = ""
    """Of those that may be seen, these alone; NOBODYS: those of no agency."""
    handled_by: str = ""
    """Those of this officer alone."""
    officer: str = ""
    """Whose own cases the view `mine` has."""
    late: datetime | None = None
    """Given before this: overdue."""
    order: Order = "newest"
    page: int = 0


def found(session: Session, wanted: Wanted) -> tuple[Sequence[Feedback], bool]:
    """A page of cases, and whether there are more."""
    query = select(Feedback).where(*_conditions(wanted)).order_by(_order(wanted))
    rows = session.scalars(query.limit(PAGE + 1).offset(PAGE * wanted.page)).all()
    return rows[:PAGE], len(rows) > PAGE


def each(session: Session, wanted: Wanted) -> Iterator[Feedback]:
    """Every case, a few hundred in memory at once; whatever the page."""
    query = select(Feedback).where(*_conditions(wanted)).order_by(_order(wanted)).execution_options(yield_per=_AT_ONCE)
    yield from session.scalars(query)


@dataclass(frozen=True)
class Heap:
    """Cases that are alike, counted together."""

    agency: str
    state: str
    officer: str
    """Who handles them; "" for nobody."""
    number: int
    late: int
    """Of those."""


def heaps(session: Session, agency: str | None, late: datetime) -> Sequence[Heap]:
    """Every case that may be seen, in one look at an index in which no text is."""
    alike = (Feedback.agency, Feedback.state, Feedback.assignee)
    of_late = func.sum(case((Feedback.created_at < late, 1), else_=0))
    rows = session.execute(select(*alike, func.count(), of_late).where(*_visible(agency)).group_by(*alike))
    return [Heap(*row) for row in rows]


def counts(counted: Sequence[Heap], officer: str) -> dict[View, int]:
    """How many cases each view has."""
    return {view: sum(_number_in(view, heap, officer) for heap in counted) for view in _STATES}


def handlers(counted: Sequence[Heap]) -> Sequence[str]:
    """Who handles open cases, by name; among them may be somebody who is no officer any more."""
    return sorted({heap.officer for heap in counted if heap.officer and heap.state in OPEN})


def _number_in(view: View, heap: Heap, officer: str) -> int:
    states = _STATES[view]
    if (states is not None and heap.state not in states) or (view == "mine" and heap.officer != officer):
        return 0
    return heap.late if view == "overdue" else heap.number


def newest_id(session: Session) -> int:
    """Of the newest case; 0 where there is none."""
    return session.scalar(select(func.max(Feedback.id))) or 0


def untaken(session: Session, before: datetime) -> int:
    """How many cases that were given before this nobody has taken."""
    query = select(func.count()).where(Feedback.state == "received", Feedback.created_at < before, *_visible(None))
    return session.scalar(query) or 0


def history(session: Session, case_id: int) -> Sequence[FeedbackUpdate]:
    """What happened to a case, oldest first."""
    query = select(FeedbackUpdate).where(FeedbackUpdate.feedback_id == case_id).order_by(FeedbackUpdate.id)
    return session.scalars(query).all()


def spoken(session: Session, ids: Collection[int]) -> set[int]:
    """Those of these cases in whose history the person spoke last: nobody of the office has done anything since."""
    last = select(func.max(FeedbackUpdate.id)).where(FeedbackUpdate.feedback_id.in_(ids))
    query = select(FeedbackUpdate.feedback_id).where(
        FeedbackUpdate.id.in_(last.group_by(FeedbackUpdate.feedback_id)), FeedbackUpdate.action.in_(_SPOKEN)
    )
    return set(session.scalars(query))


def photos(session: Session, case_id: int) -> Sequence[Attachment]:
    """Photos of a case, those that are still on their way too."""
    query = select(Attachment).where(Attachment.feedback_id == case_id).order_by(Attachment.id)
    return session.scalars(query).all()


def untold(session: Session, case_id: int) -> Sequence[Notice]:
    """What the person of a case was not told yet."""
    query = select(Notice).where(Notice.feedback_id == case_id, Notice.posted_at.is_(None)).order_by(Notice.id)
    return session.scalars(query).all()


def unsent(session: Session, agency: str | None, before: datetime) -> list[tuple[Feedback, Notice]]:
    """Notices that nobody could be told since then, oldest first."""
    query: Select[Feedback, Notice] = (
        select(Feedback, Notice)
        .join(Notice, Notice.feedback_id == Feedback.id)
        .where(Notice.posted_at.is_(None), Notice.created_at < before, *_visible(agency))
        .order_by(Notice.id)
        .limit(100)
    )
    return [(case_, notice) for case_, notice in session.execute(query)]


def agencies(session: Session) -> Sequence[str]:
    """Those that have cases."""
    query = select(Feedback.agency).where(Feedback.agency != "").distinct().order_by(Feedback.agency)
    return session.scalars(query).all()


def open_of(session: Session, officer: str) -> int:
    """How many open cases somebody handles."""
    query = select(func.count()).where(Feedback.state.in_(OPEN), Feedback.assignee == officer)
    return session.scalar(query) or 0


def alike(session: Session, one: Feedback, agency: str | None, most: int) -> Sequence[Feedback]:
    """Other open cases that may be about the same: of the same agency or thing of the plan, newest first."""
    near = or_(Feedback.codes == one.codes, Feedback.agency == one.agency)
    query = select(Feedback).where(
        Feedback.id != one.id, Feedback.state.in_(OPEN), Feedback.merged_into_id.is_(None), near, *_visible(agency)
    )
    return session.scalars(query.order_by(Feedback.id.desc()).limit(most)).all()


def named(of_agency: str) -> str:
    """As cases name the agency that was chosen."""
    return "" if of_agency == NOBODYS else of_agency


def _order(wanted: Wanted) -> ColumnElement[int]:
    return Feedback.id.desc() if wanted.order == "newest" else Feedback.id.asc()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    words = [_says(word) for word in wanted.words.split()[:6]]
    within = [Feedback.agency == named(wanted.of_agency)] if wanted.of_agency else []
    whose = [Feedback.assignee == wanted.handled_by] if wanted.handled_by else []
    return [*_visible(wanted.agency), *_of_view(wanted), *within, *whose, *words]


def _visible(agency: str | None) -> list[ColumnElement[bool]]:
    written = Feedback.number.not_like(f"{ERASED}%")
    return [written] if agency is None else [written, Feedback.agency == agency]


def _of_view(wanted: Wanted) -> list[ColumnElement[bool]]:
    states = _STATES[wanted.view]
    terms: list[ColumnElement[bool]] = [] if states is None else [Feedback.state.in_(states)]
    if wanted.view == "mine":
        terms.append(Feedback.assignee == wanted.officer)
    if wanted.view == "overdue" and wanted.late:
        terms.append(Feedback.created_at < wanted.late)
    return terms


def _says(word: str) -> ColumnElement[bool]:
    """Thai has no spaces between words, so a part of the text is looked for, not a word."""
    digits = word.replace("-", "")
    if digits.isdecimal() and len(digits) >= 3:
        return holds(Feedback.number, digits) | holds(Feedback.text, word)
    in_history = Feedback.id.in_(select(FeedbackUpdate.feedback_id).where(holds(FeedbackUpdate.text, word)))
    return holds(Feedback.text, word) | holds(Feedback.place_name, word) | holds(Feedback.assignee, word) | in_history


def id_of(session: Session, number: str) -> int | None:
    """Of the case of this number; None where there is none."""
    return session.scalar(select(Feedback.id).where(Feedback.number == number))


def numbers(session: Session, ids: Collection[int | None]) -> dict[int, str]:
    """The number of each case of these ids."""
    known = [one for one in ids if one is not None]
    rows = session.execute(select(Feedback.id, Feedback.number).where(Feedback.id.in_(known)))
    return {row[0]: row[1] for row in rows}
