"""Is a PostgreSQL database that a test was given still the copy it was, and how is it made so again?

To copy a database takes PostgreSQL half a second of processor time, to look what a test left in it and to empty those
tables a twentieth of that.
"""

import time
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

_SECONDS = 10
_CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_TABLES = """
SELECT relname, pg_relation_size(oid) > 0 FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"""
_REFERENCES = """
SELECT other.relname, own.relname FROM pg_constraint
JOIN pg_class own ON own.oid = conrelid JOIN pg_class other ON other.oid = confrelid WHERE contype = 'f'"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
_SETTINGS = """
SELECT 1 FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()"""
_SHAPE = """
SELECT md5(string_agg(made, ' ' ORDER BY made)) FROM (
    SELECT format('%s %s %s %s', oid, relname, relkind, relnatts) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s %s %s', attrelid, attname, atttypid, attnotnull) FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s', oid, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s', oid, tgname) FROM pg_trigger
    UNION ALL SELECT format('%s %s %s', oid, proname, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('%s %s', oid, nspname) FROM pg_namespace WHERE nspname !~ '^pg_'
) AS everything (made)"""


@dataclass(frozen=True)
class Pristine:
    """What a copy is like that nobody has written to."""

    shape: str
    """Its tables, columns, constraints, triggers and functions."""
    rows: dict[str, tuple[Any, ...]]
    """By table that is not empty: how many rows there are, and which transaction wrote last."""
    empty: frozenset[str]
    references: dict[str, frozenset[str]]
    """By table: those that point at it."""
    sequences: dict[str, int | None]


def cut_others_off(connection: psycopg.Connection[Any]) -> bool:
    """End the connections that were left open. False where one does not end."""
    deadline = time.monotonic() + _SECONDS
    while connection.execute(_CUT_OFF).fetchall():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def pristine(connection: psycopg.Connection[Any]) -> Pristine:
    """Of a new copy."""
    sizes = dict(connection.execute(_TABLES).fetchall())
    pairs = connection.execute(_REFERENCES).fetchall()
    return Pristine(
        _shape(connection),
        _rows(connection, [table for table, written in sizes.items() if written]),
        frozenset(table for table, written in sizes.items() if not written),
        {table: frozenset(own for other, own in pairs if other == table) for table, _ in pairs},
        _sequences(connection),
    )


def restore(connection: psycopg.Connection[Any], before: Pristine) -> bool:
    """Empty what was empty. False where more was changed than that: only a new copy will do."""
    if connection.execute(_SETTINGS).fetchall():
        return False  # made read-only, say: of the database itself, whatever stands in it
    if _shape(connection) != before.shape or _rows(connection, list(before.rows)) != before.rows:
        return False
    written = {table for table, written in connection.execute(_TABLES).fetchall() if written} - before.rows.keys()
    emptied = _with_references(written, before.references)
    if not emptied <= before.empty:
        return False
    if emptied:
        # Without the triggers that keep anybody from emptying the audit log.
        connection.execute("SET session_replication_role = replica")
        tables = sql.SQL(", ").join(map(sql.Identifier, sorted(emptied)))
        connection.execute(sql.SQL("TRUNCATE {}").format(tables))
    for name, value in _sequences(connection).items():
        if value != (first := before.sequences[name]):
            connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, first or 1, first is not None))
    return True


def _shape(connection: psycopg.Connection[Any]) -> str:
    [(shape,)] = connection.execute(_SHAPE).fetchall()
    return str(shape)


def _rows(connection: psycopg.Connection[Any], tables: list[str]) -> dict[str, tuple[Any, ...]]:
    """PostgreSQL writes a changed row anew, so that the newest transaction tells of it."""
    counts = [
        sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}").format(table, sql.Identifier(table))
        for table in tables
    ]
    return {table: tuple(row) for table, *row in connection.execute(sql.SQL(" UNION ALL ").join(counts)).fetchall()}


def _sequences(connection: psycopg.Connection[Any]) -> dict[str, int | None]:
    """The last value of each, None where none was taken."""
    return dict(connection.execute(_SEQUENCES).fetchall())


def _with_references(tables: set[str], references: dict[str, frozenset[str]]) -> set[str]:
    """And those that point at them: PostgreSQL empties no table without them."""
    known = set(tables)
    while more := {own for table in known for own in references.get(table, ())} - known:
        known |= more
    return known
