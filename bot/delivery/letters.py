"""How does a call go into the outbox, and how does it come out again?"""

import json
import uuid
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.delivery.channel import Call, Outgoing
from bot.delivery.event import Event
from bot.secrecy import Secrecy
from db import outbox
from db.outbox import Held, Letter

QUEUES = ("answers", "notices")


class Letters:
    """Seals who a call goes to before it is stored, and opens it again for the one who sends it."""

    def __init__(self, secrecy: Secrecy) -> None:
        self._secrecy = secrecy

    def chat(self, channel: str, chat: str, queue: str = "answers") -> str:
        """The chat as the outbox knows it: the same for all calls of a queue, and nobody can tell whose it is."""
        return self._secrecy.hash(*queue_of(channel, chat, queue))

    def post(self, session: Session, event: Event, calls: Iterable[Call]) -> list[Held]:
        """Write the calls that answer an event; what may be sent at once."""
        return [held for call in calls for held in outbox.put(session, self._letter(event, call))]

    def open(self, held: Held, *, late: bool = False) -> Outgoing:
        """What the channel sends; `late`: it has waited in the outbox.

        Raises cryptography.exceptions.InvalidTag where another key sealed it.
        """
        return Outgoing(
            id=held.id,
            key=held.key,
            channel=held.channel,
            recipient=self._secrecy.open(held.recipient, "call", held.key),
            body=json.loads(held.body),
            reply_token=held.reply_token,
            reply_until=held.reply_until,
            attempts=held.attempts,
            unsure=held.unsure,
            queue=held.queue,
            newer=held.newer,
            late=late,
        )

    def traces(self, held: Held, messages: Iterable[str]) -> list[str]:
        """By which the database knows these messages of the call's chat; none where nobody knows whose that is."""
        chat = self._secrecy.open_or_none(held.recipient, "call", held.key)
        hashes = (message_traces(self._secrecy, held.channel, chat, message) for message in messages if chat)
        return [newest for newest, *_ in hashes]

    def _letter(self, event: Event, call: Call) -> Letter:
        key = call.key or str(uuid.uuid4())
        return Letter(
            key=key,
            channel=event.channel,
            chat=self.chat(event.channel, event.chat, call.queue) if call.queue else "",
            queue=call.queue or "answers",
            recipient=self._secrecy.seal(event.chat, "call", key),
            body=json.dumps(call.body, ensure_ascii=False, separators=(",", ":")),
            reply_token=event.reply_token,
            reply_until=event.reply_until,
            lives=call.lives,
            about=call.about,
        )


def queue_of(channel: str, chat: str, queue: str) -> tuple[str, ...]:
    """What the hash of a chat's queue is made of."""
    return ("outbox", channel, chat) if queue == "answers" else ("outbox", channel, chat, queue)


def message_traces(secrecy: Secrecy, channel: str, chat: str, message: str) -> tuple[str, ...]:
    """By which the database knows a message of a chat (`db/sent_messages.py`); nobody can tell whose it is."""
    return tuple(secrecy.hashes("message", channel, chat, message)) if message else ()
