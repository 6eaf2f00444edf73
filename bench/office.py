"""How long does an officer wait for the inbox and for a search, with 10,000 cases? `python -m bench.office [URL]`

Without URL on SQLite in a temporary file; else in that database, which must be empty.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.dispatch import Dispatcher
from bot.server import create_app
from bot.settings import Settings
from db import cases, people, staff
from db.session import create_engine_for, session_factory

CASES = 10_000
ROUNDS = 150
AGENCIES = ("สำนักงานจังหวัดขอนแก่น", "คลังจังหวัด", "สรรพากรจังหวัด", "เทศบาลนครขอนแก่น", "")
STATES = ("received", "assigned", "in_progress", "answered", "closed", "closed", "closed")
PIECES = ["เน็ตฟรี", "หลุดบ่อย", "ถนน", "เป็นหลุม", "หน้าวัด", "ไฟดับ", "ขยะ", "กลิ่นเหม็น", "เจ้าหน้าที่", "ซ่อม", "ตลาด"]
WORDS = ("ลุดบ่อ", "หน้าวัด", "กลิ่นเหม็น ตลาด", "ไม่มีคำนี้", "เจ้าหน้าท", "10000")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'bench.db'}"
        engine = create_engine_for(url)
        bot = Dispatcher(engine, b"k" * 32)
        _fill(engine)
        tokens = [_signed_in(engine, f"ปราณี {number}") for number in range(15)]  # each has the limits of a browser
        with TestClient(create_app(Settings(attachments_url=folder), bot)) as client:

            def get(number: int, **asked: str) -> None:
                cookie = {"cookie": f"office={tokens[number % len(tokens)]}"}
                client.get("/office", params=asked, headers=cookie).raise_for_status()

            print(f"{CASES:,} cases, {engine.dialect.name}, {ROUNDS} requests each, milliseconds")
            print("| page | median | p99 | CPU, median | CPU, p99 |\n| --- | --- | --- | --- | --- |")
            _row("inbox", get)
            _row("overdue", lambda number: get(number, view="overdue"))
            _row("search", lambda number: get(number, view="all", q=WORDS[number % 6]))
        engine.dispose()


def _fill(engine: Engine) -> None:
    chance = random.Random(1)
    with session_factory(engine).begin() as session:
        person = people.obtain(session, "bench", "line", "sealed", "th")
        for number in range(CASES):
            text = "".join(chance.choices(PIECES, k=12))
            state, agency = chance.choice(STATES), chance.choice(AGENCIES)
            case = cases.add(session, person, f"{100_000_000 + number}", text=text, agency=agency, state=state)
            cases.note(session, case, "มาลี", "answered", "".join(chance.choices(PIECES, k=6)))


def _signed_in(engine: Engine, name: str) -> str:
    with session_factory(engine).begin() as session:
        officer, _ = staff.invite(session, name, "coordinator", "")
        return staff.begin_session(session, officer)


def _row(name: str, ask: Callable[[int], object]) -> None:
    """CPU is of this process, the one that asks included: what of the time is not waiting for other work's."""
    clocks = (time.perf_counter, time.process_time)
    times: list[list[float]] = [[], []]
    for number in range(ROUNDS):
        began = [clock() for clock in clocks]
        ask(number)
        for taken, clock, at in zip(times, clocks, began, strict=True):
            taken.append((clock() - at) * 1000)
        time.sleep(0.02)  # below the limits that everybody has
    figures = (each for taken in times for each in (median(taken), sorted(taken)[int(len(taken) * 0.99) - 1]))
    print(f"| {name} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
