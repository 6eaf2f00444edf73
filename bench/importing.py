"""How long does it take to load spreadsheets: all volumes of the budget bill, 33,000 rows, and their template?"""

import csv
import io
import tempfile
import time
from pathlib import Path

from bench.bot_process import database
from bench.figures import print_table
from bot.spreadsheet import csv_of, xlsx_of
from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.loader import load, read_plan
from knowledge.plan_sheets import Sheet, plan_sheets

EXCERPT = Path(__file__).parent.parent / "tests" / "sheets" / "budget-2565-excerpt.csv"
ROWS = 33_000
AIM = "under 60 s"


def main() -> None:
    """Print one row for each file, loaded into an empty database, and one for the template of what is stored then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = []
        bill = Sheet("bill", *_volumes())
        for form, body in (("csv", csv_of([bill])), ("xlsx", xlsx_of([bill]))):
            file = folder / f"bill.{form}"
            file.write_bytes(body)
            rows += _loaded(f"bill of {ROWS:,} rows, {form}", file, folder / f"template.{form}")
        print_table("Loading spreadsheets", ["what", "read, s", "stored, s", "rows/s", "aim"], rows)


def _volumes() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The excerpt again and again, each time of other units, so that no row is a repeat."""
    head, *lines = csv.reader(io.StringIO(EXCERPT.read_text(encoding="utf-8")))
    made = []
    for number in range(ROWS):
        line = list(lines[number % len(lines)])
        volume = number // len(lines)
        line[1], line[2], line[5] = f"{volume}.{line[1]}", f"{volume}.{line[2]}", f"{line[5]} {volume}"
        made.append(tuple(line))
    return tuple(head), tuple(made)


def _loaded(what: str, file: Path, template: Path) -> list[list[str]]:
    with database() as url:
        engine = create_engine_for(url)
        upgrade(engine)
        first = _load_once(what, file, engine, ROWS)
        with session_factory(engine)() as session:
            sheets = plan_sheets(session)
        template.write_bytes(csv_of(sheets) if file.suffix == ".csv" else xlsx_of(sheets))
        again = _load_once(f"its template, {file.suffix[1:]}", template, engine, sum(len(s.rows) for s in sheets))
        engine.dispose()
    return [first, again]


def _load_once(what: str, file: Path, engine: object, rows: int) -> list[str]:
    began = time.perf_counter()
    document = read_plan(file)
    read = time.perf_counter()
    with session_factory(engine).begin() as session:  # type: ignore[arg-type]
        load(session, document)
    stored = time.perf_counter()
    return [what, f"{read - began:.1f}", f"{stored - read:.1f}", f"{rows / (stored - began):,.0f}", AIM]


if __name__ == "__main__":
    main()
