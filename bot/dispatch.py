"""How does a message from any channel become an answer, with the conversation it belongs to?"""

import logging
import secrets
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.event import listen
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import metrics
from bot.answers import Answers
from bot.apology import apology
from bot.delivery.channel import Channel
from bot.delivery.event import Event
from bot.delivery.letters import Letters
from bot.person import person_behind, person_of_link
from bot.secrecy import Secrecy
from bot.transaction import frames, transact
from db import conversations, events, notices
from db.erasing import erase_chats
from db.migrate import upgrade
from db.outbox import Held
from db.plans import plan_documents, plan_version
from db.readiness import probing, why_not_ready
from db.session import reading_factory, session_factory
from db.trial import trial_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.exchange import Reply
from handlers.message import Message
from handlers.my_data import as_json
from handlers.notices import with_notices
from handlers.person import Person
from handlers.reply import reply
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled

_APOLOGY = "apology"
_NOTED = "answers"
_log = logging.getLogger(__name__)


class Dispatcher:
    """Answers messages from one database; threads may share it."""

    def __init__(self, engine: Engine, *keys: bytes, public_url: str = "") -> None:
        """Bring the database to the newest schema and plan. Without a key, chats last as long as the process."""
        upgrade(engine)
        self.engine = engine
        self.sessions = session_factory(engine)
        listen(self.sessions, "after_commit", _count)
        self._reading = reading_factory(engine)
        self._trial = trial_factory(engine)
        self.probe = probing(engine)
        """The same database, for questions that must not wait long."""
        self.process = secrets.token_hex(8)
        """By which the database knows this process as long as it lives."""
        self.secrecy = Secrecy(*keys or (secrets.token_bytes(32),))
        self._public_url = public_url
        self.letters = Letters(self.secrecy)
        with self.sessions() as session:
            load_bundled(session)
        with self._reading() as session:
            self._index = load_index(session)
        self._loading = Lock()
        self._answers = Answers()

    def answer(self, message: Message, conversation: Conversation) -> Reply:
        """One reply and the conversation after it; stores nothing, so that feedback lasts as long as the process."""
        person = self._person(message)
        [result] = transact(self._trial, [lambda session: self._reply(session, message, conversation, person)])
        if isinstance(result, Exception):
            _tell(result, message.channel)
            return apology(message.text), conversation
        told: Reply = result
        return told

    def chat(self, message: Message) -> Answer:
        """One reply; the conversation is kept in the database. An OperationalError means: send it again later."""
        if not message.user:
            return self.answer(message, Conversation())[0]
        [result] = transact(self.sessions, [lambda session: self._chat(session, message)])
        if isinstance(result, OperationalError):
            raise result
        if isinstance(result, Exception):
            _tell(result, message.channel)
            metrics.answered(message.channel, _APOLOGY)
            return apology(message.text)
        answer: Answer = result
        return answer

    def take(self, session: Session, event: Event, channel: Channel) -> list[Held]:
        """Handle an event of a platform in this transaction, once: what is to be sent now."""
        if not events.record(session, event.channel, event.id):
            return []
        if event.gone:
            self._forget_chat(session, event)
        if event.message is None:
            return []
        answer = self._chat(session, event.message)
        return self.letters.post(session, event, channel.calls(event, answer))

    def take_faulty(self, session: Session, event: Event, channel: Channel, fault: Exception) -> list[Held]:
        """An event whose handling failed is written down with its fault, and the person gets an apology."""
        if not events.record(session, event.channel, event.id, frames(fault)):
            return []
        if event.message is None:
            return []
        _note(session, event.channel, _APOLOGY)
        return self.letters.post(session, event, channel.calls(event, apology(event.message.text)))

    def take_unanswerable(self, session: Session, event: Event, fault: Exception) -> list[Held]:
        """Not even an apology can be sent: the event is written down, so that it does not come again and again."""
        events.record(session, event.channel, event.id, frames(fault))
        return []

    def forget(self, channel: str, user: str) -> None:
        """Delete what is stored about this person's chat."""
        with self.sessions.begin() as session:
            erase_chats(session, person_behind(self.secrecy, channel, user).chats)

    def my_data(self, token: str) -> dict[str, Any] | None:
        """All that is stored about the person whose link this is; None where it is too old, or none of ours."""
        person = person_of_link(self.secrecy, token)
        if person is None:
            return None
        with self.sessions.begin() as session:
            return as_json(session, person.known(session), self.secrecy.open)

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""
        with self._reading() as session:
            return plan_documents(session)

    def why_not_ready(self) -> str:
        """Why no message can be answered and stored now; empty where it can. May take as long as the database likes."""
        return why_not_ready(self.probe, f"{self.process} readyz")

    def _chat(self, session: Session, message: Message) -> Answer:
        person = self._person(message)
        known = (conversations.recall(session, key) for key in (person.key, *person.older_keys))
        before = self._conversation(next(filter(None, known), None))
        told, after = self._reply(session, message, before, person)
        if after == Conversation():
            conversations.forget(session, person.key)
        elif after != before:
            conversations.remember(session, person.key, self.secrecy.seal(after.to_json()))
        _note(session, message.channel, told.status)
        return with_notices(told, notices.take(session, person.key))

    def _person(self, message: Message) -> Person:
        return person_behind(self.secrecy, message.channel, message.user, self._public_url)

    def _reply(self, session: Session, message: Message, before: Conversation, person: Person) -> Reply:
        index = self._current_index(session)
        if message.kind != "text":
            return reply(session, index, message, before, person)
        asked = (index.version, message.text, before)
        known = self._answers.recall(asked)
        return known or self._answers.remember(asked, reply(session, index, message, before, person))

    def _conversation(self, sealed: str | None) -> Conversation:
        """A state that another key sealed, or another version of the program wrote: then the chat starts anew."""
        state = self.secrecy.open_or_none(sealed) if sealed else None
        return Conversation.from_json(state) if state else Conversation()

    def _forget_chat(self, session: Session, event: Event) -> None:
        erase_chats(session, person_behind(self.secrecy, event.channel, event.chat).chats)

    def _current_index(self, session: Session) -> Index:
        """Another process may have loaded another plan since the last message."""
        version = plan_version(session)
        if version is not None and version != self._index.version:
            with self._loading:
                if version != self._index.version:
                    self._index = load_index(session)
        return self._index


def _note(session: Session, channel: str, kind: str) -> None:
    """An answer that counts once its transaction is committed, which may have to be done again."""
    session.info.setdefault(_NOTED, []).append((channel, kind))


def _count(session: Session) -> None:
    for channel, kind in session.info.pop(_NOTED, ()):
        metrics.answered(channel, kind)


def _tell(fault: Exception, channel: str) -> None:
    """The message itself stays out of the log: it may say who the person is."""
    if isinstance(fault, OperationalError):
        _log.error("The database did not answer.", exc_info=fault)
    else:
        _log.error("Answering a message on the channel %s failed.\n%s", channel, frames(fault))
