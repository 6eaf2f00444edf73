"""What can be typed after `python -m bot feedback`?"""

import argparse
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from bot.feedback.moments import day, day_after
from handlers.case_states import State
from knowledge.characters import one_line, storable

CHANNELS = ("line", "telegram", "web", "ask")
FORMATS = ("jsonl", "csv", "xlsx")
_LISTED = 50


def add_feedback(commands: Any) -> None:
    """Add the command to those of `python -m bot`."""
    feedback = commands.add_parser("feedback", help="what citizens told: list, show, change and export cases")
    actions = feedback.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser("list", help="the newest cases, and how many there are")
    _add_filters(listing)
    listing.add_argument("--limit", type=_count, default=_LISTED, help=f"how many to show (default {_LISTED})")
    export = actions.add_parser("export", help="every case: nothing of the person, texts masked")
    _add_filters(export)
    export.add_argument("--format", choices=FORMATS, default="jsonl")
    export.add_argument("--output", type=Path, metavar="FILE", help="without it: standard output")
    show = actions.add_parser("show", help="all about one case")
    show.add_argument("number", metavar="NUMBER")
    show.add_argument("--officer", type=words, default="", metavar="NAME", help="who handles the case sees all of it")
    _add_changes(actions)


def _add_changes(actions: Any) -> None:
    assign = _add_change(actions, "assign", "give it to an officer, and to an agency")
    assign.add_argument("--to", type=words, default="", metavar="NAME", help="without it: the officer who acts")
    assign.add_argument("--agency", type=words, default="", metavar="NAME")
    _add_change(actions, "start", "begin to work on it; a closed or rejected case is opened again")
    _add_text(_add_change(actions, "answer", "tell the person something"))
    close = _add_change(actions, "close", "end it, fixed or not")
    _add_text(close)
    ending = close.add_mutually_exclusive_group(required=True)
    ending.add_argument("--fixed", action="store_true", dest="fixed")
    ending.add_argument("--not-fixed", action="store_false", dest="fixed")
    close.add_argument(
        "--evidence", type=words, default="", metavar="PLACE", help="where the result is seen; needed with --fixed"
    )
    _add_text(_add_change(actions, "reject", "do not take it up, with the reason"))
    _add_change(actions, "merge", "it is the same as another case").add_argument(
        "--into", required=True, metavar="NUMBER"
    )


def _add_change(actions: Any, name: str, meaning: str) -> argparse.ArgumentParser:
    change: argparse.ArgumentParser = actions.add_parser(name, help=meaning)
    change.add_argument("number", metavar="NUMBER")
    change.add_argument("--officer", type=_name, required=True, metavar="NAME", help="who acts")
    return change


def _add_text(change: argparse.ArgumentParser) -> None:
    change.add_argument("--text", type=_typed, default="", metavar="TEXT", help="what the person is told")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", choices=get_args(State), default="")
    parser.add_argument("--code", type=_code, help="of the plan; the code of an issue means all below it, too")
    parser.add_argument("--agency", type=words, default="", metavar="NAME")
    parser.add_argument("--channel", choices=CHANNELS, default="")
    parser.add_argument("--since", type=_moment(day), metavar="DAY", help="2026-11-22 or 2569-11-22")
    parser.add_argument("--until", type=_moment(day_after), metavar="DAY", help="that day is still meant")


def words(text: str) -> str:
    """One line, its spaces single."""
    return one_line(_typed(text))


def _typed(text: str) -> str:
    """The bytes as typed, whatever the locale made of them, without what could not be stored."""
    return storable(os.fsencode(text).decode("utf-8", "replace")).strip()


def _name(text: str) -> str:
    name = words(text)
    if not name:
        raise argparse.ArgumentTypeError("a name is needed: it is written down who acts.")
    return name


def _code(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch(r"[0-9]+(\.[0-9A-Z]+)*", code):
        raise argparse.ArgumentTypeError(f"{text!r} is not a code of the plan, as answers show them in brackets.")
    return code


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 999999.")
    return int(text)


def _moment(read: Callable[[str], datetime]) -> Callable[[str], datetime]:
    """argparse shows only what an ArgumentTypeError says."""

    def moment(text: str) -> datetime:
        try:
            return read(text)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(str(fault)) from None

    return moment
