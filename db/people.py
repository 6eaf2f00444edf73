"""Who gave feedback, and what did they agree to?"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.feedback_models import Person
from db.models import now


def find(session: Session, key: str) -> Person | None:
    """The person of this key, locked until the transaction ends; None where nothing is stored of them."""
    return session.scalar(select(Person).where(Person.key == key).with_for_update())


def obtain(session: Session, key: str, channel: str, platform_id: str, language: str) -> Person:
    """The person of this key; a new row where there is none. `platform_id` is encrypted already."""
    person = find(session, key)
    if person is None:
        person = Person(key=key, channel=channel, platform_id=platform_id, language=language)
        session.add(person)
        session.flush()
    return person


def consent(person: Person, version: int) -> None:
    """The person agreed to this version of the notice, now."""
    person.consent_version, person.consent_at = version, now()


def withdraw_consent(person: Person) -> None:
    """Nothing more is taken from the person until they agree again."""
    person.consent_version, person.consent_at = None, None


def delete_person(session: Session, person: Person) -> None:
    """Delete the row with its notices. Its cases stay, of nobody: erasing their words is `cases.erase`."""
    session.execute(delete(Person).where(Person.id == person.id))
