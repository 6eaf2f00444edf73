"""Which connections are closed because they do nothing, are too slow, or are too many?

uvicorn waits for ever for a first request, for the end of its head and for a reader of its answer, and takes as many
connections and as long a head as somebody sends. Each connection has a deadline here for whatever it does just now, and
where there are too many, the address that has most of them gives one up.
"""

import asyncio
import logging
import math
import resource
from collections import Counter
from contextlib import suppress
from time import monotonic
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot import metrics
from bot.web.address import network

FIRST_SECONDS = 10.0
"""Until the first byte of a new connection, and from then on until the head of the request is complete."""
IDLE_SECONDS = 30.0
"""Until the next request of a connection: on a slow line a new one costs more than the next question."""
REQUEST_SECONDS = 150.0
"""Until a request is answered, and the answer read: a photo may take two minutes to arrive."""
REST_SECONDS = 10.0
"""For the rest of a body that was answered already, and of an answer that was closed."""
LONGEST_HEAD = 32 * 1024
"""Bytes, the address counted. Browsers stay below 8 KB."""
MOST_PIPELINED = 16
"""Requests that wait on one connection for the answer to an earlier one."""
MOST = 1000
_OWN_FILES = 256
"""Files and connections that the rest of the process needs."""
_SWEEP_SECONDS = 1.0
_TOLD_SECONDS = 60.0
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_log = logging.getLogger(__name__)


class Connections:
    """All of a server."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[GuardedProtocol, None] = {}
        """The oldest first."""
        self._addresses: Counter[str] = Counter()
        self._sweeping: asyncio.TimerHandle | None = None
        self._closed, self._told = 0, -math.inf

    def add(self, connection: "GuardedProtocol") -> None:
        """One more; another one may have to go for it."""
        self._open[connection] = None
        self._addresses[connection.address] += 1
        if len(self._open) > self._most:
            self._victim().give_up()
            self._note()
        if self._sweeping is None:
            self._sweep()

    def remove(self, connection: "GuardedProtocol") -> None:
        """It is closed."""
        if connection in self._open:
            del self._open[connection]
            self._addresses[connection.address] -= 1
            if not self._addresses[connection.address]:
                del self._addresses[connection.address]

    def _victim(self) -> "GuardedProtocol":
        """The oldest that is not just being answered, of the address that has most; else the newest of all."""
        address = self._addresses.most_common(1)[0][0]
        waiting = (one for one in self._open if one.address == address and not one.is_answered)
        return next(waiting, next(reversed(self._open)))

    def _sweep(self) -> None:
        """Once a second, as long as there is any."""
        now = asyncio.get_running_loop().time()
        late = [one for one in self._open if now > one.deadline]
        for connection in late:
            connection.give_up()
        self._sweeping = asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep) if self._open else None

    def _note(self) -> None:
        """One line a minute: a flood must not fill the disk."""
        self._closed += 1
        metrics.refused("connections")
        if monotonic() - self._told > _TOLD_SECONDS:
            _log.warning("Connections closed since the last such line, as there were %s: %s", self._most, self._closed)
            self._closed, self._told = 0, monotonic()


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a deadline. What it does just now is seen by what the parser tells."""

    guard: ClassVar[Connections]
    address = ""
    deadline = math.inf
    _head_bytes = 0
    _in_head = False
    _too_large = False

    @property
    def is_answered(self) -> bool:
        """Whether a whole request is here whose answer is on its way."""
        return self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """A new one."""
        super().connection_made(transport)
        self.address = network(self.client[0]) if self.client else ""
        self._within(FIRST_SECONDS)
        self.guard.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is closed, by whomever."""
        self.guard.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head that does not end is given up."""
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD and not self.transport.is_closing():
                self._refuse_head()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._within(FIRST_SECONDS)

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._in_head = False
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LONGEST_HEAD:
            self._too_large = True
            raise ValueError("The head of the request is too long.")
        if len(self.pipeline) >= MOST_PIPELINED:
            raise ValueError("Too many requests wait on this connection.")
        self._within(REQUEST_SECONDS)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The answer was given to the operating system; the rest of what was asked may still come."""
        another_waits = bool(self.pipeline)
        super().on_response_complete()
        if another_waits:
            self._within(REQUEST_SECONDS)
        else:  # uvicorn closes an idle one, which ends only once its answer was read
            self._within(REST_SECONDS if self.cycle.more_body else IDLE_SECONDS + REST_SECONDS)

    def send_400_response(self, msg: str) -> None:
        """For what cannot be read; for a head that is too long as RFC 6585 has it."""
        if self._too_large:
            self._refuse_head()
        else:
            super().send_400_response(msg)
        self._within(REST_SECONDS)

    def give_up(self) -> None:
        """Close it, whatever has not been read or written yet."""
        self.deadline = math.inf
        self.guard.remove(self)
        self.transport.abort()

    def _refuse_head(self) -> None:
        self.transport.write(_TOO_LARGE)
        self.transport.close()
        self._within(REST_SECONDS)

    def _within(self, seconds: float) -> None:
        self.deadline = self.loop.time() + seconds


def guarded(most: int = MOST) -> type[GuardedProtocol]:
    """The protocol of one server that has so many connections at most, fewer where the system allows no more."""
    connections = Connections(min(most, _files() - _OWN_FILES))
    return type("Guarded", (GuardedProtocol,), {"guard": connections})


def _files() -> int:
    """How many files and connections this process may have: as many as it may allow itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _OWN_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    with suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(hard, wanted), hard)
        )
    return max(_OWN_FILES + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def silence() -> None:
    """uvicorn logs each request that nobody can read: a flood of them would fill the disk."""
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno != logging.WARNING)
