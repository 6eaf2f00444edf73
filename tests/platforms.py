"""How do tests and benches start the outside harness that plays the platforms, and the bot as a process of its own?

The harness is no part of the project: HARNESS_DIR names its folder, HARNESS_PYTHON a Python that has what it needs.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import VAR_FOLDER

ROOT = Path(__file__).parent.parent
HARNESS_DIR = os.environ.get("HARNESS_DIR", "")
HARNESS_PYTHON = os.environ.get("HARNESS_PYTHON", "")
needs_harness = pytest.mark.skipif(
    not (HARNESS_DIR and HARNESS_PYTHON), reason="HARNESS_DIR and HARNESS_PYTHON name no mock platforms."
)

BOT = (sys.executable, "-m", "bot")
LINE_SECRET = "line-channel-secret"
LINE_TOKEN = "TEST-TOKEN"
TELEGRAM_TOKEN = "123456:TEST-TOKEN"
TELEGRAM_SECRET = "telegram-webhook-secret"
START_SECONDS = 60
STOP_SECONDS = 20

WithPlan = Callable[[Path], str]
"""Puts a database with the bundled plan into a folder and gives its URL."""
Recorded = dict[str, Any]
"""One call of the bot, as a mock wrote it down: op, status, body, t, errors, warnings, fault, ..."""


class NotStartedError(Exception):
    """A process did not get as far as it should; says what it wrote."""


class Mock:
    """A platform played by the harness."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = client(address)

    def calls(self, *, count: int = 1, patience: float = 0, since: int = 0, **fields: str) -> list[Recorded]:
        """The calls whose fields match these patterns; waits so many seconds until there are `count` of them."""
        query = {"n": str(count), "timeout": str(patience), "since": str(since), **fields}
        return list(self._http.get("/_ctl/calls", params=query).json())

    def stats(self) -> dict[str, Any]:
        """Counts, refused calls with the reasons, warnings."""
        return dict(self._http.get("/_ctl/stats").json())

    def fault(self, **rule: Any) -> None:
        """Make the next calls of an operation go wrong, as the harness's README describes."""
        self._http.post("/_ctl/faults", json=rule).raise_for_status()

    def tell(self, name: str, given: Any) -> Any:
        """Post to a control endpoint."""
        return self._http.post(f"/_ctl/{name}", json=given).raise_for_status().json()

    def close(self) -> None:
        self._http.close()


@dataclass
class Server:
    """`python -m bot serve`: a process that can be killed and started again at the same address."""

    environment: dict[str, str]
    log: Path
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self) -> None:
        """Returns at once; `wait` tells when it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def wait(self) -> None:
        """Until it says that it can answer."""
        assert self.process is not None
        _wait_until(lambda: _answers(f"{self.address}/readyz"), self.process, self.log)

    def kill(self) -> None:
        """As a power cut would: nothing is put away."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """As an operator would."""
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def client(address: str, patience: float = 30) -> httpx2.Client:
    """An HTTP client that keeps its connections and looks for no proxy."""
    return httpx2.Client(base_url=address, trust_env=False, timeout=patience)


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def pinned(command: Sequence[str], core: int | None) -> list[str]:
    """The command on this processor core alone, where that can be had."""
    can = core is not None and shutil.which("taskset") and core < (os.cpu_count() or 1)
    return ["taskset", "-c", str(core), *command] if can else [*command]


@contextmanager
def line_mock(folder: Path, *arguments: str, core: int | None = None) -> Iterator[Mock]:
    """LINE's API on loopback."""
    with _mock("line_mock.py", folder, "--token", LINE_TOKEN, *arguments, core=core) as mock:
        yield mock


@contextmanager
def telegram_mock(folder: Path, *arguments: str) -> Iterator[Mock]:
    """Telegram's API on loopback."""
    with _mock("tg_mock.py", folder, "--token", TELEGRAM_TOKEN, *arguments) as mock:
        yield mock


def finished(command: str, settings: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Exit status of a command of the bot, and all that it printed; a warning of Python ends it."""
    whole = (BOT[0], "-W", "error", *BOT[1:], command, *arguments)
    done = subprocess.run(whole, cwd=ROOT, env=settings, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def environment(database_url: str, *, line: Mock | None = None, telegram: Mock | None = None) -> dict[str, str]:
    """What the bot is told: a database, a key and the mocks as its platforms."""
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONUTF8": "1",
        "VAR_FOLDER": VAR_FOLDER,
        "DATABASE_URL": database_url,
        "CONVERSATION_KEY": "k" * 32,
        "PORT": str(free_port()),
        "PUBLIC_URL": "https://bot.example.org",
    }
    if line:
        given |= {"LINE_CHANNEL_SECRET": LINE_SECRET, "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN}
        given |= {"LINE_API_URL": line.address}
    if telegram:
        given |= {"TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET}
        given |= {"TELEGRAM_API_URL": telegram.address}
    return given


@contextmanager
def serving(settings: dict[str, str], folder: Path, *options: str) -> Iterator[Server]:
    """The bot, ready; gone afterwards."""
    server = Server(settings, folder / f"server-{settings['PORT']}.log", (*BOT, "serve", *options))
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextmanager
def process(
    command: Sequence[str], log: Path, settings: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Any other process; killed afterwards."""
    with log.open("ab") as output:
        started = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=output)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def wait_for_port(address: str, started: subprocess.Popen[bytes], log: Path) -> None:
    """Until somebody listens there."""
    host, _, port = address.removeprefix("http://").partition(":")
    _wait_until(lambda: _listens(host, int(port)), started, log)


@contextmanager
def _mock(script: str, folder: Path, *arguments: str, core: int | None = None) -> Iterator[Mock]:
    port = free_port()
    command = [HARNESS_PYTHON, str(Path(HARNESS_DIR) / script), "--port", str(port), *arguments]
    mock, log = Mock(f"http://127.0.0.1:{port}"), folder / f"{script}.log"
    try:
        with process(pinned(command, core), log) as started:
            wait_for_port(mock.address, started, log)
            yield mock
    finally:
        mock.close()


def _wait_until(ready: Callable[[], bool], started: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if started.poll() is not None or time.monotonic() > deadline:
            raise NotStartedError(log.read_text(errors="replace")[-2000:])
        time.sleep(0.02)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address, trust_env=False, timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
