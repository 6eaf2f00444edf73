"""What did SQL return while a question was answered? A plan with odd amounts, opened so that every row read is seen."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from db.models import Budget
from db.session import create_engine_for, session_factory

_SATANG_IN_STEP = 10**6
"""Ten thousand baht: two decimals of a million."""


@dataclass
class Watch:
    """The rows of each statement, in order, as SQLite gave them."""

    statements: list[list[dict[str, Any]]] = field(default_factory=list)

    def clear(self) -> None:
        """Begins anew."""
        self.statements.clear()


def with_odd_amounts(plan: Path, target: Path) -> Path:
    """A copy of the plan whose budget cells hold different prime numbers (x 10,000 baht).

    No amount of the real plan is right in it, and hardly any two ways to add up come to the same.
    """
    shutil.copyfile(plan, target)
    engine = create_engine_for(f"sqlite:///{target}")
    with session_factory(engine)() as session:
        set_cells = session.scalars(select(Budget).where(Budget.satang.is_not(None)).order_by(Budget.id)).all()
        for cell, prime in zip(set_cells, islice(_primes_above(100), 0, None, 7), strict=False):
            cell.satang = prime * _SATANG_IN_STEP
        session.commit()
    engine.dispose()
    return target


@contextmanager
def watched(database: Path) -> Iterator[tuple[Session, Watch]]:
    """A session on the database, and what it read."""
    watch = Watch()
    engine = create_engine_for(f"sqlite:///{database}")

    @event.listens_for(engine, "do_connect")
    def _watch(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters["factory"] = _watching(watch)

    with session_factory(engine)() as session:
        yield session, watch
    engine.dispose()


def _watching(watch: Watch) -> type[sqlite3.Connection]:
    """A connection of the real driver whose cursors note what they hand out."""

    class Cursor(sqlite3.Cursor):
        def fetchall(self) -> list[Any]:
            return self._seen(super().fetchall())

        def fetchmany(self, size: int | None = 1) -> list[Any]:
            return self._seen(super().fetchmany(size))

        def fetchone(self) -> Any:
            row = super().fetchone()
            self._seen([] if row is None else [row])
            return row

        def _seen(self, rows: list[Any]) -> list[Any]:
            names = [column[0] for column in self.description or ()]
            if rows:
                watch.statements.append([dict(zip(names, row, strict=True)) for row in rows])
            return rows

    class Connection(sqlite3.Connection):
        def cursor(self, _factory: Any = None) -> Any:
            return super().cursor(Cursor)

    return Connection


def _primes_above(least: int) -> Iterator[int]:
    number = least
    while True:
        number += 1
        if all(number % divisor for divisor in range(2, int(number**0.5) + 1)):
            yield number
