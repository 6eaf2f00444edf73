"""How do the photos of a case get from the platform to us, and away again when the person wants that?"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from bot import metrics
from bot.delivery.backoff import backoff
from bot.delivery.channel import Channel, Download
from bot.delivery.lanes import Lanes
from bot.photo_storage import PhotoStorage, name_in
from bot.secrecy import Secrecy
from db import attachments
from db.attachments import Held

EVERY_SECONDS = 1
AT_ONCE = 4
"""Photos that are under way together."""
MOST_ATTEMPTS = 20
"""Over some eight hours."""
LONGEST_WAIT = 3600
"""Seconds between two attempts."""
UNSENT_KEPT = timedelta(days=2)
"""So long a photo is kept whose feedback was never sent: a day longer than the feedback itself."""
_log = logging.getLogger(__name__)


class Photos:
    """Fetches what is due, each in a task of its own; several processes may do so at once."""

    def __init__(self, lanes: Lanes, channels: Mapping[str, Channel], secrecy: Secrecy, storage: PhotoStorage) -> None:
        self._lanes = lanes
        self._channels = channels
        self._secrecy = secrecy
        self._storage = storage
        self._running: set[asyncio.Task[None]] = set()
        self._look_at = 0.0

    async def fetch(self) -> None:
        """Begin with what is due. Never fails; to be called again and again."""
        if monotonic() < self._look_at or len(self._running) >= AT_ONCE:
            return
        self._look_at = monotonic() + EVERY_SECONDS
        for held in await self._lanes.chore(partial(attachments.hold_due, limit=AT_ONCE - len(self._running))) or ():
            self._begin(self._settle(held))

    async def sweep(self) -> None:
        """Begin to delete photos whose feedback was never sent, and what a crash left. To be called now and then."""
        self._begin(self._sweep())

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault that nobody foresaw stops no other photo; this one is tried again once nobody holds it."""
        self._running.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            _log.error("A photo could not be handled.", exc_info=fault)

    async def _sweep(self) -> None:
        old = await self._storage.older_than(UNSENT_KEPT)
        gone = (await self._lanes.chore(partial(attachments.of_no_case, names=old)) or ()) if old else ()
        for name in gone:
            await self._storage.delete(name)
        metrics.swept("files", {"files": len(gone)})

    async def _settle(self, held: Held) -> None:
        reference = self._secrecy.open_or_none(held.reference) if held.reference else ""
        try:
            if held.erased:
                await self._erase(held, reference or "")
            elif reference is None:
                await self._give_up(held, "Its reference was encrypted with another key.")
            elif held.attempts > MOST_ATTEMPTS:  # The last one ended without a word: such a photo may have killed us.
                await self._give_up(held, f"{MOST_ATTEMPTS} attempts were in vain.")
            else:
                await self._fetch(held, reference)
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
            metrics.photo(held.channel, "kept")
            await self._lanes.chore(partial(attachments.keep, held=held, name=name))
        else:
            await self._give_up(held, "It is not in the storage any more.")

    async def _store(self, held: Held, photo: bytes) -> None:
        name = await self._storage.take(photo)
        if name is None:
            await self._give_up(held, "It is no photo that can be shown.")
        elif await self._lanes.chore(partial(attachments.keep, held=held, name=name)):
            metrics.photo(held.channel, "kept")
        else:
            # It was erased meanwhile, fetched by another one, or could not be written down and is fetched again.
            await self._storage.delete(name)

    async def _erase(self, held: Held, reference: str) -> None:
        name = held.name or (name_in(reference) if held.channel == "web" else "")
        if name:
            await self._storage.delete(name)
        metrics.photo(held.channel, "deleted")
        await self._lanes.chore(partial(attachments.erased, held=held))

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
        await self._lanes.chore(partial(attachments.give_up, held=held, reason=reason))


_OFF = Download("later", reason="The channel is off.", wait=LONGEST_WAIT)
