"""People and their cases, as intake leaves them behind."""

from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.secrecy import Secrecy
from db import cases, people
from db.feedback_models import Feedback, FeedbackUpdate, Notice, Person
from db.session import session_factory
from handlers.case_number import new_number, shown

KEY = "k" * 32
SECRECY = Secrecy(KEY.encode())


def person(session: Session, name: str = "U1", channel: str = "line", language: str = "th") -> Person:
    """Somebody, the same for the same name."""
    return people.obtain(session, SECRECY.hash(channel, name), channel, SECRECY.seal(name, "person", channel), language)


def add(session: Session, who: Person | None = None, state: str = "received", **fields: Any) -> Feedback:
    """A case in this state."""
    given = {"text": "เน็ตฟรีที่ศาลากลางหลุดบ่อย", **fields}
    return cases.add(session, who or person(session), new_number(session), state=state, **given)


def given(engine: Engine, state: str = "received", *, name: str = "U1", language: str = "th", **fields: Any) -> str:
    """The number of a new case, as its person was told it."""
    with session_factory(engine).begin() as session:
        return shown(add(session, person(session, name, language=language), state, **fields).number)


def confide(engine: Engine, number: str, text: str, contact: str) -> None:
    """What the person of a case wrote before it was masked, and how they can be reached."""
    with session_factory(engine).begin() as session:
        case = session.scalars(select(Feedback).where(Feedback.number == number.replace("-", ""))).one()
        case.sealed_text = SECRECY.seal(text, "case text", str(case.id))
        case.contact = SECRECY.seal(contact, "contact", str(case.id))


def stored(engine: Engine, number: str) -> Feedback:
    """The case as it is stored now."""
    with session_factory(engine)() as session:
        return session.scalars(select(Feedback).where(Feedback.number == number.replace("-", ""))).one()


def history(engine: Engine, number: str) -> list[FeedbackUpdate]:
    """What happened to the case, oldest first."""
    with session_factory(engine)() as session:
        return cases.updates(session, stored(engine, number))


def told(engine: Engine) -> list[Notice]:
    """What people must hear, oldest first."""
    with session_factory(engine)() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))
