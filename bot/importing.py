"""What does `python -m bot import FILE` do with a plan document, and what does it tell?"""

import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.database import opened
from bot.progress import Bar
from bot.settings import SettingsError, read_settings
from bot.terminal import write
from db.migrate import revision_of
from db.plan_codes import is_plan_name
from db.plan_in_view import looking_at
from db.plans import plan_named
from db.session import create_engine_for, reading_factory, session_factory
from knowledge.index import store_names
from knowledge.loader import Difference, StoredTwiceError, compare, load, load_first, read_plan
from knowledge.names.completing import encode, titles_in
from knowledge.plan_document import PlanDocument, PlanError
from knowledge.report import beside_bundled, database_refusal, name_refusal, outcome, refusal, report, twice_refusal


def run(path: Path, dry_run: bool, url: str | None = None, name: str = "") -> int:
    """Load the document as the plan of this name ("": the default one) and print the report; the exit status. A refused
    document leaves everything as it was."""
    if name and not is_plan_name(name):
        return _fail(name_refusal(name))
    try:
        document = read_plan(path)
        address = url or read_settings(os.environ).database_url
        difference = _would_change(address, document, name) if dry_run else _changed(address, document, name)
    except PlanError as error:
        return _fail(refusal(error))
    except StoredTwiceError as error:
        return _fail(twice_refusal(document.document, error.name))
    except SettingsError as error:
        return _fail(str(error))
    except SQLAlchemyError as error:
        return _fail(database_refusal(str(error)))
    first = f"{beside_bundled(name)}\n" if difference.beside_bundled else ""
    write(sys.stdout, f"{report(document, difference)}\n\n{first}{outcome(difference, dry_run=dry_run)}\n")
    return 0


def _changed(url: str, document: PlanDocument, name: str) -> Difference:
    with opened(url) as engine:
        sessions = session_factory(engine)
        bar = Bar()
        encode(sessions, titles_in(document), lambda done, total: bar.draw(done, total, f"{done:,} / {total:,}"))
        bar.end()
        with sessions() as session:
            beside = load_first(session, document, name)
        with sessions.begin() as session:
            difference = replace(load(session, document, name), beside_bundled=beside)
            plan = plan_named(session, name) if name else None
            with looking_at(session, plan.id) if plan else nullcontext():
                store_names(session)
    return difference


def _would_change(url: str, document: PlanDocument, name: str) -> Difference:
    """Nothing may be written: to connect to an SQLite file that is not there would create it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return compare(None, document, name)
    engine = create_engine_for(url)
    try:
        with engine.execution_options(read_only=True).connect() as connection:
            if revision_of(connection) is None:
                return compare(None, document, name)
        with reading_factory(engine)() as session:
            return compare(session, document, name)
    finally:
        engine.dispose()


def _fail(reason: str) -> int:
    write(sys.stdout, f"{reason}\n")
    return 1
