"""How does a message from any channel become an answer, with the conversation it belongs to?"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.event import listen
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import metrics, missed
from bot.ahead import Ahead, Told
from bot.answers import Answers
from bot.apology import apology
from bot.delivery.channel import Channel
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes
from bot.delivery.letters import Letters
from bot.office import tally
from bot.person import person_behind, person_of_link
from bot.secrecy import Secrecy
from bot.source_links import behind_link, with_answer_link, with_source_links
from bot.transaction import Prepared, frames, transact
from db import conversations, events, notices
from db.case_counts import Tally, tallies
from db.conversations import Recalled
from db.erasing import erase_chats
from db.installation import owner_of_files
from db.migrate import upgrade
from db.outbox import Held
from db.plans import plan_documents, stored_plans
from db.readiness import probing, why_not_ready
from db.session import reading_factory, session_factory
from db.trial import trial_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.exchange import Reply
from handlers.message import Message
from handlers.my_data import as_json
from handlers.notices import with_notices
from handlers.officers.engaged import is_asked, is_engaged
from handlers.person import Person
from handlers.plan_words import plan_words
from handlers.several_plans import Meant, hear_of, reply_of
from handlers.wording import Language, wording
from knowledge.answer_link import turn_in
from knowledge.loader import load_bundled
from knowledge.names.completing import open_plans
from knowledge.plan_view import PlanView
from knowledge.plan_views import Views
from knowledge.plans_stored import StoredPlans, load_plans

PATIENCE = 4.0
"""Seconds that a message of the page waits for its turn."""
_APOLOGY = "apology"
_NOTED = "answers"
_log = logging.getLogger(__name__)


class Dispatcher:
    """Answers messages from one database; threads may share it."""

    def __init__(self, engine: Engine, *keys: bytes, public_url: str = "", relay: str = "") -> None:
        """Bring the database to the newest schema and plan. Without a key, chats last as long as the process."""
        upgrade(engine)
        self.engine = engine
        self.owner = owner_of_files(engine)
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
        self._relay = relay
        self.letters = Letters(self.secrecy)
        with self.sessions() as session:
            load_bundled(session)
        self._plans = open_plans(self.sessions)
        self._loading = Lock()
        self._answers = Answers()
        self._views = Views()
        self.lanes: Lanes | None = None
        """Of the server that runs."""

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
        """One reply; the conversation is kept in the database. An OperationalError or BusyError means: later."""
        if not message.user:
            return self.answer(message, Conversation())[0]
        result = self._in_turn(message, partial(self._chat, message=message))
        if isinstance(result, OperationalError):
            raise result
        if isinstance(result, Exception):
            _tell(result, message.channel)
            metrics.answered(message.channel, _APOLOGY)
            return apology(message.text)
        answer: Answer = result
        return answer

    def chat_once(self, message: Message, once: str, written: Callable[[Answer], str]) -> Told:
        """The same, as `written` makes it. To a message that was answered already, known by its id `once` ("": it has
        none), the same again, without any effect."""
        once = once and self.secrecy.hash("message of the page", message.user, once)
        result = self._in_turn(message, partial(self._chat_once, message=message, once=once, written=written))
        if isinstance(result, OperationalError):
            raise result
        if isinstance(result, Exception):
            _tell(result, message.channel)
            return Told(written(apology(message.text)))
        told: Told = result
        return told

    def told_before(self, message: Message, once: str) -> str:
        """What was told to the message of this id; "" where it was not answered yet."""
        once = self.secrecy.hash("message of the page", message.user, once)
        with self._reading() as session:
            return self._told_before(session, self._recall(session, self._person(message), conversations.peek), once)

    def _in_turn(self, message: Message, then: Callable[[Session, Ahead | None], Any]) -> Any:
        """Beside a server all works of the process wait for each other; else it has a transaction at once."""
        work = Prepared(partial(self.read_ahead, message=message), then)
        if self.lanes is None:
            return transact(self.sessions, [work])[0]
        return self.lanes.run_last(self.letters.chat(message.channel, message.user), work, PATIENCE)

    def read_ahead(self, session: Session, message: Message) -> Ahead:
        """Find out before the transaction what the chat is about and what the message says, as far as is known then."""
        person = self._person(message)
        recalled = self._recall(session, person)
        before = self._conversation(recalled)
        asked = (self._plans.stamps, message.text, before.shared())
        known = not message.is_said or (message.kind == "text" and self._answers.recall(asked) is not None)
        return Ahead(person, recalled.state, before, None if known else hear_of(self._plans, message, before.shared()))

    def take(self, session: Session, event: Event, channel: Channel, ahead: Ahead | None = None) -> list[Held]:
        """Handle an event of a platform in this transaction, once: what is to be sent now."""
        if not events.record(session, event.channel, event.id):
            return []
        if event.gone:
            self._forget_chat(session, event)
        if event.message is None:
            return []
        answer = self._chat(session, ahead, event.message)
        if not answer.parts:
            return []  # what was taken back was never kept
        return self.letters.post(session, event, channel.calls(event, answer))

    def take_faulty(self, session: Session, event: Event, channel: Channel, fault: Exception) -> list[Held]:
        """An event whose handling failed is written down with its fault, and the person gets an apology."""
        sorry = apology(event.message.text) if event.message else None
        return self.take_as(session, event, channel, sorry, frames(fault))

    def take_as(
        self, session: Session, event: Event, channel: Channel, answer: Answer | None, fault: str = ""
    ) -> list[Held]:
        """An event that is answered without being handled, or not at all."""
        if not events.record(session, event.channel, event.id, fault) or answer is None:
            return []
        _note(session, event.channel, _APOLOGY)
        return self.letters.post(session, event, channel.calls(event, answer))

    def take_unanswerable(self, session: Session, event: Event, fault: Exception) -> list[Held]:
        """Not even an apology can be sent: the event is written down, so that it does not come again and again."""
        events.record(session, event.channel, event.id, frames(fault))
        return []

    def takes_photos(self, channel: str, user: str) -> bool:
        """Whether the person is writing feedback, to which a photo would belong."""
        person = person_behind(self.secrecy, channel, user)
        with self._reading() as session:
            recalled = self._recall(session, person, conversations.peek)
            return self._conversation(recalled).writing is not None or is_asked(session, person)

    def news(self, channel: str, user: str) -> Answer | None:
        """What the person has not heard yet of their cases, and has from now on; None where there is nothing."""
        person = person_behind(self.secrecy, channel, user)
        with self._reading() as session:
            if not notices.waits(session, person.key):
                return None
        with self.sessions.begin() as session:
            untold = notices.take(session, person.key)
        return with_notices(Answer("status", ()), untold) if untold else None

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
            return as_json(session, person.known(session), self.secrecy.open_or_none)

    def answer_alone(self, message: Message, plan: str = "", link: str = "") -> Answer:
        """The answer to a message without any chat around it; stores nothing."""
        if not link:
            return with_answer_link(*self.answer(message, Conversation(plan=plan)))
        with self._reading() as session:
            turn = turn_in(self.current_plans(session), link, plan)
        return with_answer_link(*self.answer(*behind_link(message, turn)))

    def view(self, plan: str = "") -> PlanView:
        """The plan of this name, or the default one, for its pages and open data. Raises LookupError where there is no
        such plan."""
        with self._reading() as session:
            return self._views.of(session, plan)

    def tallies(self) -> Sequence[Tally]:
        """All cases, alike ones counted together."""
        with self._reading() as session:
            return tallies(session)

    def documents(self) -> tuple[str, ...]:
        """The names of the documents that answers may cite."""
        with self._reading() as session:
            return plan_documents(session)

    def plan_words(self, language: Language) -> Mapping[str, object]:
        """What sentences say of the default plan; of the one known last where the database does not answer."""
        try:
            with self._reading() as session:
                plans = self.current_plans(session)
        except OperationalError:
            plans = self._plans
        return plan_words(plans.default, wording(language))

    def why_not_ready(self) -> str:
        """Why no message can be answered and stored now; empty where it can. May take as long as the database likes."""
        return why_not_ready(self.probe, f"{self.process} readyz")

    def _chat(self, session: Session, ahead: Ahead | None, message: Message) -> Answer:
        person = ahead.person if ahead else self._person(message)
        return self._go_on(session, ahead, message, person, self._recall(session, person))

    def _chat_once(
        self, session: Session, ahead: Ahead | None, message: Message, once: str, written: Callable[[Answer], str]
    ) -> Told:
        person = ahead.person if ahead else self._person(message)
        recalled = self._recall(session, person)
        if once and (told := self._told_before(session, recalled, once)):
            return Told(told, again=True)
        told = written(self._go_on(session, ahead, message, person, recalled))
        if once:
            # Of a chat that was erased or forgotten nothing shall stay, so that its last answer has a key of its own.
            is_there = conversations.peek(session, person.key) is not None
            key = person.key if is_there else once
            conversations.keep_answer(session, key, once, self.secrecy.seal(told, "told", once))
        return Told(told)

    def _told_before(self, session: Session, recalled: Recalled, once: str) -> str:
        known = recalled if recalled.asked == once else conversations.peek(session, once)
        return (self.secrecy.open_or_none(known.answer, "told", once) or "") if known else ""

    def _go_on(
        self, session: Session, ahead: Ahead | None, message: Message, person: Person, recalled: Recalled
    ) -> Answer:
        """Answer, and keep what the chat is about then."""
        before = ahead.before if ahead and ahead.sealed == recalled.state else self._conversation(recalled)
        told, after = self._reply(session, message, before.shared(), person, ahead.meant if ahead else None)
        after = missed.with_question(after, message, told)
        if after == Conversation():
            conversations.forget(session, person.key)
        elif after != before:
            conversations.remember(session, person.key, self.secrecy.seal(after.to_json(), "chat", person.key))
        _note(session, message.channel, told.status)
        missed.keep(session, message, before, told, after)
        linked = with_source_links(with_answer_link(told, after), message.channel, self._public_url)
        heard = notices.take(session, person.key)
        session.flush()
        # Who was just asked by an officer may answer with a photo.
        return replace(with_notices(linked, heard), taking=told.taking or (bool(heard) and is_asked(session, person)))

    def _recall(
        self, session: Session, person: Person, look: Callable[[Session, str], Recalled | None] = conversations.recall
    ) -> Recalled:
        known = (look(session, key) for key in (person.key, *person.older_keys))
        return next((each for each in known if each and (each.state or each.asked)), Recalled())

    def _person(self, message: Message) -> Person:
        behind = person_behind(self.secrecy, message.channel, message.user, self._public_url)
        return replace(behind, relay=self._relay)

    def _reply(
        self, session: Session, message: Message, before: Conversation, person: Person, meant: Meant | None = None
    ) -> Reply:
        plans = self.current_plans(session)
        if message.kind != "text" or is_engaged(session, person):
            return reply_of(session, plans, message, before, person, meant)
        asked = (plans.stamps, message.text, before)
        known = self._answers.recall(asked)
        return known or self._answers.remember(asked, reply_of(session, plans, message, before, person, meant))

    def _conversation(self, recalled: Recalled) -> Conversation:
        """A state that another key sealed, or another version of the program wrote: then the chat starts anew."""
        state = self.secrecy.open_or_none(recalled.state, "chat", recalled.key) if recalled.state else None
        return Conversation.from_json(state) if state else Conversation()

    def _forget_chat(self, session: Session, event: Event) -> None:
        dropped = erase_chats(session, person_behind(self.secrecy, event.channel, event.chat).chats)
        _log.info("A chat of %s is over: forgot it, and %d calls that waited.", event.channel, dropped)

    def current_plans(self, session: Session) -> StoredPlans:
        """Another process may have loaded, or withdrawn, a plan since the last message."""
        stamps = stored_plans(session)
        if stamps and stamps != self._plans.stamps:
            with self._loading:
                if stamps != self._plans.stamps:
                    self._plans = load_plans(session, self._plans)
        return self._plans


def _note(session: Session, channel: str, kind: str) -> None:
    """An answer that counts once its transaction is committed, which may have to be done again."""
    session.info.setdefault(_NOTED, []).append((channel, kind))


def _count(session: Session) -> None:
    for channel, kind in session.info.pop(_NOTED, ()):
        metrics.answered(channel, kind)
        tally.count(channel, kind)


def _tell(fault: Exception, channel: str) -> None:
    """The message itself stays out of the log: it may say who the person is."""
    if isinstance(fault, OperationalError):
        _log.error("The database did not answer.", exc_info=fault)
    else:
        _log.error("Answering a message on the channel %s failed.\n%s", channel, frames(fault))
