"""How does a message from any channel become an answer, with the conversation it belongs to?

The one broad `except Exception` of the program stands here: a fault of ours is logged, the person gets an apology.
"""

import hashlib
import hmac
import logging
import secrets
from threading import Lock
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.apology import apology
from db import conversations
from db.migrate import upgrade
from db.plans import plan_documents, plan_version
from db.session import reading_factory, session_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled

SWEEP_SECONDS = 600
"""So often at most are old conversations deleted, with whatever message comes then."""
_log = logging.getLogger(__name__)


class Dispatcher:
    """Answers messages from one database; threads may share it."""

    def __init__(self, engine: Engine, key: bytes | None = None) -> None:
        """Bring the database to the newest schema and plan. Without a key, chats last as long as the process."""
        upgrade(engine)
        self._sessions = session_factory(engine)
        self._reading = reading_factory(engine)
        self._key = key or secrets.token_bytes(32)
        with self._sessions() as session:
            load_bundled(session)
        with self._reading() as session:
            self._index = load_index(session)
        self._loading = Lock()
        self._swept = monotonic()

    def answer(self, message: Message, conversation: Conversation) -> tuple[Answer, Conversation]:
        """One reply and the conversation after it; stores nothing."""
        try:
            with self._reading() as session:
                return self._reply(session, message, conversation)
        except OperationalError:
            _log.exception("The database did not answer.")
            return apology(message.text), conversation

    def chat(self, message: Message) -> Answer:
        """One reply; the conversation is kept in the database. An OperationalError means: send it again later."""
        if not message.user:
            return self.answer(message, Conversation())[0]
        key = self._row_key(message.channel, message.user)
        with self._sessions.begin() as session:
            self._sweep(session)
            state = conversations.recall(session, key)
            before = _conversation(state)
            answer, after = self._reply(session, message, before)
            if after is not before:
                conversations.remember(session, key, after.to_json())
        return answer

    def forget(self, channel: str, user: str) -> None:
        """Delete what is stored about this person's chat."""
        with self._sessions.begin() as session:
            conversations.forget(session, self._row_key(channel, user))

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""
        with self._reading() as session:
            return plan_documents(session)

    def why_not_ready(self) -> str:
        """Why no question can be answered now; empty where it can."""
        try:
            with self._reading() as session:
                return "" if plan_version(session) is not None else "No plan is loaded."
        except SQLAlchemyError:
            _log.exception("The database did not answer.")
            return "The database does not answer."

    def _reply(self, session: Session, message: Message, before: Conversation) -> tuple[Answer, Conversation]:
        try:
            return reply(session, self._current_index(session), message, before)
        except OperationalError:
            raise
        except Exception:
            # The message itself stays out of the log: it may say who the person is.
            _log.exception("Answering a message on the channel %s failed.", message.channel)
            session.rollback()
            return apology(message.text), before

    def _current_index(self, session: Session) -> Index:
        """Another process may have loaded another plan since the last message."""
        version = plan_version(session)
        if version is not None and version != self._index.version:
            with self._loading:
                if version != self._index.version:
                    self._index = load_index(session)
        return self._index

    def _sweep(self, session: Session) -> None:
        if monotonic() - self._swept > SWEEP_SECONDS:
            self._swept = monotonic()
            conversations.forget_old(session)

    def _row_key(self, channel: str, user: str) -> str:
        return hmac.new(self._key, f"{channel}\0{user}".encode(errors="replace"), hashlib.sha256).hexdigest()


def _conversation(state: str | None) -> Conversation:
    """A state that another version of the program wrote may not be readable: then the chat starts anew."""
    try:
        return Conversation.from_json(state) if state else Conversation()
    except (ValueError, KeyError, TypeError):
        _log.warning("A stored conversation could not be read; it starts anew.")
        return Conversation()
