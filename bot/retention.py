"""What may not be kept any longer, and how much of it was there?"""

import os
import sys
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot.database import opened
from bot.settings import Settings, SettingsError, read_settings
from db.retention import ORDER, Forgotten, Periods, forget_old
from db.session import session_factory

_BATCH = 5000
"""Cases of one transaction."""


def periods(settings: Settings) -> Periods:
    """So long cases are kept."""
    return Periods(timedelta(days=settings.retention_cases_days), timedelta(days=settings.retention_open_days))


def run(*, dry_run: bool, anyway: bool = False) -> int:
    """Forget what is too old, or only say how much that is; the exit status. `anyway`: also what is held back."""
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine:
            sessions = session_factory(engine)
            forgotten = _try(sessions, periods(settings)) if dry_run else _forget(sessions, periods(settings), anyway)
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Nothing more was forgotten.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write(f"{'Would forget' if dry_run else 'Forgot'}: {forgotten}.\n")
    if forgotten.held_back and not anyway:
        sys.stderr.write(f"{'Would be held' if dry_run else 'Held'} back: {forgotten.held_back}\n{ORDER}\n")
        return 0 if dry_run else 1
    return 0


def _forget(sessions: sessionmaker[Session], kept: Periods, anyway: bool) -> Forgotten:
    """In transactions that are short enough for others to go on beside them. What the first one lets pass, all do."""
    total = Forgotten()
    while True:
        with sessions.begin() as session:
            total += (forgotten := forget_old(session, kept, _BATCH, ordered=anyway or total.cases > 0))
        if not forgotten.cases:
            return total


def _try(sessions: sessionmaker[Session], kept: Periods) -> Forgotten:
    """All of it in one transaction, which is taken back, and what of it would be held back."""
    with sessions() as session:
        held_back = forget_old(session, kept, 0).held_back
        session.rollback()
    total = Forgotten(held_back=held_back)
    with sessions() as session:
        while (forgotten := forget_old(session, kept, _BATCH, ordered=True)).cases:
            total += forgotten
        session.rollback()
    return total + forgotten
