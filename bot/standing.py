"""What stands in the database now, for those who look after the bot? The same whichever process is asked."""

import time
from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.patience import Patience
from db.backlog import Backlog, backlog
from db.heartbeats import Beat, beats
from db.models import now

_SECONDS = 4.0
_GOOD_FOR = 1.0

Standing = tuple[Backlog, list[Beat]]


class Standings(Collector):
    """Asks the database when the metrics are read; a database that does not answer is a metric of its own."""

    def __init__(self, probe: Engine) -> None:
        self._probe = probe
        self._standing = Patience(self._read, _SECONDS, _GOOD_FOR)

    def describe(self) -> list[Metric]:
        """Nothing is asked before somebody reads."""
        return []

    def collect(self) -> Iterator[Metric]:
        """What waits and who lives."""
        began = time.monotonic()
        try:
            standing = self._standing.ask_blocking()
        except TimeoutError:
            standing = None
        yield _one("bot_database_up", "Whether the database answers.", 0 if standing is None else 1)
        yield _one("bot_database_seconds", "Until it answered, or was given up.", time.monotonic() - began)
        if standing is not None:
            yield from _of_backlog(standing[0])
            yield from _of_processes(standing[1])

    def _read(self) -> Standing | None:
        try:
            with Session(self._probe) as session:
                return backlog(session), beats(session)
        except SQLAlchemyError:
            return None


def _of_backlog(told: Backlog) -> Iterator[Metric]:
    calls = GaugeMetricFamily("bot_outbox_calls", "Calls that are still to be made.", labels=["channel"])
    oldest = GaugeMetricFamily("bot_outbox_oldest_seconds", "Since the oldest was written.", labels=["channel"])
    overdue = GaugeMetricFamily("bot_outbox_overdue_seconds", "Since one could have been tried.", labels=["channel"])
    dead = GaugeMetricFamily("bot_dead_letters", "Calls that were given up.", labels=["channel"])
    for waiting in told.outbox:
        calls.add_metric([waiting.channel], waiting.calls)
        oldest.add_metric([waiting.channel], waiting.oldest)
        overdue.add_metric([waiting.channel], waiting.overdue)
        dead.add_metric([waiting.channel], waiting.dead)
    yield from (calls, oldest, overdue, dead)
    yield _one("bot_photos_waiting", "Photos to be fetched or deleted.", told.photos)
    yield _one("bot_notices_waiting", "News of cases that nobody was told yet.", told.notices)


def _of_processes(told: list[Beat]) -> Iterator[Metric]:
    """Of each kind the process that was heard of last, and when anybody relayed; those that stopped left out."""
    living = [beat for beat in told if beat.stopped_at is None]
    ages = {beat.kind: _age(beat.beat_at) for beat in reversed(living)}
    silent = GaugeMetricFamily("bot_heartbeat_age_seconds", "Since a process was heard of.", labels=["kind"])
    for kind, age in ages.items():
        silent.add_metric([kind], age)
    yield silent
    relayed = [beat.relayed_at for beat in living if beat.relayed_at]
    if relayed:
        yield _one("bot_relay_age_seconds", "Since anybody went through the outbox.", _age(max(relayed)))


def _age(moment: datetime) -> float:
    return (now() - moment).total_seconds()


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)
