"""Who gave feedback, and what did they agree to?"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.feedback_models import Person
from db.models import now


def find(session: Session, key: str, older: Sequence[str] = ()) -> Person | None:
    """The person of this key, or of one of these older ones, who has this key from now on. The row is locked until the
    transaction ends; None where nothing is stored of them."""
    person = session.scalar(select(Person).where(Person.key == key).with_for_update())
    if person is None and older:
        person = session.scalar(select(Person).where(Person.key.in_(older)).with_for_update())
        if person is not None:
            person.key = key
            session.flush()
    return person


def obtain(
    session: Session, key: str, channel: str, platform_id: str, language: str, older: Sequence[str] = ()
) -> Person:
    """The same; a new row where there is none. `platform_id` is encrypted already."""
    person = find(session, key, older)
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
