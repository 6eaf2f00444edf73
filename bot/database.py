"""How does a command that is soon done open the database, and leave it?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from db.migrate import upgrade
from db.session import create_engine_for


@contextmanager
def opened(url: str, allowed: str = "") -> Iterator[Engine]:
    """The database of this address, brought to the newest schema; `allowed` as in `upgrade`."""
    engine = create_engine_for(url)
    try:
        upgrade(engine, allowed)
        yield engine
    finally:
        engine.dispose()
