"""What is a chat about, so that the next message can leave words out? The last turns, kept as JSON."""

import json
from dataclasses import dataclass, replace

from handlers.wording import Language
from knowledge.question import Turn

KEPT = 4
"""Turns that a message can point back at."""


@dataclass(frozen=True)
class Conversation:
    """The state of one chat; a new one is Conversation()."""

    turns: tuple[Turn, ...] = ()
    """Newest last."""
    topic: str = ""
    """Other talk that goes on: feedback, status or privacy."""
    language: Language | None = None
    """Of the last words; None where nothing was said yet."""

    def after(self, turn: Turn) -> "Conversation":
        """The chat after one more question."""
        return Conversation((*self.turns, turn)[-KEPT:], language=self.language)

    def about(self, topic: str) -> "Conversation":
        """The chat with another topic."""
        return replace(self, topic=topic)

    def find(self, name: str) -> Turn | None:
        """The turn of this name; None where it is too long ago."""
        return next((turn for turn in self.turns if turn.name == name), None)

    def to_json(self) -> str:
        """As the database keeps it."""
        told = {"turns": [t.to_dict() for t in self.turns], "topic": self.topic, "language": self.language}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """The conversation of `to_json`; a state of another version of the bot begins anew."""
        try:
            fields = json.loads(text)
            turns = tuple(Turn.from_dict(t) for t in fields["turns"])
            return cls(turns, str(fields["topic"]), fields.get("language"))
        except (ValueError, KeyError, TypeError):
            return cls()
