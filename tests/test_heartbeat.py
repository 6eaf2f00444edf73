"""Do the bot's processes say that they live, when they stop, and what they noticed?"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import heartbeat, systemd
from bot.delivery.lanes import lanes_for
from bot.delivery.relay import CHANNELS
from bot.heartbeat import Clock, Heartbeat
from bot.transaction import transact
from bot.visits import Visits
from db import heartbeats
from db.heartbeats import Beat
from db.models import now
from db.session import create_engine_for, session_factory
from tests.platforms import WithPlan

ROOT = Path(__file__).parent.parent


def _beats(engine: Engine) -> list[Beat]:
    with Session(engine) as session:
        return heartbeats.beats(session)


def _beaten(engine: Engine, process: str, beat_at: datetime) -> None:
    with Session(engine) as session, session.begin():
        heartbeats.beat(session, Beat(process, "worker", True, beat_at, beat_at))


async def _lived(engine: Engine, *, relays: bool = True, channels: Iterable[str] = CHANNELS) -> None:
    """A process that begins, goes through the outbox for these channels, and stops."""
    lanes = lanes_for(engine, partial(transact, session_factory(engine)))
    beating = Heartbeat("one", "worker", lanes, relays=relays)
    for channel in channels:
        await beating.relayed(channel)
    beating.stop()
    await beating.run()
    await asyncio.to_thread(lanes.close)


async def test_a_process_is_known_by_its_kind_and_says_when_it_stops(migrated: Engine) -> None:
    await _lived(migrated)
    [told] = _beats(migrated)

    assert (told.process, told.kind, told.relays, told.stopped_at is not None) == ("one", "worker", True, True)


async def test_who_relays_says_when_it_last_did(migrated: Engine) -> None:
    await _lived(migrated)

    assert _beats(migrated)[0].relayed_at is not None


async def test_a_channel_that_has_no_turn_is_not_hidden_by_the_others(migrated: Engine) -> None:
    await _lived(migrated, channels=CHANNELS[1:])

    assert _beats(migrated)[0].relayed_at is None


async def test_who_never_came_to_the_outbox_says_so(migrated: Engine) -> None:
    await _lived(migrated, channels=())

    assert _beats(migrated)[0].relayed_at is None


async def test_a_process_that_died_is_known_for_a_day(migrated: Engine) -> None:
    _beaten(migrated, "yesterday", now() - timedelta(hours=25))
    _beaten(migrated, "today", now() - timedelta(hours=23))
    await _lived(migrated)

    assert [told.process for told in _beats(migrated)] == ["one", "today"]


def test_a_process_that_is_killed_does_not_say_that_it_stopped(with_plan: WithPlan, tmp_path: Path) -> None:
    url = with_plan(tmp_path)
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "CONVERSATION_KEY": "k" * 32}
    command = (sys.executable, "-m", "bot", "worker")
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        engine = create_engine_for(url)
        while not _beats(engine):
            pass
        worker.kill()
    told = _beats(engine)[0]
    engine.dispose()

    assert (told.kind, told.relays, told.stopped_at) == ("worker", True, None)


# --- the clock


def test_a_clock_that_goes_on_has_not_jumped() -> None:
    clock = Clock()
    clock.look()

    assert (clock.step, clock.stepped_at) == (0, None)


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=4 * 365), timedelta(minutes=2)])
def test_a_clock_that_is_set_while_the_process_lives_has_jumped(
    monkeypatch: pytest.MonkeyPatch, step: timedelta
) -> None:
    clock = Clock()
    monkeypatch.setattr(heartbeat, "now", lambda: now() + step)
    clock.look()

    assert abs(clock.step - step.total_seconds()) < 60


@pytest.mark.parametrize(
    ("ago", "jumped"),
    [
        (timedelta(0), False),
        (timedelta(days=3), False),
        (timedelta(days=4 * 365), True),
        (-timedelta(hours=1), True),
        (-timedelta(days=4 * 365), True),
    ],
    ids=["just now", "a long weekend", "four years ago", "in an hour", "in four years"],
)
def test_a_start_is_compared_with_what_was_last_heard(ago: timedelta, jumped: bool) -> None:
    clock = Clock()
    clock.compare(now() - ago)

    assert (clock.stepped_at is not None) is jumped


async def test_a_start_after_a_clock_that_was_ahead_is_written_down(migrated: Engine) -> None:
    _beaten(migrated, "ahead", now() + timedelta(days=4 * 365))
    await _lived(migrated)

    assert {told.process: told.clock_step < 0 for told in _beats(migrated)} == {"one": True}


async def test_what_a_clock_that_was_ahead_left_is_told_once_and_not_for_years(migrated: Engine) -> None:
    _beaten(migrated, "ahead", now() + timedelta(days=4 * 365))
    await _lived(migrated)
    before = _beats(migrated)[0].clock_stepped_at
    await _lived(migrated)

    assert (before is not None, _beats(migrated)[0].clock_stepped_at) == (True, None)


# --- visitors


def _request(path: str, client: str, forwarded: str = "") -> dict[str, object]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "path": path, "client": (client, 0), "headers": headers}


@pytest.mark.parametrize(
    ("request_", "counted"),
    [
        (_request("/chat", "127.0.0.1", "203.0.113.7"), (1, 1)),
        (_request("/chat", "203.0.113.7", "203.0.113.7"), (1, 0)),
        (_request("/chat", "203.0.113.7"), (1, 0)),
        (_request("/readyz", "127.0.0.1", "203.0.113.7"), (0, 0)),
    ],
    ids=["not trusted", "trusted", "no proxy", "a probe"],
)
def test_visitors_behind_a_proxy_that_is_not_trusted_are_counted(
    request_: dict[str, object], counted: tuple[int, int]
) -> None:
    visits = Visits()
    visits.count(request_)

    assert (visits.requests, visits.forwarded) == counted


def test_behind_proxies_that_are_trusted_nobody_is_counted() -> None:
    visits = Visits(proxies=1)
    visits.count(_request("/chat", "127.0.0.1", "203.0.113.7"))

    assert (visits.requests, visits.forwarded) == (1, 0)


# --- systemd


@pytest.mark.parametrize("abstract", [False, True])
def test_who_started_the_process_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, abstract: bool) -> None:
    address = f"@{tmp_path}/notify" if abstract else f"{tmp_path}/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address.replace("@", "\0"))
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        systemd.tell("READY=1")

        assert listener.recv(100) == b"READY=1"


def test_where_nobody_listens_nothing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", f"{tmp_path}/nobody")

    systemd.tell("READY=1")


async def test_a_process_tells_that_it_is_ready_alive_and_stopping(
    monkeypatch: pytest.MonkeyPatch, migrated: Engine
) -> None:
    told: list[str] = []
    monkeypatch.setattr(systemd, "tell", told.append)
    await _lived(migrated)

    assert told == ["READY=1", "STOPPING=1"]
