"""How long is PostgreSQL waited for, so that a failover or a lost network ends by itself?

Such a thing leaves connections on which nothing ever comes. The operating system notices in hours, and never where
something on the way goes on to acknowledge what we send. So each wait has a limit of its own, after which the
connection counts as lost and the pool makes a new one.
"""

from time import monotonic
from typing import Any

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

WITHIN_TCP = {
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""For libpq: seconds, and milliseconds within which what was sent must be acknowledged."""
_IDLE_SECONDS = 60
"""After which the server ends the transaction of a process that is frozen, and frees what it had locked."""


def be_patient_for(engine: Engine, seconds: float) -> None:
    """Give up each statement that is not answered within so many seconds: here, and at the server a little earlier."""

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Dialect, _record: Any, args: tuple[Any, ...], parameters: dict[str, Any]) -> Any:
        connection = _Patient.connect(*args, **parameters)
        connection.seconds = seconds
        return connection

    @event.listens_for(engine, "connect")
    def _tell_the_server(connection: psycopg.Connection[Any], _record: Any) -> None:
        limits = {"statement_timeout": seconds * 0.9, "idle_in_transaction_session_timeout": _IDLE_SECONDS}
        for name, limit in limits.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, f"{limit * 1000:.0f}"))
        connection.commit()


def leave_what_is_no_primary(context: ExceptionContext) -> OperationalError | None:
    """For an engine's faults: a server that takes no writes any more after a failover is as good as gone."""
    if not isinstance(context.original_exception, ReadOnlySqlTransaction):
        return None
    context.is_disconnect = True
    return OperationalError(context.statement, None, context.original_exception, connection_invalidated=True)


class _Patient(psycopg.Connection[Any]):
    seconds: float | None = None
    """Limit of a wait; None while the connection is made, for which `connect_timeout` is the limit."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As psycopg waits, with a limit. What came later would be taken for the answer to the next statement."""
        began = monotonic()
        try:
            return super().wait(gen, interval, self.seconds if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.seconds is not None and monotonic() - began >= self.seconds:
                self.close()
            raise
