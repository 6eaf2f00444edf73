"""What does `python -m bot migrate` do? It brings the database to the newest schema and plan, after a backup."""

import os
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsError, read_settings
from bot.starting import dispatcher_of
from db.migrate import newest


def run(*, backup: Path | None, backed_up: bool) -> int:
    """Do it; the exit status. `backup`: where one is made before; `backed_up`: somebody says that there is one."""
    try:
        settings = read_settings(os.environ)
        if backup is not None:
            from bot.backup.command import take

            if status := take(settings, backup):
                return status
        allowed = newest() if backup is not None or backed_up else settings.migrate_to
        dispatcher_of(settings, allowed).engine.dispose()
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"The database stays as it was.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write(f"The database is of revision {newest()}, the newest.\n")
    return 0
