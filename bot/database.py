"""How does a command that is soon done open the database, and leave it?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, sessionmaker

from db.migrate import upgrade
from db.session import create_engine_for, session_factory


@contextmanager
def opened(url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on the database of this address, brought to the newest schema."""
    engine = create_engine_for(url)
    try:
        upgrade(engine)
        yield session_factory(engine)
    finally:
        engine.dispose()
