"""What was a chat about, by its key, and which chats are too old to be remembered?"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.inserting import insert_into
from db.models import Conversation, now

REMEMBERED = timedelta(days=1)
"""A chat that was silent for longer starts anew: "แล้วปี 56 ล่ะ" of yesterday means something else today."""


def recall(session: Session, key: str) -> str | None:
    """The state of the chat, its row locked until the transaction ends; None where it is new or too old."""
    return session.scalar(
        select(Conversation.state)
        .where(Conversation.key == key, Conversation.updated_at > now() - REMEMBERED)
        .with_for_update()
    )


def remember(session: Session, key: str, state: str) -> None:
    """Write the state of the chat. Of two first messages sent at once the later one stays, neither fails."""
    new = {"state": state, "updated_at": now()}
    row = insert_into(session, Conversation).values(key=key, **new)
    session.execute(row.on_conflict_do_update(index_elements=[Conversation.key], set_=new))


def forget(session: Session, key: str) -> None:
    """Delete the chat."""
    session.execute(delete(Conversation).where(Conversation.key == key))


def forget_old(session: Session) -> None:
    """Delete every chat that is too old to be remembered."""
    session.execute(delete(Conversation).where(Conversation.updated_at <= now() - REMEMBERED))
