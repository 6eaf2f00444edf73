"""What do officers hear in chat without asking, when, and who hears it?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from bot.text import as_text
from db import cases, office_news
from db.feedback_models import Feedback
from db.session import session_factory
from db.staff_models import Staff
from handlers import casework
from handlers.dates import THAILAND
from handlers.officers import news
from handlers.officers.news import news_for, wrong_with_cases
from handlers.working_days import due, is_working_day, late_since
from tests.case_rows import given, stored
from tests.office import AGENCY, MALEE, OTHER_AGENCY, PRANEE, SOMCHAI, Chat, bot_of, invited, joined

NOON = datetime(2026, 11, 26, 12, tzinfo=THAILAND)
"""A Thursday."""


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The time as the news have it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = NOON
        monkeypatch.setattr(news, "now", lambda: self.at)


def _given(engine: Engine, at: datetime, agency: str = AGENCY, **fields: object) -> str:
    number = given(engine, agency=agency, **fields)  # type: ignore[arg-type]  # columns
    with session_factory(engine).begin() as session:
        session.execute(
            update(Feedback).where(Feedback.number == number.replace("-", "")).values(created_at=at.astimezone(UTC))
        )
    return number


def _heard(engine: Engine, name: str, wrong: dict[str, int] | None = None) -> str:
    """What somebody is told now, but for the morning's digest; "" for nothing."""
    with session_factory(engine).begin() as session:
        officer = session.scalars(select(Staff).where(Staff.name == name)).one()
        officer.digest_on = officer.digest_on or f"{NOON:%Y-%m-%d}"
        answer = news_for(session, officer, wrong)
        return as_text(answer) if answer else ""


def _said(engine: Engine, number: str, action: str, text: str) -> None:
    """What the person of a case does with it."""
    with session_factory(engine).begin() as session:
        cases.note(session, stored(engine, number), "citizen", action, text)


def test_a_case_that_went_through_several_hands_is_handed_over_once(
    plan_engine: Engine, malee: Chat, clock: Clock
) -> None:
    case = _given(plan_engine, NOON)
    with session_factory(plan_engine).begin() as session:
        casework.assign(session, case, PRANEE, PRANEE)
        casework.assign(session, case, PRANEE, MALEE)

    assert _heard(plan_engine, MALEE).count("ได้รับมอบ") == 1


def test_a_new_case_of_the_own_agency_is_told_once(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = _given(plan_engine, NOON - timedelta(minutes=11))
    theirs = _given(plan_engine, NOON - timedelta(minutes=11), OTHER_AGENCY)
    first, second = _heard(plan_engine, MALEE), _heard(plan_engine, MALEE)

    assert (case in first, theirs in first, second) == (True, False, "")


def test_many_cases_are_one_message(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    cases = [_given(plan_engine, NOON - timedelta(minutes=11 - n)) for n in range(3)]
    said = _heard(plan_engine, MALEE)

    assert ("3 เรื่อง" in said, [case in said for case in cases]) == (True, [True] * 3)


def test_a_case_that_just_came_waits_for_others(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    _given(plan_engine, NOON - timedelta(minutes=5))

    assert _heard(plan_engine, MALEE) == ""


@pytest.mark.parametrize(("hour", "told"), [(3, False), (6, False), (7, True), (19, True), (20, False), (23, False)])
def test_nights_are_quiet(plan_engine: Engine, malee: Chat, clock: Clock, hour: int, told: bool) -> None:
    clock.at = NOON.replace(hour=hour)
    case = _given(plan_engine, clock.at - timedelta(minutes=30))

    assert (case in _heard(plan_engine, MALEE)) is told


def test_cases_of_no_agency_are_told_to_coordinators(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    joined(malee.bot, PRANEE, "coordinator", "")
    case = _given(plan_engine, NOON - timedelta(minutes=30), "")

    assert (case in _heard(plan_engine, MALEE), case in _heard(plan_engine, PRANEE)) == (False, True)


def test_cases_of_an_agency_that_has_nobody_in_chat_are_told_to_coordinators(
    plan_engine: Engine, malee: Chat, clock: Clock
) -> None:
    joined(malee.bot, PRANEE, "coordinator", "")
    invited(plan_engine, SOMCHAI, "officer", OTHER_AGENCY)  # who has not joined
    theirs = _given(plan_engine, NOON - timedelta(minutes=30), OTHER_AGENCY)
    own = _given(plan_engine, NOON - timedelta(minutes=30))
    said = _heard(plan_engine, PRANEE)

    assert (theirs in said, own in said) == (True, False)


def test_a_case_of_this_very_moment_waits_with_what_may_still_be_written_before_it(
    plan_engine: Engine, malee: Chat, clock: Clock
) -> None:
    old, new = _given(plan_engine, NOON - timedelta(minutes=30)), _given(plan_engine, NOON)
    first = _heard(plan_engine, MALEE)
    clock.at = NOON + timedelta(minutes=15)

    assert (old in first, new in first, new in _heard(plan_engine, MALEE)) == (True, False, True)


def test_what_was_there_before_somebody_joined_is_no_news(plan_engine: Engine, clock: Clock) -> None:
    _given(plan_engine, NOON - timedelta(days=1))
    joined(bot_of(plan_engine), MALEE)

    assert _heard(plan_engine, MALEE) == ""


def test_an_answer_is_told_to_who_handles_the_case(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = given(plan_engine, agency=AGENCY)
    malee.say(f"ถามผู้แจ้ง {case} สะดวกไหมคะ")
    citizen = Chat(malee.bot, "U1")
    citizen.say("สวัสดี")
    citizen.say("สะดวกค่ะ")

    assert ("สะดวกค่ะ" in _heard(plan_engine, MALEE), _heard(plan_engine, MALEE)) == (True, "")


@pytest.mark.parametrize("handled_by", ["", "ใครสักคน"], ids=["nobody", "somebody whose name was typed"])
def test_an_answer_to_who_cannot_be_told_is_told_to_the_agency(
    plan_engine: Engine, malee: Chat, clock: Clock, handled_by: str
) -> None:
    joined(malee.bot, PRANEE, "coordinator", "")
    case = given(plan_engine, "in_progress", agency=AGENCY, assignee=handled_by)
    _said(plan_engine, case, "replied", "ว่างวันเสาร์")

    assert ("ว่างวันเสาร์" in _heard(plan_engine, MALEE), _heard(plan_engine, PRANEE)) == (True, "")


def test_what_is_said_to_a_colleague_is_no_news(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    joined(malee.bot, SOMCHAI)
    case = given(plan_engine, "in_progress", agency=AGENCY, assignee=SOMCHAI)
    _said(plan_engine, case, "replied", "ว่างวันเสาร์")

    assert (_heard(plan_engine, MALEE), "ว่างวันเสาร์" in _heard(plan_engine, SOMCHAI)) == ("", True)


@pytest.mark.parametrize(
    ("action", "told"), [("added", "แจ้งเพิ่ม"), ("withdrawn", "ถอน"), ("reopened", "ทำเรื่องต่อ"), ("contested", "ยังไม่เสร็จ")]
)
def test_what_somebody_does_with_their_case_is_told(
    plan_engine: Engine, malee: Chat, clock: Clock, action: str, told: str
) -> None:
    case = given(plan_engine, "in_progress", agency=AGENCY, assignee=MALEE)
    _said(plan_engine, case, action, "")
    said = _heard(plan_engine, MALEE)

    assert (case in said, told in said) == (True, True)


def test_the_digest_comes_once_on_the_morning_of_a_working_day(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    given(plan_engine, agency=AGENCY)
    heard = []
    for at in (NOON.replace(hour=7), NOON.replace(hour=8), NOON, NOON + timedelta(days=2)):
        clock.at = at
        with session_factory(plan_engine).begin() as session:
            officer = session.scalars(select(Staff).where(Staff.name == MALEE)).one()
            answer = news_for(session, officer)
        heard.append("สรุปงาน" in as_text(answer) if answer else False)

    assert heard == [False, True, False, False]


def test_a_case_that_nobody_took_is_an_alarm(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    _given(plan_engine, NOON - timedelta(days=7))
    _given(plan_engine, NOON)
    with session_factory(plan_engine)() as session:
        wrong = wrong_with_cases(session)
    joined(malee.bot, PRANEE, "coordinator", "")

    assert (wrong, "1 เรื่อง" in _heard(plan_engine, PRANEE, wrong)) == ({"untaken": 1}, True)


def test_an_alarm_is_told_once_a_day_and_anew_when_it_is_back(plan_engine: Engine) -> None:
    def due_now(wrong: list[str], again: timedelta) -> list[str]:
        with session_factory(plan_engine).begin() as session:
            return office_news.due_alarms(session, wrong, datetime.now(THAILAND) - again)

    day = timedelta(days=1)
    told = [due_now(["disk"], day), due_now(["disk"], day), due_now(["disk"], -day)]
    back = [due_now([], day), due_now(["disk"], day)]

    assert (told, back) == ([["disk"], [], ["disk"]], [[], ["disk"]])


# --- working days


@pytest.mark.parametrize(
    ("given_on", "days", "last"),
    [("2026-11-26", 3, "2026-12-01"), ("2026-12-04", 1, "2026-12-08"), ("2026-11-28", 1, "2026-11-30")],
    ids=["over a weekend", "over a holiday and its substitute", "given on a Saturday"],
)
def test_due_days_leave_out_weekends_and_holidays(given_on: str, days: int, last: str) -> None:
    end = due(datetime.fromisoformat(f"{given_on}T10:00+07:00"), days)

    assert f"{(end - timedelta(minutes=1)).astimezone(THAILAND):%Y-%m-%d}" == last


def test_what_is_late_is_what_was_due() -> None:
    at = datetime(2026, 12, 9, 10, tzinfo=THAILAND)
    days = [at - timedelta(days=back) for back in range(20)]

    assert [day < late_since(at, 3) for day in days] == [due(day, 3) <= at for day in days]


def test_fathers_day_is_no_working_day() -> None:
    assert is_working_day(datetime(2025, 12, 5, tzinfo=THAILAND).date()) is False


def _assigned(engine: Engine, number: str, by: str, to: str, agency: str = "") -> None:
    with session_factory(engine).begin() as session:
        assert isinstance(casework.assign(session, number, by, to, agency), Feedback)


def test_who_loses_a_case_to_another_agency_is_told(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = _given(plan_engine, NOON - timedelta(hours=1))
    _assigned(plan_engine, case, MALEE, MALEE)
    _heard(plan_engine, MALEE)
    _assigned(plan_engine, case, PRANEE, SOMCHAI, OTHER_AGENCY)
    heard, again = _heard(plan_engine, MALEE), _heard(plan_engine, MALEE)

    assert (f"{PRANEE} มอบเรื่องเลขที่ {case} ให้ {SOMCHAI}" in heard, again) == (True, "")


def test_what_was_lost_has_no_buttons_any_more(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = _given(plan_engine, NOON - timedelta(hours=1))
    _assigned(plan_engine, case, MALEE, MALEE)
    _heard(plan_engine, MALEE)
    _assigned(plan_engine, case, PRANEE, SOMCHAI, OTHER_AGENCY)
    with session_factory(plan_engine).begin() as session:
        answer = news_for(session, session.scalars(select(Staff).where(Staff.name == MALEE)).one())

    assert answer is not None
    assert (answer.about, [button for button in answer.suggestions if case in button]) == ("", [])


def test_an_agency_hears_when_a_case_that_nobody_took_moves(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = _given(plan_engine, NOON - timedelta(hours=1))
    _heard(plan_engine, MALEE)
    _assigned(plan_engine, case, PRANEE, SOMCHAI, OTHER_AGENCY)

    assert f"มอบเรื่องเลขที่ {case} ให้ {SOMCHAI}" in _heard(plan_engine, MALEE)


def test_who_gives_a_case_away_or_keeps_it_hears_nothing(plan_engine: Engine, malee: Chat, clock: Clock) -> None:
    case = _given(plan_engine, NOON - timedelta(hours=1))
    _assigned(plan_engine, case, MALEE, MALEE)
    _heard(plan_engine, MALEE)
    _assigned(plan_engine, case, PRANEE, MALEE)
    kept = _heard(plan_engine, MALEE)
    _assigned(plan_engine, case, MALEE, "วิชัย")

    assert ("ไม่ต้องทำต่อ" in kept, _heard(plan_engine, MALEE)) == (False, "")
