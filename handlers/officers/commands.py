"""Which command did an officer give in chat, about which case?"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers.case_number import find_number, shown
from knowledge.yaml_file import read_yaml

WITH_WORDS = ("ask", "answer", "close", "not_fixed", "reject", "note", "assign")
"""Commands on a case that something must be said with."""
_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}(?![0-9])")
_AROUND = " \n:"
_FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Command:
    """What is to be done."""

    name: str
    number: str = ""
    """Of the case, as it is shown; "" where none was named."""
    words: str = ""
    """What follows."""


def read_command(text: str) -> Command | None:
    """The command that begins the message; None where none does. A number alone asks to see the case."""
    said = " ".join(text.split())
    if _NUMBER.fullmatch(said) and (number := find_number(said)):
        return Command("show", shown(number))
    for words, group, name in _words():
        rest = said.removeprefix(words)
        if rest == said:
            continue
        if group == "case":
            return _about_a_case(name, rest, text.strip().removeprefix(words))
        if group == "words":
            return Command(name, words=rest.strip())
        return Command(name) if not rest else None
    return None


def button(name: str, number: str = "") -> str:
    """What a button says that gives this command."""
    words = next(words for words, _, each in _words() if each == name)
    return f"{words} {number}".strip()


def _about_a_case(name: str, rest: str, written: str) -> Command | None:
    """Behind the words a number, or none: then the case is meant that the chat is about. `written`: the rest with its
    lines. Words stand apart from a command: "รับเรื่องร้องเรียนที่ไหน" is a question."""
    place = _NUMBER.search(rest)
    if place is None or rest[: place.start()].strip():
        if rest and not (name in WITH_WORDS and written[:1].isspace()):
            return None
        return Command(name, words=written.strip(_AROUND))
    number, at = find_number(place[0]), _NUMBER.search(written)
    words = written[at.end() :] if at else ""
    return Command(name, shown(number) if number else place[0], words.strip(_AROUND))


@cache
def _words() -> tuple[tuple[str, str, str], ...]:
    """(words, group, command); the first words of a command before its others."""
    told: dict[str, Any] = read_yaml(_FILE)
    groups = {**{group: told[group] for group in ("alone", "words", "case")}, "alone_too": {"cancel": told["cancel"]}}
    return tuple(
        (words, group, name) for group, names in groups.items() for name, said in names.items() for words in said
    )
