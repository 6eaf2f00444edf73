"""What is still to be sent, who may try now, and what was given up?

Whoever tries a call holds it until a time that lies ahead (`due_at`). Should he die, another one goes on then.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Outbox, now
from db.statements import run

HELD = timedelta(seconds=15)
"""So long does one attempt own its call: longer than any attempt takes, and short enough that a reply token outlives
three attempts that die."""
DEAD_KEPT = timedelta(days=30)
_EARLIER = aliased(Outbox)


@dataclass(frozen=True)
class Letter:
    """A call to be written down."""

    key: str
    channel: str
    chat: str
    recipient: str
    body: str
    reply_token: str
    reply_until: datetime | None
    lives: timedelta


@dataclass(frozen=True)
class Held:
    """A call that the reader of this may try now, alone."""

    id: int
    key: str
    channel: str
    chat: str
    recipient: str
    body: str
    reply_token: str
    reply_until: datetime | None
    attempts: int
    """This one counted."""
    unsure: bool
    """Whether an earlier attempt may have got through."""
    give_up_at: datetime


_TO_DO = Outbox.dead_at.is_(None)
_AN_EARLIER_ONE = exists().where(
    _EARLIER.chat == Outbox.chat, Outbox.chat != "", _EARLIER.id < Outbox.id, _EARLIER.dead_at.is_(None)
)
"""Whether the chat has an earlier call that is still to be made."""
# A row that another process is just holding is passed over, not waited for.
_DUE = (
    select(*(getattr(Outbox, field.name) for field in fields(Held)))
    .where(_TO_DO, Outbox.due_at <= bindparam("at"), ~_AN_EARLIER_ONE)
    .order_by(Outbox.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Outbox)
)
_DUE_IN_CHAT = _DUE.where(Outbox.chat == bindparam("chat"))
_WAITS = select(Outbox.id).where(Outbox.chat == bindparam("chat"), _TO_DO).limit(1)
_PUT = insert(Outbox).returning(Outbox.id)
_HOLD = (
    update(Outbox)
    .where(Outbox.id.in_(bindparam("held", expanding=True)))
    .values(due_at=bindparam("until"), attempts=Outbox.attempts + 1, unsure=True)
)
_DONE = delete(Outbox).where(Outbox.id == bindparam("done"))


def put(session: Session, letter: Letter) -> list[Held]:
    """Write a call down and hold it; nothing is held where it must wait for an earlier one of its chat."""
    at = now()
    waits = _is_waited_for(session, letter.chat)
    row = {
        "key": letter.key,
        "channel": letter.channel,
        "chat": letter.chat,
        "recipient": letter.recipient,
        "body": letter.body,
        "reply_token": letter.reply_token,
        "reply_until": letter.reply_until,
        "give_up_at": at + letter.lives,
    }
    state = {"attempts": 0 if waits else 1, "unsure": not waits, "due_at": at if waits else at + HELD}
    number = run(session, _PUT, {**row, **state, "created_at": at, "reason": ""}).scalar_one()
    return [] if waits else [Held(id=number, attempts=1, unsure=False, **row)]  # type: ignore[arg-type]  # its names


def hold_due(session: Session, limit: int) -> list[Held]:
    """Hold calls that are due, oldest first: of each chat only the first that is still to be made."""
    return _hold(session, _DUE, {"at": now(), "most": limit})


def hold_next(session: Session, held: Held) -> list[Held]:
    """Hold the call of the same chat whose turn it is after this one; nothing where none waits."""
    if not _is_waited_for(session, held.chat):
        return []  # nearly always, and cheap to know
    return _hold(session, _DUE_IN_CHAT, {"at": now(), "most": 1, "chat": held.chat})


def done(session: Session, held: Held) -> None:
    """The call was made: delete it."""
    run(session, _DONE, {"done": held.id})


def bury(session: Session, held: Held, reason: str) -> None:
    """The call is given up: keep it as a dead letter."""
    session.execute(update(Outbox).where(Outbox.id == held.id).values(dead_at=now(), reason=reason))


def put_off(session: Session, held: Held, seconds: float, **changed: object) -> None:
    """Let anybody try after so many seconds, with these columns of the row as they are now."""
    later = {"due_at": now() + timedelta(seconds=seconds), **changed}
    session.execute(update(Outbox).where(Outbox.id == held.id).values(later))


def drop(session: Session, chat: str) -> None:
    """Delete everything that is to be sent to a chat."""
    session.execute(delete(Outbox).where(Outbox.chat == chat))


def _is_waited_for(session: Session, chat: str) -> bool:
    """Whether a call is still to be made to the chat."""
    return bool(chat) and run(session, _WAITS, {"chat": chat}).first() is not None


def _hold(session: Session, due: Select[Any], values: dict[str, Any]) -> list[Held]:
    connection = session.connection()
    held = [Held(**{**row._asdict(), "attempts": row.attempts + 1}) for row in connection.execute(due, values)]
    if held:
        connection.execute(_HOLD, {"held": [call.id for call in held], "until": now() + HELD})
    return held
