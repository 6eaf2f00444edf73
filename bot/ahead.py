"""What is known of a message before its transaction, and what became of it for the page?"""

from dataclasses import dataclass

from handlers.conversation import Conversation
from handlers.person import Person
from handlers.several_plans import Meant


@dataclass(frozen=True)
class Ahead:
    """What was found out before a message's transaction, and still holds where the chat is the same then."""

    person: Person
    sealed: str
    """The state of the chat as it was stored."""
    before: Conversation
    meant: Meant | None
    """None where the answer is known, or there are no words."""


@dataclass(frozen=True)
class Told:
    """What the page gets."""

    text: str
    again: bool = False
    """It was told before, to the same message."""
