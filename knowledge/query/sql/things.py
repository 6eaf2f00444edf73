"""What are the things of a set called, in which order do they come, and where do they stand?"""

from typing import Any

from sqlalchemy import select

from db.models import Source
from knowledge.budgets import Place
from knowledge.query.algebra import First, Set, kind_of
from knowledge.query.result import Figure, Found
from knowledge.query.sql.figures import exact, told_as
from knowledge.query.sql.sets import ids, ranks
from knowledge.query.sql.tables import TABLES, Table
from knowledge.query.sql.values import Values
from knowledge.query.units import measured_in

_SOURCES = Source.__table__


def things(of: Set, values: Values) -> dict[int, Found]:
    """By id, in document order or, of a ranking, in its order."""
    table = TABLES[kind_of(of)]
    query = select(table.id, *_columns(table))
    if table.model.__tablename__ != "agency":
        query = query.join(_SOURCES, _SOURCES.c.id == table.column("source_id"))
    position = table.column("position")
    if not isinstance(of, First):
        rows = values.run(query.where(table.id.in_(ids(of, values.known))).order_by(position))
        return {row[0]: _found(table, row[1:]) for row in rows}
    placed = ranks(of, values.known).subquery()
    query = query.add_columns(placed.c.figure.label(told_as(of.by)), placed.c.place).join(
        placed, placed.c.id == table.id
    )
    rows = values.run(query.order_by(placed.c.place, position))
    unit = measured_in(of.by)
    return {row[0]: _found(table, row[1:-2], Figure(exact(row[-2]), unit, of.by.unit), row[-1]) for row in rows}


def _columns(table: Table) -> list[Any]:
    named = [table.column(name) for name in (table.key, table.name, table.name_en)]
    if table.model.__tablename__ == "agency":
        return named
    return [*named, _SOURCES.c.document, _SOURCES.c.line, _SOURCES.c.quote]


def _found(table: Table, row: Any, figure: Figure | None = None, place: int = 0) -> Found:
    key, name, name_en, *source = row
    return Found(f"{table.letter}{key}", name, name_en, figure, place, Place(*source) if source else None)
