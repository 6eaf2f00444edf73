"""What does a button do? It carries what it belongs to, so that it means the same whenever it is pressed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.characters import storable

ASK = "ask"
"""To say words as they were meant when they were offered; every other kind is done to a draft or a case."""
_LANGUAGES: dict[str, Literal["th", "en"]] = {"t": "th", "e": "en"}
_LONGEST = 300
"""Characters of an action as it is written: no platform gives back more."""


@dataclass(frozen=True)
class Action:
    """One button: its words, and what it does to what."""

    label: str
    """What stands on it; "" where it came back from a platform that does not tell."""
    kind: str
    """ask, or what is done: send, cancel, rate, contest ... (`handlers/pressed.py`)."""
    subject: str = ""
    """The number of a case, the id of a draft, or the name of the turn that the words of `ask` follow; "": none."""
    value: str = ""
    """The words to say, the mark to give, the code of what is meant."""
    language: Literal["th", "en"] = "th"

    @property
    def data(self) -> str:
        """As a platform carries it: one line, `kind/language/subject/value`."""
        return f"{self.kind}/{self.language[0]}/{self.subject}/{self.value}"


def read_action(data: str, label: str = "") -> Action | None:
    """The action of `Action.data`; None for anything else."""
    pieces = storable(data[: _LONGEST + 1]).split("/", 3)
    if len(data) > _LONGEST or len(pieces) < 4 or pieces[1] not in _LANGUAGES or not pieces[0].isalpha():
        return None
    kind, language, subject, value = pieces
    return Action(label or value, kind, subject, value, _LANGUAGES[language])


def labels(actions: Iterable[Action]) -> tuple[str, ...]:
    """What stands on the buttons."""
    return tuple(action.label for action in actions)
