"""How do people hear of their cases without asking? Their platform is told, where that is allowed and paid for.

A notice goes into the outbox in the transaction that marks it as told, so exactly one of a push and the person's next
answer tells it. All that waits for one person about one case goes out together: a push costs the same however much it
says.
"""

import asyncio
import logging
import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from time import monotonic

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import metrics
from bot.delivery.channel import Channel
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes
from bot.delivery.letters import Letters
from bot.delivery.sender import Sender
from bot.person import platform_id_of
from bot.secrecy import Secrecy
from db import notices
from db.feedback_models import Feedback, Notice, Person
from db.outbox import Held
from handlers.action import labels
from handlers.answer import Answer, Text
from handlers.notices import offered_by

EVERY_SECONDS = 1.0
KNOWN_SECONDS = 600.0
"""So long the answer to how much may be pushed is good for; what is pushed meanwhile is taken off."""
SHORT_SECONDS = 60.0
"""After that is asked again where nothing could be pushed, or nobody answered."""
PATIENCE = 2.0
"""Seconds that the relay waits for such an answer."""
NEWS_LIVES = timedelta(days=7)
"""LINE may refuse a push for days, where the office used up its quota otherwise."""
TOGETHER = 10
"""Notices in one push at most: more would not fit into the messages that LINE takes at once."""
_log = logging.getLogger(__name__)


class Notices:
    """Posts what people have not heard yet; several processes may do so at once."""

    def __init__(self, channels: Mapping[str, Channel], secrecy: Secrecy, lanes: Lanes, sender: Sender) -> None:
        self._channels = channels
        self._secrecy = secrecy
        self._letters = Letters(secrecy)
        self._lanes = lanes
        self._sender = sender
        self._looked: dict[str, float] = {}
        self._left: dict[str, tuple[float, float]] = {}
        """Channel: how many pushes are left, and until when that is known."""
        self._waiting: set[int] = set()
        """People who hear of it only when they write: groups on LINE, who cannot be found, whose push is faulty."""

    async def post(self, name: str) -> None:
        """Once, for this channel. What cannot be posted now is told with the person's next message, or another time."""
        channel = self._channels.get(name)
        if channel is None or monotonic() - self._looked.get(name, -math.inf) < EVERY_SECONDS:
            return
        self._looked[name] = monotonic()
        if self._sender.free(name) and await self._lanes.chore(partial(notices.is_waiting, channel=name)):
            await self._post(channel)

    async def _post(self, channel: Channel) -> None:
        most = int(min(self._sender.free(channel.name), await self._pushes_left(channel)))
        due = partial(notices.people_waiting, channel=channel.name, limit=most, without=self._waiting)
        if most <= 0:
            return
        people = await self._lanes.chore(due)
        results = await asyncio.gather(*(self._tell(channel, person) for person in people or ()))
        left, until = self._left[channel.name]
        self._left[channel.name] = left - sum(results), until

    async def _tell(self, channel: Channel, person: int) -> bool:
        """Whether this person is pushed something now. A fault with one leaves the others alone."""
        held = await self._lanes.run("", partial(self._push, channel=channel, person_id=person))
        if isinstance(held, Exception):
            _log.error("A notice could not be posted.", exc_info=held)
            if not isinstance(held, OperationalError):
                self._waiting.add(person)
            return False
        self._sender.send(held or (), late=True)
        return held is not None

    def _push(self, session: Session, channel: Channel, person_id: int) -> list[Held] | None:
        """Put what the person has not heard into the outbox; None where nothing is to be pushed."""
        # Of one case: a button, a reply and a quote belong to what stands in the message.
        told = notices.of_one_case(session, person_id, TOGETHER)
        person = session.get(Person, person_id)
        if not told or person is None:
            return None
        chat = platform_id_of(self._secrecy, person)
        if chat is None:
            _log.error("A notice cannot be sent: its person was encrypted with another CONVERSATION_KEY.")
        if chat is None or not channel.may_push(chat):
            self._waiting.add(person_id)
            return None
        case = session.get(Feedback, told[-1].feedback_id)
        number = case.number if case else ""
        key = str(uuid.uuid4())
        notices.mark_told(told, key)
        event = Event(channel.name, f"notice/{told[-1].id}", chat)
        first, *more = channel.calls(event, _answer(person, told, number))
        calls = (replace(call, queue="notices", lives=NEWS_LIVES) for call in (replace(first, key=key), *more))
        return self._letters.post(session, event, calls)

    async def _pushes_left(self, channel: Channel) -> float:
        if monotonic() - self._sender.without_quota.get(channel.name, -math.inf) < KNOWN_SECONDS:
            return 0
        left, until = self._left.get(channel.name, (0, -math.inf))
        if monotonic() > until:
            left = await _ask(channel)
            metrics.pushes_left(channel.name, left)
            self._left[channel.name] = left, monotonic() + (KNOWN_SECONDS if left else SHORT_SECONDS)
        return left


def _answer(person: Person, told: Sequence[Notice], number: str) -> Answer:
    """All of one case; below stand the buttons of the newest notice."""
    offered = offered_by(told[-1])
    return Answer(
        "status",
        tuple(Text(notice.text) for notice in told),
        suggestions=labels(offered),
        actions=offered,
        about=number,
        language="en" if person.language == "en" else "th",
    )


async def _ask(channel: Channel) -> float:
    try:
        async with asyncio.timeout(PATIENCE):
            left = await channel.pushes_left()
    except TimeoutError:
        return 0
    return math.inf if left is None else left
