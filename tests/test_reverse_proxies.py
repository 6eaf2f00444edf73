"""Do nginx and Caddy, as `deploy/` sets them up, take what is slow, large, forged or too often off the bot?"""

import http.server
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.platforms import WithPlan, environment, free_port, serving
from tests.reverse_proxies import CADDY, NGINX, Proxy, caddy, nginx

FORGED = "198.51.100.7"
needs_nginx = pytest.mark.skipif(not NGINX, reason="There is no nginx (Debian: nginx-light).")
needs_caddy = pytest.mark.skipif(not CADDY, reason="There is no caddy (Debian: caddy).")
BOTH = [pytest.param(nginx, marks=needs_nginx), pytest.param(caddy, marks=needs_caddy)]


class _Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers that reach it and the length of the body."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = len(self.rfile.read(int(self.headers.get("content-length", 0))))
        told = json.dumps({"headers": {k.lower(): v for k, v in self.headers.items()}, "length": length}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_POST = do_GET  # noqa: N815  # the base class names it so

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
        """Keep the test's output clean."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A proxy that refuses a body ends the connection on which it had begun to pass it on."""


@contextmanager
def _echo() -> Iterator[int]:
    with _Server(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(name="proxy", scope="module", params=BOTH)
def _proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """One of them, before a server that tells what reaches it."""
    with _echo() as upstream, request.param(upstream) as proxy:
        yield proxy


@pytest.fixture(name="before_the_bot", scope="module")
def _before_the_bot(with_plan: WithPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx before the bot itself."""
    folder: Path = tmp_path_factory.mktemp("bot")
    settings = environment(with_plan(folder)) | {"ATTACHMENTS_URL": str(folder / "photos")}
    with serving(settings, folder) as server, nginx(int(server.environment["PORT"])) as proxy:
        yield proxy


def _client(proxy: Proxy) -> httpx2.Client:
    return httpx2.Client(base_url=proxy.address, verify=False, trust_env=False, timeout=30)  # signed by itself


@contextmanager
def _open(proxy: Proxy) -> Iterator[socket.socket]:
    """A connection on which nothing was said yet."""
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=20)) as plain:
        if not proxy.https:
            yield plain
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(plain) as wrapped:
            yield wrapped


def test_who_asks_is_told_and_what_was_forged_is_not(proxy: Proxy) -> None:
    forged = {
        "X-Forwarded-For": FORGED,
        "Forwarded": f"for={FORGED}",
        "X-Real-IP": FORGED,
        "X-Forwarded-Proto": "gopher",
    }
    with _client(proxy) as http_:
        headers = http_.get("/", headers=forged).json()["headers"]

    assert (headers["x-forwarded-for"], FORGED in json.dumps(headers), headers["x-forwarded-proto"]) == (
        "127.0.0.1",
        False,
        "https" if proxy.https else "http",
    )


def test_a_header_that_does_not_end_is_cut_off_while_others_are_answered(proxy: Proxy) -> None:
    with _open(proxy) as slow, _client(proxy) as http_:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: plan.example.org\r\nX-Slow: ")
        answered = http_.get("/").status_code
        left = _read_to_the_end(slow)

    assert (answered, b"200" in left) == (200, False)


def test_a_header_that_is_too_long_is_refused(proxy: Proxy) -> None:
    with _client(proxy) as http_:
        assert http_.get("/", headers={"X-Long": "x" * 40_000}).status_code in (400, 431)


def test_headers_without_an_end_are_refused(proxy: Proxy) -> None:
    """However many come: the refusal is there long before a megabyte."""
    with _open(proxy) as endless, suppress(OSError):
        endless.sendall(b"GET / HTTP/1.1\r\nHost: plan.example.org\r\n")
        for _ in range(1000):
            endless.sendall(b"X-Endless: " + b"x" * 1000 + b"\r\n")
        assert b" 200 " not in _read_to_the_end(endless)


@pytest.mark.parametrize(
    ("path", "size", "passes"),
    [
        ("/chat", 900_000, True),
        ("/chat", 1_200_000, False),
        ("/line/webhook", 1_200_000, False),
        ("/photo", 10_500_000, True),
        ("/photo", 12_000_000, False),
    ],
)
def test_a_body_that_is_too_large_is_refused(proxy: Proxy, path: str, size: int, passes: bool) -> None:
    """Caddy before 2.8 calls it 502."""
    with _client(proxy) as http_:
        assert http_.post(path, content=b"x" * size).status_code in ({200} if passes else {413, 502})


def test_metrics_are_for_nobody_outside(proxy: Proxy) -> None:
    with _client(proxy) as http_:
        assert http_.get("/metrics").status_code == 404


def test_no_log_names_a_path_or_an_address(proxy: Proxy) -> None:
    with _client(proxy) as http_:
        http_.get("/my-data/geheim")

    assert ("geheim" in proxy.logs, FORGED in proxy.logs) == (False, False)


# --- nginx before the bot


@needs_nginx
def test_a_question_is_answered_through_it(before_the_bot: Proxy) -> None:
    with _client(before_the_bot) as http_:
        answer = http_.post("/chat", json={"text": "เน็ตฟรีใช้งบเท่าไหร่"})

    assert (answer.status_code, answer.json()["value"]["number"]) == (200, "15.00")


@needs_nginx
def test_a_flood_of_one_address_is_held_back_though_it_names_others(before_the_bot: Proxy) -> None:
    def ask(number: int) -> int:
        headers = {"X-Forwarded-For": f"198.51.100.{number % 250}"}
        return http_.post("/chat", json={"text": "สวัสดี"}, headers=headers).status_code

    with _client(before_the_bot) as http_, ThreadPoolExecutor(16) as pool:
        told = list(pool.map(ask, range(300)))

    assert (set(told) <= {200, 429, 503}, told.count(429) > 100) == (True, True)


@needs_nginx
def test_platforms_are_never_held_back(before_the_bot: Proxy) -> None:
    """LINE is off here, so each is told 404 by the bot, and none 429 by the proxy."""
    with _client(before_the_bot) as http_, ThreadPoolExecutor(16) as pool:
        told = set(pool.map(lambda _: http_.post("/line/webhook", content=b"{}").status_code, range(300)))

    assert told == {404}


@needs_nginx
def test_a_bot_that_is_down_is_told_at_once() -> None:
    with nginx(free_port()) as proxy, _client(proxy) as http_:
        assert http_.get("/").status_code == 502


def _read_to_the_end(connection: socket.socket) -> bytes:
    """What still comes until the other side closes."""
    told = b""
    try:
        while piece := connection.recv(65536):
            told += piece
    except ConnectionError:
        pass
    return told
