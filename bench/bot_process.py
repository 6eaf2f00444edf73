"""How a bench starts the bot as others do: a process of its own, with a database that is thrown away afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Finished:
    """A process that has ended."""

    seconds: float
    """From start to end, by the clock on the wall."""
    first_line: float | None
    """From start to the first line it wrote; None where it wrote none."""
    peak: float
    """Most memory it held at once, MB (1024 * 1024 bytes), as the operating system counted it."""


@contextmanager
def database() -> Iterator[str]:
    """The address of a database that does not exist yet."""
    with TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bot.db'}"


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """The environment of this process with those settings."""
    return {**os.environ, "DATABASE_URL": database_url, **settings}


def finish(arguments: Sequence[str], given: bytes, env: dict[str, str]) -> Finished:
    """Run `python ARGUMENTS` with this input to its end."""
    with TemporaryDirectory(prefix="bench-") as folder:
        (Path(folder) / "input").write_bytes(given)
        with (Path(folder) / "input").open("rb") as source:
            began = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=env, stdin=source, stdout=subprocess.PIPE
            )
            assert process.stdout is not None
            first = time.perf_counter() - began if process.stdout.readline() else None
            process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            process.stdout.close()
    if process.returncode:
        raise SystemExit(f"python {' '.join(arguments)} ended with {process.returncode}.")
    return Finished(seconds, first, usage.ru_maxrss / 1024)
