"""What was sent to us, and is it what it should be?"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bot.place import place
from handlers.action import Action, read_action
from knowledge.characters import storable

LARGEST = 1024 * 1024
"""Bytes of a request's body."""
SLOWEST = 20
"""Seconds for the whole body to arrive; a connection that only drips is closed."""


FREE = 64 * 1024
"""Bytes of each body that are not counted: nearly all messages and webhooks are shorter."""


class InFlight:
    """Bytes of bodies that are just arriving or used, all together: many large ones at once would fill the memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0

    @contextmanager
    def held(self) -> Iterator[Callable[[int], None]]:
        """Meanwhile a body is held, whose bytes are told as they come. Refuses (503) what there is no room for."""
        mine = 0

        def more(count: int) -> None:
            nonlocal mine
            if self._held + count > self._most:
                raise HTTPException(503, headers={"Retry-After": "10"})
            self._held += count
            mine += count

        try:
            yield more
        finally:
            self._held -= mine


MESSAGES = InFlight(32 * 1024 * 1024)
"""Of the page."""
WEBHOOKS = InFlight(32 * 1024 * 1024)
"""Of the platforms: those must not wait for room that others take."""


def require_json(request: Request) -> None:
    """A form on another site cannot send this type, so no other site can act in a person's name."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)


async def read_said(request: Request) -> tuple[str, tuple[float, float] | None, Action | None]:
    """The `text` of the JSON object that was sent, the `place` where there is one, and what the pressed button does."""
    told = read_object(await read_body(request))
    text, degrees, does = told.get("text"), told.get("place"), told.get("action", "")
    if not isinstance(text, str) or not isinstance(does, str):
        raise HTTPException(400)
    return storable(text), None if degrees is None else _place(degrees), read_action(does, storable(text))


async def read_body(
    request: Request,
    largest: int = LARGEST,
    slowest: float | None = None,
    more: Callable[[int], None] | None = None,
    among: InFlight = MESSAGES,
) -> bytes:
    """The bytes of the body, as they were sent. Too large a one is refused (413), one that drips in (408), and one for
    which there is no room among others that are just arriving (503). `more` is told of bytes that are held longer."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > largest:
        raise HTTPException(413)
    try:
        async with asyncio.timeout(slowest or SLOWEST):
            if more:
                return await _at_most(request, largest, more)
            with among.held() as arriving:
                return await _at_most(request, largest, arriving)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:  # Nobody reads the refusal, but a line that broke is no fault of ours to log.
        raise HTTPException(400) from None


async def _at_most(request: Request, largest: int, more: Callable[[int], None]) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        before = len(body)
        body += chunk
        if len(body) > largest:
            raise HTTPException(413)
        if len(body) > FREE:
            more(len(body) - max(before, FREE))
    return bytes(body)


def _place(degrees: object) -> tuple[float, float]:
    """[latitude, longitude]."""
    found = place(*degrees) if isinstance(degrees, list) and len(degrees) == 2 else None
    if found is None:
        raise HTTPException(400)
    return found


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object; anything else is refused (400).

    RecursionError: a body of nothing but opening brackets is nested deeper than Python can read.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(value, dict):
        raise HTTPException(400)
    return value
