"""How is a statement run that runs for every message?

SQLAlchemy needs 0.3 ms to put one together, 0.7 ms to make its text, and looks it up anew each time it is run; the
database needs 0.03 ms. So a statement is kept, its text as well, and the driver is given the text and the values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, CursorResult, Delete, Dialect, Insert, Row, Select, bindparam
from sqlalchemy.orm import Session

from db.plan_in_view import narrowed

_KEPT = 2048
"""Texts kept."""

Values = Mapping[str, Any]
Statement = Select[*tuple[Any, ...]] | Insert | Delete
_NO_VALUES: Values = {}


@dataclass(frozen=True)
class _Text:
    """What the driver takes."""

    sql: str
    names: tuple[str, ...] | None
    """Of the values in order; None where the driver takes them by name."""
    constants: Values
    converters: Mapping[str, Callable[[Any], Any]]
    """By name: how a value becomes one that the driver knows, where it does not know it anyway."""

    def parameters(self, values: Values) -> tuple[Any, ...] | dict[str, Any]:
        told = {**self.constants, **values}
        for name, convert in self.converters.items():
            told[name] = convert(told[name])
        return told if self.names is None else tuple(told[name] for name in self.names)


def run(session: Session, statement: Statement, values: Values = _NO_VALUES) -> CursorResult[Any]:
    """Run a statement within the session's transaction. What it finds is as the driver gives it: numbers and text.

    The statement must be kept (a constant, or `lru_cache`): it is known by being the same object. An insert must be
    given every column that has a default.
    """
    statement, more = narrowed(session, statement)
    values = {**values, **more} if more else values
    connection = session.connection()
    text = _text(statement, connection.dialect, tuple(values))
    return connection.exec_driver_sql(text.sql, text.parameters(values))


def rows(session: Session, statement: Statement, values: Values = _NO_VALUES) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows that the statement finds."""
    return run(session, statement, values).all()


def dialect(session: Session) -> str:
    """Of the session's database: sqlite or postgresql."""
    return session.connection().dialect.name


def slots(name: str, count: int) -> list[BindParameter[Any]]:
    """Places in a statement for so many values, which come when it is run: one statement serves all of them."""
    return [bindparam(_slot(name, number)) for number in range(count)]


def fill(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values for the slots of this name."""
    return {_slot(name, number): value for number, value in enumerate(values)}


def _slot(name: str, number: int) -> str:
    """SQLAlchemy's own name for a value that is compared with the column `year` is year_1."""
    return f"given_{name}_{number}"


@lru_cache(_KEPT)
def _text(statement: Statement, dialect: Dialect, columns: tuple[str, ...]) -> _Text:
    """`columns`: those that an insert has values for; other statements say themselves what they need."""
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    binds = {name: compiled.binds[name] for name in compiled.params}
    converters = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    return _Text(
        str(compiled),
        None if compiled.positiontup is None else tuple(compiled.positiontup),
        {name: value for name, value in compiled.params.items() if not binds[name].required},
        {name: convert for name, convert in converters.items() if convert is not None},
    )
