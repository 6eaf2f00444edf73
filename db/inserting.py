"""How is a row written that may be there already? Both databases spell `ON CONFLICT` alike; SQLAlchemy does not."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite

from db.models import Base

Insert = sqlite.Insert | postgresql.Insert
T = TypeVar("T")


def for_each_database(model: type[Base], build: Callable[[Insert], T]) -> dict[str, T]:
    """A statement that begins with an insert into the model's table, by the name of the database's dialect."""
    return {"sqlite": build(sqlite.insert(model)), "postgresql": build(postgresql.insert(model))}
