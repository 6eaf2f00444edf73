"""What may not be kept any longer, and how much of it was there?"""

import os
import sys
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.database import opened
from bot.settings import Settings, SettingsError, read_settings
from db.retention import Forgotten, Periods, forget_old
from db.session import session_factory

_BATCH = 5000
"""Cases of one transaction."""


def periods(settings: Settings) -> Periods:
    """So long cases are kept."""
    return Periods(timedelta(days=settings.retention_cases_days), timedelta(days=settings.retention_open_days))


def run(*, dry_run: bool) -> int:
    """Forget what is too old, or only say how much that is; the exit status."""
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine:
            forgotten = (_try if dry_run else _forget)(session_factory(engine), periods(settings))
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Nothing more was forgotten.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write(_told("Would forget" if dry_run else "Forgot", forgotten))
    return 0


def _forget(sessions: sessionmaker[Session], kept: Periods) -> Forgotten:
    """In transactions that are short enough for others to go on beside them."""
    total = Forgotten()
    while True:
        with sessions.begin() as session:
            total += (forgotten := forget_old(session, kept, _BATCH))
        if not forgotten.cases:
            return total


def _try(sessions: sessionmaker[Session], kept: Periods) -> Forgotten:
    """All of it in one transaction, which is taken back."""
    total = Forgotten()
    with sessions() as session:
        while (forgotten := forget_old(session, kept, _BATCH)).cases:
            total += forgotten
        session.rollback()
    return total + forgotten


def _told(did: str, forgotten: Forgotten) -> str:
    return (
        f"{did}: {forgotten.cases} cases with {forgotten.photos} photos, {forgotten.people} people, "
        f"{forgotten.notices} notices, {forgotten.chats} chats, {forgotten.events} events, "
        f"{forgotten.dead_letters} dead letters.\n"
    )
