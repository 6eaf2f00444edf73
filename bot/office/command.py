"""What does `python -m bot staff` do?"""

import argparse
import os
import sys

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import opened
from bot.feedback.moments import shown_time
from bot.office.invitations import invite
from bot.office.wording import say
from bot.settings import SettingsError, read_settings
from bot.terminal import write
from db import audit, desk, staff
from db.session import session_factory
from db.staff_models import Staff

TERMINAL = "terminal"


def run(options: argparse.Namespace) -> int:
    """Do it; the exit status: 0, 1 where it cannot be done, 2 where it cannot begin."""
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine, session_factory(engine).begin() as session:
            return _DONE[options.action](session, options, settings.public_url)
    except SettingsError as fault:
        return _fail(str(fault), 2)
    except SQLAlchemyError as fault:
        return _fail(say("staff.database", reason=fault))


def _invite(session: Session, options: argparse.Namespace, public_url: str) -> int:
    if options.role == "officer" and not options.agency:
        return _fail(say("staff.needs_agency"))
    try:
        invited, told = invite(session, options.name, options.role, options.agency, public_url)
    except staff.NameTakenError:
        return _fail(say("staff.taken", name=options.name))
    audit.write(session, TERMINAL, "invited", TERMINAL, subject=invited.name)
    return _tell(told)


def _list(session: Session, options: argparse.Namespace, public_url: str) -> int:
    lines = [_line(each) for each in staff.everybody(session)]
    return _tell("\n".join(lines) or say("staff.nobody"))


def _line(each: Staff) -> str:
    state = say("staff.joined", time=shown_time(each.joined_at)) if each.joined_at else say("staff.awaited")
    where = each.channel or ("console" if each.password else "-")
    return "  ".join([each.name, say(f"role.{each.role}"), each.agency or "-", where, state])


def _remove(session: Session, options: argparse.Namespace, public_url: str) -> int:
    found = staff.by_name(session, options.name)
    if found is None:
        return _fail(say("staff.unknown", name=options.name))
    staff.remove(session, found)
    audit.write(session, TERMINAL, "removed", TERMINAL, subject=found.name)
    left = desk.open_of(session, found.name)
    return _tell("\n".join([say("staff.removed", name=found.name), *([say("staff.left", count=left)] if left else [])]))


_DONE = {"invite": _invite, "list": _list, "remove": _remove}


def _tell(said: str) -> int:
    write(sys.stdout, f"{said}\n")
    return 0


def _fail(reason: str, status: int = 1) -> int:
    write(sys.stderr, f"{reason}\n")
    return status
