"""What can be asked: the small algebra that every question about the plan is turned into."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any, Literal

Ask = Literal[
    "overview",
    "budget",
    "years",
    "projects",
    "agencies",
    "issues",
    "tactics",
    "goals",
    "indicators",
    "stakeholders",
    "measures",
    "passage",
    "funding",
    "period",
    "bill",
]
"""What is wanted; each has a handler of its name."""

Shape = Literal["value", "total", "list", "count", "average", "rank", "compare", "share", "change", "exists", "without"]
"""In which form it is wanted."""

By = Literal["year", "issue", "tactic", "agency", "project"]

Field = Literal[
    "total", "each", "cell", "years", "agencies", "funded", "unfunded", "target", "steady", "alternate", "together"
]
"""What a condition looks at: the sum over the years; every year; some year; how many years have a budget; how many
agencies; the budget of a given year set or not set; whether an indicator's target is a figure; the same amount in every
year; every other year; whether the agencies named answer for it together."""

Operator = Literal["<", "<=", "=", ">=", ">", "between"]


@dataclass(frozen=True)
class Condition:
    """One demand on projects (or indicators)."""

    field: Field
    op: Operator = "="
    number: int = 0
    """Satang for amounts; a count for `years` and `agencies`; a fiscal year for `funded` and `unfunded`."""
    upper: int = 0
    """Of `between`, inclusive."""


@dataclass(frozen=True)
class Question:
    """One question about the plan. Empty fields ask for everything."""

    ask: Ask = "overview"
    shape: Shape = "value"
    about: tuple[str, ...] = ()
    """Plan codes; empty is the whole plan."""
    agencies: tuple[str, ...] = ()
    """Canonical names: only what they answer for."""
    years: tuple[int, ...] = ()
    """Fiscal years (BE), ascending, except for a change, which goes from the first to the last."""
    where: tuple[Condition, ...] = ()
    by: By | None = None
    """What is ranked, compared or listed side by side."""
    down: bool = False
    """Smallest first; for a change: it asks for a decrease."""
    top: int = 1
    """How many places of a ranking."""
    place: int = 1
    """The first place that is wanted."""
    percent: bool = False
    """A change in percent."""
    parent: bool = False
    """The thing above is wanted: "อยู่ใต้กลยุทธ์ไหน"."""
    yearly: bool = False
    """The figure for each year is wanted: "ปีละ"."""
    claim: int | None = None
    """Satang that the asker takes for granted."""
    why: bool = False
    """The asker wants a reason, which the plan does not give."""
    words: tuple[str, ...] = ()
    """Words to look for in the text of the plan."""
    number: int | None = None
    """Of a measure or framework item."""
    counting: bool = False
    """A ranking by the number of projects, not by money."""
    targets: bool = False
    """Goals are asked for with their targets."""
    base: str = ""
    """What a share is a share of: a code, or "" for the whole plan."""
    lines: str = ""
    """What is asked of the lines of a budget bill (`bill/asked.py`), as it is written there."""

    def to_dict(self) -> dict[str, Any]:
        """Fields that differ from an empty question, as JSON can hold them."""
        told = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        if self.where:
            told["where"] = [asdict(condition) for condition in self.where]
        return told

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Question":
        """The question of `to_dict`."""
        tuples = {name: tuple(told.get(name, ())) for name in ("about", "agencies", "years", "words")}
        where = tuple(Condition(**condition) for condition in told.get("where", ()))
        return cls(**{**told, **tuples, "where": where})

    def __str__(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False)


@dataclass(frozen=True)
class Turn:
    """One question that was answered, as the next one may point back at it."""

    question: Question
    codes: tuple[str, ...] = ()
    """What the answer was about."""
    choices: tuple[str, ...] = ()
    """What was offered, where the bot asked back."""
    agencies: tuple[str, ...] = ()
    """Who won, where agencies were ranked."""
    years: tuple[int, ...] = ()
    """Which years won, where years were ranked."""
    query: str = ""
    """The query that was answered, as it is written down (`query/written.py`); "" where the question says it all."""
    plan: str = ""
    """The name of the plan beside the default one whose codes these are; "" where they are the default's."""

    @cached_property
    def name(self) -> str:
        """Eight letters that are the same for the same turn, however often it is written down and read again."""
        told = json.dumps(self.to_dict(), sort_keys=True).encode()
        return hashlib.blake2b(told, digest_size=4).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "question": self.question.to_dict(),
            "codes": list(self.codes),
            "choices": list(self.choices),
            "agencies": list(self.agencies),
            "years": list(self.years),
            **({"query": self.query} if self.query else {}),
            **({"plan": self.plan} if self.plan else {}),
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Turn":
        """The turn of `to_dict`."""
        return cls(
            Question.from_dict(told["question"]),
            tuple(told["codes"]),
            tuple(told["choices"]),
            tuple(told["agencies"]),
            tuple(told["years"]),
            str(told.get("query", "")),
            str(told.get("plan", "")),
        )
