"""Several plans in one database, some of them with the same codes, and each alone in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from sqlalchemy.orm import Session

from db.session import create_engine_for, session_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.several_plans import reply_of
from knowledge.loader import load
from knowledge.plan_document import Budget, PlanDocument, Project, Tactic
from knowledge.plans_stored import StoredPlans
from tests.plans import read

ORDER = ("main", "twin", "nan", "small")
"""Under these names the plans are loaded; the first is the default one."""


SHIFT = 4
"""So many years before the default plan its twin is."""
DEARER = 3
"""So many times the money of the default plan the twin has."""


@cache
def document(name: str) -> PlanDocument:
    """The plan of this name. The twin has every code and name of the default one, years before and with more money."""
    if name == "twin":
        return _twin(read("bundled"))
    return read("bundled" if name == "main" else name)


def _twin(plan: PlanDocument) -> PlanDocument:
    issues = tuple(replace(issue, tactics=tuple(map(_dearer, issue.tactics))) for issue in plan.issues)
    return replace(
        plan,
        document="twin.txt",
        digest="twin",
        issues=issues,
        first_year=plan.first_year - SHIFT,
        last_year=plan.last_year - SHIFT,
    )


def _dearer(tactic: Tactic) -> Tactic:
    return replace(tactic, projects=tuple(replace(p, budgets=_cells(p)) for p in tactic.projects))


def _cells(project: Project) -> tuple[Budget, ...]:
    return tuple(
        replace(b, year=b.year - SHIFT, satang=None if b.satang is None else DEARER * b.satang) for b in project.budgets
    )


@contextmanager
def together(url: str, names: tuple[str, ...] = ORDER) -> Iterator[Session]:
    """A session on a migrated, empty database into which these plans were loaded in this order."""
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        for name in names:
            load(session, document(name), name)
            session.commit()
        yield session
    engine.dispose()


class Chat:
    """One chat about the plans that are stored."""

    def __init__(self, session: Session, plans: StoredPlans) -> None:
        self.session = session
        self.plans = plans
        self.state = Conversation()

    def say(self, *said: str) -> Answer:
        """The answer to the last of these messages."""
        for text in said:
            answer = self.send(Message("ask", "", text))
        return answer

    def send(self, message: Message) -> Answer:
        """The answer to a message of any kind. What a chat keeps is written down and read again in between."""
        answer, after = reply_of(self.session, self.plans, message, self.state)
        self.state = Conversation.from_json(after.to_json())
        return answer
