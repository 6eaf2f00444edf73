"""How is a PostgreSQL database backed up and brought back, by its own tools?

Only tables of ours are dumped, dropped and restored: others may keep something in the same database.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

from db.migrate import MARK, RESTORING, UNMARK
from db.session import create_engine_for
from db.snapshot import Snapshot, read_snapshot
from db.sqlite_copy import Tell
from db.tables import OURS

_TABLE = re.compile(rb'COPY (?:public\.)?"?(\w+)"? ')
_DUMPING_TABLE, _RESTORING_TABLE = b"dumping contents of table", b"processing data for table"


class ToolError(Exception):
    """pg_dump or pg_restore is missing, is too old, or failed; says so in a sentence."""


def dump(url: URL, target: Path, tell: Tell) -> Snapshot:
    """Dump our tables into a new file; what they hold is counted at the very moment of the dump."""
    with psycopg.connect(_conninfo(url)) as connection:
        tool = _tool("pg_dump", connection.info.server_version)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = read_snapshot(lambda asked: connection.execute(asked.encode()).fetchall(), _tables(connection))
        [moment] = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        tables = [f"--table=public.{name}" for name in snapshot.rows]
        options = ["--format=custom", "--no-owner", "--no-privileges", "--verbose", f"--snapshot={moment}", *tables]
        _dumped([tool, *options, f"--file={target}"], url, len(tables), tell)
    return snapshot


def rows(file: Path) -> dict[str, int]:
    """How many rows of each table a dump holds, by reading all of it. Raises ToolError where it cannot be read."""
    counts: dict[str, int] = {}
    table = ""
    command = [_tool("pg_restore"), "--data-only", "--file=-", str(file)]
    for line in _lines(command, os.environ, subprocess.PIPE):
        if table and line == b"\\.\n":
            table = ""
        elif table:
            counts[table] += 1
        elif found := _TABLE.match(line):
            table = found[1].decode()
            counts[table] = 0
    return counts


def others(url: URL) -> list[str]:
    """Who else is connected to the database, by the names of the programs."""
    with psycopg.connect(_conninfo(url)) as connection:
        found = connection.execute(
            "SELECT coalesce(nullif(application_name, ''), 'a program without a name') FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY pid"
        )
        return [str(row[0]) for row in found]


def has_tables(url: URL) -> bool:
    """Whether there is anything of ours in the database."""
    with psycopg.connect(_conninfo(url)) as connection:
        return not {*OURS, RESTORING}.isdisjoint(_tables(connection))


def begun(url: URL) -> str | None:
    """Where is kept what was there before a restore that was cut off ("": there was nothing); None where none was."""
    with psycopg.connect(_conninfo(url)) as connection:
        if RESTORING not in _tables(connection):
            return None
        row = connection.execute(sql.SQL("SELECT aside FROM {}").format(sql.Identifier(RESTORING))).fetchone()
        return str(row[0]) if row else ""


def load(file: Path, url: URL, aside: str, expected: int, tell: Tell) -> None:
    """Put the tables of a dump in the place of ours, of which nothing stays. Until `finished` nobody can use the
    database, wherever this is cut off. `aside`: where is kept what was there before.

    Raises ToolError or psycopg.Error where it cannot be done.
    """
    with psycopg.connect(_conninfo(url)) as connection:
        tool = _tool("pg_restore", connection.info.server_version)
        connection.execute("SET lock_timeout = '10s'")
        connection.execute(UNMARK.encode())
        connection.execute(MARK.encode())
        connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(sql.Identifier(RESTORING)), [aside])
        ours = sql.SQL(", ").join(map(sql.Identifier, OURS))
        connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(ours))
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--verbose"]
    command = [tool, *options, f"--dbname={_conninfo(url, password=False)}", str(file)]
    _watched(command, url, _RESTORING_TABLE, expected, tell)


def finished(url: URL) -> None:
    """Everything is in its place."""
    with psycopg.connect(_conninfo(url)) as connection:
        connection.execute(UNMARK.encode())


def _dumped(command: list[str], url: URL, total: int, tell: Tell) -> None:
    _watched([*command, f"--dbname={_conninfo(url, password=False)}"], url, _DUMPING_TABLE, total, tell)


def _watched(command: list[str], url: URL, step: bytes, total: int, tell: Tell) -> None:
    """Run a tool that says on standard error which table it is at."""
    done = 0
    password = _parameters(url).get("password", "")
    for line in _lines(command, {**os.environ, "PGPASSWORD": str(password)}, subprocess.DEVNULL):
        if step in line:
            done += 1
            tell(min(done, total), total)


def _lines(command: list[str], environment: Mapping[str, str], stdout: int) -> Iterator[bytes]:
    """What a tool writes: on standard output where that is a pipe, else on standard error. Raises ToolError where it
    fails, with what it says last."""
    with TemporaryFile() as log:
        errors = log if stdout == subprocess.PIPE else subprocess.PIPE
        with subprocess.Popen(command, stdout=stdout, stderr=errors, env=dict(environment)) as process:  # noqa: S603  # a tool of PostgreSQL
            said = b""
            for line in process.stdout or process.stderr or ():
                said = line
                yield line
        log.seek(0)
        said = b"".join(log.readlines()[-1:]) or said
    if process.returncode:
        name = Path(command[0]).name
        raise ToolError(f"{name} failed: {said.decode(errors='replace').strip() or process.returncode}")


def _tool(name: str, server: int = 0) -> str:
    """The path of a tool that is not older than the server (as libpq numbers versions: 180006)."""
    path = shutil.which(name)
    if path is None:
        raise ToolError(f"{name} is not installed. It comes with PostgreSQL; on Debian: apt install postgresql-client")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # found above
    version = re.search(r"(\d+)(?:\.\d+)?", said)
    if version is None or int(version[1]) < server // 10000:
        found = version[1] if version else "unknown"
        raise ToolError(f"{name} is of version {found}, the server of {server // 10000}: the tool must not be older.")
    return path


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [str(row[0]) for row in found]


def _conninfo(url: URL, *, password: bool = True) -> str:
    """What the driver and the tools understand. Without the password where a list of processes would show it."""
    given = _parameters(url)
    return make_conninfo(**(given if password else {name: given[name] for name in given if name != "password"}))


def _parameters(url: URL) -> dict[str, Any]:
    """As libpq names them; the driver has some of its own."""
    engine = create_engine_for(url.render_as_string(hide_password=False))
    _, parameters = engine.dialect.create_connect_args(engine.url)
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in parameters.items() if name in known}
