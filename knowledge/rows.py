"""Which rows does a statement of columns find?"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Dialect, Row, Select, bindparam
from sqlalchemy.orm import Session

KEPT = 512
"""Statements kept of each kind, and their texts: putting one together takes 0.3 ms, asking SQLAlchemy for its text
0.7 ms, the database 0.03 ms."""
_NO_VALUES: Mapping[str, Any] = {}


def rows(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] = _NO_VALUES
) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows, read within the session's transaction, as the driver gives them: whole numbers and text.

    The statement must be one that is kept as well (`lru_cache`, or a constant): it is known by being the same object.
    """
    connection = session.connection()
    text, names, constants = _compiled(statement, connection.dialect)
    told = {**constants, **values}
    return connection.exec_driver_sql(text, told if names is None else tuple(told[name] for name in names)).all()


def slots(name: str, count: int) -> list[BindParameter[Any]]:
    """Places in a statement for so many values, which come when it is run: one statement serves all of them."""
    return [bindparam(f"{name}_{number}", required=False) for number in range(count)]


def fill(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values for the slots of this name."""
    return {f"{name}_{number}": value for number, value in enumerate(values)}


@lru_cache(maxsize=4 * KEPT)
def _compiled(
    statement: Select[*tuple[Any, ...]], dialect: Dialect
) -> tuple[str, Sequence[str] | None, Mapping[str, Any]]:
    """The text; the names of its values in order, None where the driver takes them by name; those that are given."""
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return str(compiled), compiled.positiontup, compiled.params
