"""What is a chat about, so that the next message can leave words out? The last turns, kept as JSON."""

import json
from dataclasses import dataclass, replace

from handlers.intake import Intake
from handlers.wording import Language
from knowledge.question import Turn

KEPT = 4
"""Turns that a message can point back at."""
_OFFERED = 12
"""Older turns, whose buttons still mean what they did."""
_ENDED = 6
"""Drafts that were sent or dropped, of which a button may speak later."""


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
    older: tuple[Turn, ...] = ()
    """Turns before those: a message cannot point back at them, but their buttons stand there."""
    ended: tuple[tuple[str, str], ...] = ()
    """Drafts that are done with, newest last: the id of each, and the number of its case; "" where it was dropped."""
    lost: bool = False
    """The last question was not understood: what leaves words out now goes on about that."""
    asks: str = ""
    """What the bot asked last besides a draft's next step: contest, whether a case is not done yet; "" for nothing."""
    said: str = ""
    """The name of the turn that the last answer was; "" where it was none of the plan."""
    plan: str = ""
    """The name of the plan beside the default one that the chat is in; "" where it is in the default."""
    question: str = ""
    """What was answered last, masked: where the next message says that something else was meant, the office learns."""

    @property
    def writing(self) -> Intake | None:
        """The feedback that is being written; None where nothing is, or where it was only offered."""
        return self.intake if self.intake and self.intake.step != "offer" else None

    def shared(self) -> "Conversation":
        """As answers in it are remembered for others, too: without the question, which is one person's."""
        return replace(self, question="")

    def after(self, turn: Turn) -> "Conversation":
        """The chat after one more question."""
        turns = (*self.turns, turn)
        older = tuple(dict.fromkeys((*self.older, *turns[:-KEPT])))[-_OFFERED:]
        return replace(self, turns=turns[-KEPT:], older=older, topic="", lost=False, said=turn.name)

    def telling(self, turn: Turn) -> "Conversation":
        """The chat after more was told of an answer: it can still be followed up."""
        return replace(self, said=turn.name)

    def about(self, topic: str) -> "Conversation":
        """The chat with another topic."""
        return replace(self, topic=topic)

    def with_intake(self, intake: Intake | None) -> "Conversation":
        """The chat with the feedback as it is written now; None when it was sent or dropped."""
        return replace(self, intake=intake)

    def after_losing(self, topic: str) -> "Conversation":
        """The chat after a question that was not understood and named nothing: the case of before is still meant."""
        return replace(self, lost=True, said="").about_case(topic)

    def about_case(self, topic: str) -> "Conversation":
        """The chat is about this where it is the number of a case, else about nothing in particular."""
        return self.about(topic if topic.isdecimal() else "")

    def of_plan(self, plan: str) -> tuple[Turn, ...]:
        """The last turns that were about this plan."""
        return tuple(turn for turn in self.turns if turn.plan == plan)

    def find(self, name: str) -> Turn | None:
        """The turn of this name; None where it is too long ago."""
        return next((turn for turn in (*reversed(self.turns), *reversed(self.older)) if turn.name == name), None)

    def without_draft(self, number: str = "") -> "Conversation":
        """The chat after its draft was sent, as the case of this number, or dropped; what waited behind it is next."""
        ended = (*self.ended, (self.intake.id, number)) if self.intake else self.ended
        return replace(self, intake=self.intake.before if self.intake else None, ended=ended[-_ENDED:])

    def without_drafts(self) -> "Conversation":
        """The chat after all that is being written was dropped."""
        dropped = tuple((one.id, "") for one in self.intake.drafts()) if self.intake else ()
        return replace(self, intake=None, ended=(*self.ended, *dropped)[-_ENDED:])

    def asking(self, what: str) -> "Conversation":
        """The chat after the bot asked this."""
        return replace(self, asks=what)

    def to_json(self) -> str:
        """As the database keeps it."""
        told = {
            "turns": [t.to_dict() for t in self.turns],
            "topic": self.topic,
            "intake": self.intake and self.intake.to_dict(),
            "language": self.language,
            "wrong_claims": self.wrong_claims,
            "older": [t.to_dict() for t in self.older],
            "ended": self.ended,
            "asks": self.asks,
            "lost": self.lost,
            "said": self.said,
            **({"plan": self.plan} if self.plan else {}),
            **({"question": self.question} if self.question else {}),
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
            older = tuple(Turn.from_dict(t) for t in fields.get("older", ()))
            ended = tuple((str(draft), str(number)) for draft, number in fields.get("ended", ()))
            asks, lost, plan = str(fields.get("asks", "")), bool(fields.get("lost")), str(fields.get("plan", ""))
            kept = cls(turns, str(fields["topic"]), intake, fields["language"], wrong, older, ended, lost, asks)
            return replace(kept, said=str(fields.get("said", "")), plan=plan, question=str(fields.get("question", "")))
        except (ValueError, KeyError, TypeError):
            return cls()
