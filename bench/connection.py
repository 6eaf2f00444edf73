"""How does the one who plays the people post faster than what is measured answers?"""

import asyncio
import re
from typing import cast

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class NotTakenError(Exception):
    """A webhook was not answered 200; says what came instead."""


class Connection(asyncio.Protocol):
    """One connection that is kept: with asyncio's streams the one who plays the people would be the slower one."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._answered: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or self._answered is None:
            return
        length = _LENGTH.search(head)
        if length and len(body) >= int(length[1]):
            self._received = b""
            good = head.startswith(b"HTTP/1.1 200 ")
            self._answered.set_result(None) if good else self._answered.set_exception(NotTakenError(repr(head[:40])))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(NotTakenError("The connection was closed."))

    async def post(self, request: bytes) -> None:
        """Send a request and wait until it is answered 200."""
        assert self._transport is not None
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        await self._answered

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()


async def connect(port: int) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection
