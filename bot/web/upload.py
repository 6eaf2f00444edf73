"""What happens when the page sends a photo?"""

import logging
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.body import read_body
from bot.photo_storage import PhotoStorage, reference_to
from bot.picture_cleaning import LARGEST
from bot.web.chat import Chat, browser_of, hold_back
from bot.web.token_bucket import TokenBuckets
from handlers.message import Message

SLOWEST = 120
"""Seconds for a photo to arrive: a phone in a village has a slow line."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """Photos of feedback that is being written. What is never sent is deleted by `bot/attachments.py`."""

    chat: Chat
    storage: PhotoStorage
    browsers: TokenBuckets
    addresses: TokenBuckets
    """Narrower than for messages: a photo takes room on the disk."""

    async def receive(self, request: Request) -> Response:
        """POST /photo with the bytes of a photo: it is cleaned and kept at once, and answered like a message."""
        _require_image(request)
        hold_back(request, browser_of(request), self.browsers, self.addresses)
        name = await self._take(await read_body(request, LARGEST, SLOWEST))
        if name is None:
            raise HTTPException(415)
        return await self.chat.reply(request, Message("web", "", "", "photo", reference=reference_to(name)))

    async def _take(self, photo: bytes) -> str | None:
        try:
            return await self.storage.take(photo)
        except OSError as fault:  # A full disk, or a bucket out of reach: it may be better soon.
            _log.error("A photo from the page could not be stored: %s", fault.strerror or type(fault).__name__)
            raise HTTPException(503) from None


def _require_image(request: Request) -> None:
    """A form on another site cannot send such a type, so no other site can act in a person's name."""
    if not request.headers.get("content-type", "").lower().startswith("image/"):
        raise HTTPException(415)
