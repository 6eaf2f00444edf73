"""What is done while nobody writes? Chats too old to be remembered are deleted, however quiet the server is."""

import logging
import os
import signal
import sys
import threading

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.dispatch import SWEEP_SECONDS
from bot.settings import SettingsError, read_settings
from db import conversations
from db.migrate import upgrade
from db.session import create_engine_for, session_factory

_log = logging.getLogger(__name__)


def run() -> int:
    """Work until the process is told to stop; the exit status."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        engine = create_engine_for(read_settings(os.environ).database_url)
        upgrade(engine)
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"The worker did not start.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write("Working (Ctrl+C stops)\n")
    sys.stdout.flush()
    _work(session_factory(engine), stop)
    engine.dispose()
    return 0


def _work(sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Once at the start, then every SWEEP_SECONDS. A database that is down for a while is asked again."""
    while not stop.is_set():
        try:
            with sessions.begin() as session:
                conversations.forget_old(session)
        except SQLAlchemyError:
            _log.exception("Old chats could not be deleted; tried again in %s s.", SWEEP_SECONDS)
        stop.wait(SWEEP_SECONDS)
