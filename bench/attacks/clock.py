"""A clock that is wrong: does it erase, and do pending answers wait for it?

First a database with cases is opened by a bot whose clock is years ahead, then years and hours back: what is left?
Then LINE fails while somebody waits for answers, and the clock is set: how long until they are there? That needs the
harness.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import update

from bench.figures import print_table
from bench.killing import count, databases
from db.feedback_models import Feedback
from db.models import Outbox, now
from db.session import create_engine_for, session_factory
from tests.line_platform import Line, again, text
from tests.platforms import HARNESS_DIR, Server, client, environment, line_mock, serving

HOUR, DAY, YEAR = 3600, 86400, 365 * 86400
STARTS = {"4 years ahead": 4 * YEAR, "25 hours ahead": 25 * HOUR, "an hour back": -HOUR, "4 years back": -4 * YEAR}
STEPS = {"an hour back": -HOUR, "4 years back": -4 * YEAR, "an hour ahead": HOUR, "4 years ahead": 4 * YEAR}
LIVES = 3.0
"""Seconds that the bot runs by the wrong clock."""
PATIENCE = 60.0
"""Seconds after which an answer counts as delayed for good."""
PAGES = ("เน็ตฟรีที่หมู่บ้านหลุดบ่อยมาก", "ยินยอมและส่งเรื่อง", "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย")


@contextmanager
def _shifted(settings: dict[str, str], folder: Path, clock: Path) -> Iterator[Server]:
    server = Server(
        settings, folder / "shifted.log", (sys.executable, "-m", "tests.shifted_clock", str(clock), "serve")
    )
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def started(kind: str, ahead: int, people: int) -> list[str]:
    """What is left after the bot ran for a while by this clock, and whether the log says why."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clock-")))
        url, _, _ = stack.enter_context(databases(kind, folder))
        settings = environment(url) | {"ATTACHMENTS_URL": str(folder / "photos"), "PUBLIC_URL": ""}
        with serving(settings, folder) as server:
            for _ in range(people):
                with client(server.address) as page:
                    for words in PAGES:
                        page.post("/chat", json={"text": words}).raise_for_status()
        _close_all(url)
        before = _left(url)
        (folder / "clock").write_text(str(ahead))
        with _shifted(settings, folder, folder / "clock"):
            time.sleep(LIVES)
        said = "yes" if "days ahead" in (folder / "shifted.log").read_text() else "no"
        return [*before, *_left(url), said]


def _close_all(url: str) -> None:
    """So that their words are kept for two years, not three."""
    engine = create_engine_for(url)
    with session_factory(engine).begin() as session:
        session.execute(update(Feedback).values(state="closed", fixed=True, closed_at=now()))
    engine.dispose()


def _left(url: str) -> list[str]:
    tables = ("feedback WHERE text <> ''", "person", "conversation")
    return [f"{count(url, f'SELECT count(*) FROM {table}'):,}" for table in tables]


def pending(kind: str, step: int, people: int) -> list[str]:
    """How many of the answers that LINE refused once came, and after how long, though the clock was set."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clock-")))
        url, _, _ = stack.enter_context(databases(kind, folder))
        mock = stack.enter_context(line_mock(folder))
        (folder / "clock").write_text("0")
        settings = environment(url, line=mock) | {"ATTACHMENTS_URL": str(folder / "photos")}
        server = stack.enter_context(_shifted(settings, folder, folder / "clock"))
        line = Line(mock, server.address)
        stack.callback(line.close)
        mock.fault(op="replyMessage|pushMessage", n=people, kind="status", status=500)
        for person in range(people):
            for words in ("งบ e-service", "เน็ตฟรีใช้งบเท่าไหร่"):
                event = text(str(person), words)
                while line.deliver(event) != 200:
                    event = again(event)
        (folder / "clock").write_text(str(step))
        began, expected = time.monotonic(), 2 * people
        came = mock.calls(count=expected, patience=PATIENCE, op="replyMessage|pushMessage", status="200")
        seconds = time.monotonic() - began
        dead = count(url, f"SELECT count(*) FROM {Outbox.__tablename__} WHERE dead_at IS NOT NULL")
        return [f"{expected}", f"{len(came)}", f"{dead}", f"{seconds:.1f}"]


def main() -> None:
    """Print two tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    arguments.add_argument("--people", type=int, choices=range(1, 101), default=20, metavar="1-100")
    given = arguments.parse_args()
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    head = ["database", "clock", "cases", "people", "chats", "cases after", "people after", "chats after", "held back"]
    rows = [[kind, name, *started(kind, ahead, given.people)] for kind in kinds for name, ahead in STARTS.items()]
    print_table(f"Started for {LIVES:.0f} s by a wrong clock", head, rows)
    if HARNESS_DIR:
        head = ["database", "clock is set", "answers pending", "came", "given up", "s"]
        rows = [[kind, name, *pending(kind, step, given.people)] for kind in kinds for name, step in STEPS.items()]
        print_table("The clock is set while answers wait", head, rows)


if __name__ == "__main__":
    main()
