"""To which case do an officer's words belong that name none, and what becomes of words that were begun long ago?"""

from datetime import timedelta

import pytest

from bot.delivery.letters import message_traces
from bot.dispatch import Dispatcher
from db import sent_messages
from db.session import session_factory
from handlers.officers import pending
from handlers.officers.news import news_for
from tests.case_rows import SECRECY, given, history, stored
from tests.office import AGENCY, MALEE, OTHER_AGENCY, Chat, officer

NEWS = "bot-1"
"""As the platform calls the message that told of `case`."""
VISIT = "พรุ่งนี้ช่างเข้าไปนะคะ"


@pytest.fixture(name="case")
def _case(plan_bot: Dispatcher, malee: Chat) -> str:
    return _told_of(plan_bot, malee, given(plan_bot.engine, agency=AGENCY))


def _told_of(bot: Dispatcher, chat: Chat, number: str, message: str = NEWS) -> str:
    """The bot's message of this name told the officer of the case."""
    with session_factory(bot.engine).begin() as session:
        traces = message_traces(SECRECY, chat.channel, chat.user, message)
        sent_messages.of_bot(session, traces[:1], number.replace("-", ""))
    return number


def test_a_command_in_reply_is_about_the_case_of_that_message(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    other = given(plan_bot.engine, agency=AGENCY)
    malee.say(other)  # which the chat is about
    malee.say("รับเรื่อง", answers=NEWS)

    assert (stored(plan_bot.engine, case).assignee, stored(plan_bot.engine, other).assignee) == (MALEE, "")


def test_a_command_with_words_in_reply_is_done_at_once(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(f"ตอบผู้แจ้ง {VISIT}", answers=NEWS)

    assert (history(plan_bot.engine, case)[-1].action, history(plan_bot.engine, case)[-1].text) == ("answered", VISIT)


def test_words_for_the_case_that_the_chat_is_about_wait_for_another_word(
    plan_bot: Dispatcher, malee: Chat, case: str
) -> None:
    malee.say(case)
    told = malee.say(f"ตอบผู้แจ้ง {VISIT}")
    before = history(plan_bot.engine, case)[-1].action
    malee.say(malee.last.suggestions[0])

    assert (case in told, VISIT in told, before) == (True, True, "received")
    assert (history(plan_bot.engine, case)[-1].action, history(plan_bot.engine, case)[-1].text) == ("answered", VISIT)


def test_words_in_reply_are_sent_to_nobody_before_the_officer_says_so(
    plan_bot: Dispatcher, malee: Chat, case: str
) -> None:
    malee.say(VISIT, answers=NEWS)
    before = [update.text for update in history(plan_bot.engine, case)]
    malee.say(malee.last.suggestions[0])
    last = history(plan_bot.engine, case)[-1]

    assert (before, last.action, last.text) == ([""], "answered", VISIT)


@pytest.mark.parametrize(("button", "action"), [(0, "answered"), (1, "asked"), (2, "noted")])
def test_they_become_what_the_officer_says(
    plan_bot: Dispatcher, malee: Chat, case: str, button: int, action: str
) -> None:
    malee.say(VISIT, answers=NEWS)
    malee.say(malee.last.suggestions[button])

    assert history(plan_bot.engine, case)[-1].action == action


def test_they_can_be_dropped(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(VISIT, answers=NEWS)

    assert "ไม่ได้ส่งอะไร" in malee.say("ยกเลิก")


def test_they_go_to_no_other_case(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    other = given(plan_bot.engine, agency=AGENCY)
    malee.say(VISIT, answers=NEWS)
    malee.say(f"ตอบผู้แจ้ง {other}")

    assert [history(plan_bot.engine, each)[-1].action for each in (case, other)] == ["received", "received"]


def test_a_question_after_an_offer_is_answered_by_the_plan(plan_bot: Dispatcher, malee: Chat, case: str) -> None:
    malee.say(VISIT, answers=NEWS)

    assert "15.00" in malee.say("เน็ตฟรีใช้งบเท่าไหร่")


def test_a_reply_to_news_of_a_case_that_is_another_agencys_now_does_nothing(
    plan_bot: Dispatcher, malee: Chat, case: str
) -> None:
    theirs = _told_of(plan_bot, malee, given(plan_bot.engine, agency=OTHER_AGENCY), "bot-2")
    said = malee.say("รับเรื่อง", answers="bot-2")

    assert (stored(plan_bot.engine, theirs).assignee, theirs in said) == ("", False)


def test_news_of_one_case_can_be_replied_to(plan_bot: Dispatcher, malee: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.officers.news.GATHERED", -timedelta(days=1))
    monkeypatch.setattr("handlers.officers.news.AWAKE", range(24))
    number = given(plan_bot.engine, agency=AGENCY).replace("-", "")
    with session_factory(plan_bot.engine).begin() as session:
        told = news_for(session, session.merge(officer(plan_bot.engine, MALEE)))

    assert told is not None
    assert told.about == number


# --- what was begun long ago


@pytest.fixture(name="later")
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is said is later than what was begun."""
    monkeypatch.setattr(pending, "WAITS", -timedelta(seconds=1))


def test_a_question_for_the_bot_does_not_go_to_the_person_of_a_case(
    plan_bot: Dispatcher, malee: Chat, case: str, later: None
) -> None:
    malee.say(f"ตอบผู้แจ้ง {case}")
    said = malee.say("เน็ตฟรีใช้งบเท่าไหร่")

    assert ("15.00" in said, history(plan_bot.engine, case)[-1].action) == (True, "received")


def test_words_that_come_late_wait_for_the_officers_word(
    plan_bot: Dispatcher, malee: Chat, case: str, later: None
) -> None:
    malee.say(f"ถามผู้แจ้ง {case}")
    said = malee.say(VISIT)
    before = history(plan_bot.engine, case)[-1].action
    malee.say(malee.last.suggestions[0])

    assert (case in said, before, history(plan_bot.engine, case)[-1].text) == (True, "received", VISIT)


# --- an officer is a citizen, too


def test_an_officers_own_report_to_another_agency_is_followed_as_everybodys(plan_bot: Dispatcher, malee: Chat) -> None:
    own = given(plan_bot.engine, name=malee.user, agency=OTHER_AGENCY)
    said = malee.say(own)

    assert (malee.last.status, own in said) == ("status", True)
