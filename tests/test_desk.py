"""Which cases are found, counted and averaged for the office, on both databases?"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, update

from bot.office import tally
from db import answer_counts, desk, figures
from db.desk import Wanted
from db.feedback_models import Feedback
from db.models import now
from db.session import session_factory
from handlers import casework
from tests.case_rows import given
from tests.office import AGENCY, OTHER_AGENCY


def _numbers(engine: Engine, **wanted: object) -> list[str]:
    with session_factory(engine)() as session:
        rows, _ = desk.found(session, Wanted(**{"agency": None, "view": "all", **wanted}))  # type: ignore[arg-type]
        return [row.number for row in rows]


def _plain(number: str) -> str:
    return number.replace("-", "")


def test_a_search_finds_texts_and_histories_whatever_their_case(engine: Engine) -> None:
    wifi, road = given(engine, text="Free WiFi หลุดบ่อย"), given(engine, text="ถนนเป็นหลุม")
    with session_factory(engine).begin() as session:
        casework.remark(session, road, "มาลี", "โทรหา WIFI แล้ว")

    assert (_numbers(engine, words="wifi"), _numbers(engine, words="ลุดบ่")) == (
        [_plain(road), _plain(wifi)],
        [_plain(wifi)],
    )


def test_a_search_finds_the_place_of_a_case(engine: Engine) -> None:
    told = given(engine, text="หลุมใหญ่มาก", place_name="หน้าวัดโนนสว่าง ต.ในเมือง")
    given(engine, text="หลุมเล็ก", place_name="ตลาดเทศบาล")

    assert (_numbers(engine, words="โนนสว่าง"), _numbers(engine, words="หลุม ในเมือง")) == ([_plain(told)],) * 2


def test_signs_of_a_pattern_are_only_signs(engine: Engine) -> None:
    given(engine)

    assert [_numbers(engine, words=words) for words in ("%", "_", "\\", "'")] == [[], [], [], []]


def test_views_and_their_counts_agree(engine: Engine) -> None:
    for state in ("received", "assigned", "answered", "closed", "contested"):
        given(engine, state, agency=AGENCY, assignee="มาลี")
    given(engine, agency=OTHER_AGENCY)
    late = now() + timedelta(minutes=1)
    with session_factory(engine)() as session:
        counted = desk.counts(desk.heaps(session, AGENCY, late), "มาลี")
    found = {view: len(_numbers(engine, agency=AGENCY, view=view, officer="มาลี", late=late)) for view in counted}

    assert counted == found
    assert counted == {
        "open": 4,
        "new": 1,
        "mine": 4,
        "waiting": 3,
        "overdue": 3,
        "answered": 1,
        "closed": 1,
        "all": 5,
    }


def test_a_page_ends_where_the_next_begins(engine: Engine) -> None:
    for _ in range(desk.PAGE + 2):
        given(engine)
    pages = [_numbers(engine, page=page) for page in range(2)]

    assert ([len(page) for page in pages], set(pages[0]) & set(pages[1])) == ([desk.PAGE, 2], set())


def test_days_to_the_first_word_and_satisfaction_are_averaged(engine: Engine) -> None:
    given(engine, agency=AGENCY)
    answered = given(engine, agency=AGENCY, satisfaction=2)
    given(engine, agency=OTHER_AGENCY, satisfaction=5)
    with session_factory(engine).begin() as session:
        before = datetime.now(UTC) - timedelta(days=2)
        session.execute(update(Feedback).where(Feedback.number == _plain(answered)).values(created_at=before))
        casework.answer(session, answered, "มาลี", "ช่างไปแล้ว")
    with session_factory(engine)() as session:
        cases = figures.cases_between(session, now() - timedelta(days=9), now(), None)
    by_agency = figures.by_agency(cases)
    own = by_agency[AGENCY]

    assert (own.cases, own.outcomes, round(own.days or 0, 2), own.satisfaction, own.rated) == (
        2,
        {"received": 1, "answered": 1},
        2.0,
        2.0,
        1,
    )
    assert (by_agency[OTHER_AGENCY].days, figures.summary(cases).satisfaction) == (None, 3.5)


def test_answers_are_added_up_by_day(engine: Engine) -> None:
    for _ in range(2):
        with session_factory(engine).begin() as session:
            answer_counts.add(session, {("2026-11-29", "web", "answered"): 3, ("2026-11-29", "line", "unknown"): 1})
            answer_counts.add(session, {("2026-11-29", "web", "smalltalk"): 9})
    with session_factory(engine)() as session:
        assert figures.answers_by_day(session, "2026-11-01") == {"2026-11-29": (8, 6)}


def test_what_was_counted_is_taken_once() -> None:
    tally.taken()
    tally.count("web", "answered")
    tally.count("web", "answered")

    assert ([*tally.taken().values()], [*tally.taken().values()]) == ([2], [])
