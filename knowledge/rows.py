"""Which rows does a statement of columns find?"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Row, Select
from sqlalchemy.orm import Session

_KEPT = 2048
"""Statements whose text is kept: asking SQLAlchemy for it again takes longer than the database takes to answer."""

Values = tuple[Any, ...] | dict[str, Any]


def rows(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows, read within the session's transaction, as the driver gives them: whole numbers and text.

    The statement must be one that is kept as well (`lru_cache`, or a constant): it is known by being the same object.
    """
    connection = session.connection()
    text, values = _compiled(statement, connection.dialect)
    return connection.exec_driver_sql(text, values).all()


@lru_cache(maxsize=_KEPT)
def _compiled(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> tuple[str, Values]:
    """The text with places for values, and the values, as the driver takes them: by place or by name."""
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    by_place = compiled.positiontup
    return str(compiled), compiled.params if by_place is None else tuple(compiled.params[name] for name in by_place)
