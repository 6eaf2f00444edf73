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
    seal: Callable[..., str]
    """Encrypts a text for a purpose and a row (`bot/secrecy.py`): only officers' tools and the sender can read it."""
    open: Callable[..., str | None]
    """The text again, for the same purpose and row; None where it was sealed for another one, or with another key."""
    older_keys: tuple[str, ...] = ()
    """The same hash under keys that are just being replaced."""
    chats: tuple[str, ...] = ()
    """Every keyed hash by which conversation and outbox know the person's chat; none where it is not stored."""
    traces: Callable[[str], tuple[str, ...]] = lambda message: ()
    """The keyed hashes by which a message of the chat is known, the newest first; none where nothing is stored."""
    link: Callable[[], str] = str
    """The address of a file of the person's data, good for a short while; "" where nobody could open it."""
    public_url: str = ""
    """Where people reach the server; "" where that is not known."""
    relay: str = ""
    """The service by which who cannot hear calls somebody, as the deployment names it; "" where it names none."""

    def known(self, session: Session) -> Row | None:
        """The person's row; None where nothing is stored of them."""
        return people.find(session, self.key, self.older_keys)

    def obtain(self, session: Session, language: str) -> Row:
        """The person's row, made where there is none."""
        sealed = self.seal(self.user, "person", self.channel)
        return people.obtain(session, self.key, self.channel, sealed, language, self.older_keys)

    def confide(self, text: str) -> str:
        """Encrypted as a part of what the person is still writing."""
        return self.seal(text, "draft")

    def hand_over(self, confided: str, purpose: str, case: int) -> str:
        """The same, now as a part of a case (its id); "" where there is nothing, or where it cannot be opened."""
        text = self.open(confided, "draft") if confided else ""
        return self.seal(text, purpose, str(case)) if text else ""


NOBODY = Person("ask", "", "", lambda *told: "", lambda *told: None)
"""Where it does not matter who asks."""
