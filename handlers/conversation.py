"""What is a chat about, so that the next message can leave words out? The last turns, kept as JSON."""

import json
from dataclasses import dataclass, replace

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

    def after(self, turn: Turn) -> "Conversation":
        """The chat after one more question."""
        return Conversation((*self.turns, turn)[-KEPT:])

    def about(self, topic: str) -> "Conversation":
        """The chat with another topic."""
        return replace(self, topic=topic)

    def to_json(self) -> str:
        """As the database keeps it."""
        return json.dumps({"turns": [t.to_dict() for t in self.turns], "topic": self.topic}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """The conversation of `to_json`; a state of another version of the bot begins anew."""
        try:
            fields = json.loads(text)
            return cls(tuple(Turn.from_dict(t) for t in fields["turns"]), str(fields["topic"]))
        except (ValueError, KeyError, TypeError):
            return cls()
