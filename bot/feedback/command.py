"""What does `python -m bot feedback` do?"""

import argparse
import os
import sys

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation_key import conversation_keys
from bot.database import opened
from bot.feedback.change import CHANGES, change
from bot.feedback.export import Unwritable, export
from bot.feedback.listing import listing
from bot.feedback.show import show
from bot.feedback.wording import refusal, say
from bot.secrecy import Secrecy
from bot.settings import Settings, SettingsError, read_settings
from bot.terminal import write
from db.case_search import Filters
from db.session import reading_factory, session_factory
from handlers.casework import Refusal


def run(options: argparse.Namespace) -> int:
    """Do it; the exit status: 0, 1 where it cannot be done, 2 where it cannot begin."""
    try:
        return _do(options, read_settings(os.environ))
    except BrokenPipeError:  # `feedback list | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SettingsError as fault:
        return _fail(str(fault), 2)
    except Unwritable as fault:
        return _fail(str(fault))
    except SQLAlchemyError as fault:
        return _fail(say("fault.database", reason=fault))


def _do(options: argparse.Namespace, settings: Settings) -> int:
    # A long export must not keep the bot from writing.
    sessions = session_factory if options.action in CHANGES else reading_factory
    with opened(settings.database_url) as engine, sessions(engine).begin() as session:
        if options.action == "export":
            return export(session, _filters(options), options.format, options.output)
        if options.action == "list":
            return _tell(listing(session, _filters(options), options.limit))
        if options.action == "show":
            secrecy = Secrecy(*conversation_keys(settings.conversation_key))
            return _tell(show(session, options.number, options.officer, secrecy))
        return _tell(change(session, options))


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(options.state, options.code or "", options.agency, options.channel, options.since, options.until)


def _tell(said: str | Refusal) -> int:
    if isinstance(said, Refusal):
        return _fail(refusal(said))
    write(sys.stdout, f"{said}\n")
    return 0


def _fail(reason: str, status: int = 1) -> int:
    write(sys.stderr, f"{reason}\n")
    return status
