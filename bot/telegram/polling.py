"""How does a machine that Telegram cannot reach get its updates? It asks for them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import telegram
from telegram.error import Conflict, TelegramError

from bot.telegram.faults import outcome, reason
from bot.telegram.updates import ALLOWED_UPDATES

_OPEN_SECONDS = 25
"""So long Telegram keeps a question open while there is nothing to tell."""
_FIRST_BREAK, _LONGEST_BREAK = 0.5, 30.0
Take = Callable[[telegram.Update], Awaitable[bool]]
"""Whether the update is kept for good; where it is not, it is told again."""
_log = logging.getLogger(__name__)


class _NotTakenError(Exception):
    """An update could not be kept: the database is down."""


async def poll(bot: telegram.Bot, take: Take, stop: asyncio.Event) -> None:
    """Ask until `stop`. The next updates are asked for only when the last ones are kept, so that none is lost."""
    offset: int | None = None
    failures = 0
    while not stop.is_set():
        try:
            if offset is None:
                await _delete_webhook(bot)
                offset = 0
            asking = bot.get_updates(offset, timeout=_OPEN_SECONDS, allowed_updates=ALLOWED_UPDATES)
            for update in await _unless(stop, asking):
                if not await take(update):
                    raise _NotTakenError
                offset = update.update_id + 1
            failures = 0
        except (TelegramError, _NotTakenError) as fault:
            await _unless(stop, asyncio.sleep(_break(fault, failures), ()))
            failures += 1


async def _delete_webhook(bot: telegram.Bot) -> None:
    """Telegram tells its updates in one way only."""
    url = (await bot.get_webhook_info()).url
    if url:
        await bot.delete_webhook()
        _log.warning("The webhook %s was deleted, as polling excludes it; `python -m bot register` sets it again.", url)


async def _unless(stop: asyncio.Event, asking: Coroutine[Any, Any, tuple[Any, ...]]) -> tuple[Any, ...]:
    """What is given; nothing where the process is told to stop before."""
    given, stopping = asyncio.create_task(asking), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({given, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return given.result() if given.done() else ()
    finally:
        given.cancel()
        stopping.cancel()
        await asyncio.gather(given, stopping, return_exceptions=True)


def _break(fault: Exception, failures: int) -> float:
    """Seconds to wait before asking again; says why."""
    asked = outcome(fault).wait if isinstance(fault, TelegramError) else 0.0
    seconds = asked or min(_LONGEST_BREAK, _FIRST_BREAK * 2**failures)
    _log.warning("%s. Asking again in %.1f s.", _why(fault), seconds)
    return seconds


def _why(fault: Exception) -> str:
    if isinstance(fault, Conflict):
        return "Another program asks for this bot's updates, or a webhook was set: only one can get them"
    return reason(fault) if isinstance(fault, TelegramError) else "An update could not be kept"
