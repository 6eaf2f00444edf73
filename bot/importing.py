"""What does `python -m bot import FILE` do with a plan document, and what does it tell?"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsError, read_settings
from db.migrate import upgrade
from db.session import create_engine_for, reading_factory, session_factory
from knowledge.loader import Difference, compare, load, read_plan
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
    _print(f"{report(document, difference)}\n\n{outcome(difference, dry_run=dry_run)}")
    return 0


def _changed(url: str, document: PlanDocument) -> Difference:
    with _engine(url) as engine:
        upgrade(engine)
        with session_factory(engine).begin() as session:
            return load(session, document)


def _would_change(url: str, document: PlanDocument) -> Difference:
    """Nothing may be written: to connect to an SQLite file that is not there would create it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return compare(None, document)
    with _engine(url) as engine:
        if not inspect(engine.execution_options(read_only=True)).has_table("plan"):
            return compare(None, document)
        with reading_factory(engine)() as session:
            return compare(session, document)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _fail(reason: str) -> int:
    _print(reason)
    return 1


def _print(text: str) -> None:
    """UTF-8 whatever the terminal's locale is; a file's name may hold bytes that are none."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
