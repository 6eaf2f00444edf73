"""How long until what a coordinator publishes counts in another process? `python -m bench.publishing`

Two servers share a database. On one a coordinator gives a thing another name, in the console; the other is asked for it
again and again until it knows the name, then the name is withdrawn, and it is asked until it does not.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import httpx2

from bench.attacked import chosen, databases, empty
from bench.figures import print_table, spread
from db import staff
from db.session import create_engine_for, session_factory
from tests.platforms import client, environment, serving

NAME, CODE, FIGURE = "ไฮสปีดบ้านเฮา", "5.3.6", "15.00"
ASKS = f"{NAME}งบเท่าไหร่"
PASSWORD = "ปลาทูสองตัวในเข่ง"  # of nobody
LONGEST = 60


def main() -> None:
    """Print one row for each database."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases(arguments)
    arguments.add_argument("--rounds", type=int, default=10)
    given = arguments.parse_args()
    head = ["database", "rounds", "published, s", "known elsewhere after, s", "withdrawn, s", "forgotten after, s"]
    rows = [_row(kind, given.rounds) for kind in chosen(given.database)]
    print_table("From the console of one process to the answers of another", head, rows)


def _row(kind: str, rounds: int) -> list[str]:
    with _two(kind) as (console, other):
        csrf = re.findall(r'name="csrf" value="(\w+)"', console.get("/office/me").text)[0]
        asked = count()
        times: list[list[float]] = [[], [], [], []]
        for _ in range(rounds):
            _change(console, times[0], csrf=csrf, do="name", words=NAME, code=CODE)  # with its trial
            _ask(other, asked, times[1], knows=True)
            [lesson] = re.findall(r'name="lesson" value="(\d+)"', console.get("/office/knowledge").text)
            _change(console, times[2], csrf=csrf, do="undo", lesson=lesson)
            _ask(other, asked, times[3], knows=False)
    return [kind, str(rounds), *(spread(each) for each in times)]


def _change(console: httpx2.Client, times: list[float], **form: str) -> None:
    began = time.perf_counter()
    response = console.post("/office/knowledge", data=form)
    times.append(time.perf_counter() - began)
    assert response.status_code == 303, response.text


def _ask(other: httpx2.Client, asked: Iterator[int], times: list[float], *, knows: bool) -> None:
    """From the answer of the console on; each question comes from an address of its own."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST:
        headers = {"x-forwarded-for": f"10.0.{next(asked) % 250}.{next(asked) % 250}"}
        other.cookies.clear()
        if (FIGURE in other.post("/chat", json={"text": ASKS}, headers=headers).text) is knows:
            times.append(time.perf_counter() - began)
            return
    raise SystemExit(f"Not within {LONGEST} s.")


@contextmanager
def _two(kind: str) -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    """The console of one server, signed in, and another server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="publishing-")))
        url = stack.enter_context(empty(kind))
        clients = []
        for options in ((), ("--without-relay",)):
            settings = {**environment(url), "PUBLIC_URL": "", "TRUSTED_PROXIES": "1", "VAR_FOLDER": str(folder)}
            server = stack.enter_context(serving(settings, folder, *options))
            clients.append(stack.enter_context(client(server.address, patience=180)))
        engine = create_engine_for(url)
        with session_factory(engine).begin() as session:
            _, token = staff.invite(session, "ปราณี", "coordinator", "")
        engine.dispose()
        mark = re.findall(r'name="csrf" value="([0-9a-f]+)"', clients[0].get(f"/office/join/{token}").text)[0]
        told = {"csrf": mark, "password": PASSWORD, "again": PASSWORD}
        assert clients[0].post(f"/office/join/{token}", data=told).status_code == 303
        yield clients[0], clients[1]


if __name__ == "__main__":
    main()
