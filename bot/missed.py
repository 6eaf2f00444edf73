"""What is kept for the office to teach the bot: what it could not answer, and what it was told to have misheard?

A question that was answered waits in its chat, masked and encrypted like the rest of it, for the message behind it.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from db import lessons
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from knowledge.corrected import corrects
from knowledge.personal import mask


def keep(session: Session, message: Message, before: Conversation, told: Answer, after: Conversation) -> None:
    """Write down what was not understood, and the question before where this message says so of its answer."""
    if message.kind != "text" or after.intake is not None:
        return
    if before.question and before.writing is None and corrects(message.text):
        lessons.miss(session, before.question, message.channel)
    elif told.status == "unknown":
        lessons.miss(session, mask(message.text.strip()), message.channel)


def with_question(after: Conversation, message: Message, told: Answer) -> Conversation:
    """The chat that remembers what was just answered; of a story nothing is remembered."""
    text = mask(message.text.strip()) if message.kind == "text" and told.status in ("answered", "clarify") else ""
    return replace(after, question=text if len(text) <= lessons.LONGEST else "")
