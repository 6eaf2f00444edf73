"""What do officers do with a case? Each change is written down with who and why, and its people are told.

A change that is not possible is a Refusal, and nothing was changed. The case is locked until the transaction ends, so
that of two officers at once the second sees what the first did.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from db import cases, dialogues
from db.feedback_models import Feedback
from db.models import now
from db.office_news import LOST
from handlers.case_news import tell, tell_merged, tell_question
from handlers.case_number import find_number, shown
from handlers.case_states import Action, is_possible
from handlers.own_cases import was_withdrawn

LONGEST_TEXT = 2000
"""Characters that an officer can say to a person at once."""


@dataclass(frozen=True)
class Refusal:
    """Why nothing was changed."""

    reason: Literal[
        "number",
        "unknown",
        "state",
        "text",
        "long",
        "evidence",
        "itself",
        "other_state",
        "withdrawn",
        "nobody",
        "unknown_officer",
    ]
    number: str = ""
    """As it was typed, or as it is shown."""
    state: str = ""


def assign(session: Session, number: str, officer: str, to: str, agency: str = "") -> Feedback | Refusal:
    """Give the case to an officer, and to another agency where one is named. The person hears of it where it is new."""
    case = _case(session, "assign", number)
    if isinstance(case, Refusal):
        return case
    is_news = case.state in ("received", "contested") or agency not in ("", case.agency)
    had = _had_by(case, to, agency or case.agency)
    case.state, case.assignee, case.agency = "assigned", to, agency or case.agency
    if had:
        cases.note(session, case, officer, LOST, had, public=False)
    cases.note(session, case, officer, "assigned", case.agency, public=is_news)
    if is_news and case.agency:
        tell(session, case, "assigned", agency=case.agency)
    elif is_news:
        tell(session, case, "assigned_officer")
    return case


def _had_by(case: Feedback, to: str, agency: str) -> str:
    """Who has the case no longer once it is given so: its officer, or the agency where nobody had taken it."""
    if case.assignee:
        return case.assignee if case.assignee != to else ""
    return case.agency if case.agency != agency else ""


def start(session: Session, number: str, officer: str) -> Feedback | Refusal:
    """Somebody works on it from now on; a closed or rejected case is open again."""
    case = _case(session, "start", number)
    if isinstance(case, Refusal):
        return case
    if was_withdrawn(case):
        return Refusal("withdrawn", shown(case.number))
    news = "reopened" if case.state in ("closed", "rejected") else "in_progress"
    case.state, case.fixed, case.closed_at = "in_progress", None, None
    case.assignee = case.assignee or officer
    cases.note(session, case, officer, "in_progress")
    tell(session, case, news)
    return case


def ask(session: Session, number: str, officer: str, text: str) -> Feedback | Refusal:
    """Ask the person something: what they say next goes to the case. A case that nobody has is the asker's."""
    case = _case(session, "ask", number, text)
    if isinstance(case, Refusal):
        return case
    if case.person_id is None:
        return Refusal("nobody", shown(case.number))
    case.state, case.assignee = "in_progress", case.assignee or officer
    cases.note(session, case, officer, "asked", text)
    dialogues.begin(session, case, tell_question(session, case, text), officer)
    return case


def remark(session: Session, number: str, officer: str, text: str) -> Feedback | Refusal:
    """Something for the office alone: the person neither hears nor sees it."""
    known = find_number(number)
    case = cases.by_number(session, known) if known else None
    if known is None or case is None:
        return Refusal("unknown" if known else "number", shown(known) if known else number)
    if not text.strip():
        return Refusal("text", shown(known))
    if len(text) > LONGEST_TEXT:
        return Refusal("long", shown(known))
    cases.note(session, case, officer, "noted", text, public=False)
    return case


def answer(session: Session, number: str, officer: str, text: str) -> Feedback | Refusal:
    """Say something to the person; the case stays open."""
    case = _case(session, "answer", number, text)
    if isinstance(case, Refusal):
        return case
    case.state = "answered"
    cases.note(session, case, officer, "answered", text)
    tell(session, case, "answered", text=text)
    return case


def close(
    session: Session, number: str, officer: str, text: str, *, fixed: bool, evidence: str = ""
) -> Feedback | Refusal:
    """The end: put right, which must be shown, or not, with the reason. The person can rate it and contest it."""
    case = _case(session, "close", number, text)
    if isinstance(case, Refusal):
        return case
    if fixed and not evidence:
        return Refusal("evidence", shown(case.number))
    case.state, case.fixed, case.closed_at = "closed", fixed, now()
    dialogues.end(session, case.id)
    cases.note(session, case, officer, "closed", text, evidence=evidence)
    tell(session, case, "fixed" if fixed else "not_fixed", text=text, evidence=evidence)
    return case


def reject(session: Session, number: str, officer: str, reason: str) -> Feedback | Refusal:
    """It is not taken up, and the person is told why."""
    case = _case(session, "reject", number, reason)
    if isinstance(case, Refusal):
        return case
    case.state, case.closed_at = "rejected", now()
    dialogues.end(session, case.id)
    cases.note(session, case, officer, "rejected", reason)
    tell(session, case, "rejected", text=reason)
    return case


def merge(session: Session, number: str, officer: str, into: str) -> Feedback | Refusal:
    """It is the same matter as another case: from now on its person hears what happens to that one."""
    case, other = _both(session, number, into)
    if isinstance(case, Refusal):
        return case
    if isinstance(other, Refusal):
        return Refusal("other_state", other.number, other.state) if other.reason == "state" else other
    if case is other:
        return Refusal("itself", shown(case.number))
    cases.point_to(session, case, other)
    case.state, case.closed_at = "merged", now()
    dialogues.end(session, case.id)
    cases.note(session, case, officer, "merged")  # without the other number: it is not everybody's to know
    tell_merged(session, case, other)
    return case


def _case(session: Session, action: Action, number: str, text: str | None = None) -> Feedback | Refusal:
    """The case, locked; a Refusal where the number, the state or what is to be said does not allow it."""
    known = find_number(number)
    if known is None:
        return Refusal("number", number)
    case = cases.by_number(session, known)
    if case is None:
        return Refusal("unknown", shown(known))
    if not is_possible(action, case.state):
        return Refusal("state", shown(known), case.state)
    if text is not None and not text.strip():
        return Refusal("text", shown(known))
    if text and len(text) > LONGEST_TEXT:
        return Refusal("long", shown(known))
    return case


def _both(session: Session, number: str, into: str) -> tuple[Feedback | Refusal, Feedback | Refusal]:
    """Two officers who merge the same two cases the other way round must not wait for each other: first the lower
    number is locked, then the higher one."""
    swapped = (find_number(number) or "") > (find_number(into) or "")
    first, second = (into, number) if swapped else (number, into)
    one, two = _case(session, "merge", first), _case(session, "merge", second)
    return (two, one) if swapped else (one, two)
