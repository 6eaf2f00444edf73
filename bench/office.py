"""How long does an officer wait for the inbox and for a search, with 10,000 cases? `python -m bench.office`

On an empty database of each kind, which nobody has tidied or analysed: the planner of PostgreSQL knows nothing of it.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from sqlalchemy import Engine
from starlette.testclient import TestClient

from bench.attacked import chosen, databases, empty
from bench.figures import print_table
from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db import cases, people, staff
from db.models import now
from db.session import create_engine_for, session_factory

CASES = 10_000
ROUNDS = 300
EVERY = timedelta(hours=1)
"""A case comes: most of those that wait are overdue."""
AGENCIES = ("สำนักงานจังหวัดขอนแก่น", "คลังจังหวัด", "สรรพากรจังหวัด", "เทศบาลนครขอนแก่น", "")
STATES = ("received", "assigned", "in_progress", "answered", "closed", "closed", "closed")
OFFICERS = ("มาลี", "สมชาย", "ปราณี", "วิชัย", "สุดา", "อนันต์")
PIECES = ["เน็ตฟรี", "Wifi", "หลุดบ่อย", "ถนน", "เป็นหลุม", "หน้าวัด", "ไฟดับ", "ขยะ", "กลิ่นเหม็น", "เจ้าหน้าที่", "ซ่อม", "ตลาด"]
WORDS = ("ลุดบ่อ", "หน้าวัด", "กลิ่นเหม็น ตลาด", "ไม่มีคำนี้", "WiFi", "เจ้าหน้าท ไม่มีคำนี้ ถนนลูกรัง", "10000")
"""Parts of words that many cases have, that none has, of letters that are large and small, several, and a number."""
HEAD = ["database", "page", "median", "p99", "CPU, median", "CPU, p99"]


def main() -> None:
    """Print one row for each page of each database."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases(arguments)
    rows = [row for kind in chosen(arguments.parse_args().database) for row in _rows(kind)]
    print_table(f"{CASES:,} cases, {ROUNDS} requests each, milliseconds", HEAD, rows)


def _rows(kind: str) -> list[list[str]]:
    with empty(kind) as url, tempfile.TemporaryDirectory() as folder:
        engine = create_engine_for(url)
        bot = Dispatcher(engine, b"k" * 32)
        _fill(engine)
        tokens = [_signed_in(engine, f"ปราณี {number}") for number in range(15)]  # each has the limits of a browser
        with TestClient(create_app(Settings(attachments_url=folder), bot)) as client:

            def get(number: int, **asked: str) -> None:
                cookie = {"cookie": f"office={tokens[number % len(tokens)]}"}
                client.get("/office", params=asked, headers=cookie).raise_for_status()

            get(0)  # the calendar of holidays is read once
            pages = {
                "inbox": get,
                "overdue": lambda number: get(number, view="overdue"),
                "search": lambda number: get(number, view="all", q=WORDS[number % len(WORDS)]),
            }
            rows = [[kind, name, *_figures(ask)] for name, ask in pages.items()]
        engine.dispose()
    return rows


def _fill(engine: Engine) -> None:
    chance = random.Random(1)
    began = now() - CASES * EVERY
    with session_factory(engine).begin() as session:
        person = people.obtain(session, "bench", "line", "sealed", "th")
        for number in range(CASES):
            text = "".join(chance.choices(PIECES, k=12))
            state, agency = chance.choice(STATES), chance.choice(AGENCIES)
            moments = {"created_at": began + number * EVERY}
            told = {"agency": agency, "state": state, "place_name": "".join(chance.choices(PIECES, k=3)), **moments}
            who = "" if state == "received" else chance.choice(OFFICERS)
            case = cases.add(session, person, f"{100_000_000 + number}", text=text, assignee=who, **told)
            cases.note(session, case, "มาลี", "answered", "".join(chance.choices(PIECES, k=6)))


def _signed_in(engine: Engine, name: str) -> str:
    with session_factory(engine).begin() as session:
        officer, _ = staff.invite(session, name, "coordinator", "")
        return staff.begin_session(session, officer)


def _figures(ask: Callable[[int], object]) -> list[str]:
    """CPU is of this process, the one that asks included: what of the time is not waiting for other work's."""
    clocks = (time.perf_counter, time.process_time)
    times: list[list[float]] = [[], []]
    for number in range(ROUNDS):
        began = [clock() for clock in clocks]
        ask(number)
        for taken, clock, at in zip(times, clocks, began, strict=True):
            taken.append((clock() - at) * 1000)
        time.sleep(0.02)  # below the limits that everybody has
    return [f"{each:.0f}" for taken in times for each in (median(taken), sorted(taken)[int(len(taken) * 0.99) - 1])]


if __name__ == "__main__":
    main()
