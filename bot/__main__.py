"""Which command does what: `python -m bot ask | serve | worker | register | import | template | feedback | ...`.

Each command is imported when it is called, so that `ask` does not wait for what only the server needs.
"""

import argparse
import gc
import logging
import os
import sys
from pathlib import Path
from typing import Any

from bot import logs
from bot.feedback.arguments import add_feedback
from bot.office.arguments import add_staff

_MOST_YEARS = 20
"""Of one plan; national strategies have as many."""
_BEFORE_COLLECTING = 50_000
"""New objects after which garbage in circles is looked for. What a start makes stays: to look through it after every
700, as Python does, takes a sixth of the time of a start."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status. Without one, show what there is."""
    parser = _parser()
    options = parser.parse_args(arguments)
    # A terminal shows what needs attention.
    level = logging.INFO if options.command in ("serve", "poll") else logging.WARNING
    logs.set_up(level, os.environ.get("LOG_FORMAT", "").strip())
    try:
        return _run(options, parser)
    except KeyboardInterrupt:
        return 130  # what a shell reports for a program that Ctrl-C ended
    except OSError as fault:  # The disk is full, or something may not be read or written.
        sys.stderr.write(f"{options.command}: {fault.strerror or fault}{_where(fault)}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what could not be written is not tried again
        return 1


def _where(fault: OSError) -> str:
    return f" ({fault.filename})" if fault.filename else ""


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if options.command == "ask":
        from bot import ask

        return ask.run(options.question, as_json=options.json)
    if options.command == "explain":
        from bot import explain

        return explain.run(options.messages)
    if options.command == "serve":
        from bot import serve

        return serve.run(relay=not options.without_relay)
    if options.command == "worker":
        from bot import worker

        return worker.run()
    if options.command == "poll":
        from bot import poll

        return poll.run()
    if options.command == "import":
        from bot import importing

        return importing.run(options.file, dry_run=options.dry_run, name=options.name or "")
    if options.command == "plans":
        from bot import stored_plans

        return stored_plans.run(options)
    if options.command == "template":
        from bot import template

        return template.run(options.format, options.output, name=options.plan or "", empty=options.empty)
    if options.command == "progress":
        from bot import progress_reports

        return progress_reports.run(options)
    if options.command == "feedback":
        from bot.feedback import command

        return command.run(options)
    if options.command == "staff":
        from bot.office import command as staffing

        return staffing.run(options)
    if options.command == "retention":
        from bot import retention

        return retention.run(dry_run=options.dry_run, anyway=options.anyway)
    if options.command == "backup":
        from bot.backup import command as backing_up

        return backing_up.backup(options.place)
    if options.command == "restore":
        from bot.backup import command as backing_up
        from bot.backup.restoring import Order

        order = Order(options.replace, options.without_key, options.aside, tuple(options.erasures))
        return backing_up.restore(options.place, order, only_check=options.check)
    if options.command == "migrate":
        from bot import migrate

        return migrate.run(backup=options.backup, backed_up=options.backed_up)
    if options.command == "tidy":
        from bot import tidy

        return tidy.run()
    if options.command == "photos":
        from bot import photos

        return photos.run(delete_unsent=options.delete_unsent, claim=options.claim)
    if options.command == "rekey":
        from bot import rekey

        return rekey.run()
    if options.command == "register":
        from bot import register

        return register.run()
    if options.command == "doctor":
        from bot import doctor

        return doctor.run(as_json=options.json)
    if options.command == "dead":
        from bot import dead

        return dead.run(options)
    parser.print_help()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A chatbot that answers from a provincial plan.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    ask = commands.add_parser(
        "ask", help="answer on the terminal", description="Answer one question, or each line of standard input."
    )
    ask.add_argument(
        "question", nargs="?", metavar="QUESTION", help="without it: one question a line on standard input"
    )
    ask.add_argument("--json", action="store_true", help='JSON Lines in ({"id", "session", "text"}) and out')
    explain = commands.add_parser(
        "explain", help="show how a message is understood: words, parts, readings, the one chosen"
    )
    explain.add_argument(
        "messages", nargs="+", metavar="MESSAGE", help="those of a chat in order; the last is explained"
    )
    serve = commands.add_parser(
        "serve", help="start the server: web chat and webhooks; settings come from the environment"
    )
    serve.add_argument("--without-relay", action="store_true", help="a `worker` beside it sends what was left unsent")
    commands.add_parser(
        "worker", help="send what was left unsent, delete what is too old; beside `serve --without-relay`"
    )
    commands.add_parser(
        "poll", help="ask Telegram for messages instead of waiting for its calls: for a developer's machine"
    )
    commands.add_parser("register", help="tell LINE and Telegram where the bot is; set menu, commands, descriptions")
    look = commands.add_parser(
        "doctor", help="check settings, database, plan, processes, clock, disk and platforms, and say how to mend them"
    )
    look.add_argument("--json", action="store_true", help="one JSON object a line: verdict, text, remedy")
    _add_dead(commands)
    load = commands.add_parser("import", help="load a plan document or spreadsheet and show what changes")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    load.add_argument(
        "--as", dest="name", metavar="NAME", help="beside the other plans, or in the place of the plan of this name; "
        "without it: in the place of the default plan",
    )  # fmt: skip
    _add_plans(commands)
    sheet = commands.add_parser("template", help="the stored plan as a spreadsheet, to be changed and imported")
    sheet.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="xlsx, where nothing is said")
    sheet.add_argument("--output", type=Path, metavar="FILE", help="without it: standard output")
    which = sheet.add_mutually_exclusive_group()
    which.add_argument("--plan", metavar="NAME", help="of several; without it: the default one")
    which.add_argument("--empty", type=_years, metavar="FIRST-LAST", help="for a new plan of these years (2566-2570)")
    keep = commands.add_parser("retention", help="erase and delete what is older than it may be kept")
    keep.add_argument("--dry-run", action="store_true", help="say how much that is and leave it")
    keep.add_argument(
        "--anyway",
        action="store_true",
        help="also where the clock is in doubt, or it is more than a tenth of all cases",
    )
    _add_progress(commands)
    _add_backup(commands)
    migrate = commands.add_parser("migrate", help="bring the database to the newest shape and load the plan")
    told = migrate.add_mutually_exclusive_group()
    told.add_argument("--backup", type=Path, metavar="DEST", help="make a backup there before")
    told.add_argument("--backed-up", action="store_true", help="there is a backup: stored data may be changed")
    commands.add_parser("tidy", help="write SQLite's file anew at once, so that nothing erased is left in it")
    photos = commands.add_parser("photos", help="say what is stored of photos, and whose they are")
    orders = photos.add_mutually_exclusive_group()
    orders.add_argument(
        "--delete-unsent", action="store_true", help="delete what was never sent, also where that is more than a tenth"
    )
    orders.add_argument("--claim", action="store_true", help="this database may delete here: it was moved or restored")
    commands.add_parser("rekey", help="bring everything that is encrypted to the newest CONVERSATION_KEY")
    add_feedback(commands)
    add_staff(commands)
    return parser


def _add_plans(commands: Any) -> None:
    plans = commands.add_parser("plans", help="which plans are stored; choose the default one, withdraw one")
    doing = plans.add_subparsers(dest="doing", metavar="ACTION")
    doing.add_parser("list", help="which there are; the same without an action")
    default = doing.add_parser("default", help="the plan that is meant where nothing says another")
    gone = doing.add_parser("withdraw", help="delete all that is stored of a plan; the others stay as they are")
    for action in (default, gone):
        action.add_argument("name", metavar="NAME", help="as `plans` shows it")
    gone.add_argument("--yes", action="store_true", help="without asking")


def _add_backup(commands: Any) -> None:
    backup = commands.add_parser(
        "backup", help="database, photos and key of one moment, in a new folder; beside the bot"
    )
    backup.add_argument("place", type=Path, metavar="DEST")
    restore = commands.add_parser("restore", help="bring a backup back, while nothing of the bot runs")
    restore.add_argument("place", type=Path, metavar="SOURCE")
    restore.add_argument("--check", action="store_true", help="only look whether the backup is whole")
    restore.add_argument("--replace", action="store_true", help="put a database that is there aside, as a backup")
    restore.add_argument("--aside", type=Path, metavar="FOLDER", help="where that is kept; without it: beside it")
    restore.add_argument(
        "--erasures", type=Path, metavar="PLACE", action="append", default=[],
        help="where else stands what was erased: a newer backup, or a copy of the folder `erasures`",
    )  # fmt: skip
    restore.add_argument("--without-key", action="store_true", help="the key of the backup is lost")


def _years(text: str) -> tuple[int, int]:
    """The fiscal years (BE) of a plan, "2566-2570" or one alone."""
    from knowledge.readers.sheets.values import year_of

    first, _, last = text.partition("-")
    years = year_of(first), year_of(last or first)
    if years[0] is None or years[1] is None or not years[0] <= years[1] < years[0] + _MOST_YEARS:
        raise argparse.ArgumentTypeError(f"no years of a plan: {text}")
    return years[0], years[1]


def _add_progress(commands: Any) -> None:
    progress = commands.add_parser("progress", help="what was spent and reached: template, report, set, history, undo")
    doing = progress.add_subparsers(dest="doing", metavar="ACTION", required=True)
    sheet = doing.add_parser("template", help="a spreadsheet with a row for each project and year, to be filled")
    sheet.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="xlsx, where nothing is said")
    sheet.add_argument("--output", type=Path, metavar="FILE", help="without it: standard output")
    report = doing.add_parser("report", help="load a filled one; empty cells report nothing")
    report.add_argument("file", type=Path, metavar="FILE")
    one = doing.add_parser("set", help="report one figure without a spreadsheet")
    one.add_argument("code", metavar="CODE", help="of a project, or of an indicator with --reached")
    one.add_argument("year", metavar="YEAR", help="fiscal year")
    figure = one.add_mutually_exclusive_group(required=True)
    figure.add_argument("--spent", metavar="BAHT", help="all that was spent of that year's money up to now")
    figure.add_argument("--reached", metavar="NUMBER", help="what the indicator came to, in the unit of its target")
    for action in (report, one):
        action.add_argument("--by", required=True, metavar="NAME", help="who answers for the figures")
        action.add_argument("--source", required=True, metavar="TEXT", help="where they come from")
        action.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    told = doing.add_parser("history", help="every report: who, when, from where, what")
    undo = doing.add_parser("undo", help="let a report count no more; it stays in the history")
    undo.add_argument("number", type=int, metavar="NUMBER", help="as `progress history` shows it")
    undo.add_argument("--by", required=True, metavar="NAME", help="who undoes it")
    for action in (sheet, report, one, told, undo):
        action.add_argument("--plan", metavar="NAME", help="of several plans; without it: the default one")


def _add_dead(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    dead = commands.add_parser("dead", help="calls of LINE and Telegram that were given up: look, send again, drop")
    doing = dead.add_subparsers(dest="doing", metavar="ACTION", required=True)
    listed = doing.add_parser("list", help="which there are and why; never what they say or to whom")
    again = doing.add_parser("send", help="have them tried again by the worker or the server")
    dropped = doing.add_parser("drop", help="delete them: nobody will get them")
    for action in (listed, again, dropped):
        action.add_argument("--channel", choices=("line", "telegram"), default="", help="only of this one")
    for action in (again, dropped):
        which = action.add_mutually_exclusive_group(required=True)
        which.add_argument("ids", nargs="*", type=int, default=[], metavar="ID", help="as `dead list` shows it")
        which.add_argument("--all", action="store_true", help="every one of them")


if __name__ == "__main__":
    gc.set_threshold(_BEFORE_COLLECTING)
    os.umask(0o077)  # whatever is written is for whoever runs the bot alone
    sys.exit(main())
