"""What does `python -m bot template` write: the stored plan as a spreadsheet to be changed, or an empty one."""

import os
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.database import opened
from bot.settings import SettingsError, read_settings
from bot.spreadsheet import csv_of, xlsx_of
from bot.terminal import write
from db.plans import look_at_named
from db.session import session_factory
from knowledge.empty_sheets import empty_sheets
from knowledge.loader import load_bundled
from knowledge.plan_sheets import Sheet, plan_sheets
from knowledge.report import database_refusal


def run(
    form: str,
    output: Path | None,
    url: str | None = None,
    name: str = "",
    empty: tuple[int, int] | None = None,
) -> int:
    """Write it to the file, or to standard output; the exit status. An empty database gets the bundled plan.
    `empty`: the first and the last year of a new plan, of which the heads are written."""
    try:
        sheets = empty_sheets(*empty) if empty else _stored(url or read_settings(os.environ).database_url, name)
    except LookupError as error:
        return _fail(str(error))
    except SettingsError as error:
        return _fail(str(error))
    except SQLAlchemyError as error:
        return _fail(database_refusal(str(error)))
    body = xlsx_of(sheets) if form == "xlsx" else csv_of(sheets)
    if output is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(body)
    return 0


def _stored(url: str, name: str) -> tuple[Sheet, ...]:
    with opened(url) as engine, session_factory(engine)() as session:
        load_bundled(session)
        look_at_named(session, name)
        return plan_sheets(session)


def _fail(reason: str) -> int:
    write(sys.stderr, f"{reason}\n")
    return 1
