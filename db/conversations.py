"""What was a chat about, by its key?"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.clock import sure_now
from db.inserting import Insert, for_each_database
from db.models import Conversation, now
from db.statements import dialect, run

REMEMBERED = timedelta(days=1)
"""A chat that was silent for longer starts anew: "แล้วปี 56 ล่ะ" of yesterday means something else today."""
_NO_ANSWER = {"asked": "", "answer": ""}


def _or_update(row: Insert) -> Insert:
    new = {"state": row.excluded.state, "updated_at": row.excluded.updated_at}
    return row.on_conflict_do_update(index_elements=[Conversation.key], set_=new)


def _or_keep(row: Insert) -> Insert:
    new = {name: row.excluded[name] for name in ("asked", "answer", "updated_at")}
    return row.on_conflict_do_update(index_elements=[Conversation.key], set_=new)


class Recalled(NamedTuple):
    """What is stored of a chat."""

    state: str = ""
    """"" where there is nothing to remember."""
    asked: str = ""
    """Keyed hash of the id of the message that was answered last."""
    answer: str = ""
    """That answer, encrypted."""
    key: str = ""
    """Of the chat."""


_PEEK = select(Conversation.state, Conversation.asked, Conversation.answer).where(
    Conversation.key == bindparam("key"), Conversation.updated_at > bindparam("since")
)
_RECALL = _PEEK.with_for_update()
_KEEP = for_each_database(Conversation, _or_keep)
_LOCK = for_each_database(
    Conversation,
    lambda row: row.on_conflict_do_update(index_elements=[Conversation.key], set_={"key": row.excluded.key}),
)
_REMEMBER = for_each_database(Conversation, _or_update)


def recall(session: Session, key: str) -> Recalled | None:
    """What is stored of the chat, its row locked until the transaction ends; None where it is new or too old."""
    chat = {"key": key, "since": sure_now() - REMEMBERED}
    row = run(session, _RECALL, chat).first()
    if row is None and dialect(session) != "sqlite":  # there, whoever may write is alone anyway
        # Of two first messages at once the second waits here for the first, instead of writing over it.
        run(session, _LOCK[dialect(session)], {"key": key, "state": "", **_NO_ANSWER, "updated_at": now()})
        row = run(session, _RECALL, chat).first()
    return Recalled(*row, key) if row else None


def peek(session: Session, key: str) -> Recalled | None:
    """The same as it is now, for who changes nothing."""
    row = run(session, _PEEK, {"key": key, "since": sure_now() - REMEMBERED}).first()
    return Recalled(*row, key) if row else None


def remember(session: Session, key: str, state: str) -> None:
    """Write the state of the chat."""
    run(session, _REMEMBER[dialect(session)], {"key": key, "state": state, **_NO_ANSWER, "updated_at": now()})


def keep_answer(session: Session, key: str, asked: str, answer: str) -> None:
    """Write the newest answer of the chat, and to which message it was given."""
    new = {"key": key, "state": "", "asked": asked, "answer": answer, "updated_at": now()}
    run(session, _KEEP[dialect(session)], new)


def remembered(session: Session) -> list[tuple[str, str]]:
    """Key and state of every chat that somebody may still go on with."""
    alive = select(Conversation.key, Conversation.state).where(Conversation.updated_at > sure_now() - REMEMBERED)
    return [(key, state) for key, state in session.execute(alive)]


def forget(session: Session, key: str) -> None:
    """Delete the chat."""
    session.execute(delete(Conversation).where(Conversation.key == key))
