"""How was a message understood? Printed for whoever works on understanding; nothing is stored."""

import os
import sys
from collections.abc import Iterator, Sequence

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.settings import SettingsError, read_settings
from db.plan_in_view import look_at
from db.session import create_engine_for, session_factory
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.several_plans import hear_of, reply_of
from knowledge.parsing.telling import told
from knowledge.plans_stored import load_plans
from knowledge.query.sentence.names import read_names


def run(messages: Sequence[str]) -> int:
    """Explain the last of a chat's messages; the exit status. Needs a stored plan (`ask` stores the bundled one)."""
    try:
        engine = create_engine_for(read_settings(os.environ).database_url)
    except SettingsError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    try:
        with session_factory(engine)() as session:
            for line in _explained(session, messages):
                sys.stdout.write(f"{line}\n")
    except LookupError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except SQLAlchemyError as fault:
        sys.stderr.write(f"The database cannot be used: {fault}\n")
        return 1
    finally:
        engine.dispose()
    return 0


def _explained(session: Session, messages: Sequence[str]) -> Iterator[str]:
    plans, conversation = load_plans(session), Conversation()
    for text in messages[:-1]:
        _, conversation = reply_of(session, plans, Message("ask", "", text), conversation)
    meant = hear_of(plans, Message("ask", "", messages[-1]), conversation)
    if plans.several:
        documents = ", ".join(each.document for each in meant.choice.plans)
        yield f"plan: {meant.choice.kind} ({documents}); left: {meant.choice.text}"
    look_at(session, meant.index.view)
    history = meant.before.of_plan(meant.index.beside)
    yield from told(meant.index, meant.message.text, read_names(session, "th"), history)
