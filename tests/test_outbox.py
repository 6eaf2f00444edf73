"""Who may try which call of the outbox, and when: in order within a chat, each by one alone, until it is given up?"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from db import outbox
from db.backlog import backlog
from db.models import now
from db.outbox import DEAD_KEPT, HELD, Held
from db.retention import Periods, forget_old
from db.session import session_factory
from tests.outbox_rows import DAY, due, letter, pass_time, put, rows

SECOND = timedelta(seconds=1)


@pytest.fixture(name="sessions")
def _sessions(engine: Engine) -> sessionmaker[Session]:
    return session_factory(engine)


def _finish(session: Session, held: Held) -> list[Held]:
    """The call was made: what follows it in its chat."""
    outbox.done(session, held)
    return outbox.hold_next(session, held)


# --- whose turn it is


def test_the_first_call_of_a_chat_is_held_by_who_wrote_it(engine: Engine) -> None:
    [held] = put(engine, letter())

    assert (held.attempts, held.unsure) == (1, False)


def test_what_is_held_is_what_stands_there(engine: Engine) -> None:
    [held] = put(engine, letter(reply_token="token", reply_until=now()))
    [row] = rows(engine)

    assert {name: getattr(row, name) for name in vars(held) if name not in ("unsure", "newer")} == {
        name: value for name, value in vars(held).items() if name not in ("unsure", "newer")
    }


def test_should_its_holder_die_nobody_will_know_whether_it_was_made(engine: Engine) -> None:
    put(engine, letter())

    assert [row.unsure for row in rows(engine)] == [True]


def test_a_second_call_of_a_chat_waits(engine: Engine) -> None:
    put(engine, letter(body="1"))

    assert put(engine, letter(body="2")) == []


def test_two_calls_written_in_one_transaction_keep_their_order(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        held = [outbox.put(session, letter(body=body)) for body in "12"]

    assert [[each.body for each in one] for one in held] == [["1"], []]


def test_another_chat_does_not_wait(engine: Engine) -> None:
    put(engine, letter("one"))

    assert len(put(engine, letter("other"))) == 1


def test_a_call_without_a_chat_waits_for_none(engine: Engine) -> None:
    assert len(put(engine, letter(""), letter(""))) == 2


def test_when_a_call_was_made_the_next_one_of_its_chat_is_held(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [first] = put(engine, letter(body="1"), letter(body="2"), letter(body="3"))
    with sessions.begin() as session:
        following = _finish(session, first)

    assert [(held.body, held.attempts, held.unsure) for held in following] == [("2", 1, False)]


def test_a_chat_to_which_much_is_to_be_sent_hides_no_other(
    engine: Engine, sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LOOKED_THROUGH", (3, 50))
    put(engine, *(letter(body=str(number)) for number in range(9)), letter("other", "last"))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        assert due(session, 2) == ["0", "last"]


def test_postgresql_reads_no_more_of_a_backlog_than_it_looks_through(postgres_engine: Engine) -> None:
    """Though it has not counted yet how much has come about."""
    row = {"queue": "'answers'", "channel": "'line'", "chat": "md5(n::text)", "key": "md5(n::text)", "attempts": "0"}
    row |= dict.fromkeys(("due_at", "give_up_at", "created_at"), "now()") | {"unsure": "false"}
    row |= dict.fromkeys(("recipient", "body", "reply_token", "reason"), "''")
    values = f"({', '.join(row)}) SELECT {', '.join(row.values())} FROM generate_series(1, 5000) AS n"
    asked = {"channel": "line", "at": now(), "looked_through": 9}
    with session_factory(postgres_engine)() as session:
        session.execute(text(f"INSERT INTO outbox {values}"))
        outbox.hold_due(session, "line", 1)
        explained = session.connection().exec_driver_sql(
            f"EXPLAIN {outbox._LONGEST_DUE.compile(postgres_engine)}", asked
        )
        plan = "\n".join(explained.scalars())

    assert ("Index" in plan, "Sort" in plan) == (True, False), plan


def test_a_call_that_was_made_is_gone(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.done(session, held)

    assert rows(engine) == []


def test_when_a_call_without_a_chat_was_made_no_other_is_held(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held, _] = put(engine, letter(""), letter(""))
    with sessions.begin() as session:
        assert _finish(session, held) == []


def test_when_a_call_is_given_up_the_next_one_of_its_chat_is_held(
    engine: Engine, sessions: sessionmaker[Session]
) -> None:
    [first] = put(engine, letter(body="1"), letter(body="2"))
    with sessions.begin() as session:
        outbox.bury(session, first, "refused")
        following = outbox.hold_next(session, first)

    assert [held.body for held in following] == ["2"]


def test_after_a_dead_letter_a_new_call_of_the_chat_does_not_wait(
    engine: Engine, sessions: sessionmaker[Session]
) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.bury(session, held, "refused")

    assert len(put(engine, letter())) == 1


# --- what a crash or a fault left


def test_what_somebody_holds_is_not_due(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter())
    pass_time(engine, HELD - 5 * SECOND)
    with sessions.begin() as session:
        assert due(session) == []


def test_what_nobody_finished_comes_back(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter())
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        held = outbox.hold_due(session, "line", 100)

    assert [(each.attempts, each.unsure) for each in held] == [(2, True)]


def test_what_came_back_is_held_again(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter())
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        due(session)
    with sessions.begin() as session:
        assert due(session) == []


def test_of_each_chat_only_the_first_call_comes_back(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter("a", "a1"), letter("b", "b1"), letter("a", "a2"), letter("b", "b2"), letter("", "c"))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        assert due(session) == ["a1", "b1", "c"]


def test_the_oldest_come_back_first_and_no_more_than_asked_for(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, *(letter(str(number), str(number)) for number in range(5)))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        assert due(session, limit=3) == ["0", "1", "2"]


@pytest.mark.parametrize("unsure", [False, True])
def test_what_was_put_off_comes_back_when_its_time_has_come(
    engine: Engine, sessions: sessionmaker[Session], unsure: bool
) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.put_off(session, held, 60, unsure=unsure)
    pass_time(engine, 61 * SECOND)
    with sessions.begin() as session:
        again = outbox.hold_due(session, "line", 100)

    assert [(each.attempts, each.unsure) for each in again] == [(2, unsure)]


def test_what_was_put_off_is_not_due_before(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.put_off(session, held, 600, unsure=False)
    pass_time(engine, 500 * SECOND)
    with sessions.begin() as session:
        assert due(session) == []


def test_a_call_is_put_off_with_what_is_known_now(engine: Engine, sessions: sessionmaker[Session]) -> None:
    """A reply token that is of no use is not tried again."""
    [held] = put(engine, letter(reply_token="token", reply_until=now()))
    with sessions.begin() as session:
        outbox.put_off(session, held, 0, unsure=False, reply_token="", reply_until=None)
        [again] = outbox.hold_due(session, "line", 100)

    assert (again.reply_token, again.reply_until) == ("", None)


def test_when_a_process_stops_the_next_call_is_left_to_another(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [first] = put(engine, letter(body="1"), letter(body="2"))
    with sessions.begin() as session:
        outbox.done(session, first)
    with sessions.begin() as session:
        assert [(held.body, held.unsure) for held in outbox.hold_due(session, "line", 100)] == [("2", False)]


def test_while_a_call_is_put_off_its_chat_waits(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held] = put(engine, letter(body="1"), letter(body="2"))
    with sessions.begin() as session:
        outbox.put_off(session, held, 600, unsure=False)
    pass_time(engine, 500 * SECOND)
    with sessions.begin() as session:
        assert due(session) == []


# --- what was given up


def test_a_dead_letter_is_never_due(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.bury(session, held, "refused")
    pass_time(engine, DAY)
    with sessions.begin() as session:
        assert due(session) == []


def test_a_dead_letter_says_why(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.bury(session, held, "LINE answered 400")

    assert [row.reason for row in rows(engine)] == ["LINE answered 400"]


def test_dead_letters_and_calls_to_be_made_are_counted_apart(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held, *_] = put(engine, letter("a"), letter("b"), letter("b"))
    with sessions.begin() as session:
        outbox.bury(session, held, "refused")
    with sessions() as session:
        assert [(waiting.dead, waiting.calls) for waiting in backlog(session).outbox] == [(1, 2)]


@pytest.mark.parametrize(("age", "left"), [(DEAD_KEPT - DAY, 1), (DEAD_KEPT + SECOND, 0)])
def test_dead_letters_are_kept_for_thirty_days(
    engine: Engine, sessions: sessionmaker[Session], age: timedelta, left: int
) -> None:
    [held] = put(engine, letter())
    with sessions.begin() as session:
        outbox.bury(session, held, "refused")
    pass_time(engine, age)
    with sessions.begin() as session:
        forget_old(session, Periods())

    assert len(rows(engine)) == left


def test_a_call_that_is_to_be_made_is_not_forgotten(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter())
    pass_time(engine, 2 * DEAD_KEPT)
    with sessions.begin() as session:
        forget_old(session, Periods())

    assert len(rows(engine)) == 1


def test_of_a_chat_that_is_gone_nothing_stays(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [dead, *_] = put(engine, letter("gone", "1"), letter("gone", "2"), letter("gone", "3"), letter("there", "4"))
    with sessions.begin() as session:
        outbox.bury(session, dead, "refused")
        outbox.drop(session, "gone")

    assert [row.body for row in rows(engine)] == ["4"]


# --- several at once


def test_what_another_process_is_just_holding_is_passed_over(postgres_engine: Engine) -> None:
    """Two transactions really at once: the second waits for nothing."""
    put(postgres_engine, letter("a", "a"), letter("b", "b"))
    pass_time(postgres_engine, HELD + SECOND)
    sessions = session_factory(postgres_engine)
    with sessions() as one, sessions() as other:
        first, second = due(one, limit=1), due(other)

    assert (first, second) == (["a"], ["b"])


def test_while_a_call_is_being_finished_nobody_else_gets_the_next_of_its_chat(postgres_engine: Engine) -> None:
    [held] = put(postgres_engine, letter(body="1"), letter(body="2"))
    pass_time(postgres_engine, HELD + SECOND)
    sessions = session_factory(postgres_engine)
    with sessions() as one, sessions() as other:
        following = _finish(one, held)

        assert ([each.body for each in following], due(other)) == (["2"], [])


def test_what_a_process_held_that_died_in_its_transaction_is_free_again(postgres_engine: Engine) -> None:
    put(postgres_engine, letter())
    pass_time(postgres_engine, HELD + SECOND)
    sessions = session_factory(postgres_engine)
    with sessions() as one, sessions() as other:
        due(one)
        one.rollback()

        assert len(due(other)) == 1


def test_a_call_written_while_an_earlier_one_is_being_finished_is_not_lost(postgres_engine: Engine) -> None:
    """Who finishes does not see the new call yet, who writes it still sees the old one: the relay finds it."""
    [held] = put(postgres_engine, letter(body="1"))
    sessions = session_factory(postgres_engine)
    with sessions() as finishing, sessions() as writing:
        nobody = _finish(finishing, held), outbox.put(writing, letter(body="2"))
        finishing.commit()
        writing.commit()
    with sessions.begin() as session:
        assert (nobody, due(session)) == (([], []), ["2"])


def test_many_at_once_make_each_call_once_and_each_chat_in_order(engine: Engine) -> None:
    put(engine, *(letter(f"chat {number % 4}", f"{number:02}") for number in range(40)))
    pass_time(engine, HELD + SECOND)
    made: list[tuple[str, str]] = []
    with ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(_make_all, engine, made) for _ in range(4)]:
            result.result()

    assert (Counter(body for _, body in made), _by_chat(made)) == (
        Counter(f"{number:02}" for number in range(40)),
        {f"chat {chat}": [f"{number:02}" for number in range(chat, 40, 4)] for chat in range(4)},
    )


def _make_all(engine: Engine, made: list[tuple[str, str]]) -> None:
    """As one process does: make what is due, then what follows, until nothing is left."""
    sessions = session_factory(engine)
    while rows(engine):
        with sessions.begin() as session:
            held = outbox.hold_due(session, "line", 2)
        while held:
            call = held.pop()
            made.append((call.chat, call.body))
            with sessions.begin() as session:
                held += _finish(session, call)


def _by_chat(made: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {chat: [body for of, body in made if of == chat] for chat, _ in sorted(made)}


# --- channels


def test_of_a_channel_nothing_of_another_is_due(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter("a", "a", channel="telegram"), letter("b", "b"))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        assert (due(session), due(session, channel="telegram")) == (["b"], ["a"])


def test_what_can_still_be_a_reply_is_found_before_all_else(engine: Engine, sessions: sessionmaker[Session]) -> None:
    """What waits longer is to be pushed anyway; a reply token dies within the minute."""
    put(engine, letter("a", "1"), letter("b", "2", reply_token="t", reply_until=now() + DAY), letter("c", "3"))
    put(engine, letter("d", "4", reply_token="t", reply_until=now() + DAY / 2), letter("e", "5", channel="telegram"))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        urgent = [held.body for held in outbox.hold_urgent(session, "line", 9)]

        assert (urgent, due(session)) == (["4", "2"], ["1", "3"])


def test_a_reply_token_that_is_dead_hurries_nobody(engine: Engine, sessions: sessionmaker[Session]) -> None:
    put(engine, letter("a", "1", reply_token="t", reply_until=now()))
    pass_time(engine, HELD + SECOND)
    with sessions.begin() as session:
        assert outbox.hold_urgent(session, "line", 9) == []


def test_it_is_told_how_many_wait_behind(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [first, *_] = put(engine, *(letter("a", str(number)) for number in range(4)), letter("b"))
    with sessions.begin() as session:
        [second] = _finish(session, first)

    assert (first.newer, second.newer) == (0, 2)


def test_what_waits_behind_a_call_that_was_put_off_is_not_due_either(
    engine: Engine, sessions: sessionmaker[Session]
) -> None:
    """So that nobody looks at it again and again."""
    [held, *_] = put(engine, letter(body="1"), letter(body="2"), letter("other", "3"))
    with sessions.begin() as session:
        outbox.put_off(session, held, 600, unsure=False)
    until = [row.due_at > now() + 500 * SECOND for row in rows(engine)]

    assert until == [True, True, False]


def test_when_its_time_has_come_they_follow_at_once(engine: Engine, sessions: sessionmaker[Session]) -> None:
    [held, *_] = put(engine, letter(body="1"), letter(body="2"))
    with sessions.begin() as session:
        outbox.put_off(session, held, 600, unsure=False)
    pass_time(engine, 601 * SECOND)
    with sessions.begin() as session:
        [again] = outbox.hold_due(session, "line", 9)
        assert [next_.body for next_ in _finish(session, again)] == ["2"]
