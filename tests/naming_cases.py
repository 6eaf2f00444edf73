"""Which things do people mean who describe them in their own words, and does the bot find them?

A line of `tests/questions/naming/*.jsonl` is one message about one project of the plan `PLAN.txt` beside it; `kk`
is the bundled plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from knowledge.index import Index
from knowledge.loader import BUNDLED, load, read_plan
from knowledge.names.completing import encode, titles_in
from knowledge.understand import understand
from tests.chats import FOLDER, read_lines

NAMING = FOLDER / "naming"
DEVELOPED_ON, HELD_OUT = ("naming-dev",), ("naming-held-1", "naming-held-2")
OFFERED = 3
"""Things among which the one that is meant must be."""


@dataclass(frozen=True)
class Case:
    """One description."""

    plan: str
    text: str
    code: str
    """Of the project that it means."""


@dataclass(frozen=True)
class Score:
    """What became of descriptions, in messages."""

    asked: int
    first: int
    """The right thing was answered for, or offered first."""
    among: int
    """It was answered for, or among the first three that were offered."""
    misled: int
    """Something else was answered for."""


def read_cases(name: str) -> list[Case]:
    """The cases of a file, in its order."""
    return [Case(line["plan"], line["text"], line["code"]) for line in read_lines(NAMING / f"{name}.jsonl")]


def plan_file(plan: str) -> Path:
    """Where the plan stands that the cases call so."""
    return BUNDLED if plan == "kk" else NAMING / f"{plan}.txt"


def stored(sessions: sessionmaker[Session], plan: Path) -> None:
    """Store a plan document with the vectors of its names, as importing does."""
    document = read_plan(plan)
    encode(sessions, titles_in(document))
    with sessions.begin() as session:
        load(session, document)


def score(index: Index, cases: Sequence[Case]) -> Score:
    """How many of these cases are found in their plan."""
    first = among = misled = 0
    for case in cases:
        understood = understand(index, case.text)
        is_answer = understood.outcome == "question"
        # What was answered by its meaning alone stands first among what its buttons offer.
        found = understood.choices or understood.question.about
        first += found[:1] == (case.code,)
        among += case.code in found[:OFFERED]
        misled += is_answer and case.code not in understood.question.about
    return Score(len(cases), first, among, misled)
