"""What is a chat about, so that the next message can leave words out? The last turns, kept as JSON."""

import json
from dataclasses import dataclass, replace

from handlers.intake import Intake
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
    """What else the chat is about: the number of a case; status: cases; collected: how many there are; erase: whether
    really to erase."""
    intake: Intake | None = None
    """Feedback that is being written and not yet sent, or what was only offered to be sent."""
    language: Language | None = None
    """Of the last words; None where nothing was said yet."""
    wrong_claims: tuple[float, ...] = ()
    """When secrets were tried that did not fit their case, in seconds of the epoch."""

    @property
    def writing(self) -> Intake | None:
        """The feedback that is being written; None where nothing is, or where it was only offered."""
        return self.intake if self.intake and self.intake.step != "offer" else None

    def after(self, turn: Turn) -> "Conversation":
        """The chat after one more question."""
        return replace(self, turns=(*self.turns, turn)[-KEPT:], topic="")

    def about(self, topic: str) -> "Conversation":
        """The chat with another topic."""
        return replace(self, topic=topic)

    def with_intake(self, intake: Intake | None) -> "Conversation":
        """The chat with the feedback as it is written now; None when it was sent or dropped."""
        return replace(self, intake=intake)

    def find(self, name: str) -> Turn | None:
        """The turn of this name; None where it is too long ago."""
        return next((turn for turn in self.turns if turn.name == name), None)

    def to_json(self) -> str:
        """As the database keeps it."""
        told = {
            "turns": [t.to_dict() for t in self.turns],
            "topic": self.topic,
            "intake": self.intake and self.intake.to_dict(),
            "language": self.language,
            "wrong_claims": self.wrong_claims,
        }
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Conversation":
        """The conversation of `to_json`; a state of another version of the bot begins anew."""
        try:
            fields = json.loads(text)
            turns = tuple(Turn.from_dict(t) for t in fields["turns"])
            intake = Intake.from_dict(fields["intake"]) if fields["intake"] else None
            wrong = tuple(map(float, fields.get("wrong_claims", ())))
            return cls(turns, str(fields["topic"]), intake, fields["language"], wrong)
        except (ValueError, KeyError, TypeError):
            return cls()
