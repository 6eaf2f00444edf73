"""On real platforms: is a button, a reply, a quote, an unsent or mended message taken for what it belongs to?"""

from typing import Any

from db.feedback_models import Feedback
from tests import line_platform, telegram_platform
from tests.feedback_chats import AGREE, NUMBER
from tests.officer import act
from tests.platform_chats import LineChat, PlatformChat, until
from tests.platforms import needs_harness
from tests.test_feedback_for_real import World, world_on_each_platform

pytestmark = needs_harness

ROAD = "ถนนหน้าวัดโนนสว่างเป็นหลุมลึก ขอให้ซ่อมให้หน่อย"
LAMP = "ไฟทางหน้าโรงเรียนบ้านโคกดับทั้งแถว อยากให้มาเปลี่ยน"
SECRET = "บ้านเลขที่ 99 หลังสีฟ้า"


_world = world_on_each_platform("talk")


def _sent(person: PlatformChat, text: str) -> str:
    """The number of a new case."""
    person.say(text)
    return NUMBER.findall(person.press(f"{AGREE}|ส่งเรื่องนี้"))[0]


def _closed(world: World, person: PlatformChat, number: str) -> dict[str, Any]:
    """The call that told the person of it."""
    arguments = ("--fixed", "--evidence", "https://example.org/1.jpg", "--text", "ซ่อมแล้ว")
    act(world.server.environment, "close", number, *arguments)
    person.news()
    return person.newest


def _message_of(world: World, call: dict[str, Any]) -> str:
    """What the platform calls the last message of the call."""
    if world.platform == "telegram":
        return str(call["message_id"])
    calls = world.mock.calls(patience=0, op=line_platform.SAYS, status="200")
    before = sum(len(one["body"]["messages"]) for one in calls if one["seq"] <= call["seq"])
    return str(_FIRST + before)


_FIRST = 500_000_000_000_000_000
"""The mock of LINE counts the messages that it sends."""


def _replies(world: World, person: PlatformChat, words: str, to: str) -> str:
    given = person.words(words)
    if isinstance(person, LineChat):
        given["message"]["quotedMessageId"] = to
    else:
        said = {"message_id": int(to), "date": 1, "chat": {"id": int(person.id), "type": "private"}, "text": "x"}
        given["message"]["reply_to_message"] = said
    return person.answer(given)


def _case(world: World, text: str) -> Feedback:
    return world.cases(text)[-1]


def test_a_button_under_the_first_of_two_notices_rates_the_first(world: World) -> None:
    person = world.person(101)
    road, lamp = _sent(person, ROAD), _sent(person, LAMP)
    first = _closed(world, person, road)
    newest = _closed(world, person, lamp)
    person.newest = first
    pressed = person.button("ให้ 1 คะแนน")
    person.newest = newest
    person.answer(pressed)

    assert (_case(world, ROAD).satisfaction, _case(world, LAMP).satisfaction) == (1, None)


def test_a_reply_or_quote_of_the_first_notice_opens_the_first(world: World) -> None:
    person = world.person(102)
    road, lamp = _sent(person, f"{ROAD} สอง"), _sent(person, f"{LAMP} สอง")
    message = _message_of(world, _closed(world, person, road))
    _closed(world, person, lamp)
    assert until(lambda: world.tells_of(road) and world.tells_of(lamp))
    _replies(world, person, "ยังไม่เสร็จค่ะ", message)

    assert [_case(world, f"{text} สอง").state for text in (ROAD, LAMP)] == ["contested", "closed"]


def test_the_button_of_a_cancelled_draft_sends_no_other(world: World) -> None:
    person = world.person(103)
    person.say(f"{ROAD} สาม")
    old = person.button(AGREE)
    person.press("ยกเลิก")
    person.say(f"{LAMP} สาม")

    assert ("ยกเลิกไปแล้ว" in person.answer(old), world.cases(f"{LAMP} สาม")) == (True, [])


def test_what_was_taken_back_or_mended_is_so_in_the_case(world: World) -> None:
    person = world.person(104)
    person.say(f"{ROAD} สี่")
    told = person.words(SECRET)
    person.answer(told)
    if isinstance(person, LineChat):
        gone = line_platform.event("unsend", person.name, answerable=False, unsend={"messageId": told["message"]["id"]})
        person.answer(gone)
        left = f"{ROAD} สี่"
    else:
        person.answer(telegram_platform.edited(told, "ซอย 15"))
        left = f"{ROAD} สี่\nซอย 15"
    person.press(AGREE)

    assert len(world.cases(left)) == 1


def test_a_question_about_a_report_is_answered_and_is_no_part_of_it(world: World) -> None:
    person = world.person(105)
    person.say(f"{ROAD} ห้า")
    asked = person.say("เมื่อไหร่จะมาซ่อม")
    number = NUMBER.findall(person.press(f"{AGREE}|ส่งเรื่องนี้"))[0]
    afterwards = person.say("เมื่อไหร่จะมาซ่อม")

    assert ("3 วันทำการ" in asked, number in afterwards, len(world.cases(f"{ROAD} ห้า"))) == (True, True, 1)


def test_a_number_after_it_was_sent_goes_to_the_case(world: World) -> None:
    person = world.person(106)
    number = _sent(person, f"{ROAD} หก")
    person.say("0812345678")
    told = person.press("ส่งเรื่องนี้")

    assert (number in told, _case(world, f"{ROAD} หก").contact != "") == (True, True)


def test_the_platform_refuses_no_call(world: World) -> None:
    assert world.mock.stats()["rejected"] == []
