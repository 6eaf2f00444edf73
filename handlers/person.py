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
    older_keys: tuple[str, ...] = ()
    """The same hash under keys that are just being replaced."""
    chats: tuple[str, ...] = ()
    """Every keyed hash by which conversation and outbox know the person's chat; none where it is not stored."""
    link: Callable[[], str] = str
    """The address of a file of the person's data, good for a short while; "" where nobody could open it."""

    def known(self, session: Session) -> Row | None:
        """The person's row; None where nothing is stored of them."""
        return people.find(session, self.key, self.older_keys)

    def obtain(self, session: Session, language: str) -> Row:
        """The person's row, made where there is none."""
        sealed = self.seal(self.user)
        return people.obtain(session, self.key, self.channel, sealed, language, self.older_keys)


NOBODY = Person("ask", "", "", lambda text: "")
"""Where it does not matter who asks."""
