"""Which plans is the bot tried with, beside the one that comes with it?"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from db.session import create_engine_for, session_factory
from knowledge.loader import BUNDLED, load
from knowledge.plan_document import PlanDocument
from knowledge.readers.plan_text import read_plan_text

ROOT = Path(__file__).resolve().parents[2]
PLANS = {
    "bundled": BUNDLED,
    "small": ROOT / "docs" / "small-plan.txt",
    "nan": ROOT / "tests" / "plans" / "nan.txt",
}
"""The bundled plan; the whole of docs/importing.md; and sixty projects in twelve issues, whose names
are lines of the country's budget bill, some garbled, with budgets drawn by chance."""


@cache
def read(name: str) -> PlanDocument:
    """What the document says."""
    return read_plan_text(PLANS[name])


@contextmanager
def stored(name: str, empty: Path, folder: Path) -> Iterator[Session]:
    """A session on a database of its own with this plan; `empty` is a migrated SQLite file."""
    file = folder / f"{name}.db"
    shutil.copy(empty, file)
    engine = create_engine_for(f"sqlite:///{file}")
    with session_factory(engine)() as session:
        load(session, read(name))
        session.commit()
        yield session
    engine.dispose()
