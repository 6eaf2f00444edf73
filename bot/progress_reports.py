"""What does `python -m bot progress` do: hand out the spreadsheet, take reports, show and undo them?"""

import argparse
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import opened
from bot.feedback.moments import here
from bot.settings import SettingsError, read_settings
from bot.spreadsheet import csv_of, xlsx_of
from bot.terminal import write
from db.models import Plan, now
from db.plans import look_at_named
from db.session import session_factory
from knowledge.characters import one_line
from knowledge.loader import load_bundled, the_plan
from knowledge.plan_document import PlanError
from knowledge.plan_view import PlanView, load_view
from knowledge.progress import Reported, history, record, undo
from knowledge.progress_sheets import ProgressFile, progress_sheets, read_one, read_progress
from knowledge.readers.sheets.amounts import millions
from knowledge.report import database_refusal
from knowledge.yaml_file import read_yaml

_MOST = 200
_LONGEST = 200
"""Characters of a name or a source."""


def run(options: argparse.Namespace, url: str | None = None) -> int:
    """Do what the options say; the exit status."""
    try:
        address = url or read_settings(os.environ).database_url
        with opened(address) as engine:
            with session_factory(engine)() as session:
                load_bundled(session)
            with session_factory(engine).begin() as session:
                look_at_named(session, getattr(options, "plan", None) or "")
                return _ACTIONS[options.doing](session, the_plan(session), options)
    except LookupError as error:
        return _tell([str(error)], 1)
    except PlanError as error:
        return _tell([_say("refused", file=error.document), *(f"  {fault}" for fault in error.faults)], 1)
    except SettingsError as error:
        return _tell([str(error)], 1)
    except SQLAlchemyError as error:
        return _tell([database_refusal(str(error))], 1)


def _template(session: Session, _: Plan, options: argparse.Namespace) -> int:
    view = load_view(session)
    sheets = progress_sheets(view, view.progress)
    body = xlsx_of(sheets) if options.format == "xlsx" else csv_of(sheets)
    if options.output is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    else:
        Path(options.output).write_bytes(body)
    return 0


def _report(session: Session, plan: Plan, options: argparse.Namespace) -> int:
    return _kept(session, plan, options, lambda view: read_progress(options.file, view))


def _set(session: Session, plan: Plan, options: argparse.Namespace) -> int:
    told = (options.code, options.year, options.spent or "", options.reached or "")
    return _kept(session, plan, options, lambda view: read_one(*told, view))


def _kept(session: Session, plan: Plan, options: argparse.Namespace, read: Callable[[PlanView], ProgressFile]) -> int:
    person, source = one_line(options.by)[:_LONGEST], one_line(options.source)[:_LONGEST]
    if not (person and source):
        return _tell([_say("no_words")], 1)
    view = load_view(session)
    found = read(view)
    changes = _changes(view, found)
    lines = [
        _say("title", file=found.name, person=person, source=source),
        _say("counts", spent=len(found.spent), total=millions(sum(found.spent.values())), reached=len(found.reached)),
        *(_say("over", row=row, code=code, year=year) for row, (code, year) in found.over),
        _say("changes", number=len(changes)),
        *(f"  {change}" for change in changes[:_MOST]),
        *([_say("more", number=len(changes) - _MOST)] if len(changes) > _MOST else []),
    ]
    if not changes:
        return _tell([*lines, _say("nothing")])
    if options.dry_run:
        return _tell([*lines, _say("dry")])
    number = record(session, plan, Reported(person, source, now()), found.name, found.spent, found.reached)
    return _tell([*lines, _say("written", number=number)])


def _changes(view: PlanView, found: ProgressFile) -> list[str]:
    changes = []
    for (code, year), satang in found.spent.items():
        before = view.progress.spent.get((code, year))
        if before is None or before.satang != satang:
            planned = dict(view.projects_by_code[code].budgets).get(year)
            told = {"code": code, "year": year, "after": millions(satang), "planned": _money(planned)}
            changes.append(_say("spent", before=_money(before.satang if before else None), **told))
    for (code, year), value in found.reached.items():
        reached = view.progress.reached.get((code, year))
        if reached is None or reached.value != value:
            was = reached.value if reached else _say("none")
            changes.append(_say("reached", code=code, year=year, before=was, after=value))
    return changes


def _money(satang: int | None) -> str:
    return _say("none") if satang is None else millions(satang)


def _history(session: Session, plan: Plan, _: argparse.Namespace) -> int:
    lines = []
    for entry in history(session, plan.document):
        gone = entry.undone_at
        undone = _say("undone", at=f"{here(gone):%Y-%m-%d %H:%M}", person=entry.undone_by) if gone else ""
        told = {"person": entry.reported.person, "source": entry.reported.source, "file": entry.file}
        counts = {"spent": entry.spendings, "reached": entry.results}
        at = f"{here(entry.reported.at):%Y-%m-%d %H:%M}"
        lines.append(_say("entry", number=entry.id, at=at, undone=undone, **told, **counts))
    return _tell(lines or [_say("empty")])


def _undo(session: Session, plan: Plan, options: argparse.Namespace) -> int:
    person = one_line(options.by)[:_LONGEST]
    if not person:
        return _tell([_say("no_words")], 1)
    done = undo(session, plan, options.number, person)
    return _tell([_say("was_undone" if done else "not_there", number=options.number)], 0 if done else 1)


_ACTIONS = {"template": _template, "report": _report, "set": _set, "history": _history, "undo": _undo}


def _tell(lines: list[str], status: int = 0) -> int:
    write(sys.stdout, "\n".join(lines) + "\n")
    return status


def _say(key: str, **values: object) -> str:
    return _words()[key].format(**values)


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return words
