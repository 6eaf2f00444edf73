"""Which things of the plan can be named? Read from SQL, in document order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import Goal, Indicator, Issue, Passage, Project, Stakeholder, Tactic
from knowledge.cut import squeeze

Kind = Literal[
    "project",
    "issue",
    "tactic",
    "goal",
    "indicator",
    "measure",
    "framework",
    "section",
    "stakeholder",
    "agency_strategy",
]

_PASSAGES: dict[str, Kind] = {"measure": "measure", "framework": "framework", "section": "section"}
_STAKEHOLDERS: dict[str, Kind] = {"agency": "stakeholder", "strategy": "agency_strategy"}
"""The word of the database and ours, which must be one of its own among all kinds."""


@dataclass(frozen=True)
class Nameable:
    """One thing of the plan with its names in full."""

    code: str
    kind: Kind
    name: str
    name_en: str
    parents: tuple[str, ...]
    heading: str = ""
    """Of a passage, whose name is its text."""


@dataclass(frozen=True)
class Entity:
    """One thing of the plan that can be named, as it is compared with messages."""

    code: str
    """Plan code; `passage:17` for text without one, `stakeholder:4` for stakeholders."""
    kind: Kind
    name: str
    name_en: str
    parents: tuple[str, ...]
    """Codes of what it stands under, nearest first."""
    title: str
    """The name as `clean` makes it."""
    own: frozenset[str]
    """Notions of the name itself."""
    notions: frozenset[str]
    """Notions of the name, the English name and the aliases."""
    cues: frozenset[str]
    """Cues that words of the name are elsewhere: "โครงการถ่ายทอดตัวชี้วัด" asks for no indicator."""
    phrases: tuple[frozenset[str], ...] = ()
    """The notions of each name by itself: one that is said in full counts extra."""


RUN = 10
"""Letters in a row that make a quotation of a name."""


def runs(entities: Iterable[Entity]) -> dict[str, frozenset[str]]:
    """Which names (by code) have these RUN letters in a row: a message is looked up, and no name is searched."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        letters = squeeze(entity.title).letters
        for i in range(len(letters) - RUN + 1):
            found[letters[i : i + RUN]].add(entity.code)
    return {letters: frozenset(codes) for letters, codes in found.items()}


TITLED: frozenset[Kind] = frozenset(("project", "issue", "tactic", "goal", "indicator"))
"""Kinds whose name is a title; a passage is called by its text, which one quotes in part (`quotes.py`)."""


def titles(things: Iterable[Nameable]) -> Iterator[tuple[str, Kind, str]]:
    """Code, kind and title of what has one, in Thai and in English."""
    for thing in things:
        if thing.kind in TITLED:
            yield from ((thing.code, thing.kind, title) for title in (thing.name, thing.name_en) if title)


def nameables(session: Session) -> Iterator[Nameable]:
    """Everything that has a name."""
    yield from _issues(session)
    yield from _in_issues(session, Goal, "goal")
    yield from _in_issues(session, Tactic, "tactic")
    yield from _indicators(session)
    yield from _projects(session)
    yield from _passages(session)
    yield from _stakeholders(session)


def _issues(session: Session) -> Iterator[Nameable]:
    query = select(Issue.code, Issue.name, Issue.name_en).order_by(Issue.position)
    for code, name, english in session.execute(query):
        yield Nameable(code, "issue", name, english, ())


def _in_issues(session: Session, model: type[Goal] | type[Tactic], kind: Kind) -> Iterator[Nameable]:
    query = select(model.code, model.name, model.name_en, Issue.code).join(Issue).order_by(model.position)
    for code, name, english, issue in session.execute(query):
        yield Nameable(code, kind, name, english, (issue,))


def _indicators(session: Session) -> Iterator[Nameable]:
    query = (
        select(Indicator.code, Indicator.name, Indicator.name_en, Goal.code, Issue.code)
        .join(Goal, Indicator.goal_id == Goal.id)
        .join(Issue)
        .order_by(Indicator.position)
    )
    return _in_others(session, query, "indicator")


def _projects(session: Session) -> Iterator[Nameable]:
    query = (
        select(Project.code, Project.name, Project.name_en, Tactic.code, Issue.code)
        .join(Tactic, Project.tactic_id == Tactic.id)
        .join(Issue)
        .order_by(Project.position)
    )
    return _in_others(session, query, "project")


def _in_others(session: Session, query: Select[str, str, str, str, str], kind: Kind) -> Iterator[Nameable]:
    for code, name, english, holder, issue in session.execute(query):
        yield Nameable(code, kind, name, english, (holder, issue))


def _passages(session: Session) -> Iterator[Nameable]:
    query = (
        select(Passage.id, Passage.kind, Passage.heading, Passage.text, Passage.text_en, Issue.code)
        .outerjoin(Issue)
        .order_by(Passage.position)
    )
    for number, kind, heading, text, english, issue in session.execute(query):
        yield Nameable(f"passage:{number}", _PASSAGES[kind], text, english, (issue,) if issue else (), heading)


def _stakeholders(session: Session) -> Iterator[Nameable]:
    query = (
        select(Stakeholder.id, Stakeholder.kind, Stakeholder.name, Stakeholder.name_en, Issue.code)
        .join(Issue)
        .order_by(Stakeholder.position)
    )
    for number, kind, name, english, issue in session.execute(query):
        yield Nameable(f"stakeholder:{number}", _STAKEHOLDERS[kind], name, english, (issue,))
