"""What does `python -m bot plans` do: list the stored plans, choose the default one, withdraw one?"""

import argparse
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import opened
from bot.feedback.moments import here
from bot.settings import SettingsError, read_settings
from bot.terminal import write
from db.models import Plan
from db.plans import every_plan, make_default, plan_named, withdraw
from db.session import session_factory
from handlers.plan_words import title
from handlers.wording import wording
from knowledge.loader import facts_and_size, load_bundled
from knowledge.report import database_refusal
from knowledge.yaml_file import read_yaml


def run(options: argparse.Namespace, url: str | None = None) -> int:
    """Do what the options say; the exit status."""
    try:
        with opened(url or read_settings(os.environ).database_url) as engine:
            sessions = session_factory(engine)
            with sessions() as session:
                load_bundled(session)
            with sessions.begin() as session:
                return _ACTIONS[options.doing or "list"](session, options)
    except SettingsError as error:
        return _tell([str(error)], 1)
    except SQLAlchemyError as error:
        return _tell([database_refusal(str(error))], 1)


def _list(session: Session, _: argparse.Namespace) -> int:
    plans = every_plan(session)
    lines = [line for plan in plans for line in _lines(session, plan)]
    return _tell([*lines, *([_say("legend")] if len(plans) > 1 else [])] if plans else [_say("nothing")])


def _lines(session: Session, plan: Plan) -> Iterator[str]:
    told = _told(session, plan)
    yield _say("plan", mark=_words()["mark"]["default" if plan.is_default else "beside"], **told)
    bundled = _say("bundled") if plan.bundled else ""
    yield _say("more", at=f"{here(plan.loaded_at):%Y-%m-%d %H:%M}", bundled=bundled, **told)


def _told(session: Session, plan: Plan) -> dict[str, object]:
    facts, projects = facts_and_size(session, plan)
    named = {"name": plan.name, "title": title(facts, wording("th")), "document": plan.document}
    return {**named, "first": plan.first_year, "last": plan.last_year, "projects": f"{projects:,}"}


def _default(session: Session, options: argparse.Namespace) -> int:
    plan = plan_named(session, options.name)
    if plan is None:
        return _not_there(session, options.name)
    if plan.is_default:
        return _tell([_say("was_default", name=plan.name)])
    before = next(each.name for each in every_plan(session) if each.is_default)
    make_default(session, plan)
    return _tell([_say("now_default", name=plan.name, before=before)])


def _withdraw(session: Session, options: argparse.Namespace) -> int:
    plan = plan_named(session, options.name)
    if plan is None:
        return _not_there(session, options.name)
    if plan.is_default:
        return _tell([_say("keep_default", name=plan.name)], 1)
    told = _told(session, plan)
    if not options.yes and not _is_sure(told):
        return _tell([_say("not_sure")], 1)
    withdraw(session, plan)
    return _tell([_say("withdrawn", **told)])


def _is_sure(told: dict[str, object]) -> bool:
    """Whether somebody types the plan's name; nobody does where no terminal is."""
    write(sys.stdout, _say("sure", **told))
    return sys.stdin.readline().strip() == told["name"]


def _not_there(session: Session, name: str) -> int:
    return _tell([_say("not_there", name=name, names=", ".join(plan.name for plan in every_plan(session)))], 1)


_ACTIONS = {"list": _list, "default": _default, "withdraw": _withdraw}


def _tell(lines: list[str], status: int = 0) -> int:
    write(sys.stdout, "\n".join(lines) + "\n")
    return status


def _say(key: str, **values: object) -> str:
    text: str = _words()[key]
    return text.format(**values)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return words
