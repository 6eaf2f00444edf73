"""How does everything that is encrypted come to the newest CONVERSATION_KEY, so that older ones can be removed?

What earlier versions sealed without binding it to its purpose and row is bound to them, too. A batch of rows is a
transaction: the server goes on beside it, and what was stopped is finished by another run. Chats are left alone, they
live for a day.
"""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.conversation_key import conversation_keys
from bot.database import opened
from bot.delivery.letters import QUEUES, queue_of
from bot.secrecy import Purpose, Secrecy
from bot.settings import SettingsError, read_settings
from db.feedback_models import Attachment, Feedback, FeedbackUpdate, Person, SentMessage
from db.models import Outbox
from db.rekeying import batches, change_key
from db.session import session_factory
from db.staff_models import Staff


def run() -> int:
    """Bring every row to the newest key; the exit status."""
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine:
            counts = rekey(session_factory(engine), Secrecy(*conversation_keys(settings.conversation_key)))
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Not everything was brought to the newest key; another run goes on.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write(_told(counts))
    return 1 if counts["unreadable"] else 0


def rekey(sessions: sessionmaker[Session], secrecy: Secrecy) -> Counter[str]:
    """How many rows were changed, were right already (kept), and could be read with none of the keys."""
    counts: Counter[str] = Counter()
    for session, people in batches(sessions, Person):
        counts.update(_person(session, secrecy, row) for row in people)
    for _, rows in batches(sessions, Feedback):
        counts.update(_case(secrecy, row) for row in rows)
    for _, photos in batches(sessions, Attachment):
        counts.update(_renew(secrecy, row, {"reference": ("photo", str(row.feedback_id))}) for row in photos)
    for _, messages in batches(sessions, SentMessage):
        counts.update(_renew(secrecy, row, {"content": ("message of case", str(row.feedback_id))}) for row in messages)
    for _, updates in batches(sessions, FeedbackUpdate):
        counts.update(
            _renew(secrecy, row, {"sealed_text": ("reply", str(row.feedback_id))}) for row in updates if row.sealed_text
        )
    for _, officers in batches(sessions, Staff):
        counts.update(_officer(secrecy, row) for row in officers if row.platform_id)
    for _, calls in batches(sessions, Outbox):
        counts.update(_call(secrecy, row) for row in calls)
    return counts


def _person(session: Session, secrecy: Secrecy, row: Person) -> str:
    outcome = _renew(secrecy, row, {"platform_id": ("person", row.channel)})
    if outcome == "changed":
        change_key(session, row, secrecy.hash(row.channel, secrecy.open(row.platform_id, "person", row.channel)))
    return outcome


def _officer(secrecy: Secrecy, row: Staff) -> str:
    outcome = _renew(secrecy, row, {"platform_id": ("officer", row.channel)})
    if outcome == "changed":
        row.key = secrecy.hash(row.channel, secrecy.open(row.platform_id, "officer", row.channel))
    return outcome


def _case(secrecy: Secrecy, row: Feedback) -> str:
    number = str(row.id)
    return _renew(secrecy, row, {"sealed_text": ("case text", number), "contact": ("contact", number)})


def _call(secrecy: Secrecy, row: Outbox) -> str:
    """It goes on waiting in the same queue."""
    outcome = _renew(secrecy, row, {"recipient": ("call", row.key)})
    if outcome == "changed" and row.chat:
        chat = secrecy.open(row.recipient, "call", row.key)
        queues = (secrecy.hashes(*queue_of(row.channel, chat, queue)) for queue in QUEUES)
        row.chat = next((newest for newest, *older in queues if row.chat in older), row.chat)
    return outcome


def _renew(secrecy: Secrecy, row: Any, columns: Mapping[str, tuple[Purpose, str]]) -> str:
    """Encrypt these columns with the newest key, for this purpose and row, where they are not."""
    before = [getattr(row, column) for column in columns]
    try:
        after = [secrecy.renew(sealed, *bound_to) for sealed, bound_to in zip(before, columns.values(), strict=True)]
    except (InvalidTag, ValueError):
        return "unreadable"
    for column, sealed in zip(columns, after, strict=True):
        setattr(row, column, sealed)
    return "kept" if after == before else "changed"


def _told(counts: Counter[str]) -> str:
    told = f"Brought {counts['changed']} rows to the newest key, {counts['kept']} needed nothing.\n"
    if counts["unreadable"]:
        return told + f"{counts['unreadable']} rows could be read with none of the keys: put the missing key behind.\n"
    return told + "Chats know the older keys for another day: run this again then, and remove those keys.\n"
