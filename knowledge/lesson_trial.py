"""What would change if a thing had another name: how a message is understood, and which known questions move?

A name may also draw messages into its plan that were understood by another one, so all stored plans are tried together.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from db import lessons
from db.plan_codes import EVERY, apart, qualified
from db.plan_in_view import looking_at
from knowledge import lexicon
from knowledge.clean import clean
from knowledge.index import Index, load_index
from knowledge.lessons import Name
from knowledge.plan_document import Ready
from knowledge.plans_stored import StoredPlans
from knowledge.readers.companion import DATA
from knowledge.understand import understand
from knowledge.which_plan import which_plan

SHORTEST, LONGEST = 3, 60
"""Letters of a name."""
_SHOWN = 20


@dataclass(frozen=True)
class Meaning:
    """What a message is taken to be about."""

    codes: tuple[str, ...] = ()
    """With the name of their plan, where it is not the default one."""
    is_sure: bool = False
    """Whether it is one question; else the bot asks which of these is meant."""


@dataclass(frozen=True)
class Moved:
    """A known question that is understood otherwise than before."""

    text: str
    before: Meaning
    after: Meaning
    right: frozenset[str]
    """What it is about."""

    @property
    def is_taken(self) -> bool:
        """Whether it was understood rightly before, and would not be any more."""
        return set(self.before.codes) == self.right != set(self.after.codes)


@dataclass(frozen=True)
class Trial:
    """What the name would do."""

    plans: StoredPlans
    """As they would be."""
    refused: str = ""
    """short, long, code or taken; "" where it may be published."""
    owner: str = ""
    """The code of the thing that is called so already."""
    moved: tuple[Moved, ...] = ()
    asked: int = 0
    """How many known questions were tried."""

    @property
    def takes(self) -> tuple[Moved, ...]:
        """Questions that it would take from other things."""
        return tuple(each for each in self.moved if each.is_taken)

    @property
    def shown(self) -> tuple[Moved, ...]:
        """Some that move, those that would be taken first."""
        return tuple(sorted(self.moved, key=lambda each: not each.is_taken))[:_SHOWN]


@dataclass(frozen=True)
class _Known:
    """A question, and what it is about."""

    text: str
    right: frozenset[str]
    plan: str = ""
    """In which plan the chat is that asks it; "" for the default one."""


def try_name(session: Session, plans: StoredPlans, name: Name) -> Trial:
    """Nothing is stored. The name's code says which of the stored plans it is for."""
    return begin_trial(session, plans, name)()


def begin_trial(session: Session, plans: StoredPlans, name: Name) -> Callable[[], Trial]:
    """The same, but for what needs no database: seconds of work, for which no transaction should stay open."""
    plan, code = apart(name.code)
    index = plans.named(plan)
    if refused := _refused(index, Name(name.words, code)):
        return partial(Trial, plans, *refused)
    asked = name, tuple(_known(session, plans))
    last = _LAST.get(plans)
    if last is not None and last[0] == asked:
        known = last[1]
        return lambda: known
    then = replace(plans, indexes=tuple(_with(session, each, name) for each in plans.indexes))
    return partial(_trial, plans, then, asked)


def with_answer(plans: StoredPlans, answer: Ready, plan: str = "") -> StoredPlans:
    """The plans as they would be with one more ready answer, of the plan of this name, or of EVERY one."""

    def given(index: Index) -> Index:
        return replace(index, ready=(*index.ready, answer)) if plan in (index.beside, EVERY) else index

    return replace(plans, indexes=tuple(map(given, plans.indexes)))


def meaning(plans: StoredPlans, text: str, plan: str = "") -> Meaning:
    """What the text is taken for in a chat that is about a plan; what is only near in meaning is not."""
    choice = which_plan(plans, text, plans.named(plan) or plans.default)
    if choice.kind != "one":
        return Meaning()
    [index] = choice.plans
    understood = understand(index, choice.text)
    if understood.outcome == "unknown":
        return Meaning()
    is_sure = understood.outcome == "question"
    codes = understood.question.about if is_sure else understood.choices
    return Meaning(tuple(qualified(code, index.beside) for code in codes), is_sure)


def _trial(plans: StoredPlans, then: StoredPlans, asked: tuple[Name, tuple[_Known, ...]]) -> Trial:
    trial = Trial(then, moved=tuple(_moved(plans, then, asked[1])), asked=len(asked[1]))
    _LAST[plans] = asked, trial
    return trial


def _with(session: Session, index: Index, name: Name) -> Index:
    """The index in which a thing of this plan has the name; that of another plan as it is."""
    plan, code = apart(name.code)
    if index.beside != plan:
        return index
    with looking_at(session, index.view):
        return load_index(session, more=(Name(name.words, code),), before=index)


def _refused(index: Index | None, name: Name) -> tuple[str, str] | None:
    word = lexicon.key(clean(name.words))
    if index is None or name.code not in index.entities:
        return "code", ""
    if owner := next((each.code for each in index.entities.values() if lexicon.key(each.title) == word), ""):
        return "taken", qualified(owner, index.beside)
    if len(word) < SHORTEST:
        return "short", ""
    if len(word) > LONGEST:
        return "long", ""
    sense = index.vocabulary.terms.get(word)
    return ("taken", "") if sense and (sense.cues or sense.talk) else None


def _known(session: Session, plans: StoredPlans) -> Iterator[_Known]:
    """Those that were corrected, and those that stand beside the document of each plan."""
    corrected = lessons.checks(session)
    yield from (_Known(text, right) for text, right in corrected.items())
    for index in plans.indexes:
        for text, codes in _beside(index.document):
            if index.beside or text not in corrected:
                yield _Known(text, frozenset(qualified(code, index.beside) for code in codes), index.beside)


def _beside(document: str) -> Iterator[tuple[str, list[str]]]:
    file = DATA / f"{document.rpartition('.')[0]}.checks.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else ()
    for told in map(json.loads, lines):
        yield told["text"], told["codes"]


def _moved(now: StoredPlans, then: StoredPlans, known: tuple[_Known, ...]) -> Iterator[Moved]:
    meant = _MEANT.setdefault(now, {})
    for each in known:
        asked = each.text, each.plan
        before = meant[asked] = meant.get(asked) or meaning(now, *asked)
        after = meaning(then, *asked)
        if before != after:
            yield Moved(each.text, before, after, each.right)


_MEANT: WeakKeyDictionary[StoredPlans, dict[tuple[str, str], Meaning]] = WeakKeyDictionary()
"""What known questions are taken for as the plans are: worked out once, as it takes half of a trial."""
_LAST: WeakKeyDictionary[StoredPlans, tuple[tuple[Name, tuple[_Known, ...]], Trial]] = WeakKeyDictionary()
"""What was tried last, which is most likely what will be published."""
