"""Does a database that falls silent, with its connections as they were, hold anybody up for longer than a moment?"""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.delivery.lanes import LANES_POSTGRESQL, lanes_for
from bot.dispatch import Dispatcher
from bot.settings import Settings
from bot.starting import dispatcher_of
from bot.transaction import transact
from db import events
from db.patience import WITHIN_TCP
from db.session import create_engine_for, session_factory
from tests.silent_proxy import SilentProxy, silent_proxy

SECONDS = 0.5
PATIENCE = 60


@pytest.fixture(name="network")
def _network(postgres_plan_url: str) -> Iterator[tuple[SilentProxy, str]]:
    with silent_proxy(postgres_plan_url) as network:
        yield network


@pytest.fixture(name="proxy")
def _proxy(network: tuple[SilentProxy, str]) -> SilentProxy:
    return network[0]


@pytest.fixture(name="engine")
def _engine(network: tuple[SilentProxy, str]) -> Iterator[Engine]:
    engine = create_engine_for(f"{network[1]}?connect_timeout=2", SECONDS)
    yield engine
    engine.dispose()


def _write(engine: Engine, name: str) -> Any:
    """What became of a transaction; it ends, whatever happens."""
    results: list[Any] = []
    works = [lambda session: events.record(session, "line", name)]
    thread = threading.Thread(target=lambda: results.extend(transact(session_factory(engine), works)), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return results[0] if results else "it hangs"


def test_a_connection_that_fell_silent_is_given_up(engine: Engine, proxy: SilentProxy) -> None:
    before = _write(engine, "1")
    proxy.fall_silent()

    assert (before, type(_write(engine, "2"))) == (True, OperationalError)


def test_a_connection_that_falls_silent_within_a_transaction_is_given_up(engine: Engine, proxy: SilentProxy) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        proxy.lose()
        with pytest.raises(OperationalError):
            connection.execute(text("SELECT 2"))


def test_after_a_failover_the_next_transaction_has_a_new_connection(engine: Engine, proxy: SilentProxy) -> None:
    _write(engine, "1")
    proxy.lose()
    attempts = [_write(engine, "2") for _ in range(2)]

    assert attempts[-1] in (True, False)


def test_all_connections_of_the_pool_are_left_together(engine: Engine, proxy: SilentProxy) -> None:
    """Else each of them would cost somebody the wait."""
    held = [engine.connect() for _ in range(4)]
    for connection in held:
        connection.close()
    proxy.lose()
    _write(engine, "1")
    results = [_write(engine, str(number)) for number in range(2, 6)]

    assert results == [True] * 4


def test_while_the_network_is_lost_each_attempt_ends_and_afterwards_the_next_succeeds(
    engine: Engine, proxy: SilentProxy
) -> None:
    _write(engine, "1")
    proxy.fall_silent()
    lost = [type(_write(engine, "2")) for _ in range(2)]
    proxy.recover()

    assert (lost, _write(engine, "3")) == ([OperationalError] * 2, True)


async def test_every_lane_recovers_by_itself(engine: Engine, proxy: SilentProxy) -> None:
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    chats = [next(str(n) for n in range(999) if hash(str(n)) % LANES_POSTGRESQL == lane) for lane in range(4)]

    async def write(name: str) -> list[Any]:
        works = (lanes.run(chat, lambda session: events.record(session, name, "1")) for chat in chats)
        return await asyncio.wait_for(asyncio.gather(*works), PATIENCE)

    await write("before")
    proxy.lose()
    during, after = await write("during"), await write("after")
    await asyncio.to_thread(lanes.close)

    assert ({type(result) for result in during} <= {OperationalError, bool}, sorted(after)) == (
        True,
        [False] * 3 + [True],
    )


def test_a_statement_that_takes_too_long_is_ended_at_the_server_too(engine: Engine) -> None:
    with pytest.raises(OperationalError, match="statement timeout"), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(30)"))


def test_a_server_that_takes_no_writes_any_more_is_left(engine: Engine) -> None:
    """After a failover the old primary may go on as a copy to read from."""
    with engine.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = on"))
        connection.commit()
    attempts = [_write(engine, "1") for _ in range(2)]

    assert [type(attempts[0]), attempts[1]] == [OperationalError, True]


def test_the_server_itself_has_such_a_limit_and_a_migration_has_none(network: tuple[SilentProxy, str]) -> None:
    dispatcher = dispatcher_of(Settings(database_url=network[1], conversation_key="k" * 32))
    patient = create_engine_for(network[1])
    limits = [_limit(dispatcher), _shown(patient)]
    dispatcher.engine.dispose()
    patient.dispose()

    assert limits == ["5400ms", "0"]


def _limit(dispatcher: Dispatcher) -> str:
    return _shown(dispatcher.engine)


def _shown(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SHOW statement_timeout")))


@pytest.mark.parametrize("own", [{}, {"tcp_user_timeout": "500"}])
def test_the_operating_system_looks_after_its_connections_too(own: dict[str, str]) -> None:
    """As the address says, or as we do."""
    url = make_url("postgresql://someone@127.0.0.1:1/bot").update_query_dict(own)
    _, given = create_engine_for(url.render_as_string()).dialect.create_connect_args(url)

    assert given.get("tcp_user_timeout", WITHIN_TCP["tcp_user_timeout"]) == own.get("tcp_user_timeout", "10000")
