"""How does a page of the console become HTML? Everything that is filled in is escaped."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.feedback.moments import shown_day, shown_time
from bot.office.wording import words
from bot.web.assets import Asset, digest, read_assets, with_paths
from handlers.case_number import shown
from handlers.working_days import FIRST_ANSWER, due

_FOLDER = Path(__file__).parent
PATH = "/office/static/"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".txt": "text/plain"}


def render(template: str, **values: Any) -> str:
    """The page of this template."""
    return _environment().get_template(template).render(**values)


@cache
def assets() -> Mapping[str, Asset]:
    """Every file of the console by the path that it is served under; its style names the fonts of the chat's page."""
    told = map(_read, sorted((_FOLDER / "static").iterdir()))
    return {asset.path: asset for asset in told}


def _read(file: Path) -> Asset:
    body = with_paths(file.read_text(encoding="utf-8"), read_assets()).encode()
    return Asset(f"{PATH}{file.stem}.{digest(body)}{file.suffix}", body, _TYPES[file.suffix])


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_FOLDER / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    paths = {asset.path.removeprefix(PATH).partition(".")[0]: asset.path for asset in assets().values()}
    environment.globals.update(w=words(), asset=paths, first_answer=FIRST_ANSWER)
    environment.filters.update(day=shown_day, time=shown_time, number=_number, due=last_moment)
    return environment


def _number(number: str) -> str:
    return shown(number) if number.isdecimal() else number


def last_moment(moment: datetime) -> datetime:
    """The last moment of the day by whose end a first word is due."""
    return due(moment, FIRST_ANSWER) - timedelta(seconds=1)
