"""What was the bot taught by coordinators: other names for things of the plan, and ready answers?

A name becomes a word of the plan that means this one thing. A ready answer is given only where its plan has none. Both
may also stand in the YAML beside the plan.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db import lessons
from db.plan_codes import EVERY, apart, of_plan
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.lexicon import NOTHING, Lexicon
from knowledge.likeness import likeness, runs
from knowledge.plan_document import Ready
from knowledge.plan_facts import plan_answers

_LIKE = 0.6
"""How alike a message and the question of a ready answer must be."""


@dataclass(frozen=True)
class Name:
    """Another name for a thing."""

    words: str
    code: str


def taught_names(session: Session, plan: str = "") -> tuple[Name, ...]:
    """Those that were published for things of a plan: of the default one, or of that of this name beside it."""
    return tuple(
        Name(each.words, code) for each in lessons.published(session, "name") for code in of_plan([each.code], plan)
    )


def taught_answers(session: Session, plan: str = "") -> tuple[Ready, ...]:
    """Those that were published for a plan, or for every one, oldest first."""
    published = (each for each in lessons.published(session, "answer") if apart(each.code)[0] in (plan, EVERY))
    return tuple(Ready(each.words, each.answer, each.source) for each in published)


def ready_answers(session: Session, plan: str = "") -> tuple[Ready, ...]:
    """Those that the plan in view gives, whose name beside the default one it is told: of two alike the last."""
    return (*plan_answers(session), *taught_answers(session, plan))


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
    """The answer that was written for such a question, the newest one for the nearest; None where none was."""
    if not answers:
        return None
    own = runs(text)
    best = max(reversed(answers), key=lambda each: likeness(own, runs(each.question)))
    return best if likeness(own, runs(best.question)) >= _LIKE else None
