"""Is a connection closed that does nothing, is too slow or asks for too much, and is no other one closed for it?"""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from uvicorn.server import ServerState

from bot import connections
from bot.connections import LONGEST_HEAD, MOST_PIPELINED, guarded
from bot.server import create_app
from bot.settings import Settings
from handlers.answer import Answer
from handlers.message import Message
from tests.web_chats import DOCUMENT, WIFI, Chats

SOON = 0.3
"""Seconds that stand for ten and more."""
LONG = 20.0
"""Seconds after which something that should happen counts as not happening."""
MOST = 6
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_SWEEP_SECONDS", 0.05)
    for name in ("FIRST_SECONDS", "REST_SECONDS"):
        monkeypatch.setattr(connections, name, SOON)


@pytest.fixture(name="address")
def _address(chats: Chats) -> Iterator[tuple[str, int]]:
    with _serving(chats) as address:
        yield address


@contextmanager
def _serving(chats: Chats, most: int = 100) -> Iterator[tuple[str, int]]:
    """A server as `serve` has it, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(Settings(), chats)
        config = uvicorn.Config(
            app, http=guarded(most), log_config=None, access_log=False, lifespan="off", ws="none", timeout_keep_alive=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def _connect(address: tuple[str, int], source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(address, timeout=LONG, source_address=(source, 0))


def _is_closed_while_sending(connection: socket.socket, piece: bytes, every: float) -> bool:
    """Whether the server ends it, though something comes again and again."""
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        try:
            connection.sendall(piece)
        except ConnectionError:
            return True
        time.sleep(every)
    return False


def _received(connection: socket.socket) -> bytes:
    """All that comes until it is closed."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received


def _is_open(connection: socket.socket) -> bool:
    """Whether it still answers."""
    try:
        connection.sendall(HEALTH)
        return connection.recv(65536).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


# --- what takes too long


def test_a_connection_on_which_nothing_comes_is_closed(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        assert _received(connection) == b""


def test_a_head_that_drips_in_is_given_up(address: tuple[str, int]) -> None:
    """However often something comes."""
    with _connect(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")

        assert _is_closed_while_sending(connection, b"x-more: 1\r\n", 0.05)


def test_a_connection_that_was_used_may_be_used_again(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        assert [_is_open(connection) for _ in range(3)] == [True] * 3


def test_a_connection_that_was_used_and_idles_is_closed(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        assert (_is_open(connection), _received(connection)) == (True, b"")


def test_a_body_that_nobody_reads_any_more_is_not_waited_for(address: tuple[str, int]) -> None:
    """It was refused; what is left of it could drip in for ever."""
    with _connect(address) as connection:
        connection.sendall(b"POST /nothing HTTP/1.1\r\nHost: bot\r\nContent-Length: 100000\r\n\r\nx")

        assert _is_closed_while_sending(connection, b"x", 0.05)


def test_an_answer_that_nobody_reads_is_not_kept(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    with _serving(chats) as address, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(LONG)
        connection.connect(address)
        request = f"GET /document/{DOCUMENT} HTTP/1.1\r\nHost: bot\r\n\r\n".encode()

        assert _is_closed_while_sending(connection, request, 0.01)


def test_a_request_that_is_being_answered_is_waited_for(chats: Chats) -> None:
    def slowly(message: Message) -> Answer:
        time.sleep(4 * SOON)
        return WIFI

    chats.answer = slowly
    with _serving(chats) as address, _connect(address) as connection:
        body = b'{"text": "x"}'
        head = (
            f"POST /chat HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)

        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


# --- what is too much


def test_a_head_without_an_end_is_refused(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nx-long: ")

        assert _is_closed_while_sending(connection, b"x" * 1024, 0)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"x" * LONGEST_HEAD + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: " + b"x" * LONGEST_HEAD + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * (LONGEST_HEAD // 2) + b"\r\n",
    ],
    ids=["address", "header", "headers"],
)
def test_a_head_that_is_too_long_is_refused(address: tuple[str, int], head: bytes) -> None:
    with _connect(address) as connection:
        connection.sendall(head)

        assert _received(connection)[:12] in (b"HTTP/1.1 431", b"")


def test_a_head_of_a_usual_length_is_read(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: bot\r\nCookie: " + b"x" * 8000 + b"\r\n\r\n")

        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_some_requests_may_follow_each_other_at_once(address: tuple[str, int]) -> None:
    with _connect(address) as connection:
        connection.sendall(HEALTH * 5)

        assert _received(connection).count(b"HTTP/1.1 200") == 5


def test_not_any_number_may(chats: Chats) -> None:
    door = threading.Event()

    def wait(message: Message) -> Answer:
        assert door.wait(LONG)
        return WIFI

    chats.answer = wait
    body = b'{"text": "x"}'
    head = f"POST /chat HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with _serving(chats) as address, _connect(address) as connection:
        connection.sendall((head.encode() + body) * (MOST_PIPELINED + 2))
        received = connection.recv(65536)
        door.set()

        assert received.startswith(b"HTTP/1.1 400")


def test_what_cannot_be_read_leaves_no_line_in_the_log(
    address: tuple[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    connections.silence()
    with caplog.at_level(logging.DEBUG), _connect(address) as connection:
        connection.sendall(b"\x16\x03\x01 not HTTP\r\n\r\n")
        refused = _received(connection)

    assert (refused.startswith(b"HTTP/1.1 400"), "Invalid HTTP" in caplog.text) == (True, False)


# --- too many


@pytest.fixture(name="few")
def _few(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server that takes six connections."""
    monkeypatch.setattr(connections, "FIRST_SECONDS", LONG)
    with _serving(chats, MOST) as address:
        yield address


def test_of_too_many_the_oldest_goes_that_does_nothing(few: tuple[str, int]) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(_connect(few)) for _ in range(MOST)]
        late = stack.enter_context(_connect(few))

        assert (_is_open(late), _received(idle[0]), _is_open(idle[1])) == (True, b"", True)


def test_the_address_that_has_most_gives_one_up(few: tuple[str, int]) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(_connect(few, "127.0.0.2"))
        assert _is_open(other)
        for _ in range(3 * MOST):
            stack.enter_context(_connect(few))

        assert _is_open(other)


class _From(asyncio.Transport):
    """A connection from an address that this machine need not have."""

    def __init__(self, host: str) -> None:
        super().__init__({"peername": (host, 1), "sockname": ("::1", 1)})

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None:
        """Nobody is there."""


async def test_the_addresses_of_one_household_count_as_one() -> None:
    config = uvicorn.Config(create_app(Settings(), Chats()), http=guarded(MOST), lifespan="off")
    config.load()
    protocols = [guarded(MOST)(config, ServerState(), {}) for _ in range(3)]
    for number, protocol in enumerate(protocols):
        protocol.connection_made(_From(f"2001:db8:1:2::{number}"))

    assert {protocol.address for protocol in protocols} == {"2001:db8:1:2::/64"}


def test_who_is_being_answered_is_not_cut_off(few: tuple[str, int], chats: Chats) -> None:
    door = threading.Event()

    def wait(message: Message) -> Answer:
        assert door.wait(LONG)
        return WIFI

    chats.answer = wait
    body = b'{"text": "x"}'
    head = f"POST /chat HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with ExitStack() as stack:
        asking = stack.enter_context(_connect(few))
        asking.sendall(head.encode() + body)
        while not chats.asked:
            time.sleep(0.01)
        for _ in range(3 * MOST):
            stack.enter_context(_connect(few))
        door.set()

        assert asking.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_thousand_idle_ones_leave_room_for_the_next(few: tuple[str, int]) -> None:
    with ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(_connect(few))
        late = stack.enter_context(_connect(few, "127.0.0.2"))

        assert _is_open(late)


def test_it_is_logged_once(few: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), ExitStack() as stack:
        for _ in range(5 * MOST):
            stack.enter_context(_connect(few))
        assert _is_open(stack.enter_context(_connect(few)))

    assert len([record for record in caplog.records if "Connections closed" in record.message]) == 1


async def test_no_more_connections_are_taken_than_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections.resource, "getrlimit", lambda _: (512, 512))
    guard = await asyncio.to_thread(guarded)

    assert guard.guard._most == 256
