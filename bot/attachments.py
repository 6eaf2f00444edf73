"""How do the photos of a case get from the platform to us, and away again when the person wants that?"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from bot import metrics
from bot.delivery.backoff import backoff
from bot.delivery.channel import Channel, Download
from bot.delivery.lanes import Lanes
from bot.photo_storage import NotOursError, PhotoStorage, name_in
from bot.photo_sweep import Sweep
from bot.secrecy import Secrecy
from db import attachments
from db.attachments import Held
from handlers.case_news import tell_lost_photo

EVERY_SECONDS = 1
AT_ONCE = 4
"""Photos of a channel that are under way together."""
MOST_ATTEMPTS = 20
"""Over some eight hours."""
LONGEST_WAIT = 3600
"""Seconds between two attempts."""
_log = logging.getLogger(__name__)


class Photos:
    """Fetches what is due, each in a task of its own; several processes may do so at once."""

    def __init__(self, lanes: Lanes, channels: Mapping[str, Channel], secrecy: Secrecy, storage: PhotoStorage) -> None:
        self._lanes = lanes
        self._channels = channels
        self._secrecy = secrecy
        self._storage = storage
        self._swept = Sweep(lanes, secrecy, storage)
        self._running: dict[asyncio.Task[None], str] = {}
        """By channel."""
        self._look_at: dict[str, float] = {}

    async def fetch(self, channel: str) -> None:
        """Begin with what is due of a channel. Never fails; to be called again and again."""
        free = AT_ONCE - list(self._running.values()).count(channel)
        if monotonic() < self._look_at.get(channel, 0) or free <= 0:
            return
        self._look_at[channel] = monotonic() + EVERY_SECONDS
        due = partial(attachments.hold_due, channel=channel, limit=free)
        for held in await self._lanes.chore(due) or ():
            self._begin(self._settle(held), channel)

    async def sweep(self) -> None:
        """Begin to delete photos whose feedback was never sent, and what a crash left. To be called now and then."""
        self._begin(self._sweep(), "")

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None], channel: str) -> None:
        task = asyncio.create_task(work)
        self._running[task] = channel
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault that nobody foresaw stops no other photo; this one is tried again once nobody holds it."""
        del self._running[task]
        if not task.cancelled() and (fault := task.exception()):
            _log.error("A photo could not be handled.", exc_info=fault)

    async def _sweep(self) -> None:
        metrics.swept("files", {"files": await self._swept.run()})

    async def _settle(self, held: Held) -> None:
        reference = self._secrecy.open_or_none(held.reference, "photo", str(held.case)) if held.reference else ""
        try:
            if held.erased:
                await self._erase(held, reference or "")
            elif reference is None:
                await self._give_up(held, "Its reference was encrypted with another key.")
            elif held.attempts > MOST_ATTEMPTS:  # The last one ended without a word: such a photo may have killed us.
                await self._give_up(held, f"{MOST_ATTEMPTS} attempts were in vain.")
            else:
                await self._fetch(held, reference)
        except NotOursError as fault:
            _log.error(
                "A photo of an erased case stays: %s If they are this one's: python -m bot photos --claim", fault
            )
        except OSError as fault:  # A full disk, or a bucket out of reach.
            await self._try_later(held, Download("later", reason=f"The storage failed: {type(fault).__name__}"))

    async def _fetch(self, held: Held, reference: str) -> None:
        if held.channel == "web":
            await self._find(held, name_in(reference))
            return
        channel = self._channels.get(held.channel)
        got = await channel.download(reference) if channel else _OFF
        if got.kind == "here":
            await self._store(held, got.body)
        elif got.kind == "gone":
            await self._give_up(held, got.reason)
        else:
            await self._try_later(held, got)

    async def _find(self, held: Held, name: str) -> None:
        """What came by the page was stored at once."""
        if await self._storage.has(name):
            await self._keep(held, name)
        else:
            await self._give_up(held, "It is not in the storage any more.")

    async def _store(self, held: Held, photo: bytes) -> None:
        name = await self._storage.take(photo)
        if name is None:
            await self._give_up(held, "It is no photo that can be shown.")
        elif not await self._keep(held, name):
            # It was erased meanwhile, fetched by another one, or could not be written down and is fetched again.
            await self._storage.discard(name)

    async def _keep(self, held: Held, name: str) -> bool:
        """Written down first: what stays among the unsent, should we die now, is found there as a case's photo."""
        kept = bool(await self._lanes.chore(partial(attachments.keep, held=held, name=name)))
        if kept:
            metrics.photo(held.channel, "kept")
            await self._storage.keep(name)
        return kept

    async def _erase(self, held: Held, reference: str) -> None:
        name = held.name or (name_in(reference) if held.channel == "web" else "")
        if name:
            await self._claim(name)
            await self._storage.delete(name)
            _log.info("Deleted 1 photo of an erased case.")
        metrics.photo(held.channel, "deleted")
        await self._lanes.chore(partial(attachments.erased, held=held))

    async def _claim(self, name: str) -> None:
        """Photos that were stored before anybody was their owner are those of the database that knows most of them."""
        if await self._storage.owner() is not None:
            return
        photos = await self._storage.photos()
        known = await self._lanes.chore(partial(attachments.known, names=photos))
        if known and name in known and 2 * len(known) > len(photos):
            await self._storage.claim()

    async def _try_later(self, held: Held, got: Download) -> None:
        if held.attempts >= MOST_ATTEMPTS:
            await self._give_up(held, got.reason)
            return
        wait = max(got.wait, backoff(held.attempts, LONGEST_WAIT))
        _log.warning("A photo of %s was not fetched, tried again in %.0f s: %s", held.channel, wait, got.reason)
        metrics.photo(held.channel, "later")
        await self._lanes.chore(partial(attachments.put_off, held=held, seconds=wait))

    async def _give_up(self, held: Held, reason: str) -> None:
        _log.error("A photo of %s is given up after %s attempts: %s", held.channel, held.attempts, reason)
        metrics.photo(held.channel, "given_up")
        await self._lanes.chore(partial(_give_up, held=held, reason=reason))


def _give_up(session: Session, held: Held, reason: str) -> None:
    """Who sent it and who handles the case are told."""
    case = attachments.give_up(session, held, reason)
    if case:
        tell_lost_photo(session, case)


_OFF = Download("later", reason="The channel is off.", wait=LONGEST_WAIT)
