"""What does a plan cost that is ten, a hundred, a thousand times as large? Import, start of `serve`, memory, answers.

`python -m bench.growing MAKE_PLAN SIZE ...`: MAKE_PLAN is a program that writes `plan-N.txt` and, as lines of JSON,
questions about it to `plan-N.jsonl` of the folder given with `--out`; N may be less than the size asked for.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bot_process import database
from bench.figures import print_table
from bench.start import serve_once
from bot.ask import Terminal
from bot.dispatch import Dispatcher
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.index import store_names
from knowledge.loader import load, read_plan
from knowledge.names.completing import open_index
from tests.chats import read_lines

PASSES = ("", " ครับ", " ค่ะ")
"""What is added to the questions each time, so that no answer is remembered; the first time is not counted."""
_HEAD = ["projects", "import, s", "`serve` ready, s", "memory, MB", "after 100 messages, MB", "p50, ms", "p99, ms"]


def main() -> None:
    """Print one row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("make_plan", type=Path)
    parser.add_argument("sizes", nargs="+", type=int)
    given = parser.parse_args()
    print_table("Plans of growing size, without vectors of names", _HEAD, _rows(given.make_plan, given.sizes))


def _rows(make_plan: Path, sizes: list[int]) -> Iterator[list[str]]:
    for size in sizes:
        with TemporaryDirectory(prefix="bench-") as folder, database() as url:
            made = [sys.executable, str(make_plan), str(size), "--seed", "5", "--out", folder]
            subprocess.run(made, check=True, capture_output=True)
            [plan] = Path(folder).glob("*.txt")
            imported = _import(plan, url)
            ready, idle, later = serve_once(url)
            chats = read_lines(plan.with_suffix(".jsonl"))
            times = _answers(url, [turn["user"] for chat in chats for turn in chat["turns"]])
            named = [f"{1000 * times[int(len(times) * share)]:.1f}" for share in (0.5, 0.99)]
            yield [
                plan.stem.rpartition("-")[2],
                f"{imported:.1f}",
                f"{ready:.1f}",
                f"{idle:.0f}",
                f"{later:.0f}",
                *named,
            ]


def _import(plan: Path, url: str) -> float:
    """Seconds until the plan is read, stored and its names are taken apart."""
    began = time.perf_counter()
    engine = create_engine_for(url)
    upgrade(engine)
    sessions, document = session_factory(engine), read_plan(plan)
    with sessions.begin() as session:
        load(session, document)
        store_names(session)
    took = time.perf_counter() - began
    open_index(sessions)  # computes the few vectors that a start would wait for
    engine.dispose()
    return took


def _answers(url: str, questions: list[str]) -> list[float]:
    """Seconds of each answer, ascending."""
    engine = create_engine_for(url)
    terminal = Terminal(Dispatcher(engine))
    times = []
    for added in PASSES:
        for question in questions:
            began = time.perf_counter()
            terminal.answer(question + added, None)
            times += [time.perf_counter() - began] if added else []
    engine.dispose()
    return sorted(times)


if __name__ == "__main__":
    main()
