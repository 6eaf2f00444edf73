"""What happens when the page sends a photo?"""

import logging
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.body import InFlight, read_body
from bot.photo_storage import PhotoStorage, reference_to
from bot.picture_cleaning import LARGEST
from bot.web.chat import Chat
from handlers.message import Message

SLOWEST = 120
"""Seconds for a photo to arrive: a phone in a village has a slow line."""
IN_FLIGHT = InFlight(64 * 1024 * 1024)
"""Bytes of photos that are arriving, or wait to be cleaned."""

_PHOTO = Message("web", "", "", "photo")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """Photos of feedback that is being written. What is never sent is deleted by `bot/attachments.py`."""

    chat: Chat
    storage: PhotoStorage

    async def receive(self, request: Request) -> Response:
        """POST /photo with the bytes of a photo: it is cleaned and kept at once, and answered like a message."""
        _require_image(request)
        browser = self.chat.cookies.browser_of(request)
        self.chat.limits.hold_back(request, browser)
        if not browser or not await self._is_awaited(request, browser):
            raise HTTPException(409)
        with self.chat.limits.uploading(request, browser):
            told = await self.chat.told_before(request, _PHOTO)
            if told:
                await read_body(request, LARGEST, SLOWEST, lambda _: None)  # else the browser hears of a broken line
                return told
            name = await self._keep(request)
        if name is None:
            raise HTTPException(415)
        response, answer = await self.chat.reply(request, replace(_PHOTO, reference=reference_to(name)))
        if answer.again:  # Its repeat was faster: this one belongs to nothing.
            await self.storage.discard(name)
        return response

    async def _is_awaited(self, request: Request, browser: str) -> bool:
        """Whether feedback is written to which the photo would belong."""
        async with self.chat.limits.seat(request):
            return await run_in_threadpool(self.chat.chats.takes_photos, "web", browser)

    async def _keep(self, request: Request) -> str | None:
        """The name of the photo; None for what is none."""
        if self.storage.is_busy:
            raise HTTPException(503, headers={"Retry-After": "10"})
        with IN_FLIGHT.held() as more:
            return await self._take(await read_body(request, LARGEST, SLOWEST, more))

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
