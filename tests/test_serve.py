"""Does `python -m bot serve` start, say where it serves, and say plainly why it cannot?"""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "bot", "serve")


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    """As a newcomer has it, but with a database and a key of its own."""
    given = {"DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "CONVERSATION_KEY": "k" * 32, "PORT": "0"}
    return {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "VAR_FOLDER": str(folder)} | given | settings


def _refused(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = _environment(folder, **settings)
    return subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=30)


@contextmanager
def _started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=_environment(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(name="greeting", scope="module")
def _greeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _started(tmp_path_factory.mktemp("serve")) as (_, greeting):
        yield greeting


def _address(greeting: str) -> str:
    return re.findall(r"http://127\.0\.0\.1:\d+", greeting)[0]


def test_it_says_where_it_serves(greeting: str) -> None:
    assert re.fullmatch(r"Serving on http://127\.0\.0\.1:\d+ \(Ctrl\+C stops\)\n", greeting) is not None


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz"])
def test_once_it_says_so_it_answers(greeting: str, path: str) -> None:
    with urllib.request.urlopen(_address(greeting) + path, timeout=10) as response:
        assert response.status == 200


def test_it_names_no_software_to_strangers(greeting: str) -> None:
    with urllib.request.urlopen(_address(greeting) + "/healthz", timeout=10) as response:
        assert response.headers["server"] is None


def test_it_stops_when_it_is_told_to(tmp_path: Path) -> None:
    with _started(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=15) in (0, -signal.SIGTERM)


def test_a_taken_port_is_told_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = _refused(tmp_path, PORT=port)

    assert (refused.returncode, port in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


def test_a_bad_setting_is_told_by_its_name(tmp_path: Path) -> None:
    refused = _refused(tmp_path, PORT="eighty")

    assert (refused.returncode, refused.stderr) == (
        2,
        "The server did not start: a setting is wrong.\nPORT: 'eighty' is not a whole number from 0 to 65535.\n",
    )


def test_a_database_that_cannot_be_used_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    refused = _refused(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'file'}")

    assert (refused.returncode, "the database" in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


def test_the_server_imports_no_channel_that_is_off(tmp_path: Path) -> None:
    """linebot takes 1.5 s to import, telegram 0.6 s."""
    code = "import sys, bot.serve; print([name for name in ('linebot', 'telegram', 'alembic') if name in sys.modules])"
    environment = _environment(tmp_path)
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert printed.stdout == "[]\n"
