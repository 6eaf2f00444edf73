"""Which database is this, wherever its copies may be?"""

import hashlib
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from db.installation_models import Installation


def installation(session: Session, *, lock: bool = False) -> Installation | None:
    """The row, if asked so locked until the transaction ends: None where another process has it locked."""
    found = select(Installation).where(Installation.id == 1)
    return session.scalar(found.with_for_update(skip_locked=True) if lock else found)


def owner_of_files(engine: Engine) -> str:
    """Sixteen characters by which files are known as this database's: a copy of it at another place has others."""
    with Session(engine.execution_options(read_only=True)) as session:
        return owner_at(key_of(session), engine.url)


def key_of(session: Session) -> str:
    """The same in every copy of the database."""
    return session.scalars(select(Installation.key)).one()


def owner_at(key: str, url: URL) -> str:
    """The same, for a database of this key (`Installation.key`) at this address."""
    return hashlib.sha256(f"{key}\n{_place(url)}".encode()).hexdigest()[:16]


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").resolve())
    return f"{url.host or url.query.get('host', '')}:{url.port or ''}/{url.database}"
