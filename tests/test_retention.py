"""Is what is older than it may be kept forgotten, nothing else, and is it only counted when asked so?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot import retention as command
from bot.delivery.channel import Call
from bot.delivery.event import Event as Told
from bot.delivery.letters import Letters
from db import attachments, cases, conversations, events, notices, outbox
from db.erasing import trace
from db.feedback_models import Attachment, Feedback, Notice, Person
from db.installation_models import Erasure, Installation
from db.models import Conversation, Event, Outbox, now
from db.retention import NOTICES_KEPT, Forgotten, Periods, forget_old
from db.session import create_engine_for, session_factory
from tests.case_rows import SECRECY, add, person

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PERIODS = Periods()


@pytest.fixture(name="session")
def _session(engine: Engine) -> Iterator[Session]:
    with session_factory(engine)() as session:
        yield session


def _case(session: Session, state: str, age: timedelta, name: str = "U1", **fields: Any) -> Feedback:
    """A case that nobody touched for so long."""
    case = add(session, person(session, name), state, **fields)
    cases.attach(session, case, [SECRECY.seal("photo", "photo", str(case.id))])
    session.flush()
    case.updated_at = now() - age
    case.closed_at = case.updated_at if state == "closed" else None
    session.execute(update(Person).values(created_at=now() - age))
    session.flush()
    return case


# --- cases


@pytest.mark.parametrize("state", ["closed", "rejected", "merged"])
@pytest.mark.parametrize(("age", "kept"), [(PERIODS.closed - DAY, True), (PERIODS.closed + SECOND, False)])
def test_a_closed_case_is_kept_so_long(session: Session, state: str, age: timedelta, kept: bool) -> None:
    case = _case(session, state, age)
    forget_old(session, PERIODS)
    session.refresh(case)

    assert (case.text != "", case.person_id is not None) == (kept, kept)


@pytest.mark.parametrize("state", cases.OPEN)
@pytest.mark.parametrize(("age", "kept"), [(PERIODS.open - DAY, True), (PERIODS.open + SECOND, False)])
def test_an_open_case_is_kept_longer(session: Session, state: str, age: timedelta, kept: bool) -> None:
    case = _case(session, state, age)
    forget_old(session, PERIODS)
    session.refresh(case)

    assert (case.text != "", case.person_id is not None) == (kept, kept)


def test_a_reopened_case_counts_as_open(session: Session) -> None:
    case = _case(session, "contested", PERIODS.closed + DAY)
    case.closed_at = case.updated_at
    session.flush()

    assert forget_old(session, PERIODS).cases == 0


def test_other_periods_can_be_set(session: Session) -> None:
    _case(session, "closed", timedelta(days=31))

    assert forget_old(session, Periods(closed=timedelta(days=30))).cases == 1


def test_a_forgotten_case_is_still_counted(session: Session) -> None:
    _case(session, "closed", PERIODS.closed + DAY, codes=["5.3.6"], fixed=True)
    forget_old(session, PERIODS)
    session.expire_all()

    assert [(case.state, case.fixed, case.codes) for case in session.scalars(select(Feedback))] == [
        ("closed", True, '["5.3.6"]')
    ]


def test_a_forgotten_case_is_not_forgotten_again(session: Session) -> None:
    _case(session, "closed", PERIODS.closed + DAY)
    forget_old(session, PERIODS)

    assert forget_old(session, PERIODS) == Forgotten()


def test_its_photos_are_to_be_deleted(session: Session) -> None:
    _case(session, "closed", PERIODS.closed + DAY)
    forget_old(session, PERIODS)
    session.expire_all()

    assert [held.erased for held in attachments.hold_due(session, "line", 10)] == [True]


def test_so_many_are_forgotten_at_once_the_oldest_first(session: Session) -> None:
    found = [_case(session, "closed", PERIODS.closed + DAY) for _ in range(3)]
    forgotten = forget_old(session, PERIODS, most=2)
    session.expire_all()

    assert (forgotten.cases, [case.text == "" for case in found]) == (2, [True, True, False])


def test_an_open_case_that_nobody_touched_is_closed_by_nobody_of_the_office(session: Session) -> None:
    case = _case(session, "assigned", PERIODS.open + DAY)
    forget_old(session, PERIODS)

    assert [(u.who, u.action) for u in cases.updates(session, case)][-1] == ("retention", "erased")


# --- everything else


def test_a_person_without_any_case_left_goes(session: Session) -> None:
    _case(session, "closed", PERIODS.closed + DAY, "U1")
    _case(session, "closed", PERIODS.closed - DAY, "U2")
    forget_old(session, PERIODS)

    assert session.scalars(select(Person.key)).all() == [SECRECY.hash("line", "U2")]


def test_a_person_who_was_just_made_stays(session: Session) -> None:
    person(session)
    forget_old(session, PERIODS)

    assert len(session.scalars(select(Person)).all()) == 1


@pytest.mark.parametrize(("age", "left"), [(NOTICES_KEPT - DAY, 1), (NOTICES_KEPT + SECOND, 0)])
def test_a_notice_goes_after_it_was_told(session: Session, age: timedelta, left: int) -> None:
    notices.add(session, add(session), "เรื่องคืบหน้า")
    session.flush()
    session.execute(update(Notice).values(posted_at=now() - age))
    forget_old(session, PERIODS)

    assert len(session.scalars(select(Notice)).all()) == left


def test_a_notice_that_nobody_heard_stays(session: Session) -> None:
    notices.add(session, add(session), "เรื่องคืบหน้า")
    session.flush()
    session.execute(update(Notice).values(created_at=now() - 2 * NOTICES_KEPT))
    forget_old(session, PERIODS)

    assert len(session.scalars(select(Notice)).all()) == 1


def _leave_old_things(session: Session, beyond: timedelta) -> None:
    """A chat, an event and a dead letter, each so much older than it is kept."""
    conversations.remember(session, "key", "sealed")
    events.record(session, "line", "1")
    [held] = Letters(SECRECY).post(session, Told("line", "1", "U1"), [Call({"text": "1"})])
    outbox.bury(session, held, "refused")
    session.execute(update(Conversation).values(updated_at=now() - conversations.REMEMBERED - beyond))
    session.execute(update(Event).values(received_at=now() - events.REMEMBERED - beyond))
    session.execute(update(Outbox).values(dead_at=now() - outbox.DEAD_KEPT - beyond))


@pytest.mark.parametrize(("beyond", "count"), [(SECOND, 1), (-DAY / 2, 0)])
def test_chats_events_and_dead_letters_go(session: Session, beyond: timedelta, count: int) -> None:
    _leave_old_things(session, beyond)

    assert forget_old(session, PERIODS) == Forgotten(chats=count, events=count, dead_letters=count)


def test_a_call_that_is_to_be_made_stays(session: Session) -> None:
    Letters(SECRECY).post(session, Told("line", "1", "U1"), [Call({"text": "1"})])
    session.execute(update(Outbox).values(created_at=now() - 2 * outbox.DEAD_KEPT))
    forget_old(session, PERIODS)

    assert len(session.scalars(select(Outbox)).all()) == 1


# --- what holds it back


def _looked_through(session: Session, ago: timedelta | None) -> None:
    """When the database was looked through last; None: never, by this version of the bot."""
    swept_at = None if ago is None else now() - ago
    session.execute(update(Installation).values(swept_at=swept_at))
    session.expire_all()


@pytest.mark.parametrize(("ago", "held_back"), [(DAY - SECOND, False), (DAY + SECOND, True), (-DAY, False)])
def test_a_clock_that_ran_away_makes_nothing_old(session: Session, ago: timedelta, held_back: bool) -> None:
    case = _case(session, "closed", PERIODS.closed + DAY)
    _looked_through(session, ago)
    forgotten = forget_old(session, PERIODS)
    session.refresh(case)

    assert (forgotten.held_back != "", case.text != "") == (held_back, held_back)


@pytest.mark.parametrize("kind", [Conversation, Event, Outbox])
def test_nothing_else_is_old_by_it_either(session: Session, kind: type[Any]) -> None:
    _leave_old_things(session, SECOND)
    _looked_through(session, 2 * DAY)
    forget_old(session, PERIODS)

    assert len(session.scalars(select(kind)).all()) == 1


def test_before_the_first_look_the_last_sign_of_life_counts(session: Session) -> None:
    """A database of an earlier version, opened by a clock that is years ahead."""
    case = _case(session, "closed", PERIODS.closed + DAY)
    case.created_at = now() - PERIODS.closed - DAY
    _looked_through(session, None)
    forgotten = forget_old(session, PERIODS)
    session.refresh(case)

    assert (forgotten.held_back != "", case.text != "") == (True, True)


def test_where_nothing_is_old_it_does_not_matter_what_time_it_is(session: Session) -> None:
    """After a quiet week in which the bot was off it goes on by itself."""
    _looked_through(session, 7 * DAY)

    assert forget_old(session, PERIODS) == Forgotten()
    assert session.scalars(select(Installation.swept_at)).one() > now() - DAY


def test_the_doubt_lasts_until_an_order(session: Session) -> None:
    _case(session, "closed", PERIODS.closed + DAY)
    _looked_through(session, 2 * DAY)
    told = [forget_old(session, PERIODS), forget_old(session, PERIODS), forget_old(session, PERIODS, ordered=True)]

    assert [forgotten.cases for forgotten in told] == [0, 0, 1]


def test_after_the_order_it_goes_on_by_itself(session: Session) -> None:
    _looked_through(session, 2 * DAY)
    forget_old(session, PERIODS, ordered=True)
    _case(session, "closed", PERIODS.closed + DAY)

    assert forget_old(session, PERIODS).cases == 1


def test_a_clock_that_went_back_and_comes_right_again_makes_nothing_old(session: Session) -> None:
    """What was written meanwhile has the dates of the wrong years."""
    case = _case(session, "closed", PERIODS.closed + DAY)
    _looked_through(session, -DAY)
    _looked_through(session, PERIODS.closed)  # as a look by the clock of then leaves it
    forget_old(session, PERIODS)
    session.refresh(case)

    assert case.text != ""


@pytest.mark.parametrize(("old", "young", "erased"), [(10, 0, 10), (11, 0, 0), (11, 98, 0), (11, 99, 11)])
def test_more_than_a_share_of_the_cases_waits_for_an_order(session: Session, old: int, young: int, erased: int) -> None:
    """A period that was set by mistake makes nearly all of them old."""
    for number in range(old + young):
        age = PERIODS.closed + DAY if number < old else DAY
        case = add(session, person(session), "closed")
        case.updated_at = case.closed_at = now() - age
    session.flush()
    forgotten = forget_old(session, PERIODS)

    assert (forgotten.cases, forgotten.held_back != "") == (erased, erased == 0)


def test_what_else_is_old_does_not_wait_for_it(session: Session) -> None:
    for _ in range(11):
        _case(session, "closed", PERIODS.closed + DAY)
    _leave_old_things(session, DAY)

    assert forget_old(session, PERIODS).chats == 1


def test_cases_that_were_erased_before_are_no_part_of_the_share(session: Session) -> None:
    for number in range(21):
        _case(session, "closed", PERIODS.closed + DAY if number < 10 else DAY)
    forget_old(session, PERIODS)
    for case in session.scalars(select(Feedback).where(Feedback.text != "")):
        case.closed_at = now() - PERIODS.closed - DAY

    assert forget_old(session, PERIODS).cases == 0


def test_two_processes_do_not_look_at_once(plan_url: str) -> None:
    """On SQLite the second one waits for its turn to write, and finds nothing."""
    engine = create_engine_for(plan_url)
    sessions = session_factory(engine)
    with sessions.begin() as session:
        _case(session, "closed", PERIODS.closed + DAY)
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: _in_a_transaction(sessions), range(4)))
    engine.dispose()

    assert sum(forgotten.cases for forgotten in told) == 1


def _in_a_transaction(sessions: sessionmaker[Session]) -> Forgotten:
    with sessions.begin() as session:
        return forget_old(session, PERIODS)


def test_a_run_that_dies_half_way_leaves_no_case_half_erased(plan_url: str) -> None:
    engine = create_engine_for(plan_url)
    sessions = session_factory(engine)
    with sessions.begin() as session:
        for _ in range(4):
            _case(session, "closed", PERIODS.closed + DAY)
    session = sessions()
    forget_old(session, PERIODS, most=2)
    session.close()  # as the database does for a connection that breaks
    with sessions() as session:
        left = [case.text != "" and case.person_id is not None for case in session.scalars(select(Feedback))]
    engine.dispose()

    assert left == [True] * 4


def test_what_is_erased_is_noted_without_naming_anybody(session: Session) -> None:
    case = _case(session, "closed", PERIODS.closed + DAY)
    number = case.number
    forget_old(session, PERIODS)
    noted = session.scalars(select(Erasure)).all()

    assert [(row.kind, row.subject) for row in noted] == [("case", trace(str(case.id)))]
    assert number not in noted[0].subject


# --- the command


@pytest.fixture(name="used")
def _used(session: Session, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database with something too old, which the command uses."""
    for _ in range(3):
        _case(session, "closed", PERIODS.closed + DAY)
    _case(session, "closed", timedelta(days=100), "U2")
    _leave_old_things(session, DAY)
    session.commit()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    return engine


def _left(engine: Engine) -> list[int]:
    with session_factory(engine)() as session:
        written = session.scalars(select(Feedback.id).where(Feedback.text != "")).all()
        others = [session.scalars(select(table.id)).all() for table in (Person, Event, Attachment)]
        return [len(written), *map(len, others)]


def test_the_command_forgets_and_says_how_much(used: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    status = command.run(dry_run=False)
    said = "Forgot: 3 cases with 3 photos, 1 people, 0 notices, 1 chats, 1 events, 1 dead letters.\n"

    assert (status, capsys.readouterr().out, _left(used)) == (0, said, [1, 1, 0, 4])


@pytest.mark.parametrize(("anyway", "status", "left"), [(False, 1, 4), (True, 0, 1)])
def test_the_command_forgets_what_is_held_back_only_on_an_order(
    used: Engine, capsys: pytest.CaptureFixture[str], anyway: bool, status: int, left: int
) -> None:
    with session_factory(used).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - 2 * DAY))
    ended = command.run(dry_run=False, anyway=anyway)

    assert (ended, "retention --anyway" in capsys.readouterr().err, _left(used)[0]) == (status, not anyway, left)


def test_a_dry_run_says_what_would_be_held_back(used: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with session_factory(used).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - 2 * DAY))
    command.run(dry_run=True)
    told = capsys.readouterr()

    assert (told.out.startswith("Would forget: 3 cases"), "2 days ahead" in told.err) == (True, True)


def test_a_dry_run_does_not_count_as_a_look(used: Engine) -> None:
    with session_factory(used).begin() as session:
        session.execute(update(Installation).values(swept_at=now() - 2 * DAY))
    command.run(dry_run=True)
    with session_factory(used)() as session:
        assert session.scalars(select(Installation.swept_at)).one() < now() - DAY


def test_in_small_batches_it_forgets_as_much(
    used: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_BATCH", 1)
    command.run(dry_run=False)

    assert capsys.readouterr().out.startswith("Forgot: 3 cases with 3 photos, 1 people")


def test_a_dry_run_says_the_same_and_changes_nothing(used: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    status = command.run(dry_run=True)
    said = "Would forget: 3 cases with 3 photos, 1 people, 0 notices, 1 chats, 1 events, 1 dead letters.\n"

    assert (status, capsys.readouterr().out, _left(used)) == (0, said, [4, 2, 1, 4])


def test_the_command_takes_its_periods_from_the_settings(
    used: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETENTION_CASES_DAYS", "90")
    command.run(dry_run=True)

    assert capsys.readouterr().out.startswith("Would forget: 4 cases")


def test_a_longer_period_than_was_promised_is_refused(
    used: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETENTION_CASES_DAYS", "3650")
    status = command.run(dry_run=False)

    assert (status, "promised" in capsys.readouterr().err) == (2, True)
