"""What does `python -m bot tidy` do? It writes SQLite's file anew at once, instead of at night."""

import os
import sqlite3
import sys

from sqlalchemy.exc import SQLAlchemyError

from bot.database import opened
from bot.settings import SettingsError, read_settings
from db import sqlite_files
from db.session import session_factory


def run() -> int:
    """Do it; the exit status."""
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine:
            file = sqlite_files.file_of(engine)
            if file is None:
                sys.stdout.write("Nothing to do: PostgreSQL looks after its files by itself (VACUUM).\n")
                return 0
            with session_factory(engine)() as session:
                found = sqlite_files.unclean(session)
            sqlite_files.write_anew(file)
            if not sqlite_files.empty_log(file):
                raise sqlite3.OperationalError("Others are reading; try again.")
            with session_factory(engine).begin() as session:
                sqlite_files.cleaned(session, found.times if found else 0)
    except (SettingsError, SQLAlchemyError, sqlite3.Error, OSError) as fault:
        sys.stderr.write(f"The file may still hold what was erased.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    sys.stdout.write("The file was written anew: nothing that was erased is left in it.\n")
    return 0
