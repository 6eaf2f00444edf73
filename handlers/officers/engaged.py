"""Is somebody an officer, or asked by one? Then what they say means something else, and no remembered answer fits."""

from sqlalchemy.orm import Session

from db import dialogues, staff
from handlers.person import Person

_NOBODYS = ("", "ask")


def is_engaged(session: Session, person: Person) -> bool:
    """Two quick looks, made with each message."""
    if person.channel in _NOBODYS:
        return False
    return any(staff.is_staff(session, key) for key in _keys(person)) or is_asked(session, person)


def is_asked(session: Session, person: Person) -> bool:
    """Whether an officer waits for the person's answer."""
    return any(dialogues.is_awaited(session, key) for key in _keys(person))


def _keys(person: Person) -> tuple[str, ...]:
    return person.key, *person.older_keys
