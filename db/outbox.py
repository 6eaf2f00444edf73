"""What is still to be sent, who may try now, and what was given up?

Whoever tries a call holds it until a time that lies ahead (`due_at`). Should he die, another one goes on then.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from db.clock import TOLERATED
from db.models import Outbox, now
from db.statements import dialect, run

HELD = timedelta(seconds=15)
"""So long does one attempt own its call: longer than any attempt takes, and short enough that a reply token outlives
three attempts that die."""
LOOKED_THROUGH = (200, 2000)
"""Calls of a channel that are due, the longest due first, of which those are taken that wait for no other; so many
more where the first do not suffice, as of a chat to which much is to be sent."""
DEAD_KEPT = timedelta(days=30)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""So that nobody who looks for what is due has to pass over what was given up."""
_PUT_RIGHT_AT_ONCE = 1000
_EARLIER, _LATER, _LONG_DUE = (aliased(Outbox) for _ in range(3))


@dataclass(frozen=True)
class Letter:
    """A call to be written down."""

    key: str
    channel: str
    chat: str
    queue: str
    recipient: str
    body: str
    reply_token: str
    reply_until: datetime | None
    lives: timedelta
    about: str = ""
    """The number of the case that it tells of."""


@dataclass(frozen=True)
class Held:
    """A call that the reader of this may try now, alone."""

    id: int
    key: str
    channel: str
    chat: str
    queue: str
    recipient: str
    body: str
    reply_token: str
    reply_until: datetime | None
    attempts: int
    """This one counted."""
    unsure: bool
    """Whether an earlier attempt may have got through."""
    give_up_at: datetime
    newer: int = 0
    """Calls of the same chat that wait behind it."""
    about: str = ""
    """The number of the case that it tells of."""


_TO_DO = Outbox.dead_at.is_(None)
_AN_EARLIER_ONE = exists().where(
    _EARLIER.chat == Outbox.chat, Outbox.chat != "", _EARLIER.id < Outbox.id, _EARLIER.dead_at.is_(None)
)
"""Whether the chat has an earlier call that is still to be made."""
_NEWER = (
    select(func.count())
    .where(_LATER.chat == Outbox.chat, Outbox.chat != "", _LATER.id > Outbox.id, _LATER.dead_at.is_(None))
    .scalar_subquery()
)
# A row that another process is just holding is passed over, not waited for.
_DUE = (
    select(*(getattr(Outbox, field.name) for field in fields(Held) if field.name != "newer"), _NEWER.label("newer"))
    .where(_TO_DO, Outbox.due_at <= bindparam("at"), ~_AN_EARLIER_ONE)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Outbox)
)
_DUE_IN_CHAT = _DUE.where(Outbox.chat == bindparam("chat")).order_by(Outbox.id)
_LONGEST_DUE = (
    select(_LONG_DUE.id)
    .where(_LONG_DUE.channel == bindparam("channel"), _LONG_DUE.due_at <= bindparam("at"))
    .order_by(_LONG_DUE.due_at, _LONG_DUE.id)
    .limit(bindparam("looked_through"))
)
"""Whether a call is the first of its chat is found out for these alone: for all of a backlog it would take seconds."""
_DUE_IN_CHANNEL = _DUE.where(Outbox.id.in_(_LONGEST_DUE)).order_by(Outbox.due_at, Outbox.id)
_URGENT = _DUE.where(Outbox.channel == bindparam("channel"), Outbox.reply_until > bindparam("at"))
_URGENT = _URGENT.order_by(Outbox.reply_until)
_WAITS = select(Outbox.id).where(Outbox.chat == bindparam("chat"), _TO_DO).limit(1)
_PUT = insert(Outbox).returning(Outbox.id)
_HOLD = (
    update(Outbox)
    .where(Outbox.id.in_(bindparam("held", expanding=True)))
    .values(due_at=bindparam("until"), set_at=bindparam("since"), attempts=Outbox.attempts + 1, unsure=True)
)
_PUT_OFF_BEHIND = (
    update(Outbox)
    .where(
        Outbox.chat == bindparam("behind"), Outbox.id > bindparam("first"), Outbox.due_at < bindparam("due_at"), _TO_DO
    )
    .values(due_at=bindparam("due_at"), set_at=bindparam("set_at"))
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
        "queue": letter.queue,
        "recipient": letter.recipient,
        "body": letter.body,
        "reply_token": letter.reply_token,
        "reply_until": letter.reply_until,
        "give_up_at": at + letter.lives,
        "about": letter.about,
    }
    due = {"due_at": at if waits else at + HELD, "set_at": at}
    state = {"attempts": 0 if waits else 1, "unsure": not waits, **due}
    number = run(session, _PUT, {**row, **state, "created_at": at, "reason": ""}).scalar_one()
    return [] if waits else [Held(id=number, attempts=1, unsure=False, **row)]  # type: ignore[arg-type]  # its names


def hold_due(session: Session, channel: str, limit: int) -> list[Held]:
    """Hold calls of a channel that are due, the longest due first: of each chat only the first still to be made."""
    _go_by_indexes(session)
    held: list[Held] = []
    for count in LOOKED_THROUGH:
        if len(held) < limit:
            due = {"at": now(), "most": limit - len(held), "channel": channel, "looked_through": count}
            held += _hold(session, _DUE_IN_CHANNEL, due)
    return held


def hold_urgent(session: Session, channel: str, limit: int) -> list[Held]:
    """Hold those of them whose reply token lives, the soonest dead first: what comes later costs a push."""
    _go_by_indexes(session)
    return _hold(session, _URGENT, {"at": now(), "most": limit, "channel": channel})


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
    session.execute(update(Outbox).where(Outbox.id == held.id).values(dead_at=now(), due_at=_NEVER, reason=reason))


def put_off(session: Session, held: Held, seconds: float, **changed: object) -> None:
    """Let anybody try after so many seconds, with these columns of the row as they are now.

    What waits behind it in its chat is not due before either, so that nobody looks at it again and again.
    """
    at = now()
    due = {"due_at": at + timedelta(seconds=seconds), "set_at": at}
    session.execute(update(Outbox).where(Outbox.id == held.id).values({**due, **changed}))
    if held.chat:
        behind = {"behind": held.chat, "first": held.id, **due}
        session.connection().execute(_PUT_OFF_BEHIND, behind)


def put_right(session: Session) -> int:
    """The clock was put back: what waits by its old time waits from now on, as long as was meant; how many that were.

    A reply token is dropped: how long it lives is not known any more, and one that seems to live though it is dead
    would look as if an earlier attempt had used it.
    """
    at = now()
    ahead = select(Outbox).where(_TO_DO, Outbox.set_at > at + TOLERATED).order_by(Outbox.id).limit(_PUT_RIGHT_AT_ONCE)
    rows = session.scalars(ahead.with_for_update(skip_locked=True)).all()
    for row in rows:
        back = row.set_at - at if row.set_at else timedelta()
        row.due_at, row.give_up_at, row.set_at = row.due_at - back, row.give_up_at - back, at
        row.reply_token, row.reply_until = "", None
    return len(rows)


def drop(session: Session, chat: str) -> int:
    """Delete everything that is to be sent to a chat; how much that was."""
    return len(session.scalars(delete(Outbox).where(Outbox.chat == chat).returning(Outbox.id)).all())


def _is_waited_for(session: Session, chat: str) -> bool:
    """Whether a call is still to be made to the chat."""
    return bool(chat) and run(session, _WAITS, {"chat": chat}).first() is not None


def _go_by_indexes(session: Session) -> None:
    """PostgreSQL does not know yet how long a backlog is that has just come about: it would read and sort all of it for
    the first few (measured with 50,000 calls: 130 ms instead of 3)."""
    if dialect(session) == "postgresql":
        session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")


def _hold(session: Session, due: Select[Any], values: dict[str, Any]) -> list[Held]:
    connection = session.connection()
    held = [Held(**{**row._asdict(), "attempts": row.attempts + 1}) for row in connection.execute(due, values)]
    if held:
        at = now()
        connection.execute(_HOLD, {"held": [call.id for call in held], "until": at + HELD, "since": at})
    return held
