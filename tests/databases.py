"""How do tests make a database, copy one, and open it?"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.session import create_engine_for, session_factory
from knowledge.loader import load_bundled
from knowledge.names.completing import open_index


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    """An engine, without a connection afterwards."""
    engine = create_engine_for(url)
    yield engine
    engine.dispose()


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """A session on a database."""
    with connected(url) as engine, session_factory(engine)() as session:
        yield session


def build(url: str, *, with_plan: bool) -> None:
    """The tables, with the bundled plan or without a row."""
    engine = create_engine_for(url)
    upgrade(engine)
    if with_plan:
        with session_factory(engine)() as session:
            load_bundled(session)
        open_index(session_factory(engine))
    # The last connection to close folds the log into the file, so that the file alone can be copied.
    engine.dispose()


def build_file(file: Path, *, with_plan: bool) -> None:
    """The same as an SQLite file."""
    build(f"sqlite:///{file}", with_plan=with_plan)


def copied(file: Path, folder: Path) -> str:
    """The URL of a copy of an SQLite file in this folder."""
    target = folder / "test.db"
    shutil.copyfile(file, target)
    return f"sqlite:///{target}"
