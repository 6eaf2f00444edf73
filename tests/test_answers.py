"""Is an answer given again only where it would be the same: to the same words, of the same plan, in the same chat?"""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, update

from bot.answers import REMEMBERED, Answers
from bot.dispatch import Dispatcher
from db.models import Budget, Plan
from db.session import session_factory
from handlers.answer import Answer, Status, Text
from handlers.conversation import Conversation
from handlers.message import Message

NEW = Conversation()
ASKED = (1, "งบ e-service", NEW)
TOLD = (Answer("answered", (Text("10.00 ล้านบาท"),)), NEW)
WIFI = "โครงการ 5.3.6 ใช้งบเท่าไหร่"
WHO = "แล้วใครรับผิดชอบ"


@pytest.fixture(name="answers")
def _answers() -> Answers:
    return Answers()


# --- what is remembered


def test_what_was_never_asked_is_not_known(answers: Answers) -> None:
    assert answers.recall(ASKED) is None


def test_what_was_answered_is_known(answers: Answers) -> None:
    answers.remember(ASKED, TOLD)

    assert answers.recall(ASKED) == TOLD


def test_to_remember_hands_the_answer_on(answers: Answers) -> None:
    assert answers.remember(ASKED, TOLD) == TOLD


@pytest.mark.parametrize(
    "asked",
    [
        (2, "งบ e-service", NEW),
        (None, "งบ e-service", NEW),
        (1, "งบ e-service ", NEW),
        (1, "งบ e-service", NEW.about("feedback")),
        (1, "งบ e-service", replace(NEW, language="en")),
    ],
)
def test_another_plan_or_word_or_chat_is_another_question(
    answers: Answers, asked: tuple[int | None, str, Conversation]
) -> None:
    answers.remember(ASKED, TOLD)

    assert answers.recall(asked) is None


@pytest.mark.parametrize(
    "status", ["clarify", "unknown", "feedback", "status", "privacy", "emergency", "smalltalk", "help", "staff"]
)
def test_what_people_confide_is_not_kept(answers: Answers, status: Status) -> None:
    answers.remember(ASKED, (Answer(status, ()), NEW))

    assert answers.recall(ASKED) is None


def test_only_so_many_are_kept(answers: Answers) -> None:
    for number in range(REMEMBERED + 10):
        answers.remember((1, str(number), NEW), TOLD)
    known = [answers.recall((1, str(number), NEW)) is not None for number in range(REMEMBERED + 10)]

    assert known == [False] * 10 + [True] * REMEMBERED


def test_what_is_asked_often_is_kept(answers: Answers) -> None:
    answers.remember(ASKED, TOLD)
    for number in range(REMEMBERED + 10):
        answers.remember((1, str(number), NEW), TOLD)
        answers.recall(ASKED)

    assert answers.recall(ASKED) == TOLD


def test_threads_may_share_it(answers: Answers) -> None:
    def ask(thread: int) -> None:
        for number in range(REMEMBERED):
            answers.remember((thread, str(number), NEW), TOLD)
            answers.recall((thread, str(number // 2), NEW))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known = [answers.recall((thread, str(number), NEW)) for thread in range(4) for number in range(REMEMBERED)]

    assert len([one for one in known if one]) == REMEMBERED


# --- what the bot says


def _ask(bot: Dispatcher, *texts: str, user: str = "somchai") -> Answer:
    """The answer to the last one."""
    return [bot.chat(Message(channel="line", user=user, text=text)) for text in texts][-1]


def test_the_same_question_has_the_same_answer(bot: Dispatcher) -> None:
    assert _ask(bot, WIFI) == _ask(bot, WIFI, user="somying")


def test_the_same_words_in_another_chat_mean_something_else(bot: Dispatcher) -> None:
    first = _ask(bot, WIFI, WHO)
    other = _ask(bot, "โครงการ 5.1.1 ใช้งบเท่าไหร่", WHO, user="somying")

    assert (first.codes, other.codes) == (("5.3.6",), ("5.1.1",))


def test_after_an_answer_that_was_known_the_chat_goes_on(bot: Dispatcher) -> None:
    _ask(bot, WIFI, user="somying")

    assert _ask(bot, WIFI, WHO).codes == ("5.3.6",)


def test_a_button_of_an_answer_that_was_known_can_be_pressed(bot: Dispatcher) -> None:
    _ask(bot, WIFI, user="somying")
    told = _ask(bot, WIFI)
    again = bot.chat(Message(channel="line", user="somchai", text=told.turn, kind="again"))

    assert (again.status, again.parts) == ("answered", told.parts)


def test_after_the_plan_was_changed_an_answer_is_made_anew(bot: Dispatcher, engine: Engine) -> None:
    before = _ask(bot, WIFI)
    with session_factory(engine).begin() as session:
        session.execute(update(Budget).values(satang=Budget.satang * 2))
        session.execute(update(Plan).values(version=Plan.version + 1))
    after = _ask(bot, WIFI, user="somying")

    assert [str(told.value and told.value.number) for told in (before, after)] == ["15.00", "30.00"]
