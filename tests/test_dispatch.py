"""Does the dispatcher keep each chat apart, forget in time, and survive a fault of ours?"""

import logging
import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import dispatch
from bot.ahead import Ahead
from bot.conversation_key import conversation_keys
from bot.delivery.event import Event
from bot.dispatch import Dispatcher
from db.models import Conversation as Row
from db.models import Plan, now
from db.outbox import Held
from db.session import create_engine_for
from handlers import reply as answering
from handlers.answer import Text
from handlers.conversation import Conversation
from handlers.message import Message
from tests.outbox_rows import rows as outbox_rows
from tests.recorded_platform import RecordedPlatform
from tests.web_chats import DOCUMENT

KEY = b"k" * 32
WIFI = "โครงการ 5.3.6 ใช้งบเท่าไหร่"
WHO = "แล้วใครรับผิดชอบ"


def _say(bot: Dispatcher, text: str, user: str = "somchai", channel: str = "web") -> tuple[str, ...]:
    """What the answer is about."""
    return bot.chat(Message(channel=channel, user=user, text=text)).codes


def _rows(engine: Engine) -> list[Row]:
    with Session(engine) as session:
        return list(session.scalars(select(Row)))


def _break(*_: object) -> None:
    raise ValueError("a fault of ours")


# --- chats


def test_a_follow_up_is_about_what_was_asked_before(bot: Dispatcher) -> None:
    _say(bot, WIFI)

    assert _say(bot, WHO) == ("5.3.6",)


def test_another_person_has_another_chat(bot: Dispatcher) -> None:
    _say(bot, WIFI)

    assert _say(bot, WHO, user="somying") != ("5.3.6",)


def test_the_same_name_on_another_channel_is_another_person(bot: Dispatcher) -> None:
    _say(bot, WIFI)

    assert _say(bot, WHO, channel="line") != ("5.3.6",)


def test_a_chat_goes_on_in_another_process(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)

    assert _say(Dispatcher(engine, KEY), WHO) == ("5.3.6",)


def test_without_the_key_a_chat_cannot_be_found(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)

    assert _say(Dispatcher(engine), WHO) != ("5.3.6",)


def test_a_person_without_a_name_has_no_chat(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI, user="")

    assert _rows(engine) == []


def test_what_is_stored_names_no_person(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)
    [row] = _rows(engine)

    assert "somchai" not in row.key + row.state


def test_a_forgotten_chat_is_gone(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)
    bot.forget("web", "somchai")

    assert _rows(engine) == []


def test_to_forget_one_chat_leaves_the_others(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)
    bot.forget("web", "somying")

    assert len(_rows(engine)) == 1


def test_a_chat_of_yesterday_starts_anew(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)
    _make_old(engine)

    assert _say(bot, WHO) != ("5.3.6",)


def test_a_chat_that_another_version_wrote_starts_anew(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI)
    with Session(engine) as session, session.begin():
        session.execute(update(Row).values(state='{"of": ["another", "version"]'))

    assert _say(bot, WIFI) == ("5.3.6",)


def test_many_messages_at_once_are_all_answered(bot: Dispatcher) -> None:
    answers: list[tuple[str, ...]] = []

    def talk() -> None:
        answers.extend(_say(bot, WIFI) for _ in range(5))

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [("5.3.6",)] * 20


def test_the_terminal_stores_nothing(bot: Dispatcher, engine: Engine) -> None:
    bot.answer(Message(channel="ask", user="somchai", text=WIFI), Conversation())

    assert _rows(engine) == []


def _make_old(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Row).values(updated_at=now() - timedelta(days=1, seconds=1)))


# --- what is found out before the transaction


def _ahead(bot: Dispatcher, message: Message) -> Ahead:
    with bot.sessions() as session:
        return bot.read_ahead(session, message)


def _answered(bot: Dispatcher, ahead: Ahead, message: Message) -> tuple[str, ...]:
    with bot.sessions.begin() as session:
        return bot._chat(session, ahead, message).codes


def test_what_was_understood_before_is_not_understood_again(bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    _say(bot, WIFI)
    message = Message(channel="web", user="somchai", text=WHO)
    ahead = _ahead(bot, message)
    monkeypatch.setattr(answering, "understand", _break)

    assert _answered(bot, ahead, message) == ("5.3.6",)


def test_what_was_understood_before_the_chat_went_on_is_understood_again(bot: Dispatcher) -> None:
    message = Message(channel="web", user="somchai", text=WHO)
    ahead = _ahead(bot, message)
    _say(bot, WIFI)

    assert _answered(bot, ahead, message) == ("5.3.6",)


def test_a_message_without_words_is_answered_too(bot: Dispatcher) -> None:
    message = Message("web", "somchai", "", "sticker")

    assert _answered(bot, _ahead(bot, message), message) == ()


# --- faults


@pytest.mark.parametrize(
    ("said", "apology"),
    [("เน็ตฟรีใช้งบเท่าไร", "ขออภัย"), ("free wifi budget?", "Sorry"), ("Free Wi-Fi งบ", "ขออภัย"), ("555 😀", "ขออภัย")],
)
def test_a_fault_is_apologised_for_in_the_language_of_the_person(
    bot: Dispatcher, monkeypatch: pytest.MonkeyPatch, said: str, apology: str
) -> None:
    monkeypatch.setattr(dispatch, "reply_of", _break)
    [part] = bot.chat(Message(channel="web", user="somchai", text=said)).parts

    assert isinstance(part, Text)
    assert part.text.startswith(apology)


def test_a_fault_is_logged_with_its_traceback_and_without_the_message(
    bot: Dispatcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dispatch, "reply_of", _break)
    _say(bot, "ความลับของฉัน")

    assert ("a fault of ours" in caplog.text, "ความลับ" in caplog.text, "somchai" in caplog.text) == (True, False, False)


def test_a_fault_leaves_the_chat_as_it_was(bot: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    _say(bot, WIFI)
    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "reply_of", _break)
        _say(bot, "โครงการ 5.1.1 ใช้งบเท่าไหร่")

    assert _say(bot, WHO) == ("5.3.6",)


def test_a_fault_in_the_middle_of_a_transaction_is_apologised_for(
    bot: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL takes no further statement in such a transaction."""

    def break_off(session: Session, *_: object) -> None:
        session.execute(insert(Plan), [{**row._mapping} for row in session.execute(select(Plan.__table__))])

    monkeypatch.setattr(dispatch, "reply_of", break_off)

    assert bot.chat(Message(channel="web", user="somchai", text=WIFI)).status == "unknown"


def test_a_lost_database_is_told_to_who_can_send_the_message_again(plan_engine: Engine) -> None:
    bot = Dispatcher(plan_engine, KEY)
    _lose_the_budgets(plan_engine)

    with pytest.raises(OperationalError):
        _say(bot, WIFI)


def test_on_the_terminal_a_lost_database_is_apologised_for(
    plan_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Dispatcher(plan_engine, KEY)
    _lose_the_budgets(plan_engine)
    with caplog.at_level(logging.CRITICAL):
        answer, _ = bot.answer(Message(channel="ask", user="", text=WIFI), Conversation())

    assert answer.status == "unknown"


def _lose_the_budgets(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE budget")


# --- plan


def test_the_bundled_plan_is_there_from_the_start(bot: Dispatcher) -> None:
    assert bot.documents() == (DOCUMENT,)


def test_a_server_with_its_plan_is_ready(bot: Dispatcher) -> None:
    assert bot.why_not_ready() == ""


def test_a_server_without_a_plan_is_not_ready(plan_engine: Engine) -> None:
    bot = Dispatcher(plan_engine, KEY)
    with Session(plan_engine) as session, session.begin():
        session.execute(delete(Plan))

    assert bot.why_not_ready() == "No plan is loaded."


def test_a_server_without_its_database_is_not_ready(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'bot.db'}")
    bot = Dispatcher(engine, KEY)
    engine.dispose()
    for file in tmp_path.glob("bot.db*"):
        file.unlink()
    (tmp_path / "bot.db").mkdir()
    with caplog.at_level(logging.CRITICAL):
        reason = bot.why_not_ready()

    assert reason == "The database does not answer."


def test_another_start_loads_the_plan_no_second_time(bot: Dispatcher, engine: Engine) -> None:
    Dispatcher(engine, KEY)
    with Session(engine) as session:
        plans = session.execute(select(func.count(), func.max(Plan.version)).select_from(Plan)).one()

    assert tuple(plans) == (1, 1)


# --- the key


def test_the_key_of_the_settings_wins(tmp_path: Path) -> None:
    assert conversation_keys("s" * 32, tmp_path / "key") == (b"s" * 32,)


def test_without_one_in_the_settings_a_key_is_made_and_kept(tmp_path: Path) -> None:
    assert conversation_keys("", tmp_path / "var" / "key") == conversation_keys("", tmp_path / "var" / "key")


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert conversation_keys("", tmp_path / "one") != conversation_keys("", tmp_path / "other")


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    conversation_keys("", tmp_path / "key")

    assert oct((tmp_path / "key").stat().st_mode & 0o777) == "0o600"


def test_making_a_key_leaves_nothing_else_behind(tmp_path: Path) -> None:
    conversation_keys("", tmp_path / "key")

    assert [file.name for file in tmp_path.iterdir()] == ["key"]


# --- events of the platforms


def _event(number: str = "1", chat: str = "somchai", said: str = WIFI, **fields: Any) -> Event:
    return Event("line", number, chat, Message(channel="line", user=chat, text=said), **fields)


def _take(bot: Dispatcher, event: Event) -> list[Held]:
    with bot.sessions.begin() as session:
        return bot.take(session, event, RecordedPlatform())


def _take_faulty(bot: Dispatcher, event: Event) -> list[str]:
    """What is to be sent."""
    with bot.sessions.begin() as session:
        return [held.body for held in bot.take_faulty(session, event, RecordedPlatform(), ValueError("หนึ่ง"))]


def test_an_event_belongs_to_the_chat_of_its_person(bot: Dispatcher) -> None:
    _say(bot, WIFI, channel="line")
    [held] = _take(bot, _event(said=WHO))

    assert "Free Wi-Fi" in held.body


def test_an_event_that_is_rolled_back_leaves_nothing(bot: Dispatcher, engine: Engine) -> None:
    with bot.sessions() as session:
        bot.take(session, _event(), RecordedPlatform())
        session.rollback()

    assert (_rows(engine), outbox_rows(engine), len(_take(bot, _event()))) == ([], [], 1)


def test_a_call_keeps_the_permission_to_answer_without_a_price(bot: Dispatcher) -> None:
    until = now() + timedelta(seconds=50)
    [held] = _take(bot, _event(reply_token="token", reply_until=until))

    assert (held.reply_token, held.reply_until) == ("token", until)


def test_a_call_can_be_opened_by_its_sender(bot: Dispatcher) -> None:
    [held] = _take(bot, _event())

    assert bot.letters.open(held).recipient == "somchai"


def test_calls_of_one_chat_are_known_by_one_name(bot: Dispatcher, engine: Engine) -> None:
    for number, chat in enumerate(("somchai", "somchai", "somying")):
        _take(bot, _event(str(number), chat))
    first, second, third = (row.chat for row in outbox_rows(engine))

    assert (first == second, first == third) == (True, False)


def test_a_faulty_event_is_apologised_for_in_the_language_of_the_person(bot: Dispatcher) -> None:
    told = [_take_faulty(bot, _event(said, chat=said, said=said)) for said in (WIFI, "free wifi")]

    assert [("ขออภัย" in body, "Sorry" in body) for [body] in told] == [(True, False), (False, True)]


def test_a_faulty_event_is_apologised_for_once(bot: Dispatcher) -> None:
    assert [len(_take_faulty(bot, _event())) for _ in range(2)] == [1, 0]


def test_an_event_that_was_faulty_is_not_handled_any_more(bot: Dispatcher) -> None:
    _take_faulty(bot, _event())

    assert _take(bot, _event()) == []


def test_a_chat_that_is_gone_takes_what_is_to_be_sent_along(bot: Dispatcher, engine: Engine) -> None:
    _take(bot, _event("1", "somchai"))
    _take(bot, _event("2", "somying"))
    _take(bot, Event("line", "3", "somchai", gone=True))

    assert [bot.letters.chat("line", "somying")] == [row.chat for row in outbox_rows(engine)]


def test_a_chat_that_is_gone_on_one_platform_stays_on_another(bot: Dispatcher, engine: Engine) -> None:
    _say(bot, WIFI, channel="telegram")
    _take(bot, Event("line", "1", "somchai", gone=True))

    assert len(_rows(engine)) == 1
