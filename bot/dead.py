"""Which calls were given up, and how does somebody have them sent again, or forgets them? `python -m bot dead`."""

import os
import re
import sys
from argparse import Namespace
from collections import Counter
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import opened
from bot.settings import SettingsError, read_settings
from bot.terminal import write
from db.dead_letters import Chosen, DeadLetter, count, dead_letters, drop, send_again
from db.session import session_factory

SHOWN = 50
_QUOTE = re.compile(r"[\[{]*(?:\"|[^ -~])")
"""Versions before this one wrote a platform's whole answer down, which may quote the message."""


def run(options: Namespace) -> int:
    """Look, send again or drop; the exit status, 1 where none of those named is there."""
    chosen = Chosen(options.ids or None, options.channel) if options.doing != "list" else Chosen(None, options.channel)
    try:
        settings = read_settings(os.environ)
        with opened(settings.database_url) as engine, session_factory(engine).begin() as session:
            said, status = _DOING[options.doing](session, chosen)
    except (SettingsError, SQLAlchemyError) as fault:
        sys.stderr.write(f"Nothing was done.\n{fault}\n")
        return 2 if isinstance(fault, SettingsError) else 1
    write(sys.stdout, said)
    return status


def _list(session: Session, chosen: Chosen) -> tuple[str, int]:
    found = dead_letters(session, chosen, SHOWN)
    if not found:
        return "There are no dead letters.\n", 0
    total = count(session, chosen)
    reasons = Counter(_reason(letter) for letter in found).most_common()
    rows = [_row("ID", "CHANNEL", "WRITTEN", "GIVEN UP", "TRIED", "WHY"), *map(_shown, found)]
    more = [f"The newest {len(found)} of {total}."] if total > len(found) else []
    why = [f"{times} x {reason}" for reason, times in reasons] if len(found) > len(reasons) else []
    return "\n".join((*rows, "", *more, *why)).rstrip() + "\n", 0


def _send(session: Session, chosen: Chosen) -> tuple[str, int]:
    sent = send_again(session, chosen)
    return f"Calls that are tried again, by the worker or the server that relays: {sent}.\n", _status(sent, chosen)


def _drop(session: Session, chosen: Chosen) -> tuple[str, int]:
    dropped = drop(session, chosen)
    return f"Calls that were deleted: {dropped}.\n", _status(dropped, chosen)


_DOING = {"list": _list, "send": _send, "drop": _drop}


def _status(done: int, chosen: Chosen) -> int:
    return 1 if chosen.ids is not None and not done else 0


def _shown(letter: DeadLetter) -> str:
    times = (_time(letter.created_at), _time(letter.dead_at))
    return _row(str(letter.id), letter.channel, *times, str(letter.attempts), _reason(letter))


def _row(number: str, channel: str, written: str, dead: str, tried: str, why: str) -> str:
    return f"{number:>8}  {channel:<8}  {written:<16}  {dead:<16}  {tried:>5}  {why}"


def _time(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _reason(letter: DeadLetter) -> str:
    return _QUOTE.split(letter.reason, maxsplit=1)[0].strip() or "unknown"
