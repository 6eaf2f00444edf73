"""What did the browser send, and is it what it should be?"""

import asyncio
import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

LARGEST = 1024 * 1024
"""Bytes of a request's body."""
SLOWEST = 20
"""Seconds for the whole body to arrive; a connection that only drips is closed."""


def require_json(request: Request) -> None:
    """A form on another site cannot send this type, so no other site can act in a person's name."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)


async def read_text(request: Request) -> str:
    """The `text` of the JSON object that was sent."""
    text = _object(await _body(request)).get("text")
    if not isinstance(text, str):
        raise HTTPException(400)
    return _without_surrogates(text)


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST:
        raise HTTPException(413)
    try:
        async with asyncio.timeout(SLOWEST):
            return await _at_most(request, LARGEST)
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


def _object(body: bytes) -> dict[str, Any]:
    """RecursionError: a body of nothing but opening brackets is nested deeper than Python can read."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(value, dict):
        raise HTTPException(400)
    return value


def _without_surrogates(text: str) -> str:
    r"""`"\ud83d"` alone is valid JSON but no character: it could be neither stored nor sent back."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
