"""Which photos were put on the page for feedback that was never sent, and go?

Only what this database took itself, what no case has and what nobody is still writing about; never more than a share of
all photos at once, unless somebody orders it; and never silently.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial

from bot.delivery.lanes import Lanes
from bot.photo_storage import PhotoStorage, name_in
from bot.secrecy import Secrecy
from db import attachments, conversations
from db.clock import sure_now
from db.standstill import in_doubt
from handlers.conversation import Conversation

UNSENT_KEPT = timedelta(days=2)
"""So long a photo is kept whose feedback was never sent: a day longer than the feedback itself."""
FEW = 100
SHARE = 0.1
"""Of all photos. More than that, and more than a few, are not deleted at once without an order."""
_log = logging.getLogger(__name__)


class Sweep:
    """Looks through the photos that no case has; two processes may do so at once."""

    def __init__(self, lanes: Lanes, secrecy: Secrecy, storage: PhotoStorage) -> None:
        self._lanes = lanes
        self._secrecy = secrecy
        self._storage = storage

    async def run(self, *, ordered: bool = False) -> int:
        """Delete them; how many. `ordered`: also where they are more than a share of all."""
        if not ordered and await self._lanes.chore(in_doubt) is not False:
            return 0
        doomed = await self.leftovers()
        most = await self._most()
        if len(doomed) > most and not ordered:
            _log.error(
                "%d photos were never sent, more than a tenth of all: none is deleted. If that is right: "
                "python -m bot photos --delete-unsent",
                len(doomed),
            )
            return 0
        deleted = [name for name in doomed if await self._storage.discard(name)]
        if deleted:
            _log.info("Deleted %d photos that were never sent.", len(deleted))
        return len(deleted)

    async def leftovers(self) -> list[str]:
        """Their names. A photo that a case has by now is put where it belongs: whoever stored it had no time to."""
        found = await self._storage.unsent()
        known = await self._lanes.chore(partial(attachments.known, names=list(found))) if found else set()
        for name in known or ():
            await self._storage.keep(name)
        too_old = sure_now() - UNSENT_KEPT
        old = [name for name, written in found.items() if written < too_old and name not in (known or ())]
        if known is None or not old:
            return []
        wanted = await self._wanted()
        return [] if wanted is None else [name for name in old if name not in wanted]

    async def _wanted(self) -> set[str] | None:
        """What a case or somebody who still writes refers to; None where that cannot be known just now."""
        uploaded = await self._lanes.chore(attachments.uploaded)
        chats = await self._lanes.chore(conversations.remembered)
        if uploaded is None or chats is None:
            return None
        waiting = [self._secrecy.open_or_none(sealed, "photo", str(case)) for case, sealed in uploaded]
        if None in waiting:
            return None
        return {name_in(reference) for reference in (*waiting, *self._drafted(chats)) if reference}

    def _drafted(self, chats: Iterable[tuple[str, str]]) -> Iterator[str | None]:
        """A chat that no key opens cannot be gone on with."""
        for key, sealed in chats:
            state = self._secrecy.open_or_none(sealed, "chat", key)
            intake = Conversation.from_json(state).intake if state else None
            photos = (photo for one in (intake.drafts() if intake else ()) for photo in one.photos)
            yield from (self._secrecy.open_or_none(photo, "draft") for photo in photos)

    async def _most(self) -> float:
        stored = await self._lanes.chore(attachments.stored)
        return max(FEW, SHARE * (stored or 0))
