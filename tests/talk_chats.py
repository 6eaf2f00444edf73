"""How does one person talk to the handlers, with what they are told, press, reply to and take back, and no platform?"""

from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.person import person_behind
from bot.secrecy import Secrecy
from bot.text import as_text
from db import notices, sent_messages
from db.feedback_models import Feedback
from handlers import casework
from handlers.action import Action
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Kind, Message
from handlers.notices import with_notices
from handlers.reply import reply
from knowledge.index import Index

SECRECY = Secrecy(b"k" * 32)
ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
LAMP = "ไฟทางหน้าโรงเรียนบ้านโคกดับทั้งแถว อยากให้มาเปลี่ยน"


class Talk:
    """One person's chat."""

    def __init__(self, session: Session, index: Index, user: str = "somchai", channel: str = "line") -> None:
        self.session = session
        self.index = index
        self.channel = channel
        self.user = user
        self.person = person_behind(SECRECY, channel, user)
        self.conversation = Conversation()
        self._ids = count(1)
        self.answer = Answer("help", ())
        """The newest."""

    def send(self, kind: Kind, text: str = "", **fields: Any) -> Answer:
        """The answer to a message of this kind."""
        named = {"id": f"m{next(self._ids)}", **fields}
        message = Message(self.channel, self.user, text, kind, **named)
        told, self.conversation = reply(self.session, self.index, message, self.conversation, self.person)
        # As it is kept between two messages.
        self.conversation = Conversation.from_json(self.conversation.to_json())
        self.answer = with_notices(told, notices.take(self.session, self.person.key))
        self.session.flush()
        return self.answer

    def say(self, *texts: str, **fields: Any) -> Answer:
        """The answer to the last of these."""
        return [self.send("text", text, **fields) for text in texts][-1]

    def press(self, label: str, answer: Answer | None = None) -> Answer:
        """The answer to the button of this label under the newest answer, or under this one."""
        shown = answer or self.answer
        assert label in shown.suggestions, (label, shown.suggestions)
        return self.press_action(shown.action(label))

    def press_action(self, action: Action) -> Answer:
        return self.send("press", action.label, action=replace(action))

    def new_case(self, text: str = ROAD) -> Feedback:
        """A case that was sent; the newest."""
        self.say(text)
        if "แจ้งเป็นเรื่องใหม่" in self.answer.suggestions:
            self.press("แจ้งเป็นเรื่องใหม่")
        self.press("ส่งเรื่องนี้" if "ส่งเรื่องนี้" in self.answer.suggestions else "ยินยอมและส่งเรื่อง")
        return self.cases()[-1]

    def cases(self) -> list[Feedback]:
        self.session.flush()
        self.session.expire_all()
        return list(self.session.scalars(select(Feedback).order_by(Feedback.id)))

    def close(self, case: Feedback) -> Answer:
        """An officer closes it as fixed; what the person is told of it by itself."""
        casework.close(self.session, case.number, "มาลี", "ซ่อมแล้ว", fixed=True, evidence="https://example.org/1.jpg")
        return self.news()

    def asked_by_officer(self, case: Feedback, text: str) -> Answer:
        """An officer says this; what the person is told by itself."""
        casework.answer(self.session, case.number, "มาลี", text)
        return self.news()

    def news(self) -> Answer:
        """What waits to be told, as a push tells it."""
        self.session.flush()
        return with_notices(Answer("status", ()), notices.take(self.session, self.person.key))

    def was_sent(self, message: str, number: str) -> None:
        """The platform sent the bot's message, which tells of this case."""
        sent_messages.of_bot(self.session, self.person.traces(message)[:1], number)
        self.session.flush()


def text_of(answer: Answer) -> str:
    """All its words."""
    return as_text(answer)
