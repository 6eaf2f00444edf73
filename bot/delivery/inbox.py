"""How does each event of a platform have exactly one effect, and is acknowledged only then?"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError

from bot import metrics
from bot.apology import too_many_photos, too_often
from bot.delivery.channel import Channel
from bot.delivery.event import Event
from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from bot.dispatch import Dispatcher
from bot.token_bucket import TokenBuckets
from bot.transaction import Prepared, Work, frames
from handlers.answer import Answer

ACKNOWLEDGED_SECONDS = 1.8
"""LINE counts a webhook as failed after 2 s. What takes longer goes on, and its repeat is recognised."""
AT_ONCE_OF_ONE = 60
"""Messages of one chat that are answered at once; then one a second."""
LETTERS = 250
"""Characters that count as another message."""
PHOTOS_OF_ONE = 25
"""Photos of one chat at once, and again within a day, as from the page."""
TOLD_SECONDS = 60
"""After so long somebody who goes on is told again that it is too much."""
WORKING_SECONDS = 0.7
"""After so long the person is shown that an answer is being made."""
_log = logging.getLogger(__name__)


class Inbox:
    """Takes events in; what answers them is on its way when it says so."""

    def __init__(self, dispatcher: Dispatcher, channels: Mapping[str, Channel], lanes: Lanes, sender: Sender) -> None:
        self._dispatcher = dispatcher
        self._channels = channels
        self._lanes = lanes
        self._sender = sender
        self._running: set[asyncio.Task[Any]] = set()
        self._under_way: dict[tuple[str, str], asyncio.Task[bool]] = {}
        """What is being taken in, by channel and id."""
        self._messages = TokenBuckets(AT_ONCE_OF_ONE, 1)
        self._photos = TokenBuckets(PHOTOS_OF_ONE, PHOTOS_OF_ONE / (24 * 60 * 60))
        self._told = TokenBuckets(1, 1 / TOLD_SECONDS)

    async def take(self, events: Sequence[Event]) -> bool:
        """Whether all are committed; if not, the platform must tell them again."""
        if not events:
            return True
        tasks = [self._begun(event) for event in events]
        done, late = await asyncio.wait(tasks, timeout=ACKNOWLEDGED_SECONDS)
        return not late and all(task.result() for task in done)

    def _begun(self, event: Event) -> asyncio.Task[bool]:
        """A repeat of what is still under way waits for that. Begun anew it would hold up what is slow already, and
        count as one more message of its chat, until that is told it wrote too much."""
        key = event.channel, event.id
        if key not in self._under_way:
            task = self._spawn(self._take(event))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        return self._under_way[key]

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._running)

    async def _take(self, event: Event) -> bool:
        channel = self._channels[event.channel]
        slow = asyncio.get_running_loop().call_later(WORKING_SECONDS, self._show_working, channel, event)
        chat = self._dispatcher.letters.chat(event.channel, event.chat)
        said = self._too_much(chat, event)
        work = self._hold_back(chat, event, channel, said) if said else self._work(event, channel)
        if work is None:
            slow.cancel()
            return True
        held = await self._lanes.run(chat, work)
        if isinstance(held, Exception) and not isinstance(held, OperationalError):
            held = await self._apologise(chat, event, channel, held)
        slow.cancel()
        if isinstance(held, Exception):
            _log.error("An event of %s could not be stored.", event.channel, exc_info=held)
            self._give_back(chat, event)
            return False
        self._sender.send(held)
        return True

    def _too_much(self, chat: str, event: Event) -> Answer | None:
        """What a chat is told that has asked too much. A long message counts for several: it takes longer."""
        message = event.message
        if message is None:
            return None
        if self._messages.wait(chat):
            metrics.refused("messages")
            return too_often(message.text, message.language)
        self._messages.charge(chat, len(message.text) / LETTERS)
        if message.reference and self._photos.wait(chat):
            metrics.refused("photos")
            return too_many_photos(message.text, message.language)
        return None

    def _give_back(self, chat: str, event: Event) -> None:
        """The platform will tell it again, perhaps for hours: that is still one photo."""
        if event.message and event.message.reference:
            self._photos.charge(chat, -1)

    def _hold_back(self, chat: str, event: Event, channel: Channel, said: Answer) -> Work | None:
        """The person is told, once in a while; the rest is acknowledged and left alone: a refusal would come again."""
        bot = self._dispatcher
        return None if self._told.wait(chat) else lambda session: bot.take_as(session, event, channel, said)

    def _work(self, event: Event, channel: Channel) -> Work:
        """What is understood need not be understood in the transaction, where others wait for it."""
        bot, message = self._dispatcher, event.message
        if message is None:
            return lambda session: bot.take(session, event, channel)
        return Prepared(
            partial(bot.read_ahead, message=message), lambda session, ahead: bot.take(session, event, channel, ahead)
        )

    async def _apologise(self, chat: str, event: Event, channel: Channel, fault: Exception) -> Any:
        """The person hears of a fault of ours; where even that fails, the event is written down and done with."""
        _log.error("Handling an event of %s failed.\n%s", event.channel, frames(fault))
        bot = self._dispatcher
        held = await self._lanes.run(chat, lambda session: bot.take_faulty(session, event, channel, fault))
        if isinstance(held, Exception) and not isinstance(held, OperationalError):
            return await self._lanes.run(chat, lambda session: bot.take_unanswerable(session, event, fault))
        return held

    def _show_working(self, channel: Channel, event: Event) -> None:
        if event.message:
            self._spawn(channel.show_working(event.chat))

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """The loop itself keeps no hold of a task."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task
