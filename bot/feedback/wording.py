"""What does the terminal say to officers? Sentences from words.yaml with their places filled."""

from functools import cache
from pathlib import Path
from typing import Any

from handlers.case_number import shown
from handlers.casework import LONGEST_TEXT, Refusal
from knowledge.yaml_file import read_yaml


def say(sentence: str, **values: object) -> str:
    """The sentence of this name (`state.closed`), filled. Raises KeyError for an unknown name."""
    found: Any = _words()
    for name in sentence.split("."):
        found = found[name]
    return str(found).format(**values)


def refusal(refused: Refusal) -> str:
    """Why nothing was changed."""
    state = say(f"state.{refused.state}") if refused.state else ""
    return say(f"refused.{refused.reason}", number=refused.number, state=state, longest=LONGEST_TEXT)


def number_of(number: str) -> str:
    """As people know it. An erased case has lost the number that its person knew."""
    return shown(number) if number.isdecimal() else number


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(Path(__file__).parent / "words.yaml")
    return loaded
