"""What stands in the outbox, and what will stand there when time has passed?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db import outbox
from db.models import Outbox
from db.outbox import Held, Letter
from db.session import session_factory

DAY = timedelta(days=1)


def letter(chat: str = "chat", body: str = '{"text":"hello"}', **fields: Any) -> Letter:
    """A call to be written down."""
    given: dict[str, Any] = {
        "key": f"key of {body}",
        "channel": "line",
        "queue": "answers",
        "recipient": "sealed",
        "reply_token": "",
        "reply_until": None,
        "lives": DAY,
    }
    return Letter(chat=chat, body=body, **{**given, **fields})


def put(engine: Engine, *letters: Letter) -> list[Held]:
    """Write the calls down, each in a transaction of its own; those that are held now."""
    held = []
    for each in letters:
        with session_factory(engine).begin() as session:
            held += outbox.put(session, each)
    return held


def rows(engine: Engine) -> list[Outbox]:
    """All that stands there, oldest first."""
    with session_factory(engine)() as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def pass_time(engine: Engine, span: timedelta) -> None:
    """Let all times that were written down lie so much longer ago."""
    with session_factory(engine).begin() as session:
        for row in session.scalars(select(Outbox)):
            _shift(row, span)


def due(session: Session, limit: int = 100, channel: str = "line") -> list[str]:
    """The bodies of the calls that may be tried now; holds them."""
    return [held.body for held in outbox.hold_due(session, channel, limit)]


def _shift(row: Outbox, span: timedelta) -> None:
    row.due_at -= span
    row.give_up_at -= span
    row.created_at -= span
    if row.dead_at:
        row.dead_at -= span
    if row.reply_until:
        row.reply_until -= span
