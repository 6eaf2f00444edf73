"""Which commands does the Telegram bot know, and what did somebody mean with one?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from handlers.message import Kind, Message
from knowledge.yaml_file import read_yaml

Language = Literal["th", "en"]
_DATA: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml"))
_BUDGET_WORD: Mapping[Language, str] = _DATA["budget_word"]
_TYPED = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_THAI = re.compile("[\u0e01-\u0e5b]")


@dataclass(frozen=True)
class Command:
    """One command as the platform shows it."""

    kind: Kind
    th: str
    en: str


COMMANDS: Mapping[str, Command] = {name: Command(**command) for name, command in _DATA["commands"].items()}
"""By name, in the order of the menu."""


@dataclass(frozen=True)
class Typed:
    """A command as somebody typed it."""

    name: str
    addressee: str
    """The bot that it names, in small letters; "" where it names none."""
    words: str


def read_command(text: str) -> Typed | None:
    """The command that the text is; None where it is none, such as /งบ, which is no command to Telegram either."""
    found = _TYPED.fullmatch(text.strip())
    return Typed(found[1].lower(), (found[2] or "").lower(), (found[3] or "").strip()) if found else None


def meant(typed: Typed, user: str, language: Language) -> Message:
    """What to answer. /budget with words is a question; an unknown command is a call for help."""
    command = COMMANDS.get(typed.name)
    kind: Kind = command.kind if command else "help"
    words = typed.words
    if kind == "budget" and words:
        return Message("telegram", user, f"{_budget_word(words, language)} {words}", "text", language)
    if kind in ("welcome", "help"):
        # What follows /start is put there by the link that led to the bot, not by the person.
        return Message("telegram", user, "", kind, language, invitation=words if kind == "welcome" else "")
    return Message("telegram", user, words, kind, language)


def _budget_word(words: str, language: Language) -> str:
    """In the language of the words, so that the question is not half English."""
    return _BUDGET_WORD["th" if _THAI.search(words) else language]
