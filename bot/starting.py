"""How does a process that goes on begin, and how does it hear that it shall end?"""

import asyncio
import signal

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation_key import conversation_keys
from bot.database import opened
from bot.dispatch import Dispatcher
from bot.settings import Settings
from db.session import create_engine_for
from handlers.message import Message

STATEMENT_SECONDS = 6.0
"""Limit of a statement: many times what any takes, and soon enough for LINE's next try after a failover."""
_FIRST = "sawasdee krub"
"""Thai in Latin letters, for which most is looked up when the first such message comes."""


def dispatcher_of(settings: Settings, migrate_to: str = "") -> Dispatcher:
    """Who answers with these settings. An SQLAlchemyError means that the database cannot be used.

    `migrate_to`: to this revision stored data may be migrated, as there is a backup; without it the setting counts.
    """
    keys = conversation_keys(settings.conversation_key)
    with opened(settings.database_url, migrate_to or settings.migrate_to):
        pass  # A migration may take longer than people are let wait.
    engine = create_engine_for(settings.database_url, STATEMENT_SECONDS)
    try:
        return Dispatcher(engine, *keys, public_url=settings.public_url, relay=settings.relay_service)
    except SQLAlchemyError:
        engine.dispose()
        raise


def warm_up(dispatcher: Dispatcher) -> None:
    """Have at hand what the first person who writes would wait a second for."""
    dispatcher.answer_alone(Message("", "", _FIRST))


def told_to_stop() -> asyncio.Event:
    """Is set when the process is told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
