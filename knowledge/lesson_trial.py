"""What would change if a thing had another name: how the message is understood, and which known questions move?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import lessons
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.index import Index, load_index
from knowledge.lessons import Name
from knowledge.readers.companion import DATA
from knowledge.understand import Understood, understand

SHORTEST, LONGEST = 3, 60
"""Letters of a name."""
_SHOWN = 20


@dataclass(frozen=True)
class Moved:
    """A known question that is understood otherwise than before."""

    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    right: frozenset[str]
    """What it is about."""

    @property
    def is_taken(self) -> bool:
        """Whether it was understood rightly before, and would not be any more."""
        return set(self.before) == self.right != set(self.after)


@dataclass(frozen=True)
class Trial:
    """What the name would do."""

    refused: str = ""
    """short, long, code or taken; "" where it may be published."""
    owner: str = ""
    """The code of the thing that is called so already."""
    before: Understood | None = None
    after: Understood | None = None
    moved: tuple[Moved, ...] = ()
    asked: int = 0
    """How many known questions were tried."""

    @property
    def takes(self) -> tuple[Moved, ...]:
        """Questions that it would take from other things."""
        return tuple(each for each in self.moved if each.is_taken)


def try_name(session: Session, name: Name, message: str) -> Trial:
    """Nothing is stored but the known questions of the plan, where they were not here yet."""
    now = load_index(session)
    if refused := _refused(now, name):
        return Trial(*refused)
    then = load_index(session, more=(name,))
    known = lessons.checks(session)
    moved = tuple(_moved(now, then, known))
    before, after = understand(now, message), understand(then, message)
    return Trial(before=before, after=after, moved=moved[:_SHOWN], asked=len(known))


def fill_checks(session: Session, document: str) -> None:
    """The known questions that stand beside this plan, where they are not in the database yet."""
    file = DATA / f"{document.rpartition('.')[0]}.checks.jsonl"
    if not file.is_file() or lessons.has_checks(session, document):
        return
    told = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    lessons.replace_checks(session, document, {each["text"]: each["codes"] for each in told})


def _refused(index: Index, name: Name) -> tuple[str, str] | None:
    word = lexicon.key(clean(name.words))
    if name.code not in index.entities:
        return "code", ""
    if owner := next((each.code for each in index.entities.values() if lexicon.key(each.title) == word), ""):
        return "taken", owner
    if len(word) < SHORTEST:
        return "short", ""
    if len(word) > LONGEST:
        return "long", ""
    sense = index.vocabulary.terms.get(word)
    return ("taken", "") if sense and (sense.cues or sense.talk) else None


def _moved(now: Index, then: Index, known: list[tuple[str, frozenset[str]]]) -> Iterator[Moved]:
    for text, right in known:
        before, after = _about(now, text), _about(then, text)
        if before != after:
            yield Moved(text, before, after, right)


def _about(index: Index, text: str) -> tuple[str, ...]:
    """What the text is taken to mean; what is only near in meaning is not."""
    understood = understand(index, text)
    if understood.outcome == "unknown":
        return ()
    return understood.question.about if understood.outcome == "question" else understood.choices
