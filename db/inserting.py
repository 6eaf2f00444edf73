"""How is a row written that may be there already? Both databases spell `ON CONFLICT` alike; SQLAlchemy does not."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Base


def insert_into(session: Session, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert into the model's table that knows `on_conflict_...`."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(model) if is_sqlite else postgresql.insert(model)
