"""Is each of several stored plans answered from as if it were alone, whatever else is stored, loaded or withdrawn?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.migrate import upgrade
from db.models import Agency, Budget, Issue, Plan, Project, ProjectAgency, Source
from db.plan_in_view import ALL_PLANS, look_anew, looking_at
from db.plans import every_plan, make_default, plan_named, withdraw
from db.session import create_engine_for, reading_factory, session_factory
from handlers.answer import Answer
from handlers.conversation import Conversation
from handlers.message import Message
from handlers.reply import reply
from knowledge.index import Index, load_index
from knowledge.loader import StoredTwiceError, load
from knowledge.plan_document import PlanDocument
from knowledge.plan_rows import TABLES, rows_of, stored_rows
from knowledge.plan_view import load_view
from knowledge.plans_stored import load_plans
from knowledge.query.sql.evaluate import evaluate
from tests.plan_evaluator import Evaluator
from tests.plan_questions import Case, cases
from tests.plan_rows import stored_plan
from tests.plans_together import ORDER, document, together
from tests.query_maker import Maker
from tests.test_query_agreement import plain

OTHER = {"main": "น่าน", "twin": "น่าน", "nan": "ขอนแก่น", "small": "ขอนแก่น"}
"""A province that each plan is not about."""


@pytest.fixture(name="stored")
def _stored(database_url: str) -> Iterator[Session]:
    """Four plans, two of them with the same codes, on SQLite and PostgreSQL in turn."""
    _migrate(database_url)
    with together(database_url) as session:
        yield session


def _migrate(url: str) -> None:
    engine = create_engine_for(url)
    upgrade(engine)
    engine.dispose()


def _ask(session: Session, index: Index, case: Case) -> Answer:
    conversation = Conversation()
    for text in case.said:
        answer, conversation = reply(session, index, Message("ask", "", text), conversation)
    return answer


def _id(session: Session, name: str) -> int:
    plan = plan_named(session, name)
    assert plan is not None
    return plan.id


def _index(session: Session, name: str) -> Index:
    with looking_at(session, _id(session, name)):
        return load_index(session)


def _asked_of(session: Session, index: Index, name: str) -> list[tuple[str, Answer]]:
    with looking_at(session, index.view):
        asked = list(cases(stored_plan(session), OTHER[name]))
    answers = ((case.kind, _ask(session, index, case)) for case in asked)
    # Buttons carry the name of a turn, which knows its plan, or of a draft, which is made by chance.
    return [(kind, replace(answer, actions=(), turn="")) for kind, answer in answers]


@pytest.fixture(scope="module", name="four")
def _four(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with together(_copy(empty_file, tmp_path_factory.mktemp("four"))) as session:
        yield session


def _copy(empty: Path, folder: Path) -> str:
    (folder / "plans.db").write_bytes(empty.read_bytes())
    return f"sqlite:///{folder / 'plans.db'}"


@pytest.mark.parametrize("name", ORDER)
def test_every_kind_of_question_is_answered_as_if_the_plan_were_alone(
    name: str, four: Session, empty_file: Path, tmp_path: Path
) -> None:
    among = _asked_of(four, _index(four, name), name)

    with together(_copy(empty_file, tmp_path), (name,)) as alone:
        assert among == _asked_of(alone, load_index(alone), name)
    assert len(among) > 50


@pytest.mark.parametrize("name", ["main", "twin", "nan"])
def test_queries_come_to_what_the_document_says(name: str, stored: Session) -> None:
    second = Evaluator(document(name))
    with looking_at(stored, _id(stored, name)):
        differing = [
            query
            for query in Maker(document(name), seed=7).queries(200)
            if plain(evaluate(stored, query)) != second.evaluate(query)
        ]

    assert differing == []


@pytest.mark.parametrize("name", ORDER)
def test_each_plan_is_stored_as_its_document_has_it(name: str, stored: Session) -> None:
    with looking_at(stored, _id(stored, name)):
        assert stored_rows(stored) == rows_of(document(name))


@pytest.mark.parametrize("name", ORDER)
def test_each_plan_is_seen_as_its_document_has_it(name: str, stored: Session) -> None:
    with looking_at(stored, _id(stored, name)):
        view = load_view(stored)

    projects = document(name).projects
    assert [p.code for p in view.projects] == [p.code for p in projects]
    assert view.sum_of() == sum(b.satang or 0 for p in projects for b in p.budgets)
    assert {document(name).document} == {view.document}


@pytest.mark.parametrize(
    "query",
    [
        select(Project.name, Issue.code).outerjoin(Issue, Issue.id == 0),
        select(func.count()).select_from(Budget),
        select(Project).where(Project.id.in_(select(Budget.project_id).where(Budget.satang > 0))),
        select(Agency.name).join(ProjectAgency).group_by(Agency.id, Agency.name),
        select(Source.line).where(Source.id.in_(select(Project.source_id).cte().select())),
        select(select(Project.code).order_by(Project.id).limit(1).scalar_subquery()),
        select(Plan.document),
    ],
    ids=["joined", "counted", "within", "grouped", "beside", "first", "plan"],
)
@pytest.mark.parametrize("name", ["main", "twin"])
def test_no_statement_finds_rows_of_another_plan(name: str, query: object, stored: Session) -> None:
    with looking_at(stored, _id(stored, name)):
        among = [tuple(map(_plain, row)) for row in stored.execute(query)]  # type: ignore[call-overload]
    for other in set(ORDER) - {name}:
        if other != "main":
            _withdrawn(stored, other)
        else:
            _replaced_by(stored, name)
    alone = [tuple(map(_plain, row)) for row in stored.execute(query)]  # type: ignore[call-overload]

    assert sorted(map(repr, among)) == sorted(map(repr, alone))
    assert among


def _plain(value: object) -> object:
    return (value.plan_id, value.code) if isinstance(value, Project) else value


def _withdrawn(session: Session, name: str) -> None:
    plan = plan_named(session, name)
    assert plan is not None
    withdraw(session, plan)


def _replaced_by(session: Session, name: str) -> None:
    """The plan becomes the default one, and what was it goes."""
    plan, before = plan_named(session, name), plan_named(session, "main")
    assert plan is not None
    assert before is not None
    make_default(session, plan)
    withdraw(session, before)


def _everything(session: Session, but: str) -> dict[str, object]:
    """All that is stored of the other plans, down to the ids of their rows."""
    found: dict[str, object] = {}
    ids = [plan.id for plan in every_plan(session) if plan.name != but]
    for name, table in TABLES.items():
        columns = table.model.__table__.c
        rows = session.execute(select(*columns).where(columns["plan_id"].in_(ids)).execution_options(**ALL_PLANS))
        found[name] = sorted(map(repr, rows))
    plans = [plan for plan in every_plan(session) if plan.name != but]
    return found | {"plan": [(p.id, p.version, p.digest, p.loaded_at, p.is_default) for p in plans]}


def _smaller(plan: PlanDocument) -> PlanDocument:
    return replace(plan, digest="smaller", issues=plan.issues[:-1], lists=(), aliases=(), words=())


@pytest.mark.parametrize("name", ["twin", "nan", "main"])
def test_replacing_a_plan_leaves_the_others_as_they_were(name: str, stored: Session) -> None:
    before = _everything(stored, name)

    load(stored, _smaller(document(name)), name)
    stored.commit()

    assert _everything(stored, name) == before
    with looking_at(stored, _id(stored, name)):
        assert stored_rows(stored) == rows_of(_smaller(document(name)))


@pytest.mark.parametrize("name", ["twin", "nan", "small"])
def test_withdrawing_a_plan_leaves_the_others_as_they_were(name: str, stored: Session) -> None:
    before = _everything(stored, name)

    _withdrawn(stored, name)
    stored.commit()

    assert _everything(stored, name) == before
    assert len(every_plan(stored)) == len(ORDER) - 1


def test_loading_one_more_leaves_the_others_as_they_were(stored: Session) -> None:
    _withdrawn(stored, "nan")
    before = _everything(stored, "nan")

    load(stored, document("nan"), "nan")
    stored.commit()

    assert _everything(stored, "nan") == before


def test_a_plan_that_is_withdrawn_leaves_nothing_behind(stored: Session) -> None:
    id_ = _id(stored, "twin")

    _withdrawn(stored, "twin")
    stored.commit()

    for table in (*(t.model for t in TABLES.values()), Source):
        column = table.__table__.c["plan_id"]
        query = select(func.count()).where(column == id_).execution_options(**ALL_PLANS)
        assert stored.scalar(query) == 0


def test_the_same_plan_loaded_again_changes_nothing(stored: Session) -> None:
    assert load(stored, document("twin"), "twin").is_empty is True


def test_a_document_is_not_stored_under_two_names(stored: Session) -> None:
    with pytest.raises(StoredTwiceError, match="twin"):
        load(stored, document("twin"))


def test_without_a_name_the_default_plan_is_replaced(stored: Session) -> None:
    load(stored, replace(_smaller(document("main")), document="newer.txt"))

    assert next((plan.name, plan.document) for plan in every_plan(stored)) == ("main", "newer.txt")
    assert len(every_plan(stored)) == len(ORDER)


def test_a_session_reads_the_default_plan_where_nobody_says_another(stored: Session) -> None:
    twin = plan_named(stored, "twin")
    assert twin is not None
    first = stored.scalar(select(Plan.document))
    make_default(stored, twin)

    assert (first, stored.scalar(select(Plan.document))) == (document("main").document, "twin.txt")
    look_anew(stored)


def test_only_what_changed_is_read_anew(stored: Session) -> None:
    before = load_plans(stored)
    load(stored, _smaller(document("nan")), "nan")

    after = load_plans(stored, before)

    kept = {index.beside: index is before.named(index.beside) for index in after.indexes}
    assert kept == {"": True, "twin": True, "nan": False, "small": True}


def test_one_more_plan_is_stored_while_nobody_reads(database_url: str) -> None:
    """A reader that found one plan must not come upon two before it has done."""
    _migrate(database_url)
    with together(database_url, ("main",)), _reading(database_url) as reader, _writing(database_url) as writer:
        before = reader.scalar(select(func.count()).select_from(Budget))
        load(writer, document("twin"), "twin")
        done = Event()
        thread = Thread(target=lambda: (writer.commit(), done.set()))
        thread.start()
        is_early = done.wait(0.5)
        during = reader.scalar(select(func.count()).select_from(Budget))
        reader.rollback()
        thread.join(60)
        after = reader.scalar(select(func.count()).select_from(Budget))

    # SQLite shows the reader one moment, and lets the writer go on meanwhile.
    assert (before, during, after, done.is_set()) == (before, before, before, True)
    assert is_early is database_url.startswith("sqlite")


@contextmanager
def _reading(url: str) -> Iterator[Session]:
    engine = create_engine_for(url)
    with reading_factory(engine)() as session:
        yield session
    engine.dispose()


@contextmanager
def _writing(url: str) -> Iterator[Session]:
    engine = create_engine_for(url)
    with session_factory(engine)() as session:
        yield session
    engine.dispose()
