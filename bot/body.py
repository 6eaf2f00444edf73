"""What was sent to us, and is it what it should be?"""

import asyncio
import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bot.place import place
from knowledge.characters import storable

LARGEST = 1024 * 1024
"""Bytes of a request's body."""
SLOWEST = 20
"""Seconds for the whole body to arrive; a connection that only drips is closed."""


def require_json(request: Request) -> None:
    """A form on another site cannot send this type, so no other site can act in a person's name."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)


async def read_said(request: Request) -> tuple[str, tuple[float, float] | None]:
    """The `text` of the JSON object that was sent, and the `place` where there is one."""
    told = read_object(await read_body(request))
    text, degrees = told.get("text"), told.get("place")
    if not isinstance(text, str):
        raise HTTPException(400)
    return storable(text), None if degrees is None else _place(degrees)


async def read_body(request: Request, largest: int = LARGEST, slowest: float | None = None) -> bytes:
    """The bytes of the body, as they were sent. Too large a one is refused (413), and one that drips in (408)."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > largest:
        raise HTTPException(413)
    try:
        async with asyncio.timeout(slowest or SLOWEST):
            return await _at_most(request, largest)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:  # Nobody reads the refusal, but a line that broke is no fault of ours to log.
        raise HTTPException(400) from None


async def _at_most(request: Request, largest: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413)
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
