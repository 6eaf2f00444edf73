"""Is a repeat of an event recognised, whoever is told it, and is an old event forgotten?"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from db import events
from db.models import Event, now
from db.retention import Periods, forget_old
from db.session import session_factory

PATIENCE = 20
SECOND = timedelta(seconds=1)


def _record(engine: Engine, channel: str = "line", external_id: str = "1", fault: str = "") -> bool:
    with session_factory(engine).begin() as session:
        return events.record(session, channel, external_id, fault)


def _rows(engine: Engine) -> list[Event]:
    with session_factory(engine)() as session:
        return list(session.scalars(select(Event)))


def test_what_was_never_told_is_no_repeat(engine: Engine) -> None:
    assert _record(engine) is True


def test_what_is_told_again_is_a_repeat(engine: Engine) -> None:
    assert (_record(engine), _record(engine)) == (True, False)


def test_what_is_told_again_within_a_transaction_is_a_repeat(engine: Engine) -> None:
    with session_factory(engine).begin() as session:
        assert [events.record(session, "line", "1") for _ in range(2)] == [True, False]


def test_a_repeat_leaves_no_second_row(engine: Engine) -> None:
    _record(engine)
    _record(engine)

    assert len(_rows(engine)) == 1


def test_each_platform_has_its_own_numbers(engine: Engine) -> None:
    assert (_record(engine, "line"), _record(engine, "telegram")) == (True, True)


def test_what_was_rolled_back_is_no_repeat(engine: Engine) -> None:
    with session_factory(engine)() as session:
        events.record(session, "line", "1")
        session.rollback()

    assert _record(engine) is True


def test_a_fault_is_written_down_with_its_event(engine: Engine) -> None:
    _record(engine, fault="ValueError")

    assert [row.fault for row in _rows(engine)] == ["ValueError"]


def test_a_repeat_keeps_what_was_written_down_first(engine: Engine) -> None:
    _record(engine)
    _record(engine, fault="ValueError")

    assert [row.fault for row in _rows(engine)] == [""]


@pytest.mark.parametrize(("age", "left"), [(events.REMEMBERED - SECOND * 60, 1), (events.REMEMBERED + SECOND, 0)])
def test_an_event_is_forgotten_when_nobody_tells_it_again(engine: Engine, age: timedelta, left: int) -> None:
    _record(engine)
    with session_factory(engine).begin() as session:
        session.execute(update(Event).values(received_at=now() - age))
        forget_old(session, Periods())

    assert len(_rows(engine)) == left


# --- two processes that are told the same at once: on PostgreSQL the second waits for the first


@contextmanager
def _told_at_once(engine: Engine) -> Iterator[tuple[Session, Future[bool]]]:
    """A session that has recorded the event, and what another one finds that is told it before the first has ended."""
    with session_factory(engine)() as first, ThreadPoolExecutor() as other:
        events.record(first, "line", "1")
        found = other.submit(_record, engine)
        _wait_for_a_lock(engine)
        yield first, found


def _wait_for_a_lock(engine: Engine) -> None:
    until = time.monotonic() + PATIENCE
    with engine.connect() as connection:
        while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            assert time.monotonic() < until
            time.sleep(0.01)


def test_of_two_who_are_told_at_once_the_second_finds_a_repeat(postgres_engine: Engine) -> None:
    with _told_at_once(postgres_engine) as (first, found):
        first.commit()

        assert found.result(PATIENCE) is False


def test_where_the_first_one_failed_the_second_one_takes_it(postgres_engine: Engine) -> None:
    with _told_at_once(postgres_engine) as (first, found):
        first.rollback()

        assert found.result(PATIENCE) is True
