"""What does `python -m bot import FILE` do with a plan document, and what does it tell?"""

import os
import sys
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.database import opened
from bot.progress import Bar
from bot.settings import SettingsError, read_settings
from bot.terminal import write
from db.migrate import revision_of
from db.session import create_engine_for, reading_factory, session_factory
from knowledge.index import store_names
from knowledge.loader import Difference, compare, load, read_plan
from knowledge.names.completing import encode, titles_in
from knowledge.plan_document import PlanDocument, PlanError
from knowledge.report import database_refusal, outcome, refusal, report


def run(path: Path, dry_run: bool, url: str | None = None) -> int:
    """Load the document and print the report; the exit status. A refused document leaves everything as it was."""
    try:
        document = read_plan(path)
        address = url or read_settings(os.environ).database_url
        difference = _would_change(address, document) if dry_run else _changed(address, document)
    except PlanError as error:
        return _fail(refusal(error))
    except SettingsError as error:
        return _fail(str(error))
    except SQLAlchemyError as error:
        return _fail(database_refusal(str(error)))
    write(sys.stdout, f"{report(document, difference)}\n\n{outcome(difference, dry_run=dry_run)}\n")
    return 0


def _changed(url: str, document: PlanDocument) -> Difference:
    with opened(url) as engine:
        sessions = session_factory(engine)
        bar = Bar()
        encode(sessions, titles_in(document), lambda done, total: bar.draw(done, total, f"{done:,} / {total:,}"))
        bar.end()
        with sessions.begin() as session:
            difference = load(session, document)
            store_names(session)
    return difference


def _would_change(url: str, document: PlanDocument) -> Difference:
    """Nothing may be written: to connect to an SQLite file that is not there would create it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return compare(None, document)
    engine = create_engine_for(url)
    try:
        with engine.execution_options(read_only=True).connect() as connection:
            if revision_of(connection) is None:
                return compare(None, document)
        with reading_factory(engine)() as session:
            return compare(session, document)
    finally:
        engine.dispose()


def _fail(reason: str) -> int:
    write(sys.stdout, f"{reason}\n")
    return 1
