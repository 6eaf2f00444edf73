"""What can officers do with cases, what is written down, and what do people hear of it?"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from threading import Barrier
from typing import Any, get_args

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db import case_search, cases
from db.case_search import Counts, Filters
from db.feedback_models import Feedback
from db.models import now
from db.session import session_factory
from handlers import casework
from handlers.case_states import POSSIBLE, Action, State
from handlers.casework import Refusal
from tests.case_rows import add, given, history, person, stored, told

OFFICER = "สมศักดิ์"
Act = Callable[[Session, str], Feedback | Refusal]
ACTS: dict[Action, Act] = {
    "assign": lambda s, n: casework.assign(s, n, OFFICER, "มาลี", "คลังจังหวัด"),
    "start": lambda s, n: casework.start(s, n, OFFICER),
    "answer": lambda s, n: casework.answer(s, n, OFFICER, "ช่างจะไปวันศุกร์"),
    "close": lambda s, n: casework.close(s, n, OFFICER, "เปลี่ยนอุปกรณ์แล้ว", fixed=True, evidence="https://example.org/1"),
    "reject": lambda s, n: casework.reject(s, n, OFFICER, "อยู่นอกเขตจังหวัด"),
}
LEADS_TO = {
    "assign": "assigned",
    "start": "in_progress",
    "answer": "answered",
    "close": "closed",
    "reject": "rejected",
}


def do(engine: Engine, act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """In a transaction of its own."""
    with session_factory(engine).begin() as session:
        return act(session, *arguments, **named)


def state_fields(case: Feedback) -> tuple[Any, ...]:
    return case.state, case.fixed, case.closed_at, case.assignee, case.agency, case.updated_at, case.merged_into_id


# --- what is possible in which state


def _allowed() -> list[tuple[Action, State]]:
    return [(action, state) for action in ACTS for state in sorted(POSSIBLE[action])]


def _forbidden() -> list[tuple[Action, State]]:
    pairs = product(ACTS, get_args(State))
    return [(action, state) for action, state in pairs if state not in POSSIBLE[action]]


@pytest.mark.parametrize(("action", "state"), _allowed())
def test_an_action_leads_to_its_state(empty_engine: Engine, action: Action, state: State) -> None:
    number = given(empty_engine, state, fixed=True)

    do(empty_engine, ACTS[action], number)

    assert stored(empty_engine, number).state == LEADS_TO[action]


@pytest.mark.parametrize(("action", "state"), _forbidden())
def test_an_action_that_a_state_forbids_is_refused(empty_engine: Engine, action: Action, state: State) -> None:
    number = given(empty_engine, state)

    assert do(empty_engine, ACTS[action], number) == Refusal("state", number, state)


@pytest.mark.parametrize(("action", "state"), _forbidden())
def test_a_refused_action_changes_nothing(empty_engine: Engine, action: Action, state: State) -> None:
    number = given(empty_engine, state)
    before = state_fields(stored(empty_engine, number)), len(history(empty_engine, number))

    do(empty_engine, ACTS[action], number)

    assert (state_fields(stored(empty_engine, number)), len(history(empty_engine, number)), told(empty_engine)) == (
        *before,
        [],
    )


def test_every_state_but_the_first_and_what_the_person_does_can_be_reached() -> None:
    assert {*LEADS_TO.values(), "merged"} == {*get_args(State)} - {"received", "contested"}


# --- bad input


@pytest.mark.parametrize("number", ["", "เลข", "12", "482915736", "482-915-773", "1' OR '1'='1"])
@pytest.mark.parametrize("action", ACTS)
def test_a_number_that_is_none_is_refused(empty_engine: Engine, action: Action, number: str) -> None:
    assert do(empty_engine, ACTS[action], number) == Refusal("number", number)


@pytest.mark.parametrize("action", ACTS)
def test_a_number_that_no_case_has_is_refused(empty_engine: Engine, action: Action) -> None:
    number = given(empty_engine)
    with session_factory(empty_engine).begin() as session:
        session.delete(stored(empty_engine, number))

    assert do(empty_engine, ACTS[action], number) == Refusal("unknown", number)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_said_without_words(empty_engine: Engine, text: str) -> None:
    number = given(empty_engine)
    refused = [
        do(empty_engine, casework.answer, number, OFFICER, text),
        do(empty_engine, casework.reject, number, OFFICER, text),
        do(empty_engine, casework.close, number, OFFICER, text, fixed=False),
    ]

    assert refused == [Refusal("text", number)] * 3


def test_a_text_that_no_chat_would_show_whole_is_refused(empty_engine: Engine) -> None:
    number = given(empty_engine)

    assert do(empty_engine, casework.answer, number, OFFICER, "ก" * (casework.LONGEST_TEXT + 1)) == Refusal(
        "long", number
    )


def test_what_is_said_to_be_fixed_must_be_shown(empty_engine: Engine) -> None:
    number = given(empty_engine)

    assert do(empty_engine, casework.close, number, OFFICER, "ซ่อมแล้ว", fixed=True) == Refusal("evidence", number)


def test_an_officer_does_not_open_what_the_person_withdrew(empty_engine: Engine) -> None:
    number = given(empty_engine, "closed", fixed=None)

    assert do(empty_engine, casework.start, number, OFFICER) == Refusal("withdrawn", number)


# --- what is written down


def test_who_did_what_and_why_is_written_down(empty_engine: Engine) -> None:
    number = given(empty_engine)

    do(empty_engine, casework.close, number, OFFICER, "ซ่อมแล้ว", fixed=True, evidence="ที่ ขก 12/2569")
    last = history(empty_engine, number)[-1]

    assert (last.who, last.action, last.text, last.evidence, last.public) == (
        OFFICER,
        "closed",
        "ซ่อมแล้ว",
        "ที่ ขก 12/2569",
        True,
    )


def test_when_a_case_was_closed_is_written_down(empty_engine: Engine) -> None:
    number = given(empty_engine)

    do(empty_engine, ACTS["close"], number)
    closed_at = stored(empty_engine, number).closed_at

    assert closed_at is not None
    assert now() - closed_at < timedelta(minutes=1)


def test_a_case_goes_to_an_officer_and_an_agency(empty_engine: Engine) -> None:
    number = given(empty_engine, agency="สำนักงานสถิติจังหวัด")

    do(empty_engine, ACTS["assign"], number)
    case = stored(empty_engine, number)

    assert (case.assignee, case.agency) == ("มาลี", "คลังจังหวัด")


def test_without_another_agency_a_case_keeps_its_own(empty_engine: Engine) -> None:
    number = given(empty_engine, agency="สำนักงานสถิติจังหวัด")

    do(empty_engine, casework.assign, number, OFFICER, "มาลี")

    assert stored(empty_engine, number).agency == "สำนักงานสถิติจังหวัด"


def test_who_starts_a_case_of_nobody_handles_it(empty_engine: Engine) -> None:
    number = given(empty_engine)

    do(empty_engine, casework.start, number, OFFICER)

    assert stored(empty_engine, number).assignee == OFFICER


def test_who_starts_a_case_of_another_leaves_it_to_them(empty_engine: Engine) -> None:
    number = given(empty_engine, "assigned", assignee="มาลี")

    do(empty_engine, casework.start, number, OFFICER)

    assert stored(empty_engine, number).assignee == "มาลี"


def test_a_case_that_is_opened_again_is_neither_fixed_nor_closed(empty_engine: Engine) -> None:
    number = given(empty_engine)
    do(empty_engine, ACTS["close"], number)

    do(empty_engine, casework.start, number, OFFICER)
    case = stored(empty_engine, number)

    assert (case.state, case.fixed, case.closed_at) == ("in_progress", None, None)


# --- what people hear


@pytest.mark.parametrize("action", ACTS)
def test_every_public_change_is_told_with_the_number(empty_engine: Engine, action: Action) -> None:
    number = given(empty_engine)

    do(empty_engine, ACTS[action], number)

    assert [number in notice.text for notice in told(empty_engine)] == [True]


@pytest.mark.parametrize(("language", "word"), [("th", "เรื่องเลขที่"), ("en", "ase")])
@pytest.mark.parametrize("action", ACTS)
def test_people_are_told_in_their_language(empty_engine: Engine, action: Action, language: str, word: str) -> None:
    number = given(empty_engine, language=language)

    do(empty_engine, ACTS[action], number)

    assert word in told(empty_engine)[0].text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("assign", "คลังจังหวัด"),
        ("answer", "ช่างจะไปวันศุกร์"),
        ("close", "https://example.org/1"),
        ("reject", "อยู่นอกเขตจังหวัด"),
    ],
)
def test_people_are_told_why_and_what(empty_engine: Engine, action: Action, said: str) -> None:
    number = given(empty_engine)

    do(empty_engine, ACTS[action], number)

    assert said in told(empty_engine)[0].text


@pytest.mark.parametrize("action", ACTS)
def test_people_are_not_told_who_the_officer_is(empty_engine: Engine, action: Action) -> None:
    number = given(empty_engine)

    do(empty_engine, ACTS[action], number)

    assert [name in told(empty_engine)[0].text for name in (OFFICER, "มาลี")] == [False, False]


def test_who_hears_that_a_case_is_closed_can_rate_and_contest_it(empty_engine: Engine) -> None:
    number = given(empty_engine)
    digits = number.replace("-", "")

    do(empty_engine, ACTS["close"], number)

    assert json.loads(told(empty_engine)[0].suggestions) == [
        *([f"ให้ {mark} คะแนน", f"rate/t/{digits}/{mark}"] for mark in (5, 4, 3, 2, 1)),
        ["ยังไม่เสร็จ", f"contest/t/{digits}/"],
    ]


def test_how_long_a_case_can_be_contested_is_said(empty_engine: Engine) -> None:
    number = given(empty_engine)

    do(empty_engine, ACTS["close"], number)

    assert "ภายใน 14 วัน" in told(empty_engine)[0].text


def test_a_case_that_stays_as_it_is_is_not_said_to_be_fixed(empty_engine: Engine) -> None:
    number = given(empty_engine)

    do(empty_engine, casework.close, number, OFFICER, "ไม่มีงบปีนี้", fixed=False)

    assert "แก้ไขเรียบร้อย" not in told(empty_engine)[0].text


def test_another_officer_of_the_same_agency_is_no_news(empty_engine: Engine) -> None:
    number = given(empty_engine, "assigned", agency="คลังจังหวัด")

    do(empty_engine, ACTS["assign"], number)

    assert (told(empty_engine), history(empty_engine, number)[-1].public) == ([], False)


def test_of_a_case_that_is_nobodys_nobody_hears(empty_engine: Engine) -> None:
    number = given(empty_engine)
    with session_factory(empty_engine).begin() as session:
        case = cases.by_number(session, number.replace("-", ""))
        assert case is not None
        case.person_id = None

    do(empty_engine, ACTS["answer"], number)

    assert (stored(empty_engine, number).state, told(empty_engine)) == ("answered", [])


# --- the same matter


def test_a_merged_case_points_to_the_other(empty_engine: Engine) -> None:
    number, other = given(empty_engine), given(empty_engine, name="U2")

    do(empty_engine, casework.merge, number, OFFICER, other)
    case = stored(empty_engine, number)

    assert (case.state, case.merged_into_id) == ("merged", stored(empty_engine, other).id)


def test_cases_that_were_merged_before_come_along(empty_engine: Engine) -> None:
    first, second, third = given(empty_engine), given(empty_engine, name="U2"), given(empty_engine, name="U3")

    do(empty_engine, casework.merge, first, OFFICER, second)
    do(empty_engine, casework.merge, second, OFFICER, third)

    assert stored(empty_engine, first).merged_into_id == stored(empty_engine, third).id


def test_nobody_is_told_the_number_of_somebody_elses_case(empty_engine: Engine) -> None:
    number, other = given(empty_engine), given(empty_engine, name="U2")

    do(empty_engine, casework.merge, number, OFFICER, other)
    [notice] = told(empty_engine)

    assert (number in notice.text, other in notice.text) == (True, False)


def test_whose_cases_both_are_is_told_both_numbers(empty_engine: Engine) -> None:
    number, other = given(empty_engine), given(empty_engine)

    do(empty_engine, casework.merge, number, OFFICER, other)
    [notice] = told(empty_engine)

    assert (number in notice.text, other in notice.text) == (True, True)


def test_who_told_of_the_same_matter_hears_of_it_by_their_own_number(empty_engine: Engine) -> None:
    number, other = given(empty_engine, name="U1"), given(empty_engine, name="U2")
    do(empty_engine, casework.merge, number, OFFICER, other)

    do(empty_engine, ACTS["answer"], other)

    assert [(other in n.text, number in n.text) for n in told(empty_engine)[1:]] == [(True, False), (False, True)]


def test_only_whose_case_is_closed_is_asked_to_rate_it(empty_engine: Engine) -> None:
    number, other = given(empty_engine, name="U1"), given(empty_engine, name="U2")
    do(empty_engine, casework.merge, number, OFFICER, other)

    do(empty_engine, ACTS["close"], other)

    assert [len(json.loads(notice.suggestions)) for notice in told(empty_engine)[1:]] == [6, 0]


def test_who_told_the_same_matter_twice_hears_of_it_once(empty_engine: Engine) -> None:
    number, other = given(empty_engine), given(empty_engine)
    do(empty_engine, casework.merge, number, OFFICER, other)

    do(empty_engine, ACTS["answer"], other)

    assert len(told(empty_engine)) == 2


def test_a_case_is_not_merged_into_itself(empty_engine: Engine) -> None:
    number = given(empty_engine)

    assert do(empty_engine, casework.merge, number, OFFICER, number) == Refusal("itself", number)


@pytest.mark.parametrize("state", ["closed", "rejected", "merged"])
def test_a_case_is_not_merged_into_one_that_has_ended(empty_engine: Engine, state: str) -> None:
    number, other = given(empty_engine), given(empty_engine, state)

    assert do(empty_engine, casework.merge, number, OFFICER, other) == Refusal("other_state", other, state)


def test_merging_into_what_is_no_case_changes_nothing(empty_engine: Engine) -> None:
    number = given(empty_engine)

    assert (do(empty_engine, casework.merge, number, OFFICER, "123"), stored(empty_engine, number).state) == (
        Refusal("number", "123"),
        "received",
    )


# --- several officers at once


def at_once(engine: Engine, *acts: Act | Callable[[Session], Any]) -> list[Any]:
    """All of them begin together, each in its own transaction."""
    together = Barrier(len(acts))

    def work(act: Callable[[Session], Any]) -> Any:
        together.wait()
        return do(engine, act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(work, acts))


def test_of_officers_who_reject_at_once_only_one_does(engine: Engine) -> None:
    number = given(engine)

    results = at_once(engine, *[lambda s: casework.reject(s, number, OFFICER, "ซ้ำ")] * 6)

    assert (sum(isinstance(r, Feedback) for r in results), len(history(engine, number)), len(told(engine))) == (1, 2, 1)


def test_officers_who_merge_two_cases_crosswise_do_not_wait_for_each_other(engine: Engine) -> None:
    number, other = given(engine), given(engine, name="U2")

    results = at_once(
        engine,
        lambda s: casework.merge(s, number, OFFICER, other),
        lambda s: casework.merge(s, other, OFFICER, number),
    )

    assert sorted(type(result).__name__ for result in results) == ["Feedback", "Refusal"]


# --- counted and found


def _one_of_each(session: Session) -> None:
    for state in get_args(State):
        if state != "closed":
            add(session, state=state)
    for fixed in (True, True, False, None):
        add(session, state="closed", fixed=fixed)


def test_fixed_closed_without_a_fix_and_unanswered_are_counted_apart(engine: Engine) -> None:
    do(engine, _one_of_each)

    counted = do(engine, case_search.counts)

    assert counted == Counts(fixed=2, not_fixed=1, unanswered=4, answered=1, rejected=1, merged=1, withdrawn=1)


def test_together_they_are_all_cases(engine: Engine) -> None:
    do(engine, _one_of_each)

    assert do(engine, case_search.counts).all == 11


def test_where_there_are_none_all_counts_are_zero(empty_engine: Engine) -> None:
    assert do(empty_engine, case_search.counts).all == 0


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        (Filters(), ["d", "c", "b", "a"]),
        (Filters(state="answered"), ["b"]),
        (Filters(code="5.3.6"), ["a"]),
        (Filters(code="5.3"), ["d", "b", "a"]),
        (Filters(code="5.3.T"), []),
        (Filters(code="%"), []),
        (Filters(agency="คลังจังหวัด"), ["c"]),
        (Filters(channel="telegram"), ["d"]),
        (Filters(channel="web"), []),
        (Filters(since=now() - timedelta(days=5)), ["d", "c"]),
        (Filters(until=now() - timedelta(days=5)), ["b", "a"]),
        (Filters(code="5.3", channel="line", state="received"), ["a"]),
    ],
)
def test_only_cases_that_fit_are_found(engine: Engine, filters: Filters, texts: list[str]) -> None:
    with session_factory(engine).begin() as session:
        long_ago = now() - timedelta(days=10)
        add(session, text="a", codes=("5.3.6", "5.4"), created_at=long_ago)
        add(session, text="b", codes=("5.3",), created_at=long_ago, state="answered")
        add(session, text="c", codes=("5.1.3",), agency="คลังจังหวัด")
        add(session, person(session, "7", "telegram"), text="d", codes=("5.3.60",))

    assert [found.text for found in do(engine, lambda s: list(case_search.each(s, filters)))] == texts
    assert [case.text for case in do(engine, case_search.newest, filters, 9)] == texts
