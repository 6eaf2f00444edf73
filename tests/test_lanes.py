"""Is work done in order for each chat, together where that is faster, and is one's fault nobody else's?"""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery.lanes import BusyError, Lanes, lanes_for
from bot.transaction import Prepared, Work, prepare, transact
from db import events
from db.session import peeking_factory, session_factory
from tests.recorded_platform import until

PATIENCE = 20


def _transact(engine: Engine, *works: Work) -> list[Any]:
    return transact(session_factory(engine), works)


def _recording(external_id: str) -> Work:
    return lambda session: events.record(session, "line", external_id)


def _fail(_: Session) -> None:
    raise ValueError("a fault of ours")


def _record_and_fail(session: Session) -> None:
    events.record(session, "line", "failed")
    _fail(session)


def _break_the_transaction(session: Session) -> None:
    """PostgreSQL takes no further statement after that."""
    session.execute(text("SELECT 1 FROM no_such_table"))


def _lose_the_database(_: Session) -> None:
    raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


# --- transactions


def test_results_come_in_the_order_of_the_works(engine: Engine) -> None:
    assert _transact(engine, lambda _: 1, lambda _: 2, lambda _: 3) == [1, 2, 3]


def test_what_failed_is_a_value(engine: Engine) -> None:
    [result] = _transact(engine, _fail)

    assert repr(result) == "ValueError('a fault of ours')"


@pytest.mark.parametrize("fault", [_fail, _record_and_fail])
def test_one_that_fails_leaves_the_others_done(engine: Engine, fault: Work) -> None:
    results = _transact(engine, _recording("1"), fault, _recording("2"))
    repeats = _transact(engine, _recording("1"), _recording("2"))

    assert ([results[0], type(results[1]), results[2]], repeats) == ([True, ValueError, True], [False, False])


def test_of_one_that_fails_nothing_stays(engine: Engine) -> None:
    _transact(engine, _recording("1"), _record_and_fail, _recording("2"))

    assert _transact(engine, _recording("failed")) == [True]


def test_a_statement_that_is_wrong_fails_its_own_work_alone(postgres_engine: Engine) -> None:
    """On PostgreSQL: on SQLite a missing table looks like a database that is not there."""
    results = _transact(postgres_engine, _recording("1"), _break_the_transaction, _recording("2"))

    assert [result is True for result in results] == [True, False, True]


def test_where_the_database_is_lost_all_fail(engine: Engine) -> None:
    results = _transact(engine, _recording("1"), _lose_the_database, _recording("2"))

    assert [type(result) for result in results] == [OperationalError] * 3


def test_where_the_database_is_lost_nothing_is_done(engine: Engine) -> None:
    _transact(engine, _recording("1"), _lose_the_database)

    assert _transact(engine, _recording("1")) == [True]


# --- lanes


class Batches:
    """Does works without any database, writes down how many it is given together; shut, it waits."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.begun = threading.Event()
        self.open = threading.Event()

    def __call__(self, works: Sequence[Work]) -> list[Any]:
        self.sizes.append(len(works))
        self.begun.set()
        assert self.open.wait(PATIENCE)
        return [work(Session()) for work in works]

    async def wait(self) -> None:
        """Until somebody stands before the shut door."""
        assert await asyncio.to_thread(self.begun.wait, PATIENCE)


@pytest.fixture(name="batches")
def _batches() -> Batches:
    return Batches()


@pytest.fixture(name="lane")
async def _lane(batches: Batches) -> AsyncIterator[Lanes]:
    """One lane, four together."""
    lanes = Lanes(batches, lanes=1, together=4)
    yield lanes
    batches.open.set()
    await asyncio.to_thread(lanes.close)


async def test_what_waits_shares_a_transaction(lane: Lanes, batches: Batches) -> None:
    first = asyncio.create_task(lane.run("a", lambda _: 0))
    await batches.wait()
    others = [asyncio.create_task(lane.run("a", lambda _: 0)) for _ in range(6)]
    await asyncio.sleep(0)
    batches.open.set()
    await asyncio.gather(first, *others)

    assert batches.sizes == [1, 4, 2]


async def test_each_gets_its_own_result(lane: Lanes, batches: Batches) -> None:
    batches.open.set()

    assert await asyncio.gather(*(lane.run("a", partial(_number, number)) for number in range(9))) == [*range(9)]


async def test_who_stops_waiting_disturbs_nobody(lane: Lanes, batches: Batches) -> None:
    first = asyncio.create_task(lane.run("a", lambda _: 1))
    await batches.wait()
    impatient = asyncio.create_task(lane.run("a", lambda _: 2))
    patient = asyncio.create_task(lane.run("a", lambda _: 3))
    await asyncio.sleep(0)
    impatient.cancel()
    batches.open.set()

    assert (await first, await patient) == (1, 3)


async def test_what_waits_is_done_before_the_lanes_close() -> None:
    batches = Batches()
    done: list[int] = []
    lanes = Lanes(batches, lanes=1, together=4)
    tasks = [asyncio.create_task(lanes.run("a", lambda _: done.append(1))) for _ in range(6)]
    await batches.wait()
    closing = asyncio.create_task(asyncio.to_thread(lanes.close))
    batches.open.set()
    await asyncio.gather(closing, *tasks)

    assert len(done) == 6


async def test_works_of_a_chat_are_done_in_order(engine: Engine) -> None:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    done: list[int] = []
    await asyncio.gather(*(lanes.run(f"chat {number % 3}", partial(_append, done, number)) for number in range(60)))
    await asyncio.to_thread(lanes.close)

    assert [[number for number in done if number % 3 == chat] for chat in range(3)] == [
        [*range(chat, 60, 3)] for chat in range(3)
    ]


async def test_a_slow_chat_holds_up_no_chat_of_another_lane() -> None:
    batches = Batches()
    lanes = Lanes(batches, lanes=4, together=1)
    slow, quick = "slow", next(str(number) for number in range(1000) if hash(str(number)) % 4 != hash("slow") % 4)
    first = asyncio.create_task(lanes.run(slow, lambda _: None))
    await batches.wait()
    batches.begun.clear()
    second = asyncio.create_task(lanes.run(quick, lambda _: None))
    await batches.wait()
    batches.open.set()
    await asyncio.gather(first, second)
    await asyncio.to_thread(lanes.close)

    assert batches.sizes == [1, 1]


async def test_sqlite_shares_commits_and_postgresql_does_not(engine: Engine) -> None:
    """Two processes that each lock several chats could wait for each other."""
    batches = Batches()
    lanes = lanes_for(engine, batches)
    tasks = [asyncio.create_task(lanes.run("a", lambda _: None)) for _ in range(9)]
    await asyncio.sleep(0)
    await batches.wait()
    batches.open.set()
    await asyncio.gather(*tasks)
    await asyncio.to_thread(lanes.close)

    assert (max(batches.sizes) > 1) == (engine.dialect.name == "sqlite")


async def test_a_fault_is_the_result_of_its_own_work(engine: Engine) -> None:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    results = await asyncio.gather(
        lanes.run("a", _recording("1")), lanes.run("a", _fail), lanes.run("a", _recording("2"))
    )
    await asyncio.to_thread(lanes.close)

    assert [results[0], type(results[1]), results[2]] == [True, ValueError, True]


def _number(number: int, _: Session) -> int:
    return number


def _append(done: list[int], number: int, _: Session) -> None:
    done.append(number)


# --- what comes before the transaction, and what comes last


def _wait_last(lanes: Lanes, work: Work, patience: float = PATIENCE) -> Any:
    """As a thread of the page does; a BusyError as a value."""
    try:
        return lanes.run_last("a", work, patience)
    except BusyError as busy:
        return busy


async def test_what_platforms_wait_for_comes_before_the_page(lane: Lanes, batches: Batches) -> None:
    done: list[int] = []
    first = asyncio.create_task(lane.run("a", lambda _: None))
    await batches.wait()
    page = [asyncio.create_task(asyncio.to_thread(_wait_last, lane, partial(_append, done, n))) for n in range(4)]
    await until(lambda: len(lane._queues[0]._last) == 4)
    webhooks = [asyncio.create_task(lane.run("a", partial(_append, done, number))) for number in range(10, 14)]
    await asyncio.sleep(0)
    batches.open.set()
    await asyncio.gather(first, *page, *webhooks)

    assert (done[:4], sorted(done[4:])) == ([10, 11, 12, 13], [0, 1, 2, 3])


async def test_what_the_page_asks_for_is_answered_too(lane: Lanes, batches: Batches) -> None:
    batches.open.set()

    assert await asyncio.to_thread(_wait_last, lane, lambda _: 7) == 7


async def test_a_page_that_cannot_be_served_in_time_is_told_so_and_nothing_is_done(
    lane: Lanes, batches: Batches
) -> None:
    done: list[int] = []
    first = asyncio.create_task(lane.run("a", lambda _: None))
    await batches.wait()
    busy = await asyncio.to_thread(_wait_last, lane, partial(_append, done, 1), 0.01)
    batches.open.set()
    await first
    await lane.run("a", lambda _: None)

    assert (type(busy), done) == (BusyError, [])


async def test_what_was_begun_for_the_page_is_waited_for(lane: Lanes, batches: Batches) -> None:
    waiting = asyncio.create_task(asyncio.to_thread(_wait_last, lane, lambda _: 7, 0.01))
    await batches.wait()
    await asyncio.sleep(0.05)
    batches.open.set()

    assert await waiting == 7


async def test_the_page_does_not_outlive_the_lanes() -> None:
    batches = Batches()
    lanes = Lanes(batches, lanes=1, together=4)
    waiting = [asyncio.create_task(asyncio.to_thread(_wait_last, lanes, lambda _: 7)) for _ in range(6)]
    await batches.wait()
    closing = asyncio.create_task(asyncio.to_thread(lanes.close))
    batches.open.set()
    await closing

    assert await asyncio.gather(*waiting) == [7] * 6


async def test_on_sqlite_reading_holds_nobody_up(engine: Engine) -> None:
    """While a message is understood, another process writes."""
    writes: list[Any] = []
    reading = Prepared(lambda _: writes.append(_transact(engine, _recording("1"))), lambda *_: writes)
    ahead = partial(prepare, peeking_factory(engine))
    lanes = lanes_for(engine, partial(transact, session_factory(engine)), ahead)
    await lanes.run("a", reading)
    await asyncio.to_thread(lanes.close)

    assert writes == ([[True]] if engine.dialect.name == "sqlite" else [])


def test_what_was_found_before_reaches_the_work(engine: Engine) -> None:
    work = Prepared(lambda session: session.scalar(text("SELECT 40")), lambda _, found: found + 2)
    prepare(peeking_factory(engine), [work])

    assert _transact(engine, work) == [42]


def test_a_fault_in_what_was_to_be_found_leaves_the_work_to_find_it(engine: Engine) -> None:
    work = Prepared(_fail, lambda _, found: found)
    prepare(peeking_factory(engine), [work])

    assert _transact(engine, work) == [None]
