"""What is at hand when a message is answered: who wrote what, what was understood, and what the chat is about?"""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.person import Person
from knowledge.short_answer import Answer as Short
from knowledge.short_answer import of_sticker, short_answer
from knowledge.understood import Understood

Reply: TypeAlias = tuple[Answer, Conversation]
"""The answer and the chat after it."""


@dataclass(frozen=True)
class Exchange:
    """One message being answered."""

    inquiry: Inquiry
    """The question in it (an empty one where there is none), the database and the words of the person's language."""
    message: Message
    person: Person
    conversation: Conversation
    """The chat before the message, in the message's language already."""
    understood: Understood
    """Of a message without words an empty one: outcome talk, reason the kind of the message."""
    asked: str = ""
    """What the bot asked last besides a draft's next step (`Conversation.asks`)."""
    said: str = ""
    """The name of the turn that the bot's last answer was; "" where it was none of the plan."""
    named_case: str = ""
    """The number of the person's case whose message they reply to or quote; "" where they name none so."""

    @property
    def short(self) -> Short:
        """What it says to what the bot asked, or told last; "" where it says more."""
        if self.message.kind == "sticker":
            return of_sticker(self.message.hint)
        return short_answer(self.message.text) if self.message.kind == "text" else ""

    @property
    def session(self) -> Session:
        """The transaction."""
        return self.inquiry.session
