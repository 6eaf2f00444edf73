"""How tests run `python -m bot ask` as other programs do: a real process, bytes in and out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def start(database: Path, *arguments: str, stdin: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    """The process, waiting for its input."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}", **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ask(database: Path, *arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What `ask` wrote for this input, and how it ended."""
    with start(database, "ask", *arguments, **environment) as process:
        out, err = process.communicate(given, timeout=180)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def ask_json(database: Path, *lines: dict[str, Any] | bytes) -> list[dict[str, Any]]:
    """The reply to each line of one batch. Raw bytes are a line as they are."""
    given = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    done = ask(database, "--json", given=given)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]
