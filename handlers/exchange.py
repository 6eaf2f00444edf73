"""What is at hand when a message is answered: who wrote what, what was understood, and what the chat is about?"""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.inquiry import Inquiry
from handlers.message import Message
from handlers.person import Person
from knowledge.case_words import letters, wish
from knowledge.likely_answer import likely_answer
from knowledge.personal import gives_personal
from knowledge.short_answer import Answer as Short
from knowledge.short_answer import is_manners, of_sticker, says_not_done, short_answer
from knowledge.understood import Understood

_NO_ANSWERS = ("emergency", "privacy", "press")
"""So begin the reasons of what is no answer to a question of the bot."""
_OF_NOTHING = ("", "nothing", "words", "short", "chat", "feedback", "abuse", "thanks", "greeting", "unclear", "upset")
"""Reasons of what may be an answer to the bot: the message was understood as nothing in particular."""
_SENDS_OR_ENDS = ("", "proceed", "cancel")
"""Offers whose words are found in what says the contrary, too: "เดี๋ยวมาใหม่ ยังไม่ส่ง"."""
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
        if self.message.kind != "text":
            return ""
        return likely_answer(self.message.text) if self._may_be_guessed else short_answer(self.message.text)

    @property
    def guessed(self) -> bool:
        """Whether its small words alone do not tell what it answers: then its words must not be lost."""
        return self.message.kind == "text" and self._may_be_guessed and self.short != short_answer(self.message.text)

    @property
    def _may_be_guessed(self) -> bool:
        """Where the bot asked something of a draft, what is nothing else may be an answer of which not all words are
        known."""
        return self.conversation.writing is not None and self.may_be_an_answer

    @property
    def may_be_an_answer(self) -> bool:
        """Whether a message asks the plan nothing, is no button that was typed, and neither calls for help, thanks nor
        brings a number, nor says that a case is not done."""
        understood, text = self.understood, self.message.text
        if self.message.action or understood.offer not in _SENDS_OR_ENDS or understood.reason not in _OF_NOTHING:
            return False
        writing, names = self.conversation.writing, understood.choices or understood.question.about
        if (names and writing and writing.step == "about") or (understood.asking and not understood.bare):
            return False
        other_wish = says_not_done(text) or wish(letters(text))
        return not (other_wish or gives_personal(text) or is_manners(text))

    @property
    def session(self) -> Session:
        """The transaction."""
        return self.inquiry.session
