"""Where a place is asked for, is a button to show it at hand, on each platform that has one, and gone afterwards?"""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.delivery.event import Event
from bot.line.messages import messages
from bot.telegram.messages import calls
from handlers.answer import Answer, Text
from knowledge.index import Index
from tests.line_platform import actions
from tests.platform_chats import LineChat, PlatformChat, until
from tests.platforms import Recorded, needs_harness
from tests.talk_chats import ROAD, Talk
from tests.test_feedback_for_real import World, world_on_each_platform

ASK, AGREE = "บอกสถานที่", "ยินยอมและส่งเรื่อง"
HERE = (16.4419, 102.8359)


@pytest.fixture(name="asked")
def _asked(plan_session: Session, index: Index) -> Talk:
    """Somebody who is asked where it is."""
    talk = Talk(plan_session, index)
    talk.say(ROAD)
    talk.press(ASK)
    return talk


def _markups(answer: Answer, **details: Any) -> list[dict[str, Any]]:
    """What stands below each message of Telegram."""
    sent = calls(Event("telegram", "1", "5", details=details), answer)
    return [call.body["arguments"].get("reply_markup", {}) for call in sent]


def test_the_button_is_at_hand_while_the_place_is_asked_for(asked: Talk) -> None:
    assert asked.answer.asks_place == "begins"
    assert asked.say("เน็ตฟรีใช้งบเท่าไหร่").asks_place == "goes on"


@pytest.mark.parametrize("told", ["หน้าร้านป้าแดง ซอย 5", "ไม่รู้", "ยกเลิก", "16.4419, 102.8360"])
def test_it_goes_with_any_answer(asked: Talk, told: str) -> None:
    assert asked.say(told).asks_place == "ends"
    assert asked.say("สวัสดี").asks_place == ""


def test_line_offers_it_before_its_other_buttons(asked: Talk) -> None:
    buttons = messages(asked.answer)[-1]["quickReply"]["items"]

    assert buttons[0]["action"] == {"type": "location", "label": "ส่งตำแหน่ง"}
    assert len(buttons) == 1 + len(asked.answer.suggestions)


def test_line_offers_it_nowhere_else(asked: Talk) -> None:
    after = asked.say("หน้าวัด")

    assert "location" not in [action["type"] for action in actions(messages(after))]


def test_telegram_puts_it_in_place_of_the_keyboard_once(asked: Talk) -> None:
    question, below = _markups(asked.answer)

    assert "inline_keyboard" in question
    assert below["keyboard"][0][0]["request_location"] is True
    assert all("keyboard" not in markup for markup in _markups(asked.say("เน็ตฟรีใช้งบเท่าไหร่")))


def test_telegram_takes_it_away_and_keeps_the_buttons(asked: Talk) -> None:
    first, *_, last = _markups(asked.say("หน้าวัด"))

    assert first == {"remove_keyboard": True}
    assert "inline_keyboard" in last


def test_telegram_needs_no_message_of_its_own_where_the_answer_has_no_buttons() -> None:
    assert _markups(Answer("feedback", (Text("ยกเลิกแล้วค่ะ"),), asks_place="ends")) == [{"remove_keyboard": True}]


@pytest.mark.parametrize("asks", ["begins", "ends"])
def test_no_group_of_telegram_gets_it(asks: Any) -> None:
    answer = Answer("feedback", (Text("อยู่ตรงไหนคะ"),), asks_place=asks)

    assert _markups(answer, reply_to=7) == [{}]


_world = world_on_each_platform("location")


def _shows(call: Recorded, person: PlatformChat) -> bool:
    """Whether the button stands in what this call brought."""
    said = json.dumps(call["body"], ensure_ascii=False)
    return '"type": "location"' in said if isinstance(person, LineChat) else "request_location" in said


def _said(person: PlatformChat, words: str) -> str:
    """The newest message, once one says this: of several that come together the last one counts."""
    told = [call for call in person.calls(0) if words in person.said(call)]
    if told:
        person.newest = told[-1]
    return person.said(told[-1]) if told else ""


@needs_harness
def test_the_platform_takes_it_and_the_place_reaches_the_case(world: World) -> None:
    person = world.person(901)
    person.say(ROAD)
    person.press(ASK)
    until(lambda: any(_shows(call, person) for call in person.calls(0)))
    person.send_place(*HERE)
    until(lambda: bool(_said(person, "แนบตำแหน่งไว้แล้ว")))
    person.press(AGREE)

    [case] = [case for case in world.cases(ROAD) if case.latitude]
    assert (case.latitude, case.longitude) == HERE
    assert sum(_shows(call, person) for call in person.calls(0)) == 1
    assert world.mock.stats()["rejected"] == []
