"""What was a chat about, by its key?"""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.clock import sure_now
from db.inserting import Insert, for_each_database
from db.models import Conversation, now
from db.statements import dialect, run

REMEMBERED = timedelta(days=1)
"""A chat that was silent for longer starts anew: "แล้วปี 56 ล่ะ" of yesterday means something else today."""


def _or_update(row: Insert) -> Insert:
    new = {"state": row.excluded.state, "updated_at": row.excluded.updated_at}
    return row.on_conflict_do_update(index_elements=[Conversation.key], set_=new)


_RECALL = (
    select(Conversation.state)
    .where(Conversation.key == bindparam("key"), Conversation.updated_at > bindparam("since"))
    .with_for_update()
)
_LOCK = for_each_database(
    Conversation,
    lambda row: row.on_conflict_do_update(index_elements=[Conversation.key], set_={"key": row.excluded.key}),
)
_REMEMBER = for_each_database(Conversation, _or_update)


def recall(session: Session, key: str) -> str | None:
    """The state of the chat, its row locked until the transaction ends; None where it is new or too old."""
    chat = {"key": key, "since": sure_now() - REMEMBERED}
    state: str | None = run(session, _RECALL, chat).scalar()
    if state is None and dialect(session) != "sqlite":  # there, whoever may write is alone anyway
        # Of two first messages at once the second waits here for the first, instead of writing over it.
        run(session, _LOCK[dialect(session)], {"key": key, "state": "", "updated_at": now()})
        state = run(session, _RECALL, chat).scalar()
    return state or None


def remember(session: Session, key: str, state: str) -> None:
    """Write the state of the chat."""
    run(session, _REMEMBER[dialect(session)], {"key": key, "state": state, "updated_at": now()})


def remembered(session: Session) -> list[tuple[str, str]]:
    """Key and state of every chat that somebody may still go on with."""
    alive = select(Conversation.key, Conversation.state).where(Conversation.updated_at > sure_now() - REMEMBERED)
    return [(key, state) for key, state in session.execute(alive)]


def forget(session: Session, key: str) -> None:
    """Delete the chat."""
    session.execute(delete(Conversation).where(Conversation.key == key))
