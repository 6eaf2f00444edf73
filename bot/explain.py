"""How was a message understood? Printed for whoever works on understanding; nothing is stored."""

import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsError, read_settings
from db.session import create_engine_for, session_factory
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.index import load_index
from knowledge.parsing.telling import told
from knowledge.query.sentence.names import read_names


def run(messages: Sequence[str]) -> int:
    """Explain the last of a chat's messages; the exit status. Needs a stored plan (`ask` stores the bundled one)."""
    try:
        with session_factory(create_engine_for(read_settings(os.environ).database_url))() as session:
            index = load_index(session)
            conversation = Conversation()
            for text in messages[:-1]:
                _, conversation = reply(session, index, Message("ask", "", text), conversation)
            for line in told(index, messages[-1], read_names(session, "th"), conversation.turns):
                sys.stdout.write(f"{line}\n")
    except (SettingsError, LookupError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except SQLAlchemyError as fault:
        sys.stderr.write(f"The database cannot be used: {fault}\n")
        return 1
    return 0
