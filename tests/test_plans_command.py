"""Do `import --as` and `plans` do to the stored plans what they say, and does a running bot notice?"""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import explain, importing, stored_plans, template
from bot.__main__ import _parser
from bot.dispatch import Dispatcher
from db import lessons
from db.feedback_models import Feedback
from db.lesson_models import CheckQuestion, Lesson
from db.migrate import downgrade, newest, upgrade
from db.models import Budget, Plan, Project
from db.plan_in_view import looking_at
from db.plans import every_plan, plan_named
from db.session import create_engine_for, session_factory
from handlers.message import Message
from knowledge.loader import BUNDLED, the_plan
from knowledge.plans_stored import load_plans
from knowledge.progress import Reported, progress_of, record
from knowledge.question import Question
from knowledge.spent import spent_of
from tests.plans import PLANS

WIFI = "เน็ตฟรีใช้งบเท่าไหร่"


class Commands:
    """Runs commands on one database and keeps what they printed."""

    def __init__(self, url: str, capture: pytest.CaptureFixture[bytes]) -> None:
        self.url = url
        self._capture = capture
        self.status = -1

    def load(self, path: Path, name: str = "", *, dry_run: bool = False) -> str:
        self.status = importing.run(path, dry_run, self.url, name)
        return self.printed()

    def plans(self, *arguments: str) -> str:
        self.status = stored_plans.run(_parser().parse_args(["plans", *arguments]), self.url)
        return self.printed()

    def printed(self) -> str:
        """What was printed since the last command."""
        return self._capture.readouterr().out.decode()

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = create_engine_for(self.url)
        with session_factory(engine).begin() as session:
            yield session
        engine.dispose()

    def stored(self) -> list[tuple[str, str, bool]]:
        """Name and document of each plan, and whether it is the default one."""
        with self.session() as session:
            return [(plan.name, plan.document, plan.is_default) for plan in every_plan(session)]


@pytest.fixture(name="command")
def _command(plan_url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Commands:
    """The commands on a database with the bundled plan, SQLite and PostgreSQL in turn."""
    return Commands(plan_url, capfdbinary)


@pytest.fixture(name="fresh")
def _fresh(database_url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Commands:
    return Commands(database_url, capfdbinary)


MAIN, SMALL = ("main", BUNDLED.name, True), ("small", "small-plan.txt", False)


def test_a_plan_with_a_name_is_stored_beside_the_others(command: Commands) -> None:
    said = command.load(PLANS["small"], "small")

    assert (command.status, command.stored()) == (0, [MAIN, SMALL])
    assert "ยังไม่มีแผนเก็บไว้" in said
    assert said.endswith("บันทึกแล้ว\n")


def test_a_trial_stores_nothing(command: Commands) -> None:
    said = command.load(PLANS["small"], "small", dry_run=True)

    assert (command.status, command.stored()) == (0, [MAIN])
    assert said.endswith("ลองดูเท่านั้น ยังไม่ได้บันทึก\n")


def test_without_a_name_the_default_plan_is_replaced(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    command.load(PLANS["nan"])

    assert command.stored() == [("main", "nan.txt", True), SMALL]


def test_the_first_plan_of_all_is_the_default_one(fresh: Commands) -> None:
    fresh.load(PLANS["small"])

    assert fresh.stored() == [("main", "small-plan.txt", True)]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_plan_with_a_name_stands_beside_the_bundled_one_from_the_beginning(fresh: Commands, dry_run: bool) -> None:
    said = fresh.load(PLANS["small"], "small", dry_run=dry_run)

    assert "แผนที่มากับโปรแกรมจึงเป็นแผนหลัก" in said
    if not dry_run:
        assert fresh.stored() == [MAIN, SMALL]
        assert "แผนที่มากับโปรแกรม" not in fresh.load(PLANS["small"], "small")


def test_the_bundled_document_itself_may_have_another_name(fresh: Commands) -> None:
    fresh.load(BUNDLED, "kk")

    assert fresh.stored() == [("kk", BUNDLED.name, True)]


def test_a_start_leaves_alone_what_was_imported(fresh: Commands) -> None:
    fresh.load(PLANS["small"])
    fresh.plans()

    assert fresh.stored() == [("main", "small-plan.txt", True)]


def test_the_bundled_plan_follows_releases_beside_another_default(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    command.plans("default", "small")
    with command.session() as session:
        bundled = plan_named(session, "main")
        assert bundled is not None
        bundled.digest = "older"

    command.plans()

    with command.session() as session:
        found = [(plan.name, plan.digest == "older", plan.is_default) for plan in every_plan(session)]
    assert found == [("small", False, True), ("main", False, False)]


def test_a_document_that_is_stored_under_another_name_is_refused(command: Commands) -> None:
    said = command.load(BUNDLED, "again")

    assert (command.status, command.stored()) == (1, [MAIN])
    assert "main" in said


@pytest.mark.parametrize("name", ["a b", "a:b", "a/b", "passage", "-x", "x" * 41, "a\u200bb"])
def test_a_name_that_no_code_could_hold_is_refused(name: str, command: Commands) -> None:
    said = command.load(PLANS["small"], name)

    assert (command.status, command.stored()) == (1, [MAIN])
    assert name in said


def test_the_plans_are_listed(command: Commands) -> None:
    command.load(PLANS["small"], "small")

    first, *_, legend = command.plans().splitlines()

    assert first == "* main · แผนพัฒนาจังหวัดขอนแก่น 2554-2557 · 28 โครงการ"
    assert "  small · แผนพัฒนาจังหวัดน่าน" in command.plans()
    assert "small-plan.txt" in command.plans("list")
    assert legend.startswith("*")


def test_one_plan_is_listed_alone(command: Commands) -> None:
    assert len(command.plans().splitlines()) == 2


def test_the_default_plan_is_chosen(command: Commands) -> None:
    command.load(PLANS["small"], "small")

    said = command.plans("default", "small")

    assert (command.status, command.stored()) == (0, [("small", "small-plan.txt", True), ("main", BUNDLED.name, False)])
    assert "small" in said
    assert "อยู่แล้ว" in command.plans("default", "small")


@pytest.mark.parametrize("doing", [("default", "nowhere"), ("withdraw", "nowhere"), ("withdraw", "nowhere", "--yes")])
def test_a_plan_that_is_not_there_is_told(doing: tuple[str, ...], command: Commands) -> None:
    said = command.plans(*doing)

    assert (command.status, command.stored()) == (1, [MAIN])
    assert "main" in said


def test_a_plan_is_withdrawn_without_asking(command: Commands) -> None:
    command.load(PLANS["small"], "small")

    command.plans("withdraw", "small", "--yes")

    assert (command.status, command.stored()) == (0, [MAIN])


@pytest.mark.parametrize(("typed", "stays"), [("small\n", False), ("yes\n", True), ("", True)])
def test_who_withdraws_a_plan_types_its_name(
    typed: str, stays: bool, command: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.load(PLANS["small"], "small")
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    command.plans("withdraw", "small")

    assert (command.status, SMALL in command.stored()) == (int(stays), stays)


def test_the_default_plan_is_not_withdrawn(command: Commands) -> None:
    command.load(PLANS["small"], "small")

    command.plans("withdraw", "main", "--yes")

    assert (command.status, command.stored()) == (1, [MAIN, SMALL])


def test_a_template_is_that_of_the_plan_that_was_named(command: Commands, tmp_path: Path) -> None:
    command.load(PLANS["small"], "small")

    codes = [template.run("csv", tmp_path / f"{name}.csv", command.url, name) for name in ("small", "", "nowhere")]

    assert codes == [0, 0, 1]
    assert "ขุดลอกหนองน้ำ" in (tmp_path / "small.csv").read_text(encoding="utf-8-sig")
    assert "ขุดลอกหนองน้ำ" not in (tmp_path / ".csv").read_text(encoding="utf-8-sig")


def test_the_plan_that_a_message_means_is_explained(command: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    command.load(PLANS["small"], "small")
    monkeypatch.setenv("DATABASE_URL", command.url)

    status, said = explain.run(["แผน small มีกี่โครงการ"]), command.printed()

    assert (status, said.splitlines()[0]) == (0, "plan: one (small-plan.txt); left: แผน  มีกี่โครงการ")


# --- A running bot


def _asked(bot: Dispatcher, text: str) -> tuple[str, tuple[str, ...]]:
    answer = bot.answer_alone(Message("ask", "", text))
    return (f"{answer.value.number}" if answer.value else answer.status), answer.codes


def test_a_running_bot_notices_what_is_loaded_and_withdrawn(command: Commands) -> None:
    engine = create_engine_for(command.url)
    bot, asked = Dispatcher(engine), "แผน small ขุดหนองใช้งบเท่าไหร่"

    before = _asked(bot, asked)
    command.load(PLANS["small"], "small")
    loaded = _asked(bot, asked), _asked(bot, WIFI)
    command.plans("default", "small")
    default = _asked(bot, asked), _asked(bot, WIFI)
    command.plans("default", "main")
    command.plans("withdraw", "small", "--yes")
    after = _asked(bot, asked)

    engine.dispose()
    assert loaded == (("5.50", ("small:2.1.1",)), ("15.00", ("5.3.6",)))
    assert default == (("5.50", ("2.1.1",)), ("15.00", ("main:5.3.6",)))
    assert before == after


def test_an_index_that_did_not_change_is_kept(command: Commands) -> None:
    with command.session() as session:
        first = load_plans(session)
    command.load(PLANS["small"], "small")
    with command.session() as session:
        second = load_plans(session, first)
    command.load(PLANS["nan"], "nan")
    with command.session() as session:
        third = load_plans(session, second)

    assert second.default.naming is first.default.naming
    assert [third.default is second.default, third.named("small") is second.named("small")] == [True, True]


# --- What is stored under codes


def test_stored_codes_mean_the_same_under_another_default(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    with command.session() as session:
        session.add(Feedback(number="1", channel="web", text="x", codes=json.dumps(["5.3.6"])))
        session.add(Feedback(number="2", channel="web", text="x", codes=json.dumps(["small:2.1.1"])))
        session.add(Feedback(number="3", channel="web", text="x"))
        session.add(CheckQuestion(text="x", codes=json.dumps(["5.3"])))
        lessons.publish(session, Lesson(kind="name", words="เน็ตหมู่บ้าน", code="5.3.6", who="x"))
        for code in ("", "/:"):
            lessons.publish(session, Lesson(kind="answer", words="x", code=code, answer="x", who="x"))
    with command.session() as session:
        first = _codes(session)

    command.plans("default", "small")
    with command.session() as session:
        second = _codes(session)
    command.plans("default", "main")

    assert second == (["main:5.3.6"], ["2.1.1"], [], ["main:5.3"], {"main:5.3.6", "main:", "/:"})
    with command.session() as session:
        assert _codes(session) == first


def _codes(session: Session) -> tuple[object, ...]:
    cases = [json.loads(codes) for codes in session.scalars(select(Feedback.codes).order_by(Feedback.number))]
    checks = [json.loads(codes) for codes in session.scalars(select(CheckQuestion.codes))]
    return (*cases, *checks, set(session.scalars(select(Lesson.code))))


def test_a_taught_name_is_of_one_plan(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    with command.session() as session:
        before = load_plans(session)
        lessons.publish(session, Lesson(kind="name", words="สระใหญ่บ้านเรา", code="small:2.1.1", who="x"))
    with command.session() as session:
        after = load_plans(session, before)

    assert after.default is before.default
    index = after.named("small")
    assert index is not None
    assert index.aliases["2.1.1"] == [*before.named("small").aliases["2.1.1"], "สระใหญ่บ้านเรา"]  # type: ignore[union-attr]


def test_progress_is_that_of_the_plan_of_its_document(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    reported = Reported("x", "y", datetime(2026, 1, 1, tzinfo=UTC))
    with command.session() as session:
        small = plan_named(session, "small")
        assert small is not None
        with looking_at(session, small.id):
            record(session, the_plan(session), reported, "f", {("2.1.1", 2561): 5}, {})
    with command.session() as session:
        record(session, the_plan(session), reported, "f", {("5.3.6", 2555): 7}, {})

    with command.session() as session:
        told = {}
        for plan in every_plan(session):
            with looking_at(session, plan.id):
                spent = spent_of(session, Question())
                told[plan.name] = spent.spent.satang if spent else 0, len(progress_of(session, plan.document).spent)
    assert told == {"main": (7, 1), "small": (5, 1)}


# --- The migration of what was stored


def test_a_stored_plan_becomes_the_default_one_and_stays_as_it_was(command: Commands) -> None:
    engine = create_engine_for(command.url)
    with session_factory(engine)() as session:
        before = session.execute(select(Budget.id, Budget.satang, Project.code).join(Project).order_by(Budget.id)).all()
    downgrade(engine, "0016")

    upgrade(engine, newest())

    with session_factory(engine)() as session:
        after = session.execute(select(Budget.id, Budget.satang, Project.code).join(Project).order_by(Budget.id)).all()
        plan = session.scalars(select(Plan)).one()
    engine.dispose()
    assert (after, plan.name, plan.is_default) == (before, "main", True)


def test_the_older_program_finds_the_default_plan_alone(command: Commands) -> None:
    command.load(PLANS["small"], "small")
    engine = create_engine_for(command.url)

    downgrade(engine, "0016")

    with engine.connect() as connection:
        found = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("plan", "project", "agency")]
        documents = connection.scalars(text("SELECT DISTINCT document FROM source")).all()
    engine.dispose()
    assert (found, documents) == ([1, 28, 7], [BUNDLED.name])
