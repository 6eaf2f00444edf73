"""Who writes, as the database may know it?"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import people
from db.feedback_models import Person as Row


@dataclass(frozen=True)
class Person:
    """The person behind a message."""

    channel: str
    user: str
    """The platform's id of the person: never stored like this."""
    key: str
    """Keyed hash of both: to find the person's row by."""
    seal: Callable[[str], str]
    """Encrypts a text so that only officers' tools and the sender can read it."""

    def known(self, session: Session) -> Row | None:
        """The person's row; None where nothing is stored of them."""
        return people.find(session, self.key)

    def obtain(self, session: Session, language: str) -> Row:
        """The person's row, made where there is none."""
        return people.obtain(session, self.key, self.channel, self.seal(self.user), language)


NOBODY = Person("ask", "", "", lambda text: "")
"""Where it does not matter who asks."""
