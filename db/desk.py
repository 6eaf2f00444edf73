"""Which cases stand on whose desk: the inbox with its filters, the search, and who waits longest?

`agency` None means every agency; "" means cases that are nobody's yet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.cases import OPEN
from db.erasing import ERASED
from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Notice

PAGE = 30
UNANSWERED = ("received", "assigned", "in_progress", "contested")
View = Literal["open", "new", "mine", "waiting", "overdue", "answered", "closed", "all"]
Order = Literal["newest", "oldest"]


@dataclass(frozen=True)
class Wanted:
    """Which cases are meant."""

    agency: str | None
    """Whose cases alone may be seen; None for all."""
    view: View = "open"
    words: str = ""
    """Parts of words, each of which must stand in the case or its history; or a number."""
    of_agency: str = ""
    """Of those that may be seen, these alone."""
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
    order = Feedback.id.desc() if wanted.order == "newest" else Feedback.id
    query = select(Feedback).where(*_conditions(wanted)).order_by(order)
    rows = session.scalars(query.limit(PAGE + 1).offset(PAGE * wanted.page)).all()
    return rows[:PAGE], len(rows) > PAGE


def counts(session: Session, agency: str | None, officer: str, late: datetime) -> dict[View, int]:
    """How many cases each view has."""
    views: tuple[View, ...] = ("open", "new", "mine", "waiting", "overdue", "answered", "closed", "all")
    sums = []
    for view in views:
        terms = list(_of_view(Wanted(agency, view, officer=officer, late=late)))
        fits = terms[0] if terms else Feedback.id.is_not(None)
        for term in terms[1:]:
            fits = fits & term
        sums.append(func.coalesce(func.sum(case((fits, 1), else_=0)), 0))
    row = session.execute(select(*sums).select_from(Feedback).where(*_visible(agency))).one()
    return dict(zip(views, map(int, row), strict=True))


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


def handlers(session: Session, agency: str | None) -> Sequence[str]:
    """Who handles open cases, by name; among them may be somebody who is no officer any more."""
    query = select(Feedback.assignee).where(Feedback.state.in_(OPEN), Feedback.assignee != "", *_visible(agency))
    return session.scalars(query.distinct().order_by(Feedback.assignee)).all()


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


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    words = [_says(word) for word in wanted.words.split()[:6]]
    within = [Feedback.agency == wanted.of_agency] if wanted.of_agency else []
    whose = [Feedback.assignee == wanted.handled_by] if wanted.handled_by else []
    return [*_visible(wanted.agency), *_of_view(wanted), *within, *whose, *words]


def _visible(agency: str | None) -> list[ColumnElement[bool]]:
    written = Feedback.number.not_like(f"{ERASED}%")
    return [written] if agency is None else [written, Feedback.agency == agency]


def _of_view(wanted: Wanted) -> list[ColumnElement[bool]]:
    unanswered = Feedback.state.in_(UNANSWERED)
    terms: dict[View, list[ColumnElement[bool]]] = {
        "open": [Feedback.state.in_(OPEN)],
        "new": [Feedback.state == "received"],
        "mine": [Feedback.state.in_(OPEN), Feedback.assignee == wanted.officer],
        "waiting": [unanswered],
        "overdue": [unanswered, Feedback.created_at < wanted.late] if wanted.late else [unanswered],
        "answered": [Feedback.state == "answered"],
        "closed": [Feedback.state.in_(("closed", "rejected", "merged"))],
        "all": [],
    }
    return terms[wanted.view]


def _says(word: str) -> ColumnElement[bool]:
    """Thai has no spaces between words, so a part of the text is looked for, not a word."""
    digits = word.replace("-", "")
    if digits.isdecimal() and len(digits) >= 3:
        return Feedback.number.contains(digits) | _holds(Feedback.text, word)
    in_history = Feedback.id.in_(select(FeedbackUpdate.feedback_id).where(_holds(FeedbackUpdate.text, word)))
    in_case = _holds(Feedback.text, word) | _holds(Feedback.place_name, word) | _holds(Feedback.assignee, word)
    return in_case | in_history


def _holds(text: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whatever its case; Thai has none, and texts that need not be made small are looked through in half the time."""
    return (
        text.icontains(word, autoescape=True) if word.upper() != word.lower() else text.contains(word, autoescape=True)
    )


def id_of(session: Session, number: str) -> int | None:
    """Of the case of this number; None where there is none."""
    return session.scalar(select(Feedback.id).where(Feedback.number == number))


def numbers(session: Session, ids: Collection[int | None]) -> dict[int, str]:
    """The number of each case of these ids."""
    known = [one for one in ids if one is not None]
    rows = session.execute(select(Feedback.id, Feedback.number).where(Feedback.id.in_(known)))
    return {row[0]: row[1] for row in rows}
