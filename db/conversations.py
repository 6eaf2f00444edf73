"""What was a chat about, by its key, and which chats are too old to be remembered?"""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.inserting import Insert, for_each_database
from db.models import Conversation, now

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
_REMEMBER = for_each_database(Conversation, _or_update)


def recall(session: Session, key: str) -> str | None:
    """The state of the chat, its row locked until the transaction ends; None where it is new or too old."""
    state: str | None = session.connection().scalar(_RECALL, {"key": key, "since": now() - REMEMBERED})
    return state


def remember(session: Session, key: str, state: str) -> None:
    """Write the state of the chat. Of two first messages sent at once the later one stays, neither fails."""
    connection = session.connection()
    connection.execute(_REMEMBER[connection.dialect.name], {"key": key, "state": state, "updated_at": now()})


def forget(session: Session, key: str) -> None:
    """Delete the chat."""
    session.execute(delete(Conversation).where(Conversation.key == key))


def forget_old(session: Session) -> None:
    """Delete every chat that is too old to be remembered."""
    session.execute(delete(Conversation).where(Conversation.updated_at <= now() - REMEMBERED))
