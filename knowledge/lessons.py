"""What was the bot taught by coordinators: other names for things of the plan, and ready answers?

A name becomes a word of the plan that means this one thing. A ready answer is given only where the plan has none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db import lessons
from db.plan_codes import of_plan
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.lexicon import NOTHING, Lexicon
from knowledge.likeness import likeness, runs

_LIKE = 0.6
"""How alike a message and the question of a ready answer must be."""


@dataclass(frozen=True)
class Name:
    """Another name for a thing."""

    words: str
    code: str


@dataclass(frozen=True)
class Ready:
    """An answer that was written for a question."""

    question: str
    answer: str
    source: str


def taught_names(session: Session, plan: str = "") -> tuple[Name, ...]:
    """Those that were published for things of a plan: of the default one, or of that of this name beside it."""
    return tuple(
        Name(each.words, code) for each in lessons.published(session, "name") for code in of_plan([each.code], plan)
    )


def ready_answers(session: Session) -> tuple[Ready, ...]:
    """Those that were published."""
    return tuple(Ready(each.words, each.answer, each.source) for each in lessons.published(session, "answer"))


def by_code(names: Sequence[Name]) -> dict[str, list[str]]:
    """The names of each thing."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name.code].append(name.words)
    return dict(found)


def with_names(vocabulary: Lexicon, names: Sequence[Name]) -> Lexicon:
    """The vocabulary in which each name is one word with a meaning of its own."""
    if not names:
        return vocabulary
    terms = dict(vocabulary.terms)
    for name in names:
        word = lexicon.key(clean(name.words))
        old = terms.get(word, NOTHING)
        terms[word] = replace(old, notions=old.notions | {word}, everyday=False)
    return replace(vocabulary, terms=terms)


def ready_for(text: str, answers: Sequence[Ready]) -> Ready | None:
    """The answer that was written for such a question; None where none was."""
    if not answers:
        return None
    own = runs(text)
    best = max(answers, key=lambda each: likeness(own, runs(each.question)))
    return best if likeness(own, runs(best.question)) >= _LIKE else None
