"""Which rows does a statement of columns find?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session


def rows(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows, read within the session's transaction. The connection is asked, not the Session: what that does to
    make objects of rows takes longer than the statement, and columns need none of it."""
    return session.connection().execute(statement).all()
