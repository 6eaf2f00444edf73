"""How many requests a second does the API answer, and how many does Datasette over the same tables, in the same run?

    python -m bench.against_datasette DATASETTE [PLAN]

DATASETTE is the program of that name in a virtual environment of its own: it is in no lock of ours. Both serve one
SQLite file, each in one process, and are asked in turn, so that what else the machine does falls on both.
"""

import asyncio
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory
from typing import cast
from urllib.request import urlopen

from sqlalchemy import text

from bench.bot_process import ROOT, environment
from bench.figures import print_table, spread
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.loader import BUNDLED, load, read_plan

CONNECTIONS = 8
SECONDS = 1.5
ROUNDS = 5
SIZE = 100
"""Rows of a list at most."""
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ETAG = re.compile(r"^etag: *(\S+)", re.IGNORECASE | re.MULTILINE)
_PROJECTS = """
SELECT project.id, project.code, issue.id, issue.code FROM project
JOIN tactic ON project.tactic_id = tactic.id JOIN issue ON tactic.issue_id = issue.id ORDER BY project.id
"""
_numbers = count(1)


@dataclass(frozen=True)
class Case:
    """The same thing asked of both."""

    name: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Server:
    """One of the two, running."""

    port: int
    heads: Callable[[], str]
    """What each request says besides its path."""

    def request(self, path: str, etag: str) -> bytes:
        if_other = f"If-None-Match: {etag}\r\n" if etag else ""
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self.heads()}{if_other}\r\n".encode()


class Connection(asyncio.Protocol):
    """One connection that is kept; it reads bodies of a told length, in chunks, and none of a 304."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and _is_whole(head, body) and not self._answered.done():
            self._answered.set_result((head.decode("latin-1"), len(body)))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._answered.done():
            self._answered.set_exception(ConnectionError("The connection was closed."))

    async def ask(self, request: bytes) -> tuple[str, int]:
        """The head of the answer, and how many bytes its body had."""
        self._received = b""
        self._answered: asyncio.Future[tuple[str, int]] = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered


def _is_whole(head: bytes, body: bytes) -> bool:
    if head.startswith(b"HTTP/1.1 304"):
        return True
    length = _LENGTH.search(head)
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")


def main() -> None:
    """Print the table."""
    program, plan = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else BUNDLED
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "bot.db"
        cases = _fill(f"sqlite:///{file}", plan)
        with _ours(file) as ours, _datasette(program, file) as theirs:
            rows = [row for case in cases for row in asyncio.run(_compare(case, ours, theirs))]
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    head = ["asked", "ours, bytes", "Datasette, bytes", "ours, a second", "Datasette, a second", "ours / Datasette"]
    print_table(f"{version}, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s each", head, rows)


def _fill(url: str, plan: Path) -> list[Case]:
    """Load the plan; what to ask of it, by the codes and the row numbers that it got."""
    engine = create_engine_for(url)
    upgrade(engine)
    with session_factory(engine).begin() as session:
        load(session, read_plan(plan))
    with engine.connect() as connection:
        rows = connection.execute(text(_PROJECTS)).all()
        row, code, issue, issue_code = rows[len(rows) // 2]
        tactics = connection.execute(text("SELECT id FROM tactic WHERE issue_id = :issue"), {"issue": issue}).scalars()
        of_issue = ",".join(map(str, tactics))
    engine.dispose()
    listed = f"/bot/project.json?_shape=objects&_size={SIZE}&_nosuggest=1"
    return [
        Case("list", f"/api/v1/projects?limit={SIZE}", listed),
        Case(
            f"list of issue {issue_code}",
            f"/api/v1/projects?limit={SIZE}&issue={issue_code}",
            f"{listed}&tactic_id__in={of_issue}",
        ),
        Case(f"project {code}", f"/api/v1/projects/{code}", f"/bot/project/{row}.json?_shape=objects"),
    ]


@contextmanager
def _ours(file: Path) -> Iterator[Server]:
    """Each request from an address of its own, so that the limits of one do not count."""
    port = _free_port()
    settings = {"VAR_FOLDER": str(file.parent / "var"), "PORT": str(port), "TRUSTED_PROXIES": "1"}
    command = [sys.executable, "-m", "bot", "serve"]
    with _running(command, environment(f"sqlite:///{file}", **settings), port, "/readyz"):
        yield Server(port, _address)


def _address() -> str:
    number = next(_numbers)
    return f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"


@contextmanager
def _datasette(program: str, file: Path) -> Iterator[Server]:
    port = _free_port()
    command = [program, "serve", str(file), "--port", str(port), "--setting", "max_returned_rows", "1000"]
    with _running(command, None, port, "/-/versions.json"):
        yield Server(port, lambda: "")


@contextmanager
def _running(command: list[str], env: dict[str, str] | None, port: int, path: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def _compare(case: Case, ours: Server, theirs: Server) -> list[list[str]]:
    """A row without and one with If-None-Match. Datasette gives no ETag: it is asked with ours, and tells all again."""
    head, our_bytes = await (await _connect(ours)).ask(ours.request(case.ours, ""))
    their_head, their_bytes = await (await _connect(theirs)).ask(theirs.request(case.theirs, ""))
    assert (head[9:12], their_head[9:12]) == ("200", "200"), (head, their_head)
    etag = _ETAG.findall(head)[0]
    their_etag = (_ETAG.findall(their_head) or [etag])[0]
    rows = [await _row(case, ours, theirs, ("", ""), (our_bytes, their_bytes), case.name)]
    return [*rows, await _row(case, ours, theirs, (etag, their_etag), (0, their_bytes), f"{case.name}, If-None-Match")]


async def _row(
    case: Case, ours: Server, theirs: Server, etags: tuple[str, str], sizes: tuple[int, int], name: str
) -> list[str]:
    rates = [
        (await _rate(ours, case.ours, etags[0]), await _rate(theirs, case.theirs, etags[1])) for _ in range(ROUNDS)
    ]
    mine, other = ([each[place] for each in rates] for place in (0, 1))
    ratio = statistics.median(one / two for one, two in rates)
    return [name, f"{sizes[0]:,}", f"{sizes[1]:,}", spread(mine, 0), spread(other, 0), f"{ratio:.1f}"]


async def _rate(server: Server, path: str, etag: str) -> float:
    """Answers a second."""
    connections = [await _connect(server) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    numbers = await asyncio.gather(*(_ask(server, each, path, etag, began + SECONDS) for each in connections))
    return sum(numbers) / (time.perf_counter() - began)


async def _ask(server: Server, connection: Connection, path: str, etag: str, until: float) -> int:
    answered = 0
    while time.perf_counter() < until:
        head, _ = await connection.ask(server.request(path, etag))
        assert head[9:12] in ("200", "304"), head
        answered += 1
    return answered


async def _connect(server: Server) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", server.port)
    return connection


if __name__ == "__main__":
    main()
