"""What would sentences say of the plan with these settings, without a server? For commands that write nothing."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from db.migrate import revision_of, upgrade
from db.session import create_engine_for, reading_factory, session_factory
from handlers.plan_words import plan_words
from handlers.wording import Language, wording
from knowledge.index import Index, load_index
from knowledge.loader import load_bundled

_IN_MEMORY = "sqlite://"


def plan_of(url: str) -> Mapping[Language, Mapping[str, object]]:
    """By language. Of an empty database what it will hold once the server has started: the bundled plan.

    An SQLAlchemyError means that the database cannot be read, or that its schema is an older one.
    """
    index = _stored(url) or _bundled()
    return {"th": plan_words(index, wording("th")), "en": plan_words(index, wording("en"))}


def _stored(url: str) -> Index | None:
    """None where no plan is stored. To connect to an SQLite file that is not there would create it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return None
    engine = create_engine_for(url)
    try:
        with engine.execution_options(read_only=True).connect() as connection:
            if revision_of(connection) is None:
                return None
        with reading_factory(engine)() as session:
            return _index(session)
    finally:
        engine.dispose()


def _index(session: Session) -> Index | None:
    try:
        return load_index(session)
    except LookupError:
        return None


def _bundled() -> Index:
    engine = create_engine_for(_IN_MEMORY)
    try:
        upgrade(engine)
        with session_factory(engine)() as session:
            load_bundled(session)
            return load_index(session)
    finally:
        engine.dispose()
